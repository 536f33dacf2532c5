"""A case in words: what is foreign is quoted and cannot steer the line, what is missing is said."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from firstseen.model.case import (
    Case,
    Decision,
    Examination,
    Flag,
    History,
    PriorReviews,
    Subject,
)
from firstseen.model.claim import Actor, Assertion, Claim, Place, Quote, Reading, What, When, Where, Who
from firstseen.model.dates import read_date
from firstseen.model.match import Reason
from firstseen.model.review import ClaimReview, ReviewHit
from firstseen.model.sighting import Record, Sighting, Timeline
from firstseen.model.time import Span
from firstseen.model.verdict import Finding, Proposal, Verdict
from firstseen.publish.casewords import (
    claim_lines,
    decision_words,
    finding_lines,
    isolated,
    proposal_lines,
    quoted,
    review_lines,
    seen_lines,
    stated_lines,
    story_lines,
    verdict_lines,
)
from firstseen.publish.report import ClaimPage, Report
from firstseen.settings import default_settings
from firstseen.trace.stories import story
from firstseen.trace.timeline import history

AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
TRIPOLI = (Place("LY:1", "Tripoli", "طرابلس", "city"), Place("LB:1", "Tripoli, Lebanon", "طرابلس", "city"))
CLAIM = Claim(
    "c",
    Reading(
        "قصف طرابلس أمس",
        "ar",
        when=(When(read_date("2024-12-04"), "explicit", Quote(11, 14, "أمس")),),
        where=(Where(TRIPOLI, "explicit", Quote(4, 10, "طرابلس")),),
        who=(Who((Actor("a", "The army", "الجيش", "force"),), "inferred", None, "from the place"),),
        what=(What("bombing", "explicit", Quote(0, 3, "قصف")),),
    ),
    read_date("2024-12-05"),
    "حساب",
)
FINDING = Finding("when", "contradicts", "2024-12", "2015", "R1 before the event", "Old.", "قديم.")
REVIEW = ClaimReview("r", "https://e.org/r", "claim", "A title", publisher="A desk", rating="False")
HIT = ReviewHit(REVIEW, 1, 0.9, "sure", (Reason("shared terms", 2.0, "Both say bombing."),))


def test_a_claim_is_told_slot_by_slot_with_the_words_it_was_read_from() -> None:
    assert list(claim_lines(CLAIM)) == [
        "Claim: “\u2068قصف طرابلس أمس\u2069” (ar, posted 2024-12-05, by \u2068حساب\u2069)",
        "  when:  2024-12-04 (“\u2068أمس\u2069”)",
        "  where: Tripoli or Tripoli, Lebanon (“\u2068طرابلس\u2069”)",
        "  who:   The army (inferred, from the place)",
        "  what:  bombing (“\u2068قصف\u2069”)",
    ]
    bare = list(claim_lines(Claim("c", Reading("x", "und"))))
    assert "posting date not known" in bare[0]
    assert bare[1:] == [f"  {name + ':':<7}nothing" for name in ("when", "where", "who", "what")]


@pytest.mark.parametrize("text", ["a\u202eb", "\u2066\u2069", "\u2068x", "\u202d\u202c"])
def test_what_turns_text_is_shown_and_not_obeyed(text: str) -> None:
    shown = isolated(text)
    assert shown[0] == "\u2068"
    assert shown[-1] == "\u2069"
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(shown[1:-1])


def test_a_long_caption_is_cut_to_a_line() -> None:
    assert len(quoted("x\n" * 5000)) < 310


def test_findings_name_their_rule_and_rejected_ones_the_person() -> None:
    part = replace(FINDING, slot="where", part=Span(3.0, 8.5), track="sound", footing="inferred")
    gone = replace(FINDING, slot="who")
    said = Decision("case-1", Subject("finding", "who:r1"), "reject", "mona", AT, "a film")
    lines = list(finding_lines(Examination((FINDING, part), (gone,)), {"finding:who:r1": said}))
    assert lines[1] == "  when   contradicts  claimed \u20682024-12\u2069, found \u20682015\u2069"
    assert lines[3] == "         (R1 before the event)"
    assert "inferred" in lines[4]
    assert lines[6] == "         (R1 before the event, 3.0–8.5 s, the sound)"
    assert lines[7] == "  who    rejected by mona: a film (R1 before the event)"
    assert list(finding_lines(Examination(), {})) == ["Findings:", "  none"]


def test_the_two_lists_of_fact_checks_are_apart_and_long_ones_are_cut() -> None:
    many = tuple(replace(HIT, rank=n) for n in range(1, 8))
    lines = list(review_lines(PriorReviews(claim=many, reasons=("A reason.",)), {}))
    assert "  and 2 more" in lines
    assert lines[-2:] == ["Fact-checks of the same footage:", "  none"]
    said = Decision("case-1", Subject("review", "r"), "reject", "mona", AT, "another clip")
    lines = list(review_lines(PriorReviews(rejected=(HIT,), abstained=True), {"review:r": said}))
    assert lines[-1] == "  \u2068A title\u2069, rejected by mona: another clip"


def test_no_proposal_is_not_true() -> None:
    (line,) = proposal_lines(None, str)
    assert "does not make the claim true" in line
    made = Proposal("misleading", "DecontextualizedContent", "weak", ("Old.",), ("قديم.",), ("year only",))
    assert list(proposal_lines(made, str.title)) == [
        "Proposed rating: Misleading + DecontextualizedContent, weak",
        "  - \u2068Old.\u2069",
        "  - kept down: year only",
    ]


def test_verdicts_and_flags_are_told_in_order() -> None:
    first = Verdict("v1", "case-1", "fake", "TransformedContent", "mona", AT)
    second = replace(first, rating="misleading", reason="قديم")
    case = Case("case-1", "t", AT, verdicts=(first, second), flags=(Flag("it changed", AT, "s1"),))
    assert list(verdict_lines(case, str.title)) == [
        "Decided: Fake + TransformedContent, by mona, 2026-01-02 03:04 UTC",
        "Decided: Misleading + TransformedContent, by mona, 2026-01-02 03:04 UTC: \u2068قديم\u2069",
        "Look at it again: it changed (s1), 2026-01-02 03:04 UTC",
    ]
    edit = Decision("case-1", Subject("slot", "when"), "edit", "ali", AT, "said so", "2014")
    assert (
        decision_words(edit) == "slot:when edited to \u20682014\u2069 by ali, 2026-01-02: \u2068said so\u2069"
    )


def test_stated_sightings_say_that_nobody_showed_footage() -> None:
    sighting = Sighting("s", "s", Record("a note", published=read_date("2015", "agency record")))
    lines = list(stated_lines(History(history([sighting]), given=(sighting,))))
    assert lines[0] == "1 sighting stated, without footage:"
    assert any("First seen 2015" in line for line in lines)
    said = Assertion("m", "post.mp4, text in the picture at 3 s", "picture text", CLAIM.reading, weak=True)
    (line,) = seen_lines(History(Timeline(), read_off=(said,)))
    assert "post.mp4, text in the picture at 3 s" in line
    assert "“\u2068قصف طرابلس أمس\u2069” (weak" in line


def test_a_story_that_is_not_known_is_not_told() -> None:
    assert list(story_lines(None)) == []
    assert list(story_lines(story([]))) == []


def test_the_page_escapes_what_it_shows() -> None:
    hostile = "<script>alert(1)</script>"
    claim = replace(CLAIM, reading=replace(CLAIM.reading, text=hostile), claimant=hostile)
    finding = replace(FINDING, sentence=hostile, claimed=hostile)
    hit = replace(HIT, review=replace(REVIEW, name=hostile, url="javascript:alert(1)"))
    page = Report(default_settings().report)
    page.add_claim(
        ClaimPage("case-1", claim, (finding,), PriorReviews((hit,)), None, "", verdicts=(hostile,)),
    )
    html = page.html(AT)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "javascript:" not in html
