"""Claims in bulk, without footage and without a desk: each line of JSON is a caption with the sightings it states."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

from firstseen.checking import Checked, check_claim, check_item, text_of
from firstseen.desk.limits import LONGEST_READ, LONGEST_TEXT
from firstseen.errors import BadRecord, InputError
from firstseen.model.claim import Claim, Reading
from firstseen.model.sighting import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from firstseen.claims.naming.lexicon import Lexicon
    from firstseen.settings import Settings

LONGEST_LINE: Final = 4_000_000
"""Bytes of one line. Source: the longest texts that are read, escaped, fit several times."""

MOST_STATED: Final = 20_000
"""Characters of all sightings of a line together. Source: measured, they are read in half a second at worst."""

_MOST_SIGHTINGS: Final = 1_000
_KEYS: Final = frozenset({"id", "caption", "posted", "language", "claimant", "url", "sightings"})
_SIGHTING_KEYS: Final = frozenset(
    {
        "published", "captured", "recorded",
        "place", "event", "caption", "actors", "source", "url", "language",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one line. `id` is whatever JSON it gave; `warnings` say what of it was left out."""

    line: int
    id: Any
    checked: Checked
    warnings: tuple[str, ...] = ()


def check_batch(
    stream: IO[bytes], source: str, settings: Settings | None = None, lexicon: Lexicon | None = None
) -> Iterator[Answer | BadRecord]:
    """The answer to each line, and one error for each that cannot be used; blank lines are passed over."""
    for number, raw in _lines(stream):
        if raw is None:
            yield BadRecord(source, number, f"has more than {LONGEST_LINE:,} bytes")
        elif raw.strip():
            try:
                yield _answer(raw, number, settings, lexicon)
            except InputError as error:
                yield BadRecord(source, number, str(error))


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """(number, line) of each line; None for one that is too long, which is not taken into memory."""
    number = 0
    while piece := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(piece) <= LONGEST_LINE:
            yield number, piece.removeprefix(b"\xef\xbb\xbf") if number == 1 else piece
            continue
        while piece and not piece.endswith(b"\n"):
            piece = stream.readline(LONGEST_LINE)
        yield number, None


def _answer(raw: bytes, number: int, settings: Settings | None, lexicon: Lexicon | None) -> Answer:
    item = _object(raw)
    _check_texts(item, "")
    _check_kinds(item)
    _check_stated(item.get("sightings"))
    strange = [*_strange(item, _KEYS, "")]
    for place, one in enumerate(item.get("sightings") or ()):
        strange += _strange(one, _SIGHTING_KEYS, f"sightings[{place}].")
    warnings = [f"not known and not read: {', '.join(strange[:5])}"] if strange else []
    caption = text_of(item, "caption")
    if not caption.strip():
        checked = check_claim(Claim("", Reading("", "und")), Timeline(), settings=settings)
        warnings.append("there is no caption, so nothing is claimed")
    else:
        if len(caption) > LONGEST_READ:
            warnings.append(
                f"caption: only its first {LONGEST_READ:,} of {len(caption):,} characters are read"
            )
        wanted = {**item, "caption": caption[:LONGEST_READ]}
        checked = check_item(wanted, settings=settings, lexicon=lexicon)
    left_out = (f"{problem}; it is taken as missing" for problem in checked.problems)
    return Answer(number, item.get("id"), checked, (*warnings, *left_out))


def _object(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw.decode())
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 at byte {error.start + 1}") from error
    except RecursionError as error:
        raise InputError("is nested too deeply") from error
    except ValueError as error:
        raise InputError(f"is no JSON: {str(error).partition(':')[0]}") from error
    if not isinstance(value, dict):
        raise InputError("is no JSON object")
    return value


def _check_texts(value: object, where: str) -> None:
    """Refuse texts that are none, and numbers that are none, naming the field."""
    if isinstance(value, dict):
        for name, one in value.items():
            _check_texts(one, f"{where}.{name[:40]}" if where else name[:40])
    elif isinstance(value, list):
        if len(value) > _MOST_SIGHTINGS:
            raise InputError(f"{where} has {len(value):,} entries; at most {_MOST_SIGHTINGS:,} are read")
        for place, one in enumerate(value):
            _check_texts(one, f"{where}[{place}]")
    elif isinstance(value, float) and not math.isfinite(value):
        raise InputError(f"{where} is no number")
    elif isinstance(value, str):
        _check_text(value, where)


def _check_text(text: str, where: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise InputError(f"{where} has {len(text):,} characters; at most {LONGEST_TEXT:,} are read")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        place = error.start + 1
        raise InputError(
            f"{where} holds half a surrogate pair at character {place}: it is no text"
        ) from error


def _check_stated(sightings: object) -> None:
    size = len(json.dumps(sightings, ensure_ascii=False))
    if size > MOST_STATED:
        raise InputError(f"sightings have {size:,} characters; at most {MOST_STATED:,} are read")


def _check_kinds(item: Mapping[str, Any]) -> None:
    """Refuse fields of a kind that they cannot be, where it would not be said later."""
    if isinstance(item.get("id"), (dict, list)):
        raise InputError("id is neither a text nor a number")
    sightings = item.get("sightings")
    if sightings is None:
        return
    if not isinstance(sightings, list):
        raise InputError("sightings is no list")
    for place, one in enumerate(sightings):
        if not isinstance(one, dict):
            raise InputError(f"sightings[{place}] is no object")


def _strange(fields: Mapping[str, Any], known: frozenset[str], prefix: str) -> Iterator[str]:
    return (f"{prefix}{name[:40]!r}" for name in fields if name not in known)
