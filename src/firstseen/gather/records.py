"""Records of footage from a CSV file: a good row becomes a record, a bad row one error, the rest goes on."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from firstseen.errors import BadRecord, InputError
from firstseen.gather.table import read_table
from firstseen.model.dates import read_basis, read_date
from firstseen.model.sighting import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from firstseen.model.time import Basis, PartialDate

TEXTS: Final = ("url", "place", "actors", "event", "caption", "language", "source")
DATES: Final = ("published", "captured", "recorded")
BASIS_COLUMNS: Final = tuple(f"{name}_basis" for name in DATES)
COLUMNS: Final = frozenset(("file", *TEXTS, *DATES, *BASIS_COLUMNS))
"""The columns with a meaning of their own; every other one is kept under its name."""

_NO_HEADER: Final = (
    "is not a file of records: its first line has no column named file; the columns are "
    "file,url,published,place,actors,event,caption,language"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One good row: its line in the file, the file it is about as written, and what it says."""

    line: int
    file: str
    record: Record


@dataclass(frozen=True, slots=True)
class Sheet:
    """A records file: its good rows, and one error for each bad one."""

    path: Path
    rows: tuple[Row, ...]
    errors: tuple[BadRecord, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """Which records belong to which file.

    `records` has one entry for each file that any row is about; several rows of one file are several sightings.
    `errors` are rows whose file is nowhere, or could be several; `elsewhere` counts rows about files that exist but
    were not asked for.
    """

    records: dict[Path, tuple[Record, ...]]
    errors: tuple[BadRecord, ...]
    elsewhere: int


def read_records(path: Path, default_basis: Basis = "estimate") -> Sheet:
    """The records in a CSV file with a header: `file` and any of the known columns, in any order.

    Comma, semicolon or tab; UTF-8 or UTF-16 with or without a mark; any line ends. A date without a basis of its own
    rests on `default_basis`. Raises InputError when the file cannot be read or has no `file` column.
    """
    table = read_table(path, lambda names: "file" in names, _NO_HEADER)
    rows: list[Row] = []
    errors: list[BadRecord] = []
    for line, cells in table.rows():
        try:
            if isinstance(cells, BadRecord):
                raise cells
            rows.append(_row(line, cells, table.header, table.name, default_basis))
        except BadRecord as error:
            errors.append(error)
    return Sheet(path=path, rows=tuple(rows), errors=tuple(errors))


def make_record(name: str, fields: Mapping[str, str], default_basis: Basis = "estimate") -> Record:
    """The record of a file called `name` from named texts: the known columns, dates as ISO 8601; others are extra.

    Raises UnclearDate for a date that cannot be placed, InputError for an unknown basis.
    """
    texts = {key: fields.get(key, "").strip() for key in TEXTS}
    return Record(
        name=name,
        url=texts["url"],
        published=_date(fields, "published", default_basis),
        captured=_date(fields, "captured", default_basis),
        recorded=_date(fields, "recorded", default_basis),
        place=texts["place"],
        actors=texts["actors"],
        event=texts["event"],
        caption=texts["caption"],
        language=texts["language"],
        source=texts["source"],
        extra=tuple((key, text) for key, text in fields.items() if key not in COLUMNS and text),
    )


def _row(line: int, cells: Sequence[str], header: Sequence[str], source: str, default_basis: Basis) -> Row:
    """The row as a record; raises BadRecord."""
    known, extra = _by_name(cells, header, source, line)
    file = known.pop("file", "")
    if not file:
        raise BadRecord(source, line, "names no file")
    name = PurePosixPath(file.replace("\\", "/")).name
    try:
        record = make_record(name, known, default_basis)
    except InputError as error:
        raise BadRecord(source, line, str(error)) from error
    return Row(line, file, replace(record, extra=extra))


def _by_name(
    cells: Sequence[str], header: Sequence[str], source: str, line: int
) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """The known columns' cells that say something, and the others with their names."""
    known: dict[str, str] = {}
    extra: list[tuple[str, str]] = []
    for name, cell in zip(header, cells, strict=False):
        text = cell.strip()
        if not text:
            continue
        if name not in COLUMNS:
            extra.append((name, text))
        elif known.setdefault(name, text) != text:
            raise BadRecord(source, line, f"has two columns named {name} that disagree")
    return known, tuple(extra)


def _date(fields: Mapping[str, str], name: str, default_basis: Basis) -> PartialDate | None:
    basis, text = fields.get(f"{name}_basis", ""), fields.get(name, "")
    if not text.strip():
        return None
    return read_date(text, read_basis(basis) if basis.strip() else default_basis)


def match_records(sheet: Sheet, files: Iterable[Path], folders: Iterable[Path] = ()) -> Matched:
    """Which of `files` each row is about: by path from the records file or from one of `folders`, else by name.

    A name alone serves where only one of `files` has it.
    """
    roots = [sheet.path.parent, *folders]
    finder = _Finder(files)
    records: dict[Path, list[Record]] = defaultdict(list)
    errors: list[BadRecord] = []
    elsewhere = 0
    for row in sheet.rows:
        found = finder.find(row.file, roots)
        if len(found) == 1:
            records[found[0]].append(row.record)
        elif found:
            several = ", ".join(str(path) for path in found[:3])
            reason = f"file {row.file!r} may be any of {several}: give its path"
            errors.append(BadRecord(sheet.path.name, row.line, reason))
        elif any(_exists(root, row.file) for root in roots):
            elsewhere += 1
        else:
            reason = f"file {row.file!r} is not there: its record was left out"
            errors.append(BadRecord(sheet.path.name, row.line, reason))
    matched = {path: tuple(dict.fromkeys(several)) for path, several in records.items()}
    return Matched(records=matched, errors=tuple(errors), elsewhere=elsewhere)


def _exists(root: Path, file: str) -> bool:
    try:
        return (root / file.replace("\\", "/")).is_file()
    except (OSError, ValueError):
        return False


class _Finder:
    """The given files by absolute path and by base name, in composed Unicode (macOS writes it decomposed)."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.by_path: dict[str, Path] = {}
        self.by_name: dict[str, list[Path]] = defaultdict(list)
        for path in files:
            self.by_path[_composed(path.absolute())] = path
            self.by_path.setdefault(_composed(path.resolve()), path)
            self.by_name[_composed(path.name)].append(path)

    def find(self, file: str, roots: Iterable[Path]) -> list[Path]:
        """The files that a row may be about: one by its path, or all of its name."""
        relative = file.replace("\\", "/")
        for root in roots:
            for base in (root.absolute(), root.resolve()):
                path = self.by_path.get(_composed(_joined(base, relative)))
                if path is not None:
                    return [path]
        # "clips/a.mp4" when the folder itself was given: the name decides where it is the only one.
        return self.by_name.get(_composed(PurePosixPath(relative).name), [])


def _joined(base: Path, relative: str) -> PurePosixPath:
    """`base/relative` without touching the disk, ".." taken back."""
    parts: list[str] = []
    for part in PurePosixPath(base / relative).parts:
        if part == "..":
            parts = parts[:-1] or parts
        else:
            parts.append(part)
    return PurePosixPath(*parts)


def _composed(path: object) -> str:
    return unicodedata.normalize("NFC", str(path))
