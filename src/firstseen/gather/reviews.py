"""Where fact-checks come in: whatever a source is, its fact-checks come out one after the other."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from firstseen.errors import BadRecord, FirstseenError, InputError
from firstseen.gather.article import read_article_text
from firstseen.gather.dates import read_stated_date
from firstseen.gather.documents import apart, read_large_document, read_review_document, read_review_lines
from firstseen.gather.feeds import is_feed, read_feed
from firstseen.gather.jsontext import read_json, read_text
from firstseen.gather.notes import Importing, Notes, Unfit
from firstseen.gather.reviewsheet import read_review_table
from firstseen.gather.webpage import decoded, read_review_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from firstseen.gather.dates import ReadDate
    from firstseen.gather.documents import Imported
    from firstseen.gather.web import Fetcher

LINES: Final = frozenset({".jsonl", ".ndjson"})
DOCUMENTS: Final = frozenset({".json", ".jsonld"})
TABLES: Final = frozenset({".csv", ".tsv"})
MARKUP: Final = frozenset({".html", ".htm", ".xhtml", ".xml", ".rss", ".atom"})
TEXTS: Final = frozenset({".txt"})
ENDINGS: Final = LINES | DOCUMENTS | TABLES | MARKUP | TEXTS
"""What is taken from a folder. A file named outright is tried whatever its ending."""

LARGEST_BYTES: Final = 512 * 1024 * 1024
"""A file other than JSON lines, which may be of any size; its text is held in memory."""

LARGEST_WHOLE_BYTES: Final = 32 * 1024 * 1024
"""A JSON document whose values are held in memory together: they take five to ten times its size."""

LARGEST_PAGE_BYTES: Final = 16 * 1024 * 1024
"""A page or a feed. Real pages have under 3 MB, real feeds under 10."""

_START: Final = 4096


def read_reviews(
    sources: Iterable[str | os.PathLike[str]],
    notes: Notes | None = None,
    read_date: ReadDate = read_stated_date,
    fetcher: Fetcher | None = None,
) -> Iterator[Imported]:
    """The fact-checks that files, folders and addresses hold, and one error for each that cannot come in.

    What was left out, is not known or could not be read is counted in `notes`. Addresses are fetched by `fetcher`, one
    with the usual limits when none is given. Nothing is read before it is asked for.
    """
    kept = notes if notes is not None else Notes()
    return apart(item for one in sources for item in _read_source(str(one), kept, read_date, fetcher))


def is_address(source: str) -> bool:
    """Whether a source is to be fetched from the web rather than opened."""
    return source.strip().lower().startswith(("http://", "https://"))


def _read_source(name: str, notes: Notes, read_date: ReadDate, fetcher: Fetcher | None) -> Iterator[Imported]:
    if is_address(name):
        yield from _read_address(Importing(name, notes, read_date, base=name), fetcher)
        return
    path = Path(name)
    if not path.is_dir():
        yield from _read_file(path, Importing(name, notes, read_date))
        return
    files = [
        Path(folder) / file
        for folder, _, names in sorted(os.walk(path))
        for file in sorted(names)
        if Path(file).suffix.lower() in ENDINGS
    ]
    if not files:
        yield BadRecord(name, 0, f"holds no file that ends in {', '.join(sorted(ENDINGS))}")
    for one in files:
        yield from _read_file(one, Importing(str(one), notes, read_date))


def _read_file(path: Path, source: Importing) -> Iterator[Imported]:
    ending = path.suffix.lower()
    try:
        if ending in LINES:
            with path.open("rb") as file:
                yield from read_review_lines(file, source)
            return
        yield from read_content(_content(path), source, ending)
    except OSError as error:
        yield source.bad(0, f"cannot be read: {error.strerror}; check the path")
    except Unfit as error:
        yield source.bad(0, error)


def _content(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_BYTES:
        raise Unfit(f"is larger than {LARGEST_BYTES // 1024**2} MB; split it, or export it as JSON lines")
    return path.read_bytes()


def _read_address(source: Importing, fetcher: Fetcher | None) -> Iterator[Imported]:
    from firstseen.gather.web import Fetcher  # noqa: PLC0415 - files need no network

    try:
        fetched = (fetcher or Fetcher()).fetch(source.origin)
    except FirstseenError as error:
        yield BadRecord(source.origin, 0, str(error).removeprefix(f"{source.origin}: "))
        return
    moved = Importing(source.origin, source.notes, source.read_date, base=fetched.url)
    ending = Path(fetched.url.partition("?")[0]).suffix.lower()
    try:
        yield from read_content(fetched.content, moved, ending, fetched.charset)
    except Unfit as error:
        yield source.bad(0, error)


def read_content(
    content: bytes, source: Importing, ending: str = "", charset: str = ""
) -> Iterator[Imported]:
    """The fact-checks in the bytes of a file or answer, whatever they are: JSON, a table, a feed, a page or a text.

    Its beginning says which, where that is plain; else the ending of its name. Raises Unfit when it is none of these.
    """
    start = content[:_START].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")) or ending in DOCUMENTS:
        yield from _read_json(content, source)
    elif ending in TABLES:
        try:
            yield from read_review_table(content, source)
        except InputError as error:
            yield source.bad(0, str(error).removeprefix(f"{source.origin}: "))
    elif start.startswith(b"<") or ending in MARKUP:
        if len(content) > LARGEST_PAGE_BYTES:
            raise Unfit(f"is larger than {LARGEST_PAGE_BYTES // 1024**2} MB; no page and no feed is")
        text = decoded(content, source, charset)
        yield from (read_feed if is_feed(text[:_START]) else read_review_page)(text, source)
    else:
        yield read_article_text(read_text(content), source)


def _read_json(content: bytes, source: Importing) -> Iterator[Imported]:
    """A JSON document, or lines of JSON that are not called so."""
    if len(content) > LARGEST_WHOLE_BYTES:
        yield from read_large_document(read_text(content), source)
        return
    try:
        document = read_json(content)
    except Unfit as error:
        if "Extra data" not in str(error):
            raise
        yield from read_review_lines(io.BytesIO(content), source)
        return
    yield from read_review_document(document, source)
