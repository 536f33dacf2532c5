"""The verbs on real small clips: what a person and a program read."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from firstseen.cli import main
from tests.footage import Rgb, make_clip

KEYS = [
    "query",
    "reference",
    "media_id",
    "score",
    "band",
    "track",
    "outcome",
    "query_start_s",
    "query_end_s",
    "reference_start_s",
    "reference_end_s",
    "speed",
    "mirrored",
    "reversed",
    "region",
    "published",
    "published_basis",
    "url",
]


def run(*words: object, code: int = 0) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words], prog_name="firstseen")
    assert done.exit_code == code, done.stderr
    return done


def mirrored(picture: Rgb, _time_s: float) -> Rgb:
    return np.ascontiguousarray(picture[:, ::-1])


class Newsroom:
    """A desk with three clips and their records, and the files around it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = folder / "desk"
        self.footage = folder / "footage"
        self.footage.mkdir()
        for seed, name in ((1, "old.mp4"), (2, "other.mp4"), (3, "مقطع.mp4")):
            make_clip(self.footage / name, seconds=6, seed=seed)
        (self.footage / "copy.mp4").write_bytes((self.footage / "old.mp4").read_bytes())
        self.query = make_clip(folder / "post.mp4", seconds=3, seed=1, from_s=2.0, edit=mirrored)
        self.unknown = make_clip(folder / "new.mp4", seconds=3, seed=77)
        self.table = folder / "records.csv"
        self.table.write_text(
            "\ufefffile;url;published;published_basis;caption;language;views\r\n"
            "old.mp4;https://example.org/2015;2015-07-01;platform timestamp;An old video;en;120\r\n"
            "copy.mp4;https://example.org/2019;٢٠١٩-٠٣;;«نسخة» لاحقة;ar;7\r\n"
            "مقطع.mp4;;;;مقطع آخر;ar;\r\n",
            encoding="utf-8",
        )
        self.added = run("add", self.footage, "--records", self.table, "--desk", self.desk)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return Newsroom(tmp_path_factory.mktemp("newsroom"))


def test_add_says_one_line_a_file_and_makes_the_desk_that_was_named(newsroom: Newsroom) -> None:
    lines = newsroom.added.stdout.splitlines()
    assert len(lines) == 5
    assert sum(line.startswith("added ") and "frames used" in line for line in lines) == 3
    assert sum(line.startswith("again ") for line in lines) == 1
    assert lines[-1].endswith("3 added, 1 seen again")
    assert "a new desk" in newsroom.added.stderr


def test_add_again_is_a_no_op_that_says_so(newsroom: Newsroom) -> None:
    before = run("show", "--desk", newsroom.desk).stdout
    for records in (["--records", newsroom.table], []):
        done = run("add", newsroom.footage, *records, "--desk", newsroom.desk)
        assert done.stdout.count("already here, nothing new") == 4
        assert done.stdout.splitlines()[-1].endswith("4 known")
    assert run("show", "--desk", newsroom.desk).stdout == before


def test_find_json_has_exactly_these_keys_and_an_object_for_each_added_name(newsroom: Newsroom) -> None:
    done = run("find", newsroom.query, "--json", "--desk", newsroom.desk)
    values = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(list(value) == KEYS for value in values)
    pictures = [value for value in values if value["track"] == "picture" and value["band"] == "certain"]
    assert {value["reference"] for value in pictures} == {"old.mp4", "copy.mp4"}
    dates = {value["reference"]: (value["published"], value["published_basis"]) for value in pictures}
    assert dates == {
        "old.mp4": ("2015-07-01", "platform timestamp"),
        "copy.mp4": ("2019-03", "estimate"),
    }
    assert len({value["media_id"] for value in pictures}) == 1
    value = next(value for value in pictures if value["reference"] == "old.mp4")
    assert value["query"] == "post.mp4"
    assert value["url"] == "https://example.org/2015"
    assert value["outcome"] == "same_footage"
    assert value["mirrored"] is True
    assert value["reversed"] is False
    assert len(value["region"]) == 4
    assert value["speed"] == pytest.approx(1.0, abs=0.1)
    assert value["query_start_s"] == pytest.approx(0.0, abs=0.5)
    assert value["reference_start_s"] - value["query_start_s"] == pytest.approx(2.0, abs=0.5)


def test_find_for_a_person_says_where_when_and_how(newsroom: Newsroom) -> None:
    out = run("find", newsroom.query, "--desk", newsroom.desk).stdout
    assert "old.mp4" in out
    assert "published 2015-07-01 (platform timestamp), https://example.org/2015" in out
    assert "mirrored" in out
    assert "First seen 2015-07-01, https://example.org/2015: established" in out


