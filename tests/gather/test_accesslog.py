"""Logs of web servers become numbers by page and day; hostile ones become nothing worse."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firstseen.errors import InputError
from firstseen.gather.accesslog import LONGEST_LINE, read_access_log

NOW = datetime(2024, 12, 10, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def entry(
    path: str = "/en/check-1/",
    time: str = "08/Dec/2024:10:00:00 +0000",
    agent: str | None = FIREFOX,
    request: str = "",
    status: int = 200,
) -> str:
    ends = "" if agent is None else f' "-" "{agent}"'
    return f'203.0.113.7 - - [{time}] "{request or f"GET {path} HTTP/1.1"}" {status} 5120{ends}'


def read(tmp_path: Path, *lines: str, name: str = "access.log"):
    path = tmp_path / name
    content = ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return read_access_log(path, {"check-1", "check-2"}, NOW)


def test_pages_are_counted_by_day_in_both_languages_together(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        entry(),
        entry("/ar/check-1/"),
        entry("/ar/check-1/index.html?from=x"),
        entry("/check/en/check-2/", "08/Dec/2024:23:30:00 -0200"),
        entry("https://desk.example.org/en/check-2/"),
    )
    assert found.totals == {
        ("check-1", "2024-12-08"): 3,
        ("check-2", "2024-12-09"): 1,
        ("check-2", "2024-12-08"): 1,
    }
    assert (found.lines, found.unread, found.views) == (5, 0, 5)


@pytest.mark.parametrize(
    "line",
    [
        entry(agent=GOOGLE),
        entry(agent="curl/8.5"),
        entry(agent="-"),
        entry(agent=""),
        entry(status=304),
        entry(status=404),
        entry(request="HEAD /en/check-1/ HTTP/1.1"),
        entry(request="POST /en/check-1/ HTTP/1.1"),
        entry("/en/check-9/"),
        entry("/en/"),
        entry("/assets/site.css"),
        entry("/en/topics/check-1/x"),
        entry("/fr/check-1/"),
    ],
)
def test_what_is_no_reading_is_not_counted(tmp_path: Path, line: str) -> None:
    found = read(tmp_path, line)
    assert (found.totals, found.unread) == ({}, 0)


def test_the_common_format_has_no_agents_and_counts_all(tmp_path: Path) -> None:
    assert read(tmp_path, entry(agent=None)).views == 1


def test_a_log_keeps_its_name_as_it_grows_and_when_it_is_packed(tmp_path: Path) -> None:
    first = read(tmp_path, entry())
    longer = read(tmp_path, entry(), entry())
    packed = read(tmp_path, entry(), entry(), name="access.log.1.gz")
    other = read(tmp_path, entry(time="09/Dec/2024:00:00:01 +0000"))
    assert first.source == longer.source == packed.source
    assert first.source != other.source
    assert packed.views == 2
    moved = read(tmp_path, entry().replace("203.0.113.7", "198.51.100.2"))
    assert moved.source == first.source  # who asked is not part of the name


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\x16\x03\x01\x02",
        entry(time="32/Dec/2024:10:00:00 +0000"),
        entry(time="08/Dec/2034:10:00:00 +0000"),
        entry(time="08/Dec/1999:10:00:00 +0000"),
        entry(request="GET"),
        "[" * 10_000,
        entry("/" + "a" * 5000),
        entry(agent='\\"' * 5000),
        '"' * 15_000,
        "x" * (3 * LONGEST_LINE),
        "\ud800 \x00",
    ],
)
def test_broken_and_hostile_lines_count_for_nothing_and_stop_nothing(tmp_path: Path, line: str) -> None:
    found = read(tmp_path, entry(), line, entry())
    assert found.views == 2


def test_a_log_that_says_nothing_has_no_name(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    found = read_access_log(tmp_path / "empty", {"check-1"})
    assert (found.source, found.totals, found.lines) == ("", {}, 0)


def test_a_file_that_is_no_log_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none of its 2 lines"):
        read(tmp_path, "a,b,c", "1,2,3")
    with pytest.raises(InputError, match="cannot be read"):
        read_access_log(tmp_path / "none.log", set())
    (tmp_path / "bad.gz").write_bytes(b"\x1f\x8b\x08\x00broken")
    with pytest.raises(InputError, match="cannot be read"):
        read_access_log(tmp_path / "bad.gz", set())


def test_nothing_of_a_reader_is_kept(tmp_path: Path) -> None:
    assert "203.0.113" not in repr(read(tmp_path, entry()))
    assert "Firefox" not in repr(read(tmp_path, entry()))
