"""Checking, deciding and the audit at the prompt: what a person and a program read."""

import io
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from firstseen.cli import main
from tests.footage import make_clip

CAPTION = "Syrian rebels threaten Hamas in a video message"


def run(*words: object, code: int = 0, given: str | bytes | None = None) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words], prog_name="firstseen", input=given)
    assert done.exit_code == code, done.stderr
    return done


class Newsroom:
    """A desk with one clip of 2015 and a case about a post that carries it."""

    def __init__(self, folder: Path) -> None:
        self.desk = folder / "desk"
        old = make_clip(folder / "old.mp4", seconds=5, seed=1, sound=False)
        self.post = make_clip(
            folder / "post.mp4", seconds=3, seed=1, from_s=1.0, size=(200, 150), sound=False
        )
        record = [
            "--published",
            "2015",
            "--published-basis",
            "agency record",
            "--url",
            "https://example.org/old",
        ]
        about = ["--place", "Syria", "--actors", "Islamic State militants", "--source", "An agency"]
        run("add", old, *record, *about, "--desk", self.desk)
        self.page = folder / "case.html"
        claim = ["--caption", CAPTION, "--posted", "5 December 2024", "--claimant", "حساب", "--by", "mona"]
        self.checked = run("check", self.post, *claim, "--report", self.page, "--desk", self.desk)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return Newsroom(tmp_path_factory.mktemp("newsroom"))


