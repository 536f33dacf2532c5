"""Posts of the story that is checked are no evidence for it: they say the claim once more."""

from dataclasses import replace

import pytest

from firstseen.checking import check_claim, check_item
from firstseen.claims.caption import read_claim
from firstseen.model.claim import Assertion, Claim, When, Where, Who
from firstseen.model.dates import read_date
from firstseen.trace.timeline import history
from tests.verdict.made import (
    HAMAS,
    IDLIB,
    MARRAKESH,
    MOROCCO,
    REBELS,
    SYRIA,
    claim,
    found,
    says,
    seen,
    when,
    where,
    who,
)


def posts(
    caption: str, *sightings: dict[str, str], posted: str = "2024-12-05", url: str = ""
) -> dict[str, str]:
    item = {"caption": caption, "posted": posted, "url": url, "sightings": list(sightings)}
    return {finding.slot: finding.status for finding in check_item(item).findings}


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("Syrian rebels threaten Hamas", "Look: Syrian rebels with a message to Hamas"),
        ("المعارضة السورية تهدد حماس", "شاهدوا رسالة من المعارضة السورية إلى حماس"),
    ],
)
@pytest.mark.parametrize("published", ["2024-12-04", "2024-12-05", "2024-12-06", "2024-12", ""])
def test_a_caption_of_the_same_days_agrees_with_nothing(text: str, later: str, published: str) -> None:
    assert posts(text, {"published": published, "caption": later})["who"] == "unknown"
    assert posts(text, {"published": "2015", "caption": later})["who"] == "consistent"


@pytest.mark.parametrize("text", ["Syrian rebels threaten Hamas", "المعارضة السورية تهدد حماس"])
def test_a_caption_in_the_claims_own_words_agrees_with_nothing(text: str) -> None:
    for again in (text, f"{text}!!", f"\u202b{text} 🔥"):
        assert posts(text, {"published": "2015", "caption": again})["who"] == "unknown"


@pytest.mark.parametrize("actors", ["Syrian rebels", "المعارضة السورية"])
def test_what_a_person_noted_agrees_whenever_it_was_published(actors: str) -> None:
    sighting = {"published": "2024-12-06", "actors": actors, "source": "a desk"}
    assert posts("Syrian rebels threaten Hamas", sighting)["who"] == "consistent"


@pytest.mark.parametrize(
    "own", ["https://x.com/b/2", "https://www.x.com/b/2/", "https://twitter.com/b/2?s=20", "http://X.com/b/2"]
)
def test_the_claims_own_post_is_no_source(own: str) -> None:
    read = read_claim("Flood in Idlib, Syria", posted=read_date("2024-12-05"), url="https://x.com/b/2")
    post = seen("2024-12-05", url=own, caption="Flood in Marrakesh", place="Idlib", source="@b")
    checked = check_claim(read, history([post]))
    assert not checked.assertions
    assert not any(finding.evidence for finding in checked.findings)
    assert not any("@b" in finding.sentence for finding in checked.findings)


def caption_of(*slots: When | Where | Who, of: str = "s1") -> Assertion:
    return replace(says(*slots, of=of, weak=True), reading=replace(says(*slots).reading, text="other words"))


def test_a_later_caption_that_differs_is_a_question_and_weak() -> None:
    made: Claim = claim(when("2024-12-05"), where(MOROCCO))
    finding = found(made, seen("2024-12-06"), caption_of(where(SYRIA)))["where"]
    assert (finding.status, finding.confidence, finding.caps) == (
        "contradicts",
        "possible",
        ("weak evidence",),
    )


def test_a_later_caption_says_nothing_against_a_person_or_an_older_one() -> None:
    made: Claim = claim(when("2024-12-05"), where(MOROCCO))
    noted = says(where(MARRAKESH), source="a desk")
    assert found(made, seen("2024-12-06"), noted, caption_of(where(IDLIB)))["where"].status == "consistent"


def test_a_later_caption_dates_nothing() -> None:
    made: Claim = claim(when("2015"))
    finding = found(made, seen("2024-12-06"), caption_of(when("2024-12-06")))["when"]
    assert finding.status == "unknown"


def test_captions_count_as_older_only_beyond_the_tolerance_of_the_time_claimed() -> None:
    undated = claim(when("2024-12-05", said=False), who(REBELS))
    for published, status in (("2024-11-20", "unknown"), ("2024-10-01", "consistent")):
        assert found(undated, seen(published), caption_of(who(REBELS)))["who"].status == status
    assert found(undated, seen("2024-10-01"), caption_of(who(HAMAS)))["who"].status == "contradicts"
