"""Several people at one desk at the same time: no decision is lost, and none of its effects."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from firstseen import CaseFile, ClaimReview, Desk, Record, read_date
from tests.desk import editing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CAPTION = "Syrian rebels shell Homs yesterday, a brigade of Islamic State says"
PEOPLE = ("mona", "ali", "sara", "omar")
ROUNDS = 4


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path / "desk") as opened:
        yield opened


@pytest.fixture
def case(desk: Desk) -> CaseFile:
    seen = Record("found by hand", published=read_date("2015", "agency record"), actors="Islamic State")
    return desk.check(caption=CAPTION, posted="2024-12-05", sightings=[seen], by="mona")


def all_at_once(*calls: Callable[[], object]) -> list[object]:
    """What the calls come to, all begun at the same moment, each in a thread of its own."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def assert_nothing_is_lost(desk: Desk, case_id: str) -> None:
    """Each result of the claim has every edit that was kept before it; the audit tells in which order that was."""
    results = iter(desk.archive.cases.results(case_id, "claim"))
    told: dict[str, str] = {}
    for entry in desk.archive.audit():
        detail = json.loads(entry.detail)
        if entry.what == "edit":
            told[detail["subject"].removeprefix("slot:")] = f"edited by {entry.who}: {detail['reason']}"
        elif entry.what == "examine" and "claim" in detail:
            reading = next(results).value.reading
            shown = {slot: {one.reason for one in getattr(reading, slot)} for slot in told}
            assert shown == {slot: {reason} for slot, reason in told.items()}
    assert next(results, None) is None


def test_what_many_threads_decide_on_one_case_holds_together(desk: Desk, case: CaseFile) -> None:
    def edits(slot: str, name: str) -> Callable[[], object]:
        def run() -> None:
            for number in range(ROUNDS):
                value = editing.VALUES[slot].format(year=2000 + number)
                desk.case(case.id).edit(f"slot:{slot}", value, by=name, reason=f"reason {number}")

        return run

    def reruns() -> None:
        for _ in range(ROUNDS):
            desk.rerun(case.id)

    def verdicts() -> None:
        for _ in range(ROUNDS):
            desk.decide(case.id, "misleading", "omar")

    all_at_once(*(edits(slot, name) for slot in editing.VALUES for name in PEOPLE[:2]), reruns, verdicts)
    assert len(case.decisions()) == len(editing.VALUES) * 2 * ROUNDS
    assert len({verdict.id for verdict in case.case.verdicts}) == ROUNDS
    assert {who.actors[0].name for who in case.claim().reading.who} == {f"the brigade of {1999 + ROUNDS}"}
    assert_nothing_is_lost(desk, case.id)
    assert not desk.archive.check_audit().problem


def test_what_two_processes_decide_on_one_case_holds_together(desk: Desk, case: CaseFile) -> None:
    words = [sys.executable, editing.__file__, str(desk.folder), case.id]
    ended = []
    running = [
        subprocess.Popen(
            [*words, slot, name, "6"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for slot, name in (("when", "ali"), ("where", "sara"))
    ]
    for process in running:
        assert process.stdout.readline() == b"ready\n"
    for process in running:
        process.stdin.write(b"\n")
        process.stdin.flush()
    for process in running:
        _, told = process.communicate(timeout=120)
        ended.append((process.returncode, told))
    assert ended == [(0, b"")] * 2
    assert [decision.by for decision in case.decisions()].count("ali") == 6
    assert [decision.by for decision in case.decisions()].count("sara") == 6
    assert [when.date.iso for when in case.claim().reading.when] == ["1995-03"]
    assert case.claim().reading.where[-1].places[0].name == "place 1995"
    assert_nothing_is_lost(desk, case.id)


def test_the_same_claim_checked_by_many_at_once_is_one_case(desk: Desk) -> None:
    opened = all_at_once(*(lambda: desk.check(caption=CAPTION, posted="2024-12-05").id for _ in range(6)))
    assert set(opened) == {"case-1"}
    assert len(desk.cases()) == 1
    assert len(desk.archive.cases.results("case-1", "claim")) == 6


def test_what_comes_in_while_a_case_is_examined_again_stays_open(
    desk: Desk, case: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = desk.prior_reviews

    def flagged_meanwhile(*given: object) -> object:
        with desk.archive.cases.writing() as writer:
            writer.flag(case.id, "a fact-check of the same claim came in", "r:late")
        return looked_up(*given)

    with desk.archive.cases.writing() as writer:
        writer.flag(case.id, "seen once more", "s:early")
    monkeypatch.setattr(desk, "prior_reviews", flagged_meanwhile)
    desk.rerun(case.id)
    assert [flag.subject for flag in case.case.flags] == ["r:late"]
    desk.decide(case.id, "misleading", "omar")
    assert case.case.flags == ()


def test_threads_share_one_archive_one_work_folder_and_one_look_at_the_fact_checks(tmp_path: Path) -> None:
    with Desk(tmp_path / "desk") as desk:
        assert len(set(map(id, all_at_once(*(lambda: desk.archive for _ in range(12)))))) == 1
        assert len(set(all_at_once(*(desk._work.new for _ in range(12))))) == 12
        desk.gather_reviews(
            ClaimReview(f"r:{n}", f"r:{n}", f"A whale was seen over Homs on day {n}", "", rating="False")
            for n in range(30)
        )
        found = all_at_once(*(lambda: desk.match("A whale was seen over Homs on day 7") for _ in range(6)))
        assert len({tuple(hit.review.id for hit in matches.hits or matches.near) for matches in found}) == 1


def test_a_decision_does_not_wait_for_footage_that_is_being_added(desk: Desk, case: CaseFile) -> None:
    with desk.archive._turn():
        case.accept("slot:when", by="ali")
    assert [decision.by for decision in case.decisions()] == ["ali"]


def test_many_cases_are_told_of_the_one_fact_check_that_is_about_some_of_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Record("a copy", url="https://example.org/copy")
    claims = [
        "Floods carried away the old bridge of Deir ez-Zor and two buses full of pilgrims",
        "A fire in the cotton market of Aleppo burned for six days, the mayor says",
        "Dancers at a wedding in Idlib were paid by a foreign embassy",
    ]
    flood, *_ = (desk.check(caption=claim).id for claim in claims)
    copied = desk.check(caption="nothing to do with it", sightings=[seen]).id
    compared = []
    looked_up = desk.prior_reviews
    monkeypatch.setattr(desk, "prior_reviews", lambda *given: compared.append(given) or looked_up(*given))
    unrelated = [f"{what} was seen over the sea" for what in ("Snow", "A whale", "Fog", "A kite", "Ash")]
    known = [ClaimReview(f"r:{n}", f"r:{n}", text, text, rating="False") for n, text in enumerate(unrelated)]
    desk.gather_reviews(known)
    assert not compared, "none can be of any case"
    about = ClaimReview("r:flood", "r:flood", claims[0], claims[0], rating="False")
    desk.gather_reviews([*known, about])
    assert [flag.subject for flag in desk.case(flood).case.flags] == ["r:flood"]
    assert len(compared) < 5, "most cases are passed over"
    desk.gather_reviews([*known, about])
    assert len(compared) < 5, "nothing is compared when nothing is new"
    assert not desk.case(copied).case.flags
