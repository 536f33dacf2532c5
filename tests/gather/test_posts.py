"""Posts come in from tables, JSON and the auto-archiver: publication and capture apart, reach dated, files found."""

import json
from pathlib import Path

import pytest

from firstseen.errors import BadRecord
from firstseen.gather.notes import Notes
from firstseen.gather.postitem import platform_of, read_count
from firstseen.gather.posts import footage_of, read_posts, record_of
from firstseen.model.post import Post, Reach

DIGEST = "ab" * 32


class Read:
    def __init__(self, path: Path, *, strict: bool = False) -> None:
        self.notes = Notes(strict=strict)
        items = list(read_posts([path], self.notes))
        self.posts = [one for one in items if isinstance(one, Post)]
        self.errors = [str(one).removeprefix(str(path)) for one in items if isinstance(one, BadRecord)]

    @property
    def only(self) -> Post:
        assert not self.errors
        assert len(self.posts) == 1
        return self.posts[0]


def read(folder: Path, name: str, content: object) -> Read:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return Read(path)


def test_a_table_of_posts_is_read(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(b"x")
    content = (
        "url,handle,published,published_basis,caption,lang,file,media_id,views,likes,shares,comments,counted,mood\n"
        f"https://www.tiktok.com/@a/1,@a,2024-12-05,platform timestamp,الثوار اليوم,ar,clip.mp4,{DIGEST},"
        '"1,234",1.2K,٥٦,0,2024-12-06,sad\n'
    )
    found = read(tmp_path, "posts.csv", content)
    post = found.only
    assert (post.platform, post.author, post.caption, post.language) == ("TikTok", "@a", "الثوار اليوم", "ar")
    assert post.published is not None
    assert (post.published.iso, post.published.basis) == ("2024-12-05", "platform timestamp")
    assert post.captured is None
    assert (post.media_ids, footage_of(post)) == ((DIGEST,), (tmp_path / "clip.mp4",))
    (reach,) = post.reach
    assert (reach.views, reach.likes, reach.shares, reach.comments) == (1234, 1200, 56, 0)
    assert reach.at is not None
    assert reach.at.iso == "2024-12-06"
    assert post.extra == (("mood", "sad"),)
    assert list(found.notes.sentences()) == ["fields not known, kept unread: mood (1)"]


def test_posts_as_json_lines_may_have_several_looks_at_their_reach(tmp_path: Path) -> None:
    post = {
        "url": "https://x.com/a/status/1",
        "author": "a",
        "caption": "Rebels, now",
        "files": ["a.mp4", "b.mp4"],
        "reach": [{"at": "2024-12-05", "views": 10}, {"at": "2024-12-06", "views": 500, "likes": 3}],
    }
    found = read(tmp_path, "a.jsonl", json.dumps(post) + "\n{}\n" + json.dumps(post | {"url": "x"})).posts
    assert [one.platform for one in found] == ["X"]
    assert [look.views for look in found[0].reach] == [10, 500]
    assert found[0].files == ("a.mp4", "b.mp4")


def test_the_same_post_has_the_same_id_whatever_its_reach(tmp_path: Path) -> None:
    first = read(tmp_path, "a.json", {"url": "https://x.com/a/1", "views": "5"}).only
    second = read(tmp_path, "a.json", {"url": "https://x.com/a/1", "views": "9"}).only
    assert first.id == second.id
    assert (first.reach, second.reach) == ((Reach(views=5),), (Reach(views=9),))


ARCHIVED = {
    "status": "yt-dlp_Tiktok: success",
    "metadata": {
        "_processed_at": "2024-12-07 10:30:00.123456+00:00",
        "url": "https://www.tiktok.com/@a/video/1",
        "title": "Rebels today",
        "content": "Rebels today in the city",
        "timestamp": "2024-12-05 08:00:00+00:00",
        "upload_date": "2024-12-05 00:00:00+00:00",
        "uploader": "a",
        "view_count": 1200,
        "like_count": 30,
        "repost_count": 4,
        "comment_count": 5,
        "tags": ["now"],
        "wayback": "https://web.archive.org/web/20241207/https://www.tiktok.com/@a/video/1",
    },
    "media": [
        {
            "filename": "/run/run/1.mp4",
            "_key": "folder/1.mp4",
            "urls": ["https://store.example/folder/1.mp4"],
            "properties": {
                "hash": f"SHA-256:{DIGEST}",
                "duration": 12,
                "thumbnails": [{"filename": "t.jpg"}],
            },
        },
        {
            "filename": "/run/run/s.png",
            "urls": ["https://store.example/s.png"],
            "properties": {"id": "screenshot"},
        },
        {"filename": "/run/run/page.html", "urls": [], "properties": {}},
    ],
}


def test_the_auto_archivers_metadata_is_read_and_its_dates_are_never_mixed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "1.mp4").write_bytes(b"x")
    found = read(tmp_path, "metadata.json", ARCHIVED)
    post = found.only
    assert post.published is not None
    assert post.captured is not None
    assert (post.published.iso, post.published.basis) == ("2024-12-05T08:00:00+00:00", "platform timestamp")
    assert (post.captured.iso[:19], post.captured.basis) == ("2024-12-07T10:30:00", "web archive capture")
    assert (post.author, post.title, post.caption) == ("a", "Rebels today", "Rebels today in the city")
    assert post.reach == (Reach(post.captured, 1200, 30, 4, 5),)
    assert (post.media_ids, post.files) == ((DIGEST,), (str(tmp_path / "folder" / "1.mp4"),))
    assert len(post.archived_urls) == 3
    assert not list(found.notes.sentences())