@pytest.fixture
def desk(newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(shutil.copytree(newsroom.desk, tmp_path / "desk"))
    monkeypatch.setenv("FIRSTSEEN_DESK", str(folder))
    return folder


def test_check_tells_a_person_everything_and_what_to_do_next(newsroom: Newsroom) -> None:
    out = newsroom.checked.stdout
    lines = out.splitlines()
    assert lines[0] == f"case-1: {CAPTION}"
    assert lines[-1] == "Next: firstseen decide case-1 misleading --by NAME"
    assert "First seen 2015, https://example.org/old" in out
    assert f"Claim: “\u2068{CAPTION}\u2069” (en, posted 2024-12-05, by \u2068حساب\u2069)" in out
    assert out.index("Fact-checks of the same claim:") < out.index("Fact-checks of the same footage:")
    assert "when   contradicts" in out
    assert "who    contradicts" in out
    assert "R1 before the event" in out
    assert "Proposed rating: Misleading + DecontextualizedContent, strong" in out


def test_the_page_of_a_case_shows_the_claim_and_the_footage(newsroom: Newsroom) -> None:
    html = newsroom.page.read_text()
    assert CAPTION in html
    assert "DecontextualizedContent" in html
    assert "data:image/jpeg" in html
    assert 'lang="ar" dir="rtl"' in html
    assert "<script" not in html


@pytest.mark.usefixtures("desk")
def test_check_json_is_one_object(newsroom: Newsroom) -> None:
    value = json.loads(run("check", newsroom.post, "--caption", "فيضان في حمص", "--json").stdout)
    assert list(value) == [
        "case",
        "title",
        "created",
        "by",
        "find",
        "claim",
        "reviews",
        "findings",
        "proposal",
        "story",
        "footage",
        "decisions",
        "verdicts",
        "flags",
        "elsewhere",
    ]
    assert value["case"] == "case-2"
    assert list(value["find"]) == [
        "first_seen",
        "confidence",
        "reasons",
        "sightings",
        "segments",
        "rejected",
        "read_off",
    ]
    assert value["find"]["segments"][0]["reference"] == "old.mp4"
    assert value["claim"]["language"] == "ar"
    assert value["reviews"]["abstained"] is True
    assert list(value["findings"]) == ["findings", "rejected", "assertions"]
    assert value["footage"][0]["role"] in {"query", "reference"}


@pytest.mark.usefixtures("desk")
def test_a_stage_is_shown_alone_with_what_it_was_made_with() -> None:
    out = run("show", "case-1", "--stage", "findings").stdout
    assert "Claim:" not in out
    assert "version of firstseen" in out
    assert "  finding:when:r1-before-the-event" in out.splitlines()
    value = json.loads(run("show", "case-1", "--stage", "proposal", "--json").stdout)
    assert list(value) == ["case", "stage", "at", "made_with", "value"]
    assert list(value["value"]) == ["rating", "category", "strength", "reasons", "reasons_ar", "caps"]
    for stage in ("find", "claim", "reviews", "story"):
        assert run("show", "case-1", "--stage", stage).stdout
        assert json.loads(run("show", "case-1", "--stage", stage, "--json").stdout)["stage"] == stage


@pytest.mark.usefixtures("desk")
def test_cases_are_listed_with_the_footage() -> None:
    lines = run("show").stdout.splitlines()
    assert lines[-1] == "1 file, 1 record, 1 case"
    assert lines[-2].split()[:2] == ["case-1", "open"]
    run("decide", "case-1", "misleading", "--by", "mona")
    assert run("show").stdout.splitlines()[-2].split()[:2] == ["case-1", "Misleading"]
    assert [json.loads(line)["case"] for line in run("show", "--json").stdout.splitlines()] == ["case-1"]


@pytest.mark.usefixtures("desk")
def test_decisions_are_kept_and_shown(newsroom: Newsroom, tmp_path: Path) -> None:
    out = run("decide", "case-1", "--edit", "slot:when", "2014", "--by", "ali", "--reason", "a voice").stdout
    assert out.startswith("slot:when edited to \u20682014\u2069 by ali, ")
    assert "Proposed rating" in out
    out = run("decide", "case-1", "--undo", "slot:when", "--by", "ali").stdout
    assert out.startswith("slot:when undone (\u2068edit by ali, ")
    run("decide", "case-1", "--edit", "slot:when", "2014", "--by", "ali", "--reason", "a voice")
    out = run("decide", "case-1", "--reject", "match", "--reason", "x", code=2).stderr
    assert "match:ID" in out
    media_id = json.loads(run("show", "case-1", "--json").stdout)["find"]["segments"][0]["media_id"]
    run("decide", "case-1", "--reject", f"match:{media_id[:8]}", "--by", "ali", "--reason", "another clip")
    assert "old.mp4 does not count: rejected by ali in case-1: another clip" in run("show", "case-1").stdout
    assert "does not count: rejected by ali" in run("find", newsroom.post).stdout
    assert run("find", newsroom.post, "--json").stdout == ""
    page = tmp_path / "find.html"
    run("find", newsroom.post, "--report", page)
    assert "rejected by ali in case-1: another clip" in page.read_text()
    value = json.loads(
        run("decide", "case-1", "--accept", f"match:{media_id}", "--by", "ali", "--json").stdout
    )
    assert list(value) == ["case", "subject", "action", "value", "reason", "by", "at"]
    shown = json.loads(run("show", "case-1", "--json").stdout)
    assert [one["action"] for one in shown["decisions"]] == ["edit", "undo", "edit", "reject", "accept"]


@pytest.mark.usefixtures("desk")
def test_a_rating_is_kept_under_a_name_and_never_replaced() -> None:
    out = run("decide", "case-1", "مضلل", "--by", "mona", "--reason", "قديم").stdout
    assert out.startswith("Decided: Misleading + DecontextualizedContent, by mona, ")
    value = json.loads(
        run("decide", "case-1", "doubtful", "--by", "ali", "--category", "staged", "--json").stdout
    )
    assert list(value) == ["verdict", "case", "rating", "category", "by", "at", "reason", "proposed"]
    assert (value["verdict"], value["rating"], value["category"]) == ("case-1/2", "Doubtful", "StagedContent")
    assert run("show", "case-1").stdout.count("Decided: ") == 2


def test_what_changes_later_is_flagged_until_somebody_looks(newsroom: Newsroom, desk: Path) -> None:
    run("decide", "case-1", "misleading", "--by", "mona")
    old = newsroom.post.with_name("old.mp4")
    run("add", old, "--url", "https://example.org/copy", "--published", "2013", "--desk", desk)
    out = run("show", "case-1").stdout
    assert "Look at it again: footage it rests on was seen once more" in out
    assert "look again" in run("show").stdout
    assert "First seen 2015" in out
    again = run("check", newsroom.post, "--again", "case-1").stdout
    assert "First seen 2013" in again
    assert "Look at it again: stage find came out differently after the verdict" in again
    run("decide", "case-1", "misleading", "--by", "mona", "--reason", "older still")
    assert "Look at it again" not in run("show", "case-1").stdout


@pytest.mark.usefixtures("desk")
def test_the_audit_is_listed_and_verified() -> None:
    lines = run("audit", "--subject", "case-1").stdout.splitlines()
    assert [line.split()[2] for line in lines] == ["open", "examine"]
    assert all("by mona" in line for line in lines)
    value = json.loads(run("audit", "--json").stdout.splitlines()[0])
    assert list(value) == ["number", "who", "at", "what", "subject", "detail", "previous", "digest"]
    checked = json.loads(run("audit", "verify", "--json").stdout)
    assert list(checked) == ["entries", "head", "sound", "altered", "problem"]
    assert checked["sound"] is True
    assert run("audit", "verify", "--expect", checked["head"]).stdout == (
        f"{checked['entries']} entries, none altered; head {checked['head']}\n"
    )
    assert "removed from its end" in run("audit", "verify", "--expect", "0" * 64, code=1).stderr
    run("audit", "--expect", "x", code=2)


def test_a_tampered_audit_is_exit_code_1_and_names_the_entry(desk: Path) -> None:
    with closing(sqlite3.connect(desk / "records.sqlite", isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER audit_is_not_changed")
        connection.execute("UPDATE audit SET who = 'nobody' WHERE number = 2")
    assert "audit entry 2 was altered" in run("audit", "verify", code=1).stderr
    checked = json.loads(run("audit", "verify", "--json", code=1).stdout)
    assert (checked["sound"], checked["altered"]) == (False, 2)
    done = run("audit", code=1)
    assert "audit entry 2 was altered" in done.stderr
    assert len(done.stdout.splitlines()) == checked["entries"]


@pytest.mark.usefixtures("desk")
def test_the_caption_comes_from_a_file_or_from_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "caption.txt"
    file.write_bytes(b"\xef\xbb\xbf" + "زلزال في حلب\n".encode())
    out = run("check", "--caption-file", file, "--posted", "2023-02-06").stdout
    assert "“\u2068زلزال في حلب\u2069” (ar" in out
    assert "No footage was given: only the words can be checked." in out
    assert "Proposed rating: none." in out
    assert "case-3" in run("check", "--caption", "-", given="Flood in Homs").stdout
    file.write_bytes(b"\xff\xfe\xff")
    assert "not UTF-8" in run("check", "--caption-file", file, code=2).stderr


def test_a_caption_that_would_steer_the_terminal_is_shown_not_obeyed(desk: Path) -> None:
    out = run(
        "check", "--caption", "a\x1b[31m \u202e\u2069 b", "--claimant", "\x07\u2066", "--desk", desk
    ).stdout
    assert not {"\x1b", "\x07", "\u202e", "\u2066"} & set(out)
    assert out.count("\u2068") == out.count("\u2069")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["check", "{post}"], "give the caption"),
        (["check", "--caption", "x", "--caption-file", "y"], "give the caption"),
        (["check", "--caption", ""], "no caption"),
        (["check", "--caption", "x", "--posted", "someday"], "cannot be placed"),
        (["check", "--caption", "x", "--stage", "find"], "--again"),
        (["check", "--again", "case-1", "--caption", "x"], "the caption of the case"),
        (["check", "{post}", "--caption", "x", "--report", "no/such/r.html"], "does not exist"),
        (["check", "nothing.mp4", "--caption", "x"], "nothing.mp4"),
        (["check", "--batch", "nothing.jsonl"], "cannot be read"),
        (["check", "{post}", "--batch", "nothing.jsonl"], "from its file"),
        (["decide", "case-1"], "give a RATING"),
        (["decide", "case-1", "misleading", "--accept", "slot:when"], "give a RATING"),
        (["decide", "case-1", "misleading"], "--by NAME"),
        (["decide", "case-1", "perhaps", "--by", "mona"], "use one of"),
        (["decide", "case-1", "misleading", "--by", "mona", "--category", "x"], "no category"),
        (["decide", "case-1", "--reject", "slot:when", "--by", "mona"], "needs a reason"),
        (["show", "old.mp4", "--stage", "find"], "show cases"),
        (["audit", "prove"], "verify"),
    ],
)
@pytest.mark.usefixtures("desk")
def test_wrong_usage_is_exit_code_2(newsroom: Newsroom, words: list[str], says: str) -> None:
    assert says in run(*(word.format(post=newsroom.post) for word in words), code=2).stderr


