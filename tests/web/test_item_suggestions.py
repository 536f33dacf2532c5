"""Suggestions one at a time, by plain forms: order, answers, skipping, undoing, and two people at once."""

import html
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from firstseen import Desk
from firstseen.model.case import Subject
from firstseen.model.decided import Suggestion, holding
from firstseen.web import make_app
from firstseen.web.item.suggest import Waiting, suggestion_view
from tests.web.newsroom import CAPTION_AR, OPEN, Newsroom
from tests.web.test_item import Visitor


@pytest.fixture
def client(untouched_newsroom: Newsroom, tmp_path) -> Iterator[TestClient]:
    copied = untouched_newsroom.copy(tmp_path / "desk")
    with Desk(copied.folder) as desk:
        desk.check(caption=CAPTION_AR, posted="2024-12-05", by="ali")
        assert sum(len(desk.suggestions(case.id)) for case in desk.cases()) >= 3
    with TestClient(make_app(copied.folder), base_url="http://127.0.0.1") as opened:
        yield opened


@pytest.fixture
def desk(client: TestClient) -> Desk:
    return client.app.state.context.desk


@pytest.fixture
def ali(client: TestClient, untouched_newsroom: Newsroom) -> Visitor:
    return Visitor(client, untouched_newsroom.token("ali"))


def shown(page: str) -> dict[str, str]:
    """The fields of the form that accepts; empty when nothing is left."""
    names = ("case", "subject", "last", "done")
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in names}
    return {name: html.unescape(match[1]) for name, match in found.items() if match}


def left(desk: Desk) -> set[tuple[str, str]]:
    return {(case.id, str(one.subject)) for case in desk.cases() for one in desk.suggestions(case.id)}


def test_all_are_answered_one_after_the_other_and_nothing_comes_twice(ali: Visitor, desk: Desk) -> None:
    seen: list[tuple[str, str]] = []
    page = ali.get("/suggestions?lang=en")
    while (fields := shown(page)) and "case" in fields:
        assert (fields["case"], fields["subject"]) not in seen
        assert (fields["case"], fields["subject"]) in left(desk)
        seen.append((fields["case"], fields["subject"]))
        reject = len(seen) % 2 == 0
        answer = {"action": "reject", "reason": "It only looks alike"} if reject else {"action": "accept"}
        page = ali.get(ali.post("/suggestions", **fields, **answer))
        assert f"Decided in this session: {len(seen)}" in page
    assert len(seen) >= 2
    assert not left(desk)
    assert "Nothing is waiting for a decision." in page
    assert desk.archive.case_lists.suggestions_left() == 0
    page = ali.get(ali.post("/suggestions", **shown(page), action="undo"))
    assert (shown(page)["case"], shown(page)["subject"]) == seen[-1]


def test_the_strongest_case_comes_first(ali: Visitor, desk: Desk) -> None:
    lines = [one.line.strength for one in desk.archive.case_lists.suggesting()]
    assert lines == sorted(lines, key=["strong", "medium", "weak", None].index)
    assert shown(ali.get("/suggestions"))["case"] == OPEN


def test_skipped_ones_come_last(ali: Visitor, desk: Desk) -> None:
    order = []
    for _ in left(desk):
        fields = shown(ali.get("/suggestions"))
        order.append((fields["case"], fields["subject"]))
        ali.post("/suggestions", **fields, action="skip")
    assert set(order) == left(desk)
    again = shown(ali.get("/suggestions"))
    assert (again["case"], again["subject"]) == order[0]
    ali.cookies["firstseen_skipped"] = "x'; DROP TABLE cases.--" + "." * 900
    assert shown(ali.get("/suggestions"))["subject"] == order[0][1]


def test_a_rejection_needs_a_reason_and_what_was_typed_stays(ali: Visitor, desk: Desk) -> None:
    fields = shown(ali.get("/suggestions"))
    before = left(desk)
    page = ali.post("/suggestions", 400, **fields, action="reject")
    assert "a rejection needs a reason" in page
    assert re.search(r"<details open[^>]* id=\"reject\"", page)
    ali.post("/suggestions", 400, **fields, action="maybe")
    ali.post("/suggestions", 404, **(fields | {"case": "case-99"}), action="accept")
    ali.post("/suggestions", 404, **(fields | {"case": "case-99"}), action="skip")
    assert left(desk) == before
    ali.post("/suggestions", **fields, action="reject", reason="It only looks alike", other="<b>other</b>")
    held = holding(desk.case(fields["case"]).decisions())
    assert held[fields["subject"]].reason == "<b>other</b>"


def test_what_somebody_else_decided_meanwhile_is_not_decided_again(
    ali: Visitor, desk: Desk, client: TestClient, untouched_newsroom: Newsroom
) -> None:
    sara = Visitor(client, untouched_newsroom.token("sara"))
    fields = shown(ali.get("/suggestions"))
    sara.post("/suggestions", **shown(sara.get("/suggestions")), action="accept")
    page = ali.post("/suggestions", 409, **fields, action="reject", reason="no")
    assert "somebody decided it while you looked" in page
    assert shown(page)["subject"] != fields["subject"]
    assert len(desk.case(fields["case"]).decisions()) == 1
    theirs = {"last": f"{fields['case']} {fields['subject']}"}
    assert "there is no decision of yours" in ali.post("/suggestions", 400, **theirs, action="undo")
    assert 'data-key="u"' not in ali.get(f"/suggestions?last={fields['case']}%20{fields['subject']}")
    for nonsense in ("case-1", "case-99 match:x", "case-1 nothing", "\x00 \x00", "x" * 900):
        ali.get("/suggestions?last=" + nonsense.replace(" ", "%20").replace("\x00", "%00"))


def test_readers_and_contributors_decide_nothing(
    ali: Visitor, client: TestClient, untouched_newsroom: Newsroom
) -> None:
    fields = shown(ali.get("/suggestions"))
    for name in ("omar", "lina"):
        reader = Visitor(client, untouched_newsroom.token(name))
        reader.get("/suggestions", 403)
        reader.post("/suggestions", 403, **fields, action="accept")


def test_each_kind_shows_what_is_needed_to_decide_it(ali: Visitor, desk: Desk) -> None:
    kinds = {subject.partition(":")[0] for _, subject in left(desk)}
    seen = set()
    for _ in left(desk):
        page = ali.get("/suggestions?lang=ar")
        fields = shown(page)
        kind = fields["subject"].partition(":")[0]
        seen.add(kind)
        assert 'dir="rtl"' in page
        assert "claim-text" in page
        if kind == "review":
            assert "ما تحققوا منه" in page
        ali.post("/suggestions", **fields, action="skip")
    assert seen == kinds


def test_a_match_is_shown_as_frames_of_the_same_moment(desk: Desk) -> None:
    match = next(name for name in desk.case(OPEN).subjects() if name.startswith("match:"))
    view = suggestion_view(desk, Waiting(OPEN, Suggestion(Subject.read(match), "probable")), "en")
    assert view.match is not None
    assert len(view.pairs) == 3
    times = [(one.query_s, one.reference_s) for one in view.pairs]
    best = view.match.best
    lag_s = best.reference.start_s - best.query.start_s
    assert all(abs(theirs - mine - lag_s) < 0.6 for mine, theirs in times)
    assert {row.sighting.media_id for row in view.sightings} == {view.match.media_id}
