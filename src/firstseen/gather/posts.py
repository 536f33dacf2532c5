"""Posts that carry footage come in: from tables, JSON lines, and what bellingcat's auto-archiver saved."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from firstseen.errors import BadRecord, InputError
from firstseen.gather.autoarchiver import is_archived, is_sheet_row, item_of, item_of_row
from firstseen.gather.columns import by_slot, slot_of
from firstseen.gather.dates import read_stated_date
from firstseen.gather.folder import FOOTAGE
from firstseen.gather.jsontext import read_json, read_lines, write_json
from firstseen.gather.notes import Importing, Notes, Unfit
from firstseen.gather.postitem import Item, make_post
from firstseen.gather.table import split_table
from firstseen.model.sighting import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firstseen.gather.dates import ReadDate
    from firstseen.gather.jsontext import Json
    from firstseen.model.post import Post

ENDINGS: Final = frozenset({".csv", ".tsv", ".json", ".jsonl", ".ndjson"})
LARGEST_BYTES: Final = 256 * 1024 * 1024
_HINT: Final = (
    "is not a table of posts: its first line has no column for their url; the columns are "
    "url,platform,author,published,captured,caption,language,file,media_id,views,likes,shares,comments,counted"
)


def read_posts(
    sources: Iterable[str | os.PathLike[str]],
    notes: Notes | None = None,
    read_date: ReadDate = read_stated_date,
) -> Iterator[Post | BadRecord]:
    """The posts that files and folders hold, and one error for each that cannot come in.

    `Post.files` are paths where the file stands beside its source, else the names as written. In a folder, JSON that
    holds no post is passed over and counted in `notes`.
    """
    kept = notes if notes is not None else Notes()
    for one in sources:
        path = Path(one)
        if path.is_dir():
            yield from _read_folder(path, kept, read_date)
        else:
            yield from _read_file(path, Importing(str(path), kept, read_date))


def record_of(post: Post, file: Path) -> Record:
    """What a post says of a file of its footage, as a record: its dates stay apart, its words are the caption."""
    return Record(
        name=file.name,
        url=post.url,
        published=post.published,
        captured=post.captured,
        caption=post.caption or post.title,
        language=post.language,
        source=" ".join(part for part in (post.platform, post.author) if part),
    )


def _read_folder(folder: Path, notes: Notes, read_date: ReadDate) -> Iterator[Post | BadRecord]:
    files = [
        Path(place) / name
        for place, _, names in sorted(os.walk(folder))
        for name in sorted(names)
        if Path(name).suffix.lower() in ENDINGS
    ]
    if not files:
        yield BadRecord(str(folder), 0, f"holds no file that ends in {', '.join(sorted(ENDINGS))}")
    for file in files:
        source = Importing(str(file), notes, read_date)
        for one in _read_file(file, source):
            if isinstance(one, BadRecord) and one.reason == _NO_POST:
                notes.ignored["file without posts"] += 1
            else:
                yield one


_NO_POST: Final = "holds no post: it has no url; is it the right file?"


def _read_file(path: Path, source: Importing) -> Iterator[Post | BadRecord]:
    ending = path.suffix.lower()
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise Unfit(f"is larger than {LARGEST_BYTES // 1024**2} MB; split it")  # noqa: TRY301
        content = path.read_bytes()
        if ending in {".csv", ".tsv"}:
            yield from _read_table(content, source)
        elif ending in {".jsonl", ".ndjson"}:
            yield from _read_lines(content, source)
        else:
            yield from _read_document(read_json(content), source)
    except OSError as error:
        yield source.bad(0, f"cannot be read: {error.strerror}; check the path")
    except InputError as error:
        yield source.bad(0, str(error).removeprefix(f"{source.origin}: "))
    except Unfit as error:
        yield source.bad(0, error)


def _read_table(content: bytes, source: Importing) -> Iterator[Post | BadRecord]:
    table = split_table(content, source.origin, _is_header, _HINT)
    for line, cells in table.rows():
        if isinstance(cells, BadRecord):
            yield source.bad(line, cells.reason, "line")
            continue
        try:
            yield make_post(_row(table.header, cells), source)
        except Unfit as error:
            yield source.bad(line, error, "line")


def _is_header(names: Sequence[str]) -> bool:
    return is_sheet_row(names) or any(slot_of("posts", name) == "url" for name in names)


def _row(header: Sequence[str], cells: Sequence[str]) -> Item:
    if is_sheet_row(header):
        return item_of_row(dict(zip(header, cells, strict=False)))
    slots, others = by_slot("posts", header, cells)
    return Item(slots=dict(slots), others=others)


def _read_lines(content: bytes, source: Importing) -> Iterator[Post | BadRecord]:
    for number, line in read_lines(io.BytesIO(content)):
        try:
            if isinstance(line, Unfit):
                raise line
            yield make_post(_item(read_json(line)), source)
        except Unfit as error:
            yield source.bad(number, error, "line")


def _read_document(document: Json, source: Importing) -> Iterator[Post | BadRecord]:
    listed = document if isinstance(document, list) else [document]
    for number, one in enumerate(listed, start=1):
        try:
            yield make_post(_item(one), source)
        except Unfit as error:
            yield source.bad(number if isinstance(document, list) else 0, error)


def _item(value: Json) -> Item:
    """A post as an object: the auto-archiver's own shape, or the columns of a table as names."""
    if not isinstance(value, dict):
        raise Unfit(_NO_POST)
    if is_archived(value):
        return item_of(value)
    if not any(slot_of("posts", name) == "url" for name in value):
        raise Unfit(_NO_POST)
    item = Item()
    for name, held in value.items():
        slot = slot_of("posts", name)
        if name == "reach" and isinstance(held, list):
            item.reach = [_counts(one) for one in held if isinstance(one, dict)]
        elif isinstance(held, list) and slot in {"files", "media_ids", "archived_urls"}:
            item.slots[slot] = [str(one) for one in held if isinstance(one, str)]
        elif held is None or held in ("", [], {}):
            continue
        elif slot and slot not in item.slots and isinstance(held, str | int | float):
            item.slots[slot] = str(held)
        else:
            item.others.append((name, held if isinstance(held, str) else write_json(held)))
    return item


def _counts(reach: dict[str, Any]) -> dict[str, str]:
    """One look at a post's reach: when, and the counts."""
    at = {"counted": str(reach["at"])} if reach.get("at") else {}
    named = {slot_of("posts", name): str(value) for name, value in reach.items() if value is not None}
    return at | {slot: value for slot, value in named.items() if slot}


def footage_of(post: Post) -> tuple[Path, ...]:
    """The files of a post that are there and by their ending are footage."""
    paths = (Path(name) for name in post.files)
    return tuple(path for path in paths if path.suffix.lower() in FOOTAGE and path.is_file())
