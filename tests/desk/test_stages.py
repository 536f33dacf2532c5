"""Stages as functions from what is known to a value, and the text in pictures as weak evidence."""

from dataclasses import replace
from pathlib import Path

import pytest

from firstseen.claims.caption import read_claim, read_text
from firstseen.desk.pictures import _frames, read_pictures
from firstseen.desk.stages import AFTER, Materials, own_post, run_stages, stated_history
from firstseen.model.case import STAGES, History, PriorReviews, Stage
from firstseen.model.claim import Assertion
from firstseen.model.dates import read_date
from firstseen.model.descriptor import Description
from firstseen.model.sighting import Record, Sighting
from firstseen.settings import default_settings
from tests.archive.synthetic import description

POSTED = read_date("2024-12-05")


def materials(history: History | None = None) -> Materials:
    return Materials(
        read=read_claim("Flood in Homs, Syria", posted=POSTED, url="https://e.org/p"),
        media=None,
        settings=default_settings(),
        lexicon=None,
        decisions={},
        match=lambda _claim, _history: PriorReviews(abstained=True),
        posts=lambda _media: (),
        history=history,
    )


@pytest.fixture
def query(tmp_path: Path) -> Description:
    return description(tmp_path, 1, seconds=20)


def test_stages_run_in_their_order_whatever_is_asked_first() -> None:
    results = run_stages(materials(), ("story", "claim", "proposal", "findings"))
    assert [result.stage for result in results] == ["claim", "findings", "proposal", "story"]
    assert all(dict(result.made_with)["version of firstseen"] for result in results)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_is_followed_by_those_that_take_what_it_makes(stage: Stage) -> None:
    assert all(STAGES.index(after) > STAGES.index(stage) for after in AFTER[stage])
    assert ("proposal" in AFTER[stage]) == (stage in {"find", "claim", "reviews", "findings"})


def test_text_in_the_picture_is_a_weak_source_of_its_own() -> None:
    said = Assertion("m", "text in the picture", "picture text", read_text("Izmir, Turkey"), weak=True)
    sighting = Sighting("s", "s", Record("a note", published=POSTED))
    seen = replace(stated_history([sighting]), read_off=(said,))
    findings = run_stages(materials(seen), ("claim", "findings"))[-1].value
    assert said in findings.assertions
    where = next(finding for finding in findings.findings if finding.slot == "where")
    assert where.status == "contradicts"
    assert where.confidence == "possible"
    firm = Record("a record", published=POSTED, place="Homs")
    told = replace(stated_history([replace(sighting, record=firm)]), read_off=(said,))
    findings = run_stages(materials(told), ("claim", "findings"))[-1].value
    assert next(one for one in findings.findings if one.slot == "where").status == "consistent"


def test_no_frames_are_read_when_none_are_wanted(query: Description) -> None:
    assert read_pictures(query, 0, None) == ((), ())


def test_a_damaged_picture_is_passed_over(query: Description) -> None:
    # The kept pictures of a synthetic description are noise.
    assert len(query.stills) == 20
    assert list(_frames(query.stills, 8)) == []
    said, notes = read_pictures(query, 8, None)
    assert said == ()
    assert notes[0].startswith(("not read: ", "0 lines in 8 frames"))


def test_the_post_that_is_checked_is_one_of_the_story() -> None:
    claim = materials().read
    post = own_post(claim, None)
    assert (post.url, post.published, post.caption) == ("https://e.org/p", POSTED, "Flood in Homs, Syria")
    assert own_post(replace(claim, url="", posted=None), None) is None
    story = run_stages(materials(), ("story",))[0].value
    assert [one.url for one in story.posts] == ["https://e.org/p"]