def test_without_the_platforms_time_a_post_has_no_date_of_publication(tmp_path: Path) -> None:
    metadata = {k: v for k, v in ARCHIVED["metadata"].items() if k not in {"timestamp", "upload_date"}}
    post = read(tmp_path, "metadata.json", ARCHIVED | {"metadata": metadata}).only
    assert post.published is None
    assert post.captured is not None


def test_a_day_of_upload_stays_a_day(tmp_path: Path) -> None:
    metadata = {k: v for k, v in ARCHIVED["metadata"].items() if k != "timestamp"}
    post = read(tmp_path, "metadata.json", ARCHIVED | {"metadata": metadata}).only
    assert post.published is not None
    assert (post.published.iso, post.published.precision) == ("2024-12-05", "day")


def test_the_platforms_own_words_are_taken_out_of_a_post_of_x(tmp_path: Path) -> None:
    tweet = {"full_text": "الثوار اليوم", "user": {"screen_name": "b"}, "favorite_count": 7, "lang": "ar"}
    metadata = {
        "url": "https://twitter.com/b/status/2",
        "content": json.dumps(tweet),
        "timestamp": 1733385600,
    }
    post = read(tmp_path, "m.json", {"status": "x", "metadata": metadata, "media": []}).only
    assert (post.caption, post.author, post.language) == ("الثوار اليوم", "b", "ar")
    assert (post.platform, post.reach) == ("X", (Reach(likes=7),))
    assert post.published is not None
    assert post.published.iso == "2024-12-05T08:00:00+00:00"


def test_the_auto_archivers_csv_is_read(tmp_path: Path) -> None:
    metadata = (
        "{'_processed_at': datetime.datetime(2024, 12, 7, 10, 30, 0, 123456, tzinfo=datetime.timezone.utc), "
        "'url': 'https://t.me/c/1', 'title': \"It's now\", 'timestamp': datetime.datetime(2024, 12, 5, 8, 0, "
        "tzinfo=datetime.timezone(datetime.timedelta(seconds=10800)))}"
    )
    media = "[{'filename': '/run/1.mp4', '_key': None, 'urls': [], 'properties': {}, '_mimetype': None}]"
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in ("telethon: success", metadata, media))
    post = read(tmp_path, "db.csv", f"status,metadata,media\n{quoted}\n").only
    assert (post.platform, post.title, post.files) == ("Telegram", "It's now", ("/run/1.mp4",))
    assert post.published is not None
    assert post.captured is not None
    assert (post.published.iso, post.captured.iso) == ("2024-12-05T08:00:00+03:00", "2024-12-07T10:30:00Z")


