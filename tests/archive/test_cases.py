"""Cases in the archive: kept whole or not at all, never changed, flagged when what they rest on changes."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from firstseen.archive import database
from firstseen.archive.cases import likeness
from firstseen.archive.local import LocalArchive
from firstseen.errors import FirstseenError, NotFound
from firstseen.model.case import CaseFootage, Decision, StageResult, Subject
from firstseen.model.claim import Claim, Reading
from firstseen.model.dates import read_date
from firstseen.model.post import Post, Reach, post_id
from firstseen.model.sighting import Timeline
from firstseen.model.verdict import Proposal, Verdict
from tests.archive.synthetic import description, media, record

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
CLAIM = Claim("claim-1", Reading("رسالة إلى حماس", "ar"), read_date("2024-12-05"))
QUERY = CaseFootage(media("9" * 64, 4), "query", "post.mp4")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk with two files of footage and a case that found its query in the first."""
    folder = tmp_path / "desk"
    with LocalArchive(folder) as archive:
        for seed in (1, 2):
            archive.add(description(tmp_path / "in", seed), record(f"{seed}.mp4"))
        first = archive.all_media()[0]
        with archive.cases.writing() as writer:
            case_id = writer.open("a title", "mona", likeness(QUERY.media.id, CLAIM.id))
            writer.join(case_id, claims=[CLAIM], footage=[QUERY, CaseFootage(first, "reference")])
            writer.join(case_id, evidence=[archive.sightings(first.id)[0].id], posts=["p"])
            writer.results(case_id, [StageResult("claim", CLAIM, (("version", "1"),), NOW)], "mona")
    return folder


@pytest.fixture
def archive(desk: Path) -> Iterator[LocalArchive]:
    with LocalArchive(desk) as opened:
        yield opened


def decision(key: str, action: str = "reject", **fields: str) -> Decision:
    return Decision("case-1", Subject("match", key), action, "mona", NOW, **fields)  # type: ignore[arg-type]


def verdict(rating: str = "misleading") -> Verdict:
    return Verdict("", "case-1", rating, "DecontextualizedContent", "mona", datetime.now(UTC), "because")


def sqlite(desk: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(desk / "records.sqlite", isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()


def test_a_case_comes_back_as_it_was(archive: LocalArchive) -> None:
    case = archive.cases.case("CASE-1")
    assert (case.id, case.title, case.by) == ("case-1", "a title", "mona")
    assert case.claims == (CLAIM,)
    assert case.query == QUERY
    assert {footage.role for footage in case.footage} == {"query", "reference"}
    assert case.posts == ("p",)
    assert archive.cases.all() == (case,)
    assert len(archive.cases) == 1
    assert archive.cases.alike(likeness(QUERY.media.id, CLAIM.id)) == "case-1"
    assert archive.cases.alike("other") is None
    assert archive.cases.with_footage(QUERY.media.id) == ("case-1",)
    for unknown in ("case-2", "", "a\udcff"):
        with pytest.raises(NotFound):
            archive.cases.case(unknown)


def test_every_result_of_a_stage_is_kept_and_the_newest_is_shown(archive: LocalArchive) -> None:
    later = replace(CLAIM, claimant="someone")
    with archive.cases.writing() as writer:
        writer.results("case-1", [StageResult("claim", later, (("version", "2"),), NOW)])
        writer.results("case-1", [StageResult("proposal", None, (), NOW)])
    assert [result.value for result in archive.cases.results("case-1", "claim")] == [CLAIM, later]
    assert [result.stage for result in archive.cases.results("case-1")] == ["claim", "claim", "proposal"]
    newest = archive.cases.newest("case-1")
    assert list(newest) == ["claim", "proposal"]
    assert newest["claim"] == StageResult("claim", later, (("version", "2"),), NOW)


def test_one_claim_and_one_footage_belong_to_several_cases(archive: LocalArchive) -> None:
    with archive.cases.writing() as writer:
        other = writer.open("another", "", "x")
        writer.join(other, claims=[CLAIM], footage=[QUERY])
    assert archive.cases.case(other).claims == archive.cases.case("case-1").claims
    assert archive.cases.with_footage(QUERY.media.id) == ("case-1", "case-2")


def test_a_rejected_pair_is_rejected_both_ways_until_it_is_accepted(archive: LocalArchive) -> None:
    with archive.cases.writing() as writer:
        writer.decide(decision("a" * 64, reason="another clip"))
    (rejection,) = archive.cases.rejections(QUERY.media.id).values()
    assert (rejection.media_id, rejection.by, rejection.reason) == ("a" * 64, "mona", "another clip")
    assert set(archive.cases.rejections("a" * 64)) == {QUERY.media.id}
    assert not archive.cases.rejections("b" * 64)
    with archive.cases.writing() as writer:
        writer.decide(decision("a" * 64, "accept"))
    assert not archive.cases.rejections(QUERY.media.id)
    assert [one.action for one in archive.cases.decisions("case-1")] == ["reject", "accept"]


def test_a_verdict_is_appended_and_answers_the_flags(archive: LocalArchive) -> None:
    with archive.cases.writing() as writer:
        writer.flag("case-1", "a reason", "subject")
        writer.flag("case-1", "a reason", "subject")
    assert [flag.reason for flag in archive.cases.case("case-1").flags] == ["a reason"]
    proposal = Proposal("misleading", "DecontextualizedContent", "weak", (), ())
    with archive.cases.writing() as writer:
        first = writer.rate(replace(verdict(), proposal=proposal))
        second = writer.rate(verdict("fake"))
    case = archive.cases.case("case-1")
    assert case.verdicts == (first, second)
    assert case.verdict == second
    assert (first.id, second.id) == ("case-1/1", "case-1/2")
    assert case.flags == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE verdict SET case_number = 7",
        "DELETE FROM verdict",
        "UPDATE decision SET reason = 'another'",
        "DELETE FROM decision WHERE number = 1",
    ],
)
def test_the_database_refuses_to_change_or_remove_what_people_decided(desk: Path, statement: str) -> None:
    with LocalArchive(desk) as archive, archive.cases.writing() as writer:
        writer.decide(decision("a" * 64))
        writer.rate(verdict())
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        sqlite(desk, statement)


