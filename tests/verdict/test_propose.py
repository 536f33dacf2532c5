"""Proposals: which rating, how strong, with what reasons; and none without ground."""

from typing import Any

import pytest

from firstseen.model.verdict import Finding
from firstseen.verdict.propose import propose


def finding(slot: Any = "when", status: Any = "contradicts", **fields: Any) -> Finding:
    given = {"claimed": "2024", "found": "2015", "rule": "R1 before the event", "confidence": "probable"}
    return Finding(
        slot=slot, status=status, sentence=f"{slot} en", sentence_ar=f"{slot} ar", **(given | fields)
    )


def test_nothing_that_contradicts_is_no_ground() -> None:
    assert propose([]) is None
    assert propose([finding(status="unknown"), finding("where", "consistent")]) is None


@pytest.mark.parametrize(
    ("rule", "rating", "category"),
    [
        ("R1 before the event", "misleading", "DecontextualizedContent"),
        ("R4 another place", "misleading", "DecontextualizedContent"),
        ("R5 no real event", "misleading", "StagedContent"),
        ("R5 altered", "fake", "TransformedContent"),
        ("R7 sound replaced", "fake", "TransformedContent"),
        ("R5 cropped", "misleading", "EditedOrCroppedContent"),
        ("R5 satire", "satire", "SatireOrParodyContent"),
    ],
)
def test_what_contradicts_leads_to_its_rating_and_category(rule: str, rating: str, category: str) -> None:
    proposal = propose([finding(), finding("what", rule=rule)])
    assert proposal is not None
    assert (proposal.rating, proposal.category) == (rating, category)


def test_the_reasons_are_the_sentences_of_what_contradicts() -> None:
    proposal = propose([finding(), finding("where", "unknown"), finding("who")])
    assert proposal is not None
    assert proposal.reasons == ("when en", "who en")
    assert proposal.reasons_ar == ("when ar", "who ar")


@pytest.mark.parametrize(
    ("confidences", "strength"),
    [
        (["established"], "strong"),
        (["probable", "probable"], "strong"),
        (["probable"], "medium"),
        (["possible", "possible"], "medium"),
        (["possible"], "weak"),
    ],
)
def test_strength_is_what_the_contradictions_weigh(confidences: list[str], strength: str) -> None:
    slots = ("when", "where", "who")
    proposal = propose(
        [finding(slot, confidence=word) for slot, word in zip(slots, confidences, strict=False)]
    )
    assert proposal is not None
    assert proposal.strength == strength


@pytest.mark.parametrize(
    ("cap", "strength"),
    [
        ("inferred", "medium"),
        ("year only", "medium"),
        ("sources disagree", "medium"),
        ("weak evidence", "weak"),
    ],
)
def test_a_fault_that_all_contradictions_share_caps_the_strength(cap: str, strength: str) -> None:
    capped = finding(confidence="established", caps=(cap,))
    alone = propose([capped])
    assert alone is not None
    assert (alone.strength, alone.caps) == (strength, (cap,))
    beside = propose([capped, finding("who", confidence="probable")])
    assert beside is not None
    assert (beside.strength, beside.caps) == ("strong", ())


def test_pieces_of_a_compilation_do_not_add_up() -> None:
    proposal = propose([finding(), finding(), finding()])
    assert proposal is not None
    assert proposal.strength == "medium"


def test_true_needs_time_and_place_and_all_that_is_asserted_to_agree_for_sure() -> None:
    sure = {"status": "consistent", "confidence": "established"}
    when, where = finding("when", **sure), finding("where", **sure)
    proposal = propose([when, where, finding("who", "unknown", claimed="")])
    assert proposal is not None
    assert (proposal.rating, proposal.category) == ("true", "OriginalMediaContent")
    assert propose([when, where, finding("who", "unknown", claimed="Hamas")]) is None
    assert propose([when, finding("where", "consistent", confidence="probable")]) is None
    assert propose([when]) is None