def test_the_auto_archivers_sheet_is_read(tmp_path: Path) -> None:
    header = (
        "Link,Archive status,Archive location,Archive date,Upload timestamp,Upload title,Text content,"
        "Screenshot,Hash"
    )
    row = "https://x.com/a/1,yt-dlp: success,https://s.example/1,2024-12-07T10:00:00+00:00,2024-12-05T08:00:00+00:00,T,C,"
    found = read(tmp_path, "sheet.csv", f"{header}\n{row}https://s.example/2,SHA-256:{DIGEST}\n")
    post = found.only
    assert post.published is not None
    assert post.captured is not None
    assert (post.published.basis, post.captured.basis) == ("platform timestamp", "web archive capture")
    assert (post.title, post.caption, post.media_ids) == ("T", "C", (DIGEST,))
    assert not list(found.notes.sentences())


def test_a_row_that_would_run_something_is_an_error(tmp_path: Path) -> None:
    row = "\"x\",\"{'url': __import__('os').system('true')}\",\"[]\""
    found = read(tmp_path, "db.csv", f'status,metadata,media\n{row}\n"x","{"[" * 5000}","[]"\n')
    assert [error.split(":")[0] for error in found.errors] == [", line 2", ", line 3"]


def test_a_folder_of_archives_is_read_and_other_json_passed_over(tmp_path: Path) -> None:
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        url = f"https://x.com/a/{number}"
        archived = ARCHIVED | {"metadata": {"url": url, "_processed_at": "2024-12-07"}}
        (folder / "metadata.json").write_text(json.dumps(archived))
        (folder / "info.json").write_text('{"formats": []}')
    found = Read(tmp_path)
    assert [one.url for one in found.posts] == ["https://x.com/a/1", "https://x.com/a/2"]
    assert list(found.notes.sentences()) == ["fields left out on purpose: file without posts (2)"]


def test_a_file_outside_the_sources_folder_is_never_taken(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "secret.mp4").write_bytes(b"x")
    post = read(inner, "a.json", {"url": "https://x.com/a/1", "files": ["../secret.mp4"]}).only
    assert post.files == ("../secret.mp4",)
    assert not [one for one in footage_of(post) if one.is_absolute()]


def test_bad_posts_are_named_and_the_others_come_in(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "a.csv",
        "url,published\nhttps://x.com/a/1,someday\nno address,2020\nhttps://x.com/a/2,2020\n",
    )
    assert [one.url for one in found.posts] == ["https://x.com/a/1", "https://x.com/a/2"]
    assert found.posts[0].extra == (("published", "someday"),)
    assert found.errors == [", line 3: has no address of its post: 'no address'"]


def test_a_post_makes_a_record_of_its_footage(tmp_path: Path) -> None:
    record = record_of(read(tmp_path, "metadata.json", ARCHIVED).only, Path("x/1.mp4"))
    assert (record.name, record.url) == ("1.mp4", "https://www.tiktok.com/@a/video/1")
    assert record.published is not None
    assert record.captured is not None
    assert record.published.iso < record.captured.iso
    assert (record.caption, record.source) == ("Rebels today in the city", "TikTok a")


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("0", 0), ("12", 12), ("12,345", 12345), ("12.345.678", 12345678), ("1.2K", 1200), ("3M", 3_000_000),
        ("٥٦", 56), ("١٢ ألف", 12000), ("2 مليون", 2_000_000), ("1200.0", 1200),
        ("many", None), ("", None), ("-5", None), ("1.5", None), ("9" * 100, None),
    ],
)  # fmt: skip
def test_counts_are_read_as_platforms_show_them(written: str, count: int | None) -> None:
    assert read_count(written) == count


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://m.facebook.com/a", "Facebook"),
        ("https://notx.com/a", ""),
        ("https://mobile.twitter.com/a", "X"),
        ("http://[", ""),
    ],
)
def test_a_platform_is_known_by_its_address(url: str, platform: str) -> None:
    assert platform_of(url) == platform
