"""What any source says of a post, by slot, becomes a `Post`: dates with what they rest on, counts as numbers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from firstseen.errors import InputError, UnclearDate
from firstseen.gather.columns import kept
from firstseen.gather.fields import LONGEST_TEXT
from firstseen.gather.jsonld import is_url
from firstseen.gather.languages import language_code
from firstseen.gather.notes import Unfit
from firstseen.gather.plain import clean, one_line, storable
from firstseen.model.dates import read_basis
from firstseen.model.post import Post, Reach, post_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firstseen.gather.notes import Importing
    from firstseen.model.time import Basis, PartialDate

PLATFORMS: Final = {
    "X": ("x.com", "twitter.com"),
    "Facebook": ("facebook.com", "fb.watch"),
    "Instagram": ("instagram.com",),
    "TikTok": ("tiktok.com",),
    "YouTube": ("youtube.com", "youtu.be"),
    "Telegram": ("t.me", "telegram.me"),
    "VK": ("vk.com",),
    "Threads": ("threads.net", "threads.com"),
    "Reddit": ("reddit.com",),
    "Bluesky": ("bsky.app",),
    "Rumble": ("rumble.com",),
    "Dailymotion": ("dailymotion.com",),
    "Vimeo": ("vimeo.com",),
    "LinkedIn": ("linkedin.com",),
    "Snapchat": ("snapchat.com",),
    "Truth Social": ("truthsocial.com",),
    "Weibo": ("weibo.com",),
    "OK": ("ok.ru",),
}
_PLATFORM_OF: Final = {host: name for name, hosts in PLATFORMS.items() for host in hosts}
_COUNT: Final = re.compile(
    r"(\d{1,15}(?:[.,]\d{1,3})?)\s*([kmb]|thousand|million|ألف|الف|مليون)?", re.IGNORECASE
)
_TIMES: Final = {
    "k": 1_000,
    "thousand": 1_000,
    "ألف": 1_000,
    "الف": 1_000,
    "m": 1_000_000,
    "million": 1_000_000,
}
_TIMES_AR: Final = {"مليون": 1_000_000, "b": 1_000_000_000}
_GROUPED: Final = re.compile(r"\d{1,3}(?:[,.\s\u066c\u00a0]\d{3})+")
_SEVERAL: Final = re.compile(r"\s*[;\n|]\s*|\s+(?=https?://)")
_SHA256: Final = re.compile(r"(?:sha-?256:)?([0-9a-f]{64})", re.IGNORECASE)
_EPOCH: Final = re.compile(r"\d{9,10}(?:\.\d+)?")
COUNTS: Final = ("views", "likes", "shares", "comments")


@dataclass(slots=True)
class Item:
    """What a source says of one post: texts (or lists of them) by slot, looks at its reach, and everything else."""

    slots: dict[str, str | list[str]] = field(default_factory=dict)
    reach: list[dict[str, str]] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)

    def text(self, slot: str) -> str:
        """The slot's text; empty when it says nothing."""
        value = self.slots.get(slot, "")
        return storable(value if isinstance(value, str) else " ".join(value))

    def several(self, slot: str) -> list[str]:
        """The slot's texts, each once."""
        value = self.slots.get(slot, "")
        parts = value if isinstance(value, list) else _SEVERAL.split(value)
        return list(dict.fromkeys(storable(part.strip()) for part in parts if part.strip()))


def make_post(item: Item, source: Importing) -> Post:
    """The post. Raises Unfit when it has no address: what cannot be looked up again proves nothing."""
    url = item.text("url").strip()
    if not is_url(url):
        raise Unfit(f"has no address of its post: {url[:100]!r}" if url else "has no address of its post")
    extra: list[tuple[str, str]] = []
    dates = _Dates(item, source, extra)
    published = dates.read("published", "estimate")
    # The platform's own clock outranks what somebody noted, and only it is called so.
    stamped = dates.read("stamped", "platform timestamp")
    captured = dates.read("captured", "web archive capture")
    caption, title = clean(item.text("caption")), one_line(item.text("title"))
    if len(caption) > LONGEST_TEXT:
        raise Unfit(f"has a caption of {len(caption):,} characters; check the export")
    media_ids, unread = _media_ids(item)
    for name, text in [*item.others, *unread]:
        if name not in kept("posts"):
            source.notes.take_unknown(name)
        extra.append((name, clean(text)[:LONGEST_TEXT]))
    return Post(
        id=post_id(url),
        url=url,
        platform=one_line(item.text("platform")) or platform_of(url),
        author=one_line(item.text("author")),
        title="" if title == caption else title,
        caption=caption,
        language=language_code(item.text("language")),
        published=stamped or published,
        captured=captured,
        media_ids=media_ids,
        files=_files(item.several("files"), source),
        archived_urls=tuple(one for one in item.several("archived_urls") if is_url(one)),
        reach=_reach(item, captured, dates),
        origin=source.origin,
        extra=tuple(extra),
    )