def test_unrelated_footage_gets_no_certain_or_probable_match(newsroom: Newsroom) -> None:
    out = run("find", newsroom.unknown, "--json", "--desk", newsroom.desk).stdout
    assert not {json.loads(line)["band"] for line in out.splitlines()} & {"certain", "probable"}


def test_nothing_found_prints_no_object_and_is_said_in_words(newsroom: Newsroom, tmp_path: Path) -> None:
    run("init", tmp_path / "desk")
    assert run("find", newsroom.unknown, "--json", "--desk", tmp_path / "desk").stdout == ""
    out = run("find", newsroom.unknown, "--desk", tmp_path / "desk").stdout
    assert "Not found among 0 files. That is no evidence that it is new." in out


def test_many_queries_answer_in_their_order_by_names_that_tell_them_apart(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    bad, twin = tmp_path / "bad.mp4", tmp_path / "post.mp4"
    bad.write_text("no video")
    twin.write_bytes(newsroom.query.read_bytes())
    done = run("find", newsroom.query, bad, twin, "--json", "--desk", newsroom.desk, code=2)
    assert "bad.mp4" in done.stderr
    names = list(dict.fromkeys(json.loads(line)["query"] for line in done.stdout.splitlines()))
    assert names == [str(newsroom.query), str(twin)]


def test_the_desk_may_come_from_the_environment(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTSEEN_DESK", str(newsroom.desk))
    assert "3 files, 4 records" in run("show").stdout


def test_the_desk_may_be_the_current_folder(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(newsroom.desk)
    assert "3 files, 4 records" in run("show").stdout


def test_show_says_everything_about_one_file(newsroom: Newsroom) -> None:
    out = run("show", "old.mp4", "--desk", newsroom.desk).stdout
    media_id = out.splitlines()[0]
    assert "published 2015-07-01 (platform timestamp)" in out
    assert "views: \u2068120\u2069" in out
    assert "«نسخة» لاحقة" in out
    assert run("show", media_id[:8], "--desk", newsroom.desk).stdout == out
    assert run("show", media_id, "--desk", newsroom.desk).stdout == out
    assert "no file or sighting 'nothing'" in run("show", "nothing", "--desk", newsroom.desk, code=1).stderr


def test_the_report_holds_everything_it_shows(newsroom: Newsroom, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    done = run("find", newsroom.query, "--report", page, "--desk", newsroom.desk)
    assert str(page) in done.stderr
    html = page.read_text()
    assert html.count("data:image/jpeg") >= 5
    assert "2015-07-01" in html
    assert "نسخة" in html
    assert "<script" not in html
    assert "http://" not in html.replace("http://www.w3.org", "")


def test_compare_needs_no_desk_and_leaves_nothing(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    old = newsroom.footage / "old.mp4"
    out = run("compare", newsroom.query, old, "--json", "--report", tmp_path / "r.html").stdout
    first = json.loads(out.splitlines()[0])
    assert list(first) == KEYS
    assert (first["query"], first["reference"], first["band"]) == ("post.mp4", "old.mp4", "certain")
    assert first["published"] is None
    assert "data:image/jpeg" in (tmp_path / "r.html").read_text()
    assert "First seen" not in run("compare", newsroom.query, old).stdout


def test_a_bare_file_gets_its_record_later(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "bare.mp4", seconds=2, size=(160, 120), sound=False)
    desk = tmp_path / "desk"
    run("init", desk)
    assert "is a desk already" in run("init", desk).stdout
    run("add", clip, "--desk", desk)
    done = run("add", clip, "--published", "2020", "--caption", "مكتمل", "--added-by", "mona", "--desk", desk)
    assert "its record is now complete" in done.stdout
    out = run("show", "bare.mp4", "--desk", desk).stdout
    assert out.count("published") == 1
    assert "published 2020 (estimate)" in out
    assert "added by mona" in out


def test_a_name_that_would_steer_the_terminal_is_shown_not_obeyed(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", seconds=2, size=(160, 120), sound=False)
    odd = clip.rename(tmp_path / "a\x1b[31m\nb.mp4")
    done = run("add", odd, "--caption", "\x1b]0;owned\x07", "--desk", tmp_path / "desk")
    shown = run("show", odd.name, "--desk", tmp_path / "desk")
    for text in (done.stdout, shown.stdout):
        assert "\x1b" not in text
        assert "\x07" not in text