@pytest.mark.usefixtures("desk")
def test_a_case_that_does_not_exist_is_exit_code_1() -> None:
    for words in (
        ["show", "case-9"],
        ["decide", "case-9", "fake", "--by", "m"],
        ["check", "--again", "case-9"],
    ):
        assert "case-9" in run(*words, code=1).stderr


BATCH = (
    '{"id": "a", "caption": "Syrian rebels threaten Hamas", "posted": "2024-12-05", '
    '"sightings": [{"published": "2015", "actors": "Islamic State militants"}]}\n'
    "broken\n"
    '{"id": "b", "caption": null, "posted": "once upon a time"}\n'
)


def test_a_batch_needs_no_desk_and_keeps_no_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "b.jsonl"
    file.write_text(BATCH)
    done = run("check", "--batch", file, "--json", code=2)
    values = [json.loads(line) for line in done.stdout.splitlines()]
    assert [value["id"] for value in values] == ["a", "b"]
    assert values[0]["proposal"]["rating"] == "Misleading"
    assert values[1]["proposal"] is None
    errors = done.stderr.splitlines()
    assert errors[0] == "firstseen: b.jsonl, line 2: is no JSON: Expecting value"
    assert errors[1].startswith("firstseen: b.jsonl, line 3: there is no caption")
    assert [path.name for path in tmp_path.iterdir()] == ["b.jsonl"]
    same = CliRunner().invoke(main, ["check", "--batch", "-", "--json"], input=io.BytesIO(BATCH.encode()))
    assert same.stdout == done.stdout
    words = run("check", "--batch", file, code=2).stdout
    assert "Proposed rating: Misleading" in words
