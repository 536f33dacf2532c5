"""What bellingcat's auto-archiver saved: its metadata as JSON, and the CSV its database module writes.

Its `timestamp` is the platform's and becomes the date of publication; its `_processed_at` is when it ran and becomes
the date of capture. The two are never mixed: a post without the first has no date of publication.
"""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from firstseen.gather.columns import slot_of
from firstseen.gather.jsontext import read_json, write_json
from firstseen.gather.notes import Unfit
from firstseen.gather.postitem import Item

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from firstseen.gather.jsontext import Json

_NO_FOOTAGE_IDS: Final = frozenset(
    {"screenshot", "metadata_json", "browsertrix", "cover", "_final_media", "thumbnail"}
)
_NO_FOOTAGE: Final = (".html", ".json", ".wacz", ".warc", ".pdf", ".txt", ".vtt", ".srt", ".tsr", ".ots")
_MOMENT: Final = re.compile(
    r"datetime\.datetime\((\d{1,4}(?:, \d{1,6}){2,6})"
    r"(?:, tzinfo=(?:(datetime\.timezone\.utc|tzutc\(\))"
    r"|datetime\.timezone\(datetime\.timedelta\((?:days=(-?\d{1,2}), )?seconds=(\d{1,5})\)\)))?\)"
)
_LONGEST_CELL: Final = 500_000
_SHEET: Final = frozenset({"status", "metadata", "media"})


def is_archived(value: dict[str, Json]) -> bool:
    """Whether an object is the archiver's metadata of one address."""
    return isinstance(value.get("metadata"), dict) and isinstance(value.get("media"), list)


def is_sheet_row(names: Collection[str]) -> bool:
    """Whether these are the columns that the archiver's CSV database writes."""
    return set(names) >= _SHEET


def item_of_row(row: dict[str, str]) -> Item:
    """What a row of the archiver's CSV says. Raises Unfit for cells that are not what the archiver writes."""
    value = {
        "status": row.get("status", ""),
        **{name: _literal(row.get(name, "")) for name in ("metadata", "media")},
    }
    if not is_archived(value):
        raise Unfit("is no row that the auto-archiver wrote")
    return item_of(value)


def item_of(value: dict[str, Json]) -> Item:
    """What the archiver's metadata of one address says of its post."""
    item = Item()
    metadata = dict(value["metadata"])
    _unfold_content(metadata)
    status = value.get("status")
    if isinstance(status, str) and status:
        item.others.append(("status", status))
    if metadata.get("timestamp"):
        metadata.pop("upload_date", None)
    elif isinstance(metadata.get("upload_date"), str):
        # yt-dlp knows the day only; the archiver writes it as midnight.
        metadata["upload_date"] = re.sub(r"[T ]00:00:00.*$", "", metadata["upload_date"])
    for name, held in metadata.items():
        _take(item, name, held)
    _take_media(item, [one for one in value["media"] if isinstance(one, dict)])
    return item


def _take(item: Item, name: str, held: Json) -> None:
    slot = slot_of("posts", name)
    if held in (None, "", [], {}):
        return
    plain = isinstance(held, str | int | float) and not isinstance(held, bool)
    if slot and slot not in item.slots and plain and slot not in {"files", "media_ids"}:
        item.slots[slot] = str(held)
    elif plain and str(held) in {item.text("caption"), item.text("title"), item.text("url")}:
        return
    else:
        item.others.append((name, held if isinstance(held, str) else write_json(held)))


def _unfold_content(metadata: dict[str, Any]) -> None:
    """Of a post of X, whose content the archiver keeps as the platform's own JSON, the words and counts."""
    content = metadata.get("content")
    if not isinstance(content, str) or not content.lstrip().startswith("{"):
        return
    try:
        post = read_json(content)
    except Unfit:
        return  # words that begin with a brace
    if not isinstance(post, dict) or not isinstance(post.get("full_text"), str):
        return
    metadata["content"] = post["full_text"]
    user = post.get("user")
    found = {
        "uploader": user.get("screen_name") if isinstance(user, dict) else None,
        "like_count": post.get("favorite_count"),
        "repost_count": post.get("retweet_count"),
        "comment_count": post.get("reply_count"),
        "language": post.get("lang"),
    }
    for name, value in found.items():
        if value is not None:
            metadata.setdefault(name, value)


def _take_media(item: Item, media: list[dict[str, Json]]) -> None:
    """The files of footage, their digests, and where copies of everything were stored."""
    files: list[str] = []
    digests: list[str] = []
    stored = [item.text("archived_urls")] if item.text("archived_urls") else []
    for one in media:
        properties = one.get("properties")
        held: dict[str, Json] = properties if isinstance(properties, dict) else {}
        urls = one.get("urls")
        stored += [url for url in urls if isinstance(url, str)] if isinstance(urls, list) else []
        if held.get("id") in _NO_FOOTAGE_IDS or not _is_footage(one):
            continue
        files += list(_names(one))
        if isinstance(held.get("hash"), str):
            digests.append(held["hash"])
        item.others += [
            (name, str(held[name]))
            for name in ("duration", "pdq_hash")
            if held.get(name) not in (None, "", [])
        ]
    if files:
        item.slots["files"] = files
    if digests:
        item.slots["media_ids"] = digests
    if stored:
        item.slots["archived_urls"] = stored


def _is_footage(media: dict[str, Json]) -> bool:
    name = media.get("filename")
    return isinstance(name, str) and bool(name) and not name.lower().endswith(_NO_FOOTAGE)


def _names(media: dict[str, Json]) -> Iterator[str]:
    """A file's place in the archive's storage when it has one, else its name where the archiver ran."""
    key = media.get("_key") or media.get("key")
    yield key if isinstance(key, str) and key else str(media["filename"])


def _literal(cell: str) -> Json:
    """A value as Python prints it, with its moments as ISO 8601. Nothing in it is ever run."""
    if len(cell) > _LONGEST_CELL:
        raise Unfit(f"has a cell of {len(cell):,} characters; no post has: check the export")
    try:
        return ast.literal_eval(_MOMENT.sub(_moment, cell) or "None")
    except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
        raise Unfit("has a cell that the auto-archiver did not write; export it again") from error


def _moment(found: re.Match[str]) -> str:
    parts = [int(part) for part in found[1].split(", ")]
    year, month, day, hour, minute, second = [*parts, 0, 0, 0][:6]
    zone = ""
    if found[2]:
        zone = "Z"
    elif found[4] is not None:
        minutes = int(timedelta(days=int(found[3] or 0), seconds=int(found[4])).total_seconds()) // 60
        zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    return f"'{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}{zone}'"