def test_a_case_is_flagged_when_what_it_rests_on_changes(archive: LocalArchive) -> None:
    first, second = (one.id for one in archive.all_media())
    archive.add_sighting(second, record("elsewhere.mp4"))
    assert archive.cases.case("case-1").flags == ()
    archive.add_sighting(first, record("again.mp4"))
    (sighting, *_) = archive.sightings(first)
    archive.edit_sighting(sighting.id, replace(sighting.record, place="Raqqa"), "mona")
    flags = archive.cases.case("case-1").flags
    assert [flag.reason for flag in flags] == [
        "footage it rests on was seen once more",
        "the record of a sighting it rests on was changed",
    ]
    assert flags[1].subject == sighting.id


def test_a_case_outlives_its_footage_and_says_so(archive: LocalArchive, tmp_path: Path) -> None:
    first = archive.all_media()[0]
    archive.delete_media(first.id, "mona")
    case = archive.cases.case("case-1")
    (gone,) = (footage for footage in case.footage if footage.role == "reference")
    assert gone.deleted
    assert gone.media == first
    assert [flag.reason for flag in case.flags] == ["footage it rests on was deleted from the desk"]
    assert not case.query.deleted
    archive.add(description(tmp_path / "again", 1), record("1.mp4"))
    assert not any(footage.deleted for footage in archive.cases.case("case-1").footage)


