"""Logs of web servers as numbers: how often each fact-check was read on each day, and nothing of who read it."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from firstseen.errors import InputError
from firstseen.model.views import LogViews, is_program, slug_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

LONGEST_LINE: Final = 16 * 1024
"""Bytes. Servers cut requests at 8 kB; a longer line is no line of a log."""

_LINE: Final = re.compile(
    r"\[(?P<time>\d{1,2}/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "
    r'"(?P<method>[A-Z]{1,20}) (?P<path>[^" ]{1,4000})(?: HTTP/[\d.]{1,5})?" (?P<status>\d{3}) \S{1,20}'
    r'(?:\s*$|(?: "(?:[^"\\]|\\.){0,4000}" "(?P<agent>(?:[^"\\]|\\.){0,2000})"))'
)
"""The common log format from its time on, and what the combined one adds. Who asked stands before the time and is not
read. Source: Apache's mod_log_config and nginx's "combined"."""

_EARLIEST: Final = 2000
"""No log of a site of ours is older than this year."""


def read_access_log(path: Path, slugs: Collection[str], now: datetime | None = None) -> LogViews:
    """How often each of these fact-checks was read, by a web server's log in common or combined format, plain or gz.

    A reading is a GET that was answered with the page (200). In the combined format programs are left out; the common
    one does not tell them apart. Lines that are none are counted. Raises InputError for a file that cannot be read or
    is no such log.
    """
    known, latest = frozenset(slugs), (now or datetime.now(UTC)) + timedelta(days=1)
    totals: Counter[tuple[str, str]] = Counter()
    lines = unread = 0
    source = ""
    try:
        with _opened(path) as file:
            for line in _lines(file):
                lines += 1
                found = _LINE.search(line)
                at = _instant(found["time"]) if found else None
                if found is None or at is None or not at.year >= _EARLIEST or at > latest:
                    unread += 1
                    continue
                source = source or _named(found)
                if found["method"] != "GET" or found["status"] != "200":
                    continue
                slug = slug_of(found["path"])
                if slug in known and not (found["agent"] is not None and is_program(found["agent"])):
                    totals[slug, at.date().isoformat()] += 1
    except (OSError, EOFError, gzip.BadGzipFile) as error:
        raise InputError(
            f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}; check the path"
        ) from error
    if lines and lines == unread:
        raise InputError(f"{path}: none of its {lines:,} lines is in the common or combined log format")
    return LogViews(source, dict(totals), lines, unread)


def _opened(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb"))


def _lines(file: BinaryIO) -> Iterator[str]:
    """The lines of a file; of one that is too long only its beginning, which is no line of a log."""
    while line := file.readline(LONGEST_LINE):
        whole = line.endswith(b"\n") or len(line) < LONGEST_LINE
        while not whole:
            rest = file.readline(LONGEST_LINE)
            whole = rest.endswith(b"\n") or len(rest) < LONGEST_LINE
            line = b""
        if line.strip() or not line:
            yield line.decode("utf-8", "replace")


def _instant(written: str) -> datetime | None:
    try:
        return datetime.strptime(written, "%d/%b/%Y:%H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _named(first: re.Match[str]) -> str:
    """A name for a log by its first line, which stays the first as the log grows and after it was rotated.

    Made of the time and of what was asked for; the address of who asked has no part in it.
    """
    told = f"{first['time']} {first['method']} {first['path']} {first['status']}"
    return "log:" + hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:24]