def platform_of(url: str) -> str:
    """The platform that an address belongs to; empty for any other site."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    parts = host.split(".")
    ends = (".".join(parts[n:]) for n in range(len(parts)))
    return next((_PLATFORM_OF[end] for end in ends if end in _PLATFORM_OF), "")


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates of one item; what cannot be read is kept in `extra` as written, and noted."""

    item: Item
    source: Importing
    extra: list[tuple[str, str]]

    def read(self, slot: str, usual: Basis) -> PartialDate | None:
        """The date in a slot, resting on what the item says it does, else on `usual`."""
        written = self.item.text(slot).strip()
        if not written:
            return None
        basis = self.item.text(f"{slot}_basis")
        try:
            return self.source.read_date(_from_epoch(written), read_basis(basis) if basis else usual)
        except UnclearDate:
            self.unread(slot, written)
            return None
        except InputError as error:
            raise Unfit(str(error)) from error

    def unread(self, slot: str, written: str) -> None:
        """Keep what could not be read."""
        self.source.notes.take_unread_date(slot, written)
        self.extra.append((slot, written))


def _from_epoch(written: str) -> str:
    """Seconds since 1970 as an instant; any other text as it is."""
    if not _EPOCH.fullmatch(written):
        return written
    from datetime import UTC, datetime  # noqa: PLC0415 - few sources count seconds

    return datetime.fromtimestamp(int(float(written)), UTC).isoformat()


def _media_ids(item: Item) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The SHA-256 of files of footage, as the desk names them; and what is written there that is none."""
    found: list[str] = []
    others: list[tuple[str, str]] = []
    for one in item.several("media_ids"):
        for part in re.split(r"[\s,]+", one):
            digest = _SHA256.fullmatch(part)
            if digest:
                found.append(digest[1].lower())
            elif part:
                others.append(("media_ids", part))
    return tuple(dict.fromkeys(found)), others


def _files(names: Iterable[str], source: Importing) -> tuple[str, ...]:
    """Each file as the path under which it stands beside its source, or its name as written."""
    folder = Path(source.origin).parent
    return tuple(dict.fromkeys(_beside(folder, name) for name in names))


def _beside(folder: Path, name: str) -> str:
    """Where a file is: at its path below the source's folder, or by its name alone; never outside that folder."""
    written = PurePosixPath(name.replace("\\", "/"))
    root = folder.resolve()
    for candidate in (
        folder / written,
        folder / written.name,
        *(folder / sub / written.name for sub in ("media", "files")),
    ):
        try:
            if candidate.is_file() and candidate.resolve().is_relative_to(root):
                return str(candidate)
        except (OSError, ValueError):
            continue
    return name


def _reach(item: Item, captured: PartialDate | None, dates: _Dates) -> tuple[Reach, ...]:
    """Each look at the post's reach. Counts that stand beside the capture were read off then."""
    looks: list[Reach] = []
    own = {name: item.text(name) for name in (*COUNTS, "counted") if item.text(name)}
    for look in (*item.reach, own):
        counts: dict[str, int] = {}
        for name in COUNTS:
            count = read_count(look.get(name, ""))
            if count is not None:
                counts[name] = count
            elif look.get(name):
                dates.unread(name, look[name])
        at = _Dates(Item({"counted": look.get("counted", "")}), dates.source, dates.extra)
        if counts:
            looked = at.read("counted", "estimate") or (captured if look is own else None)
            looks.append(Reach(looked, **counts))
    return tuple(dict.fromkeys(looks))


def read_count(written: str) -> int | None:
    """A count as platforms show it: "12,345", "1.2K", "٣ آلاف" is not one; None for what is no number."""
    text = "".join(str(unicodedata.decimal(c, c)) for c in written.strip())[:40]
    text = text.removesuffix(".0")
    if _GROUPED.fullmatch(text):
        return int(re.sub(r"\D", "", text))
    parts = _COUNT.fullmatch(text)
    if not parts:
        return None
    unit = (parts[2] or "").lower()
    number = float(parts[1].replace(",", "."))
    if not unit:
        return int(number) if number == int(number) else None
    return round(number * (_TIMES | _TIMES_AR)[unit])
