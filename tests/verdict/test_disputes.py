"""Sources that disagree on where footage is from, or on who is in it."""

import pytest

from firstseen.checking import check_item
from tests.verdict.made import (
    HAMAS,
    IRAN,
    ISLAMIC_STATE,
    MOROCCO,
    REBELS,
    SYRIA,
    claim,
    found,
    says,
    seen,
    where,
    who,
)

PAIR = (seen("2015", id_="s1"), seen("2016", id_="s2"))


def test_a_place_that_one_source_contradicts_and_one_confirms_is_unknown() -> None:
    said = (says(where(SYRIA), source="A"), says(where(MOROCCO), of="s2", source="B"))
    finding = found(claim(where(MOROCCO)), *PAIR, *said)["where"]
    assert (finding.status, finding.evidence) == ("unknown", ("s1", "s2"))
    for words in ("Syria (A)", "Morocco (B)"):
        assert words in finding.sentence
    assert "سوريا (A)" in finding.sentence_ar
    assert "المغرب (B)" in finding.sentence_ar


def test_sources_that_disagree_and_both_contradict_the_place_are_both_named() -> None:
    said = (says(where(SYRIA), source="A"), says(where(IRAN), of="s2", source="B"))
    finding = found(claim(where(MOROCCO)), *PAIR, *said)["where"]
    assert (finding.status, finding.caps) == ("contradicts", ("sources disagree",))
    assert "Syria (A)" in finding.sentence
    assert "Iran (B)" in finding.sentence
    assert "إيران (B)" in finding.sentence_ar


def test_an_actor_that_one_source_contradicts_and_one_confirms_is_unknown() -> None:
    said = (says(who(ISLAMIC_STATE), source="A"), says(who(REBELS), of="s2", source="B"))
    finding = found(claim(who(REBELS)), *PAIR, *said)["who"]
    assert finding.status == "unknown"
    assert "Islamic State (A); Syrian rebels (B)" in finding.sentence
    assert "تنظيم الدولة الإسلامية (A)" in finding.sentence_ar
    two = (says(who(ISLAMIC_STATE), source="A"), says(who(HAMAS), of="s2", source="B"))
    assert found(claim(who(REBELS)), *PAIR, *two)["who"].status == "contradicts"


@pytest.mark.parametrize("caption", ["Flood in Derna, Libya", "فيضانات في درنة الليبية"])
@pytest.mark.parametrize(
    "places", [("Asir, Saudi Arabia", "Derna, Libya"), ("عسير، السعودية", "درنة، ليبيا")]
)
def test_nothing_is_proposed_on_a_disputed_place_alone(caption: str, places: tuple[str, str]) -> None:
    sightings = [
        {"published": date, "place": place, "source": source}
        for date, place, source in zip(("2023-09-12", "2023-09-13"), places, "AB", strict=True)
    ]
    checked = check_item({"caption": caption, "posted": "2023-09-13", "sightings": sightings})
    assert checked.proposal is None
