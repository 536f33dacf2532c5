"""Tables as people export them: comma, semicolon or tab; UTF-8 or UTF-16; one broken quote costs one row."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from firstseen.errors import BadRecord, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

LONGEST_CELL: Final = 1_000_000
"""Characters. A quote that is never closed swallows the rest of a file; no caption is this long."""

DELIMITERS: Final = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Table:
    """A table's header, in lower case with underscores, and its rows still to be split."""

    name: str
    header: tuple[str, ...]
    delimiter: str
    _lines: Sequence[str]
    _start: int

    def rows(self) -> Iterator[tuple[int, list[str] | BadRecord]]:
        """(line number, cells) of every row that is not empty; in place of a row that cannot be used, its error."""
        for line, cells in _split(self._lines, self._start, self.delimiter):
            if isinstance(cells, csv.Error):
                reason = f"cannot be split into cells: {cells}; check its quotes"
                yield line, BadRecord(self.name, line, reason)
            elif any(cell.strip() for cell in cells):
                try:
                    _check(cells, self.header, self.name, line)
                except BadRecord as error:
                    yield line, error
                    continue
                yield line, cells


def read_table(path: Path, is_header: Callable[[Sequence[str]], bool], hint: str) -> Table:
    """The table in a file. Its first line must be a header that `is_header` accepts.

    Raises InputError, with `hint` on what the header should be, when it is not, and when the file cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: the table cannot be read: {error.strerror}; check the path") from error
    return split_table(content, str(path), is_header, hint)


def split_table(content: bytes, origin: str, is_header: Callable[[Sequence[str]], bool], hint: str) -> Table:
    """The table that the bytes of a file are; `origin` is the file's path or address. InputError as `read_table`."""
    lines = _lines(content)
    name = origin.rpartition("/")[2]
    for delimiter in DELIMITERS:
        for line, cells in islice(_split(lines, 0, delimiter), 1):
            if isinstance(cells, csv.Error):
                continue
            names = tuple("_".join(cell.replace("\ufeff", "").split()).lower() for cell in cells)
            if is_header(names):
                return Table(name, names, delimiter, lines, _lines_of(lines, line, delimiter))
    raise InputError(f"{origin}: {hint}")


def _lines(content: bytes) -> list[str]:
    """The physical lines with their ends; a byte that is not text stays visible as a lone surrogate."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = content.decode("utf-16", "replace") if wide else content.decode("utf-8-sig", "surrogateescape")
    # Only \n, \r\n and \r end a line: str.splitlines would also break captions at U+2028.
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return [f"{line}\n" for line in unified.split("\n")]


class _Lines:
    """The lines of a file, one after the other, with a place that can be set back."""

    def __init__(self, lines: Sequence[str], place: int) -> None:
        self.lines = lines
        self.place = place

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.place >= len(self.lines):
            raise StopIteration
        self.place += 1
        return self.lines[self.place - 1]


def _split(lines: Sequence[str], start: int, delimiter: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """(line number, cells) of every row; after one that cannot be split, reading resumes on its next line.

    So a quote that is never closed costs its own row, not the rest of the file.
    """
    source = _Lines(lines, start)
    reader = csv.reader(source, delimiter=delimiter, strict=True, skipinitialspace=True)
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        while source.place < len(lines):
            first = source.place
            try:
                cells: list[str] | csv.Error = next(reader)
            except csv.Error as error:
                cells = error
                source.place = first + 1
                reader = csv.reader(source, delimiter=delimiter, strict=True, skipinitialspace=True)
            yield first + 1, cells
    finally:
        csv.field_size_limit(limit)


def _lines_of(lines: Sequence[str], first: int, delimiter: str) -> int:
    """The place after the row that begins on line `first`."""
    source = _Lines(lines, first - 1)
    next(csv.reader(source, delimiter=delimiter, skipinitialspace=True))
    return source.place


def _check(cells: Sequence[str], header: Sequence[str], source: str, line: int) -> None:
    """Refuse rows whose cells may have slipped into other columns, or are not text."""
    if any(cell.strip() for cell in cells[len(header) :]):
        reason = f"has {len(cells)} cells, the header {len(header)}: quote cells that hold the delimiter"
        raise BadRecord(source, line, reason)
    if any("\0" in cell for cell in cells):
        raise BadRecord(source, line, "holds a NUL, which no text does; save the file as UTF-8 again")
    if any("\udc80" <= character <= "\udcff" for cell in cells for character in cell):
        raise BadRecord(source, line, "is not UTF-8; save the file as UTF-8")
