"""JSON as it stands in files: strict about what it says, and safe against what it costs."""

from __future__ import annotations

import functools
import json
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

from firstseen.gather.notes import Unfit
from firstseen.gather.plain import storable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

LONGEST_LINE_BYTES: Final = 16 * 1024 * 1024
"""No fact-check is longer: a line past this is refused unread."""

_PREFIX: Final = re.compile(r"(?:https?://(?:www\.)?schema\.org/|schema:|sdo:|schemaorg:)(?=[A-Za-z])")

type Json = Any
"""Whatever JSON can hold; looked at before it is used."""


@functools.lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A schema.org name without its prefix: "ClaimReview" for "https://schema.org/ClaimReview"."""
    return _PREFIX.sub("", name, count=1)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, value in pairs:
        key = plain_name(name) if ":" in name else name
        if key in found and found[key] != value:
            raise Unfit(f"says {key!r} twice, and not the same")
        found[key] = value
    return found


def _no_number(text: str) -> NoReturn:
    raise Unfit(f"holds {text}, which is no number in JSON")


_LENIENT: Final = json.JSONDecoder(strict=False)
_LIST: Final = re.compile(r"\s*\[")
_FEED: Final = re.compile(r'"(?:https?://schema\.org/|schema:)?dataFeedElement"\s*:\s*\[')
_GAP: Final = re.compile(r"[\s,]*")
_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_number, strict=False)


def read_json(content: bytes | str) -> Json:
    """The value that a JSON text states, its schema.org names without prefixes.

    UTF-8 or UTF-16, with or without a byte order mark. Raises Unfit for anything that is not JSON, for a name that is
    given two values, for NaN and for nesting no document needs.
    """
    text = content if isinstance(content, str) else read_text(content)
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise Unfit(f"is not JSON: {error.msg} at character {error.pos + 1}; export it again") from error
    except RecursionError as error:
        raise Unfit("is nested deeper than any fact-check; it was not read") from error
    except ValueError as error:  # a whole number of thousands of digits
        raise Unfit(f"holds a number that cannot be read: {error}") from error


def read_elements(text: str) -> Iterator[Json | Unfit]:
    """The elements of a large list, one after the other: a document that is one, or a DataFeed's `dataFeedElement`.

    The whole is never held as values. Reading ends with Unfit at the first place that is not JSON. Raises Unfit when
    the document is neither.
    """
    start = _LIST.match(text) or _FEED.search(text)
    if start is None:
        raise Unfit(
            "is too large to be read as a whole, and neither a list nor a DataFeed; export it as JSON lines"
        )
    place = start.end()
    while True:
        gap = _GAP.match(text, place)
        place = gap.end() if gap else place
        if text.startswith("]", place):
            return
        try:
            element, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            yield Unfit(f"is not JSON from character {place + 1} on: {error}; export it again")
            return
        except Unfit as error:
            # The element is JSON, but says what cannot be used: its end is found without looking at what it says.
            yield error
            _, place = _LENIENT.raw_decode(text, place)
            continue
        yield element


def write_json(value: Json) -> str:
    """A value as JSON text, for a field without a slot of its own; Unfit when it is nested too deep."""
    try:
        return storable(json.dumps(value, ensure_ascii=False, sort_keys=True))
    except RecursionError as error:
        raise Unfit("is nested deeper than any fact-check; it was not read") from error


def read_text(content: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 and UTF-32 with a byte order mark. Raises Unfit for anything else."""
    codec = "utf-8-sig"
    if content.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        codec = "utf-32"
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec = "utf-16"
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise Unfit(f"is not {codec.upper()[:6]} at byte {error.start + 1}; save it as UTF-8") from error


def read_lines(file: BinaryIO) -> Iterator[tuple[int, bytes | Unfit]]:
    """(line number from 1, the line) of every line that says something; Unfit in place of one that is too long."""
    number = 0
    while line := file.readline(LONGEST_LINE_BYTES + 1):
        number += 1
        if len(line) > LONGEST_LINE_BYTES:
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE_BYTES)
            yield number, Unfit(f"is longer than {LONGEST_LINE_BYTES // 1024**2} MB; it was not read")
        elif line.strip():
            yield number, line
