"""The index of names: which places a folded name can mean, and with how much caution it is read."""

from __future__ import annotations

from collections.abc import Sequence

from wordfreq import zipf_frequency

from firstseen.model.words import fold
from gazetteer.entry import Entry, is_arabic

COMMON = 3.2
"""Zipf frequency from which a name of a small place is taken for a word of the language."""
SMALL = 200_000
LONGEST = 6  # words


def index_names(places: Sequence[Entry], cautions: str) -> list[str]:
    """Rows "name, flags, numbers of places (most prominent first)".

    Flags: c for a common word, p for a name of persons; see cautions.txt.
    """
    never, common, safe, persons = (set() for _ in range(4))
    lists = {"never": never, "common": common, "safe": safe, "person": persons}
    for line in cautions.splitlines():
        head, _, words = line.partition(":")
        if head in lists:
            lists[head].update(fold(word) for word in words.split(","))
    index: dict[str, list[int]] = {}
    for number, place in enumerate(places):
        for name in {fold(name) for name in [place.name, place.name_ar, *place.aliases]}:
            if len(name) > 1 and name not in never and name.count(" ") < LONGEST:
                index.setdefault(name, []).append(number)
    rows = []
    for name, numbers in sorted(index.items()):
        flags = "p" if name in persons else ""
        if name in common or (name not in safe and is_word(name, places[numbers[0]])):
            flags += "c"
        rows.append(f"{name}\t{flags}\t{','.join(map(str, numbers))}")
    return rows


def is_word(name: str, place: Entry) -> bool:
    """Whether the name of a small place is also a frequent word."""
    if " " in name or place.prominence >= SMALL or place.kind != "city":
        return False
    return zipf_frequency(name, "ar" if is_arabic(name) else "en") >= COMMON
