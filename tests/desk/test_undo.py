"""A decision can be taken back: what held before holds again, and both stay in the log."""

import pytest

from firstseen import CaseFile, Desk, InputError
from firstseen.errors import Conflict
from firstseen.model.decided import holding
from tests.desk.test_casework import case, desk, matched, newsroom, status  # noqa: F401 - fixtures


def test_a_rejected_match_counts_again_once_that_is_undone(case: CaseFile) -> None:  # noqa: F811
    subject = f"match:{matched(case, 'cut.mp4')}"
    before = (case.timeline(), case.findings())
    case.reject(subject, by="omar", reason="another street")
    assert len(case.timeline().sightings) == 1
    undone = case.undo(by="mona", reason="it is the same street")
    assert (undone.action, str(undone.subject)) == ("undo", subject)
    assert undone.value.startswith("reject by omar, ")
    assert (case.timeline(), case.findings()) == before
    assert not case.history().rejected
    assert [one.action for one in case.decisions()] == ["reject", "undo"]
    with pytest.raises(InputError, match="no decision to undo"):
        case.undo(by="mona")


def test_an_accepted_match_is_again_what_the_machine_made_of_it(case: CaseFile) -> None:  # noqa: F811
    before = case.history().segments
    subject = f"match:{before[0].media_id}"
    case.accept(subject, by="omar", reason="seen")
    case.accept(subject, by="omar", reason="seen twice")
    assert case.history().segments[0].band == "certain"
    case.undo(subject, by="omar")
    assert any("seen." in reason.sentence for reason in case.history().segments[0].reasons)
    case.undo(subject, by="omar")
    assert case.history().segments == before


def test_undoing_an_edit_brings_the_earlier_edit_back(case: CaseFile) -> None:  # noqa: F811
    case.edit("slot:when", "2020", by="omar")
    case.reject("finding:who", by="omar", reason="nobody is named")
    case.edit("slot:when", "2014", by="omar")
    case.undo(by="omar")
    assert case.claim().reading.when[0].date.iso == "2020"
    assert set(holding(case.decisions())) == {
        "slot:when",
        next(s for s in case.subjects() if s.startswith("finding:who")),
    }
    case.undo(by="omar")
    assert status(case)["who"] == "contradicts"
    case.undo(by="omar")
    assert case.claim().reading.when[0].footing == "inferred"


def test_a_match_rejected_in_another_case_stays_rejected(case: CaseFile, desk: Desk, newsroom) -> None:  # noqa: F811
    other = desk.check(newsroom.post, caption="Another claim about it", posted="2024-12-07")
    subject = f"match:{matched(case, 'cut.mp4')}"
    other.reject(subject, by="ali", reason="another street")
    case.accept(subject, by="omar")
    case.undo(subject, by="omar")
    assert [one.case_id for one in case.history().rejected] == [other.id]
    with pytest.raises(InputError, match="no decision to undo"):
        case.undo(subject, by="omar")


def test_what_was_decided_anew_meanwhile_is_not_undone(case: CaseFile, desk: Desk) -> None:  # noqa: F811
    case.edit("slot:when", "2020", by="omar")
    stale = case.undo(by="omar")
    case.edit("slot:when", "2014", by="mona")
    with pytest.raises(Conflict, match="slot:when was changed"):
        desk.settle(stale)
    assert case.claim().reading.when[0].date.iso == "2014"
