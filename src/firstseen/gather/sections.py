"""The sections of a fact-check without markup, told by their headings in English and Arabic."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from firstseen.gather.pages import HEADINGS, Block
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEADER: Final = "header"
"""What stands before the first heading: title, author, date, lead picture."""

_LONGEST_HEADING: Final = 80
_LABEL: Final = re.compile(r"\s*[:：]\s*")
_OWNER: Final = re.compile(r"^(?:the\s+)?(.{2,40}?)(?:['’ʼ`´]s|s['’ʼ`´])\s+\S+$", re.IGNORECASE)
_OURS: Final = frozenset({"our", "the"})
_LONGEST_LINK_TITLE: Final = 200
"""Characters. After "Read more" a longer stretch of text is the article going on."""


@dataclass(frozen=True, slots=True)
class _Part:
    named: frozenset[str]
    endings: frozenset[str]
    beginnings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of sections.toml, by part, and what is boilerplate or a place for posts."""

    parts: dict[str, _Part]
    boilerplate: frozenset[str]
    hosts: frozenset[str]
    archives: frozenset[str]
    longest_words: int


@functools.cache
def headings() -> Headings:
    """The headings that are known, in the spelling that `fold` gives."""
    table = tomllib.loads(files("firstseen.gather").joinpath("sections.toml").read_text(encoding="utf-8"))
    parts = {
        name: _Part(*(frozenset(map(fold, part[kind])) for kind in ("named", "endings", "beginnings")))
        for name, part in table["parts"].items()
    }
    return Headings(
        parts=parts,
        boilerplate=frozenset(map(fold, table["boilerplate"]["lines"])),
        hosts=frozenset(table["posts"]["hosts"]),
        archives=frozenset(table["posts"]["archives"]),
        longest_words=table["longest_heading_words"],
    )


@dataclass(slots=True)
class Sections:
    """The blocks of an article by part, and what its headings say of the desk.

    `desk` is the name in headings such as "Misbar's Analysis"; `script` is "ar" or "en" by the headings found.
    """

    parts: dict[str, list[Block]] = field(default_factory=dict)
    desk: str = ""
    script: str = ""

    def blocks(self, part: str) -> list[Block]:
        """The blocks of a part, in their order; none when the article has no such part."""
        return self.parts.get(part, [])


def split(blocks: Iterable[Block], site: str = "") -> Sections:
    """The sections of an article. `site` is the name of its publisher, where the page states it."""
    kept = [block for block in blocks if block.links or not _is_boilerplate(block.text)]
    desks = _desks(kept, site)
    found = Sections()
    part = before = HEADER
    for block in kept:
        named, rest = _heading(block, desks)
        if named and not (named == part == "analysis"):
            before, part = (part if part != "links" else before), named
            _learn(found, block)
            if rest:
                found.parts.setdefault(part, []).append(Block("p", rest, block.links))
            else:
                found.parts.setdefault(part, [])
            continue
        if part == "links" and _goes_on(block):
            part = before
        found.parts.setdefault(part, []).append(block)
    return found


@functools.lru_cache(maxsize=4096)
def _words(text: str) -> str:
    """A heading's words in one spelling; pages repeat their headings."""
    return fold(text)


def _is_boilerplate(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and _words(text) in headings().boilerplate


def _learn(found: Sections, block: Block) -> None:
    found.script = found.script or ("ar" if re.search("[\u0621-\u064a]", block.text) else "en")
    owner = _OWNER.match(block.text.strip())
    if owner and not found.desk:
        found.desk = owner[1].strip()


def _goes_on(block: Block) -> bool:
    """Whether a block after "Read more" is no title of another article."""
    return len(block.text) > _LONGEST_LINK_TITLE or (block.kind in HEADINGS and not block.links)


def _heading(block: Block, desks: frozenset[str]) -> tuple[str, str]:
    """The part that a block opens, and what it says of it on the same line; two empty texts when it is no heading."""
    text = block.text.strip()
    if block.kind == "img":
        return "", ""
    label, colon, rest = text.partition(":")
    if colon and len(label) <= _LONGEST_HEADING and rest.strip():
        part = _named(_words(label)) or _owned(label, desks)
        return (part, rest.strip()) if part in {"claim", "rating", "sources", "posted"} else ("", "")
    if len(text) > _LONGEST_HEADING:
        return "", ""
    return _named(_words(text)) or _owned(text, desks), ""


def _named(words: str) -> str:
    return next((name for name, part in headings().parts.items() if words in part.named), "")


def _owned(text: str, desks: frozenset[str]) -> str:
    """The part of a heading that carries the desk's name: "Misbar's Sources", "مصادر مسبار"."""
    words = _words(text).split()
    if not 1 < len(words) <= headings().longest_words:
        return ""
    ours = words[0] in _OURS or bool(_OWNER.match(text.strip(" :")))
    for name, part in headings().parts.items():
        if ours and words[-1] in part.endings:
            return name
        if words[0] in part.beginnings and " ".join(words[1:]) in desks:
            return name
    return ""


def _desks(blocks: Sequence[Block], site: str) -> frozenset[str]:
    """What may be the desk's name in Arabic headings: what follows two different openings, or the site's own name.

    "تحقيق مسبار" and "مصادر مسبار" name a desk; a heading "مصادر عسكرية" by itself does not.
    """
    beginnings = {word for part in headings().parts.values() for word in part.beginnings}
    seen: set[tuple[str, str]] = set()
    for block in blocks:
        if len(block.text) <= _LONGEST_HEADING:
            first, _, rest = _words(block.text.rstrip(" :")).partition(" ")
            if first in beginnings and rest and len(rest.split()) < headings().longest_words:
                seen.add((first, rest))
    counted = Counter(rest for _, rest in seen)
    names = {rest for rest, count in counted.items() if count > 1}
    own = fold(site)
    return frozenset(names | {rest for rest in counted if own and rest in own} | {fold("مسبار")})