def test_an_error_leaves_nothing_of_a_case(archive: LocalArchive) -> None:
    before = archive.audit()

    def breaks() -> None:
        with archive.cases.writing() as writer:
            case_id = writer.open("half", "", "half")
            writer.join(case_id, claims=[CLAIM], footage=[QUERY])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        breaks()
    assert len(archive.cases) == 1
    assert archive.audit() == before


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from firstseen.archive.local import LocalArchive
from tests.archive.test_cases import CLAIM, QUERY, decision, verdict
with LocalArchive(Path({desk!r})) as archive, archive.cases.writing() as writer:
    case_id = writer.open("half", "", "half")
    writer.join(case_id, claims=[CLAIM], footage=[QUERY])
    writer.decide(decision("a" * 64))
    writer.rate(verdict())
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_leaves_nothing_of_a_case(desk: Path) -> None:
    code = KILLED.format(root=str(Path(__file__).parents[2]), desk=str(desk))
    done = subprocess.run([sys.executable, "-c", code], env=os.environ, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    with LocalArchive(desk) as archive:
        assert [case.title for case in archive.cases.all()] == ["a title"]
        assert archive.cases.case("case-1").verdicts == ()
        assert archive.cases.decisions("case-1") == ()
        assert archive.check_audit().problem == ""


def test_what_is_done_to_a_case_is_in_the_audit(archive: LocalArchive) -> None:
    with archive.cases.writing() as writer:
        writer.decide(decision("a" * 64, reason="because"))
        writer.rate(verdict())
    done = [(entry.what, entry.who) for entry in archive.audit() if entry.subject == "case-1"]
    assert done == [("open case", "mona"), ("examine", "mona"), ("reject", "mona"), ("decide", "mona")]


def without_triggers(desk: Path, statement: str) -> None:
    """Somebody with the file in hand."""
    sqlite(desk, "DROP TRIGGER audit_is_not_changed")
    sqlite(desk, "DROP TRIGGER audit_is_not_shortened")
    sqlite(desk, statement)


@pytest.mark.parametrize(
    ("statement", "altered", "says"),
    [
        ("UPDATE audit SET who = 'somebody' WHERE number = 3", 3, "entry 3 was altered"),
        ("UPDATE audit SET detail = '{}' WHERE number = 2", 2, "entry 2 was altered"),
        ("DELETE FROM audit WHERE number = 2", 3, "before audit entry 3"),
        ("DELETE FROM audit WHERE number = 1", 2, "before audit entry 2"),
        ("UPDATE audit SET number = 99 WHERE number = 2", 3, "before audit entry 3"),
    ],
)
def test_a_tampered_audit_names_the_first_altered_entry(
    desk: Path, statement: str, altered: int, says: str
) -> None:
    without_triggers(desk, statement)
    with LocalArchive(desk) as archive:
        checked = archive.check_audit()
        assert checked.altered == altered
        assert says in checked.problem
        with pytest.raises(FirstseenError, match=says):
            archive.audit()


def test_a_cut_audit_is_noticed_by_who_noted_its_head(desk: Path) -> None:
    with LocalArchive(desk) as archive:
        noted = archive.check_audit().head
        archive.add_sighting(archive.all_media()[1].id, record("later.mp4"))
        assert archive.check_audit(noted).problem == ""
        assert archive.check_audit(noted).head != noted
    without_triggers(desk, "DELETE FROM audit WHERE number > (SELECT max(number) - 2 FROM audit)")
    with LocalArchive(desk) as archive:
        assert archive.check_audit().problem == ""
        assert "removed from its end" in archive.check_audit(noted).problem
        assert archive.check_audit(noted).altered is None


def test_posts_are_stored_once_and_keep_their_reach(archive: LocalArchive) -> None:
    url = "https://example.org/p/1"
    early = Post(post_id(url), url, caption="قديم", media_ids=("m",), reach=(Reach(views=5),))
    later = replace(early, media_ids=("n",), reach=(Reach(read_date("2024-12-06"), views=9),))
    assert archive.posts.add([early]).added == 1
    assert archive.posts.add([early]).known == 1
    assert archive.posts.add([later]).renewed == 1
    assert archive.posts.add([replace(early, caption="")]).known == 1
    kept = archive.posts.post(early.id)
    assert kept.media_ids == ("m", "n")
    assert [reach.views for reach in kept.reach] == [5, 9]
    assert archive.posts.carrying(["n", "x"]) == (kept,)
    assert archive.posts.carrying([]) == ()
    assert len(archive.posts) == 1
    with pytest.raises(NotFound):
        archive.posts.post("none")


def test_a_result_may_be_a_value_without_a_date(archive: LocalArchive) -> None:
    with archive.cases.writing() as writer:
        writer.results("case-1", [StageResult("find", Timeline(), (), NOW)])
    assert archive.cases.newest("case-1")["find"].value == Timeline()


def test_a_desk_from_before_there_were_cases_gets_them(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    engine = database.open_database(folder / "records.sqlite")
    config = Config()
    config.set_main_option("script_location", str(next(iter(database.migrations.__path__))))
    with database.writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with LocalArchive(folder) as archive:
        archive.add(description(tmp_path / "in", 1), record("1.mp4"))
        with archive.cases.writing() as writer:
            assert writer.open("t", "", "x") == "case-1"
        assert archive.check_audit().problem == ""
    assert (folder / f"records.sqlite.before-{database.revisions()[-1]}").exists()
