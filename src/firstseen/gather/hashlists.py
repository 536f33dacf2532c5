"""Lists of PDQ hashes and vPDQ frames as other tools write them, read into fingerprints.

A line holds one hash of 64 hexadecimal digits, and around it what its tool adds:

    HASH                            bare, or "hash=HASH,anything"
    HASH,quality,name[,seconds]     pdq-photo-hasher, and our plain text
    number,quality,HASH,seconds     vPDQ's hash files
    number,HASH,quality,seconds     vPDQ's Python example
    a header that names a column "hash" or "pdq"

or the file is the JSON of python-threatexchange, ["HASH,quality,seconds", …].
Source: hashio.cpp, vpdqio.cpp and vpdq_util.py of https://github.com/facebook/ThreatExchange.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from firstseen.errors import BadRecord, InputError, TooLarge
from firstseen.model.dates import read_basis, read_date
from firstseen.model.descriptor import Descriptors, PdqHashes, SoundLandmarks
from firstseen.model.exchange import USABLE_QUALITY, Fingerprint, Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from firstseen.model.exchange import ListKind

LARGEST_LIST_BYTES: Final = 512 * 1024 * 1024
MOST_HASHES: Final = 2_000_000
MOST_FOOTAGE: Final = 200_000
"""What one list may hold: far more than any that is known to be exchanged, and little enough for 2 GB of memory."""

LONGEST_LINE_BYTES: Final = 64 * 1024
LONGEST_NAME: Final = 500
LONGEST_TEXT: Final = 2_000
LONGEST_S: Final = 10_000_000.0
_FEWEST_BITS: Final = 64
"""A hash has a bit for each frequency above the median: about half of 256. With fewer the picture was flat."""

_TOLD: Final = 20
"""Lines that were refused are told one by one up to so many, then counted."""

_HEX: Final = re.compile(r"[0-9a-fA-F]{64}")
_ALMOST_HEX: Final = re.compile(r"[0-9a-fA-F]{40,80}")
_NUMBER: Final = re.compile(r"-?\d{1,12}")
_HASH_COLUMNS: Final = frozenset({"hash", "pdq", "pdq_hash", "pdqhash", "hex", "pdq_hex", "signal_value"})
_COLUMNS: Final = {
    "quality": "quality",
    "pdq_quality": "quality",
    "media": "media",
    "media_id": "media",
    "id": "media",
    "name": "media",
    "file": "media",
    "filename": "media",
    "content_id": "media",
    "seconds": "seconds",
    "time": "seconds",
    "time_s": "seconds",
    "timestamp": "seconds",
    "first_seen": "first_seen",
    "published": "first_seen",
    "basis": "basis",
    "published_basis": "basis",
    "url": "url",
    "source": "source",
    "publisher": "source",
}
_LEAST_CELLS: Final = 4


class _Line(NamedTuple):
    """What one line says of one frame."""

    media: str
    bits: bytes
    quality: int | None
    time_s: float
    said: tuple[tuple[str, str], ...] = ()


class _Refused(Exception):
    """A line that cannot be used; its text says why."""


@dataclass(slots=True)
class ReadList:
    """What a list holds: fingerprints by footage, the lines refused, how many hashes came without a quality."""

    kind: ListKind
    footage: list[Fingerprint]
    refused: list[BadRecord] = field(default_factory=list)
    refused_count: int = 0
    without_quality: int = 0


def read_hashlist(path: Path) -> ReadList:
    """The fingerprints in a list. One bad line is refused with its reason, the others come in.

    Raises InputError for a file that cannot be read, is no list or holds nothing usable, TooLarge for a huge one.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_LIST_BYTES:
            raise TooLarge(f"{path}", f"{LARGEST_LIST_BYTES // 1024**2} MB")
        with path.open("rb") as source:
            start = source.read(4096)
        if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise InputError(f"{path}: is no list of hashes but binary; give text, CSV or a signed .fsx file")
        gathered = _Gathered(str(path), path.stem)
        if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{")):
            _read_json(path.read_bytes(), gathered)
        else:
            _read_lines(_lines(path), gathered)
    except OSError as error:
        raise InputError(f"{path}: the list cannot be read: {error.strerror}; check the path") from error
    return gathered.made()


class _Gathered:
    """Frames by footage as they are read."""

    def __init__(self, origin: str, stem: str) -> None:
        self.origin = origin
        self.stem = stem[:LONGEST_NAME]
        self.kind: ListKind = "pdq-text"
        self.lines: dict[str, list[_Line]] = {}
        self.count = 0
        self.without_quality = 0
        self.refused: list[BadRecord] = []
        self.refused_count = 0

    def take(self, line: _Line) -> None:
        self.count += 1
        if self.count > MOST_HASHES:
            raise TooLarge(f"{self.origin}", f"{MOST_HASHES:,} hashes a list")
        if line.quality is None:
            self.without_quality += 1
        # A bare hash stands for itself.
        self.lines.setdefault(line.media or line.bits.hex(), []).append(line)
        if len(self.lines) > MOST_FOOTAGE:
            raise TooLarge(f"{self.origin}", f"{MOST_FOOTAGE:,} files a list")

    def refuse(self, number: int, reason: object) -> None:
        self.refused_count += 1
        if len(self.refused) < _TOLD:
            self.refused.append(BadRecord(self.origin, number, str(reason)))

    def made(self) -> ReadList:
        if not self.lines:
            why = f"; {self.refused[0]}" if self.refused else ""
            raise InputError(f"{self.origin}: holds no hash of 64 hexadecimal digits{why}")
        footage = [_fingerprint(key, lines, self._said(key, lines)) for key, lines in self.lines.items()]
        return ReadList(self.kind, footage, self.refused, self.refused_count, self.without_quality)

    def _said(self, key: str, lines: list[_Line]) -> Said:
        """What a table says of footage beside its hashes; a date that cannot be read is told, never guessed."""
        columns = dict(next((line.said for line in lines if line.said), ()))
        first_seen = None
        if columns.get("first_seen"):
            try:
                first_seen = read_date(columns["first_seen"], read_basis(columns.get("basis") or "estimate"))
            except InputError as error:
                self.refuse(0, f"{key[:80]}: what is said of it is left out: {error}")
        return Said(
            first_seen, columns.get("url", "")[:LONGEST_TEXT], columns.get("source", "")[:LONGEST_TEXT]
        )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """(number, text) of each line; UTF-8 or UTF-16, with or without a mark."""
    with path.open("rb") as source:
        wide = source.read(2) in {b"\xff\xfe", b"\xfe\xff"}
    if wide:
        text = path.read_bytes().decode("utf-16", "replace")
        yield from enumerate(text.splitlines(), 1)
        return
    with path.open("rb") as source:
        number = 0
        while raw := source.readline(LONGEST_LINE_BYTES + 1):
            number += 1
            if len(raw) > LONGEST_LINE_BYTES:
                raise InputError(
                    f"{path}, line {number}: is longer than any line of a list of hashes; is it one?"
                )
            # Old Macs end lines with a carriage return alone.
            for piece in raw.decode("utf-8-sig" if number == 1 else "utf-8", "replace").split("\r"):
                yield number, piece.strip("\n")


def _read_lines(lines: Iterable[tuple[int, str]], gathered: _Gathered) -> None:
    columns: dict[str, int] | None = None
    first = True
    delimiter = ","
    for number, text in lines:
        stripped = text.strip().lstrip("\ufeff")
        if not stripped or stripped.startswith(("#", "//")):
            continue
        if first:
            first = False
            delimiter = next((one for one in (",", ";", "\t") if one in stripped), ",")
            columns = _header(_cells(stripped, delimiter))
            if columns is not None:
                gathered.kind = "pdq-csv"
                continue
        try:
            cells = _cells(stripped, delimiter)
            gathered.take(_by_columns(cells, columns) if columns else _by_place(cells, gathered))
        except (_Refused, csv.Error) as error:
            gathered.refuse(number, error)


def _cells(text: str, delimiter: str) -> list[str]:
    """The cells of one line, without the apostrophe that keeps spreadsheets from taking one for a formula."""
    if '"' in text:
        (cells,) = csv.reader([text], delimiter=delimiter, skipinitialspace=True)
    else:
        cells = text.split(delimiter)
    trimmed = (cell.strip() for cell in cells)
    return [cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell for cell in trimmed]


def _header(cells: list[str]) -> dict[str, int] | None:
    """Where each known column stands, None when the line is no header."""
    names = ["_".join(cell.lower().split()) for cell in cells]
    place = next((index for index, name in enumerate(names) if name in _HASH_COLUMNS), None)
    if place is None:
        return None
    columns = {"hash": place}
    for index, name in enumerate(names):
        if name in _COLUMNS and index != place:
            columns.setdefault(_COLUMNS[name], index)
    return columns


def _by_columns(cells: list[str], columns: dict[str, int]) -> _Line:
    at = {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
    said = tuple((name, at[name]) for name in ("first_seen", "basis", "url", "source") if at.get(name))
    return _line(at.get("media", ""), at["hash"], at.get("quality", ""), at.get("seconds", ""), said)


def _by_place(cells: list[str], gathered: _Gathered) -> _Line:
    """A line without a header, told by where its hash stands."""
    if cells[0].startswith("hash="):
        return _line(",".join(cells[1:]), cells[0].removeprefix("hash="), "", "")
    frame = len(cells) >= _LEAST_CELLS and _NUMBER.fullmatch(cells[0])
    if frame and _is_like_hash(cells[2]):
        gathered.kind = "vpdq"
        return _line(gathered.stem, cells[2], cells[1], cells[3])
    if frame and _is_like_hash(cells[1]):
        gathered.kind = "vpdq"
        return _line(gathered.stem, cells[1], cells[2], cells[3])
    if len(cells) == 1 or not _NUMBER.fullmatch(cells[1]):
        return _line(",".join(cells[1:]), cells[0], "", "")
    return _line(cells[2] if len(cells) > 2 else "", cells[0], cells[1], cells[3] if len(cells) > 3 else "")  # noqa: PLR2004 - places in a line


def _is_like_hash(cell: str) -> bool:
    return _ALMOST_HEX.fullmatch(cell) is not None


def _line(
    media: str, digits: str, quality: str, seconds: str, said: tuple[tuple[str, str], ...] = ()
) -> _Line:
    """One frame, checked. Raises _Refused with the reason."""
    if not _HEX.fullmatch(digits):
        raise _Refused(_why_no_hash(digits))
    bits = bytes.fromhex(digits)
    if quality and not (_NUMBER.fullmatch(quality) and 0 <= int(quality) <= 100):  # noqa: PLR2004 - PDQ's own range
        raise _Refused(f"its quality is {quality[:20]!r}, which is no whole number from 0 to 100")
    if len(media) > LONGEST_NAME:
        raise _Refused(f"names its media in {len(media)} characters; at most {LONGEST_NAME} are taken")
    if any(
        character < " " or "\ud800" <= character <= "\udfff" or character == "\ufffd" for character in media
    ):
        raise _Refused("names its media in characters that are no text; save the list as UTF-8")
    return _Line(media, bits, int(quality) if quality else None, _seconds(seconds), said)


def _why_no_hash(digits: str) -> str:
    if _ALMOST_HEX.fullmatch(digits) and len(digits) < 64:  # noqa: PLR2004 - a hash's digits
        return (
            f"its hash has {len(digits)} digits instead of 64: leading zeros were lost where it was written, and "
            "where they belong is not certain; ask for the list with all 64"
        )
    if re.fullmatch(r"[0-9][0-9.,]*[eE]\+?\d+", digits):
        return "its hash was turned into a number by a spreadsheet; export the list again with that column as text"
    return f"{digits[:80]!r} is no PDQ hash of 64 hexadecimal digits"


def _seconds(text: str) -> float:
    if not text:
        return 0.0
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not 0 <= value <= LONGEST_S:
        raise _Refused(f"its time is {text[:20]!r}, which is no number of seconds from the start")
    return value


def _read_json(content: bytes, gathered: _Gathered) -> None:
    """The list that python-threatexchange writes of one video: ["HASH,quality,seconds", …]."""
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{gathered.origin}: begins like JSON and is none: {error}") from error
    if not isinstance(value, list):
        raise InputError(f'{gathered.origin}: is JSON, but not a list of "hash,quality,seconds"')
    gathered.kind = "vpdq"
    for number, one in enumerate(value, 1):
        try:
            cells = [cell.strip() for cell in one.split(",")] if isinstance(one, str) else []
            if len(cells) != 3:  # noqa: PLR2004 - hash, quality, seconds
                raise _Refused('is not "hash,quality,seconds"')  # noqa: TRY301
            gathered.take(_line(gathered.stem, cells[0], cells[1], cells[2]))
        except _Refused as error:
            gathered.refuse(number, error)


def _fingerprint(key: str, lines: list[_Line], said: Said) -> Fingerprint:
    lines = sorted(lines, key=lambda line: line.time_s)
    bits = np.frombuffer(b"".join(line.bits for line in lines), np.uint8).reshape(-1, 32).copy()
    # A list without qualities was chosen by whoever published it: its hashes are taken as good enough.
    quality = np.array([USABLE_QUALITY if one.quality is None else one.quality for one in lines], np.uint8)
    times_s = np.array([line.time_s for line in lines], np.float64)
    return Fingerprint(
        key=key,
        duration_s=float(times_s[-1]) if len(lines) > 1 else 0.0,
        pdq=PdqHashes(times_s, bits, honest_quality(bits, quality)),
        pictures=no_pictures(),
        sound=SoundLandmarks("", np.zeros(0, np.uint32), np.zeros(0, np.float32)),
        said=said,
    )


def honest_quality(bits: NDArray[np.uint8], quality: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The qualities (n,) as stated, 0 for hashes (n, 32) that only a flat picture has: those would match each other."""
    flat = np.bitwise_count(bits).sum(axis=1, dtype=np.int64) < _FEWEST_BITS
    return np.where(flat, 0, quality).astype(np.uint8)


def no_pictures() -> Descriptors:
    """The descriptors of footage that was given without any."""
    return Descriptors("", np.zeros(0), np.zeros((0, 0), np.float32), np.zeros(0, np.int16), ())
