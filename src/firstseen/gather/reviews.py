"""Where fact-checks come in: whatever a source is, its fact-checks come out one after the other."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from firstseen.errors import BadRecord
from firstseen.gather.dates import read_stated_date
from firstseen.gather.documents import apart, read_review_document, read_review_lines
from firstseen.gather.jsontext import read_json
from firstseen.gather.notes import Importing, Notes, Unfit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from firstseen.gather.dates import ReadDate
    from firstseen.gather.documents import Imported

LINES: Final = frozenset({".jsonl", ".ndjson"})
DOCUMENTS: Final = frozenset({".json", ".jsonld"})
ENDINGS: Final = LINES | DOCUMENTS
"""What is taken from a folder. A file named outright is tried whatever its ending."""

LARGEST_BYTES: Final = 256 * 1024 * 1024
"""A document is held in memory as a whole; larger ones come as JSON lines."""


def read_reviews(
    sources: Iterable[str | os.PathLike[str]],
    notes: Notes | None = None,
    read_date: ReadDate = read_stated_date,
) -> Iterator[Imported]:
    """The fact-checks that files and folders hold, one after the other, and one error for each that cannot come in.

    What was left out, is not known or could not be read is counted in `notes`. Nothing is read before it is asked for.
    """
    kept = notes if notes is not None else Notes()
    return apart(item for source in sources for item in _read_source(Path(source), kept, read_date))


def _read_source(path: Path, notes: Notes, read_date: ReadDate) -> Iterator[Imported]:
    if not path.is_dir():
        yield from _read_file(path, Importing(str(path), notes, read_date))
        return
    files = [
        Path(folder) / name
        for folder, folders, names in os.walk(path)
        for name in (folders.sort(), sorted(names))[1]
        if Path(name).suffix.lower() in ENDINGS
    ]
    if not files:
        yield BadRecord(str(path), 0, f"holds no file that ends in {', '.join(sorted(ENDINGS))}")
    for file in files:
        yield from _read_file(file, Importing(str(file), notes, read_date))


def _read_file(path: Path, source: Importing) -> Iterator[Imported]:
    try:
        if path.suffix.lower() in LINES:
            with path.open("rb") as file:
                yield from read_review_lines(file, source)
            return
        yield from read_review_document(read_json(_content(path)), source)
    except OSError as error:
        yield source.bad(0, f"cannot be read: {error.strerror}; check the path")
    except Unfit as error:
        yield source.bad(0, error)


def _content(path: Path) -> bytes:
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        raise Unfit(f"is larger than {LARGEST_BYTES // 1024**2} MB; split it, or export it as JSON lines")
    return path.read_bytes()
