"""A caption checked end to end against records: the reference case, and text that wants to do harm."""

import time
from typing import Any

import pytest

from firstseen.checking import Checked, check_claim, check_item
from firstseen.claims.caption import read_claim
from firstseen.errors import InputError
from firstseen.model.dates import read_date
from firstseen.model.sighting import Record, Sighting
from firstseen.model.time import Basis
from firstseen.trace.timeline import history

REFERENCE = (
    "Syrian rebels delivered a message to the “tyrants” of Hamas and other political parties in Palestine. “You are "
    "nothing to us, we will crush you all when our great march gets to you.”"
)


def record(name: str, published: str, basis: Basis, source: str) -> Sighting:
    held = Record(
        name=name,
        published=read_date(published, basis),
        place="an Islamic State stronghold in Syria",
        event="Islamic State militants threaten Hamas over lax enforcement of religious law",
        source=source,
    )
    return Sighting(name, name, held)


def slots(checked: Checked) -> dict[str, str]:
    return {finding.slot: finding.status for finding in checked.findings}


@pytest.mark.parametrize("basis", ["estimate", "date on the page", "platform timestamp"])
def test_the_reference_case_is_settled_from_the_records_of_its_two_sightings(basis: Basis) -> None:
    sightings = [
        record("one.mp4", "2015", basis, "a broadcaster"),
        record("two.mp4", "2015-07", basis, "a paper"),
    ]
    claim = read_claim(REFERENCE, posted=read_date("2024-12-05"))
    checked = check_claim(claim, history(sightings))
    found = slots(checked)
    assert (found["when"], found["who"]) == ("contradicts", "contradicts")
    assert found["where"] != "contradicts"
    proposal = checked.proposal
    assert proposal is not None
    assert (proposal.rating, proposal.category) == ("misleading", "DecontextualizedContent")
    assert proposal.strength == "strong"
    assert len(proposal.reasons) == len(proposal.reasons_ar) >= 2


def item(caption: str, **sighting: Any) -> dict[str, Any]:
    return {"id": "1", "caption": caption, "posted": "2024-12-05", "sightings": [sighting]}


@pytest.mark.parametrize(
    ("caption", "sighting", "wanted"),
    [
        (
            "A video of the earthquake in Morocco",
            {"published": "6 February 2023", "place": "Hatay, Turkey"},
            {"when": "contradicts", "where": "contradicts"},
        ),
        (
            "فيديو من زلزال المغرب",
            {"published": "6 شباط 2023", "place": "هاتاي، تركيا"},
            {"when": "contradicts", "where": "contradicts"},
        ),
        (
            "أب فلسطيني يودع ابنه في غزة",
            {"published": "٢٠١٦", "place": "حلب، سوريا", "event": "أب سوري يودع ابنه"},
            {"when": "contradicts", "where": "contradicts", "who": "contradicts"},
        ),
        (
            "A Palestinian father bids his son farewell in Gaza",
            {"published": "2016", "place": "Aleppo, Syria", "event": "a Syrian father bids his son farewell"},
            {"when": "contradicts", "where": "contradicts", "who": "contradicts"},
        ),
        (
            "Israeli air strike on Beirut",
            {"published": "2024-12-04", "place": "Beirut, Lebanon", "event": "Israeli air strike"},
            {"when": "unknown", "where": "consistent", "who": "consistent"},
        ),
        (
            "غارة إسرائيلية على بيروت",
            {"published": "4 كانون الأول 2024", "place": "بيروت، لبنان", "event": "غارة إسرائيلية"},
            {"when": "unknown", "where": "consistent", "who": "consistent"},
        ),
    ],
)
def test_captions_are_checked_alike_in_both_languages(
    caption: str, sighting: dict[str, Any], wanted: dict[str, str]
) -> None:
    found = slots(check_item(item(caption, **sighting)))
    assert {slot: found[slot] for slot in wanted} == wanted


def test_missing_and_null_fields_are_no_error() -> None:
    checked = check_item(
        {"caption": "Clashes in Homs", "posted": None, "sightings": [{"published": None}, {}]}
    )
    assert set(slots(checked).values()) == {"unknown"}
    assert checked.proposal is None
    assert check_item({"caption": "Clashes in Homs"}).findings


def test_numbers_and_lists_are_read_as_text() -> None:
    checked = check_item(item("Clashes in Homs", published=2015, actors=["Hamas", "Hezbollah"], place=None))
    assert slots(checked)["when"] == "contradicts"


def test_a_date_that_cannot_be_read_is_named_and_left_out() -> None:
    checked = check_item(item("Clashes in Homs", published="a while back", place="Aleppo, Syria"))
    assert slots(checked)["where"] == "contradicts"
    assert any("a while back" in problem for problem in checked.problems)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"caption": ""},
        {"caption": "  "},
        {"caption": {"a": 1}},
        {"caption": "x", "sightings": "none"},
        {"caption": "x", "sightings": ["none"]},
        {"caption": "x", "sightings": [{"place": {"a": 1}}]},
    ],
)
def test_what_cannot_be_checked_is_one_clear_error(broken: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        check_item(broken)


HOSTILE = {
    "ten megabytes": "Israeli strike on Gaza yesterday " * 320_000,
    "digits": "1" * 1_000_000,
    "control and bidi": "\u202e\u0000\u2066غزة\u2069\u001b[31m" * 20_000,
    "lone surrogates": "قصف \ud800\udfff غزة " * 20_000,
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>" * 20_000,
    "parentheses": "(" * 500_000,
    "spaces": "a " + " " * 1_000_000 + "b",
    "marks": "ا" + "\u064b" * 1_000_000,
    "absurd dates": "31/02/99999 00/00/0000 -1/-1/-1 99999999999-99-99 " * 20_000,
    "dots": "." * 1_000_000,
    "not not not": "not " * 250_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_gets_an_answer_soon(text: str) -> None:
    check_item(item("warm up"))
    start = time.process_time()
    checked = check_item(item(text, published="2015", place=text[:100_000], event=text))
    assert time.process_time() - start < 5  # five hostile texts at once, on a slow machine
    for finding in checked.findings:
        assert len(finding.sentence) < 3_000
        assert "<script>" not in finding.claimed
