"""Drafts of every record of the collection, and of the shapes a case can have: whole, sourced, in both languages."""

import re
from dataclasses import replace
from typing import Any

import pytest

from firstseen.model.article import Article, Edition
from firstseen.model.case import CaseFootage, History, PriorReviews
from firstseen.model.media import Media
from firstseen.model.review import ClaimReview, ReviewHit
from firstseen.model.sighting import Confidence
from firstseen.publish.draft import HEADINGS, draft_article
from firstseen.publish.prose.sentences import MARK, split_sentences
from firstseen.publish.remarks import Standing, blocks_of, remarks_of
from tests.publish.cases import records, values_of

RECORDS = records()
LEFTOVERS = re.compile(
    r"(?<!\\)[{}]|\b(?:None|True|False|nan)\b|\.\.|،،|,,|؛؛|;;|\s[,.;:،؛](?!\d)|[,،;؛:]\.|  |\(\)|“”|«»|\bdatetime"
)
FOREIGN = re.compile(r"\u2068[^\u2069]*\u2069|“[^”]*”|«[^»]*»|\([^()]*\)|!\[\]\([^)]*\)|`[^`]*`")


def draft(item: dict[str, Any], **changed: Any) -> Article:
    return draft_article(values_of(item, **changed))


def said(edition: Edition) -> str:
    """The edition's own words: without quotations, marks, and what stands in isolation."""
    own = [block.text for block in blocks_of(edition.body) if block.kind != "quote"]
    text = re.sub(r"\s*\[@[^\]]*\]", "", "\n".join((edition.title, edition.summary, *own)))
    return FOREIGN.sub("#", text)


def check(article: Article) -> None:
    """Everything that holds of every draft."""
    assert [edition.language for edition in article.editions] == ["en", "ar"]
    known = {source.id for source in article.sources}
    for edition in article.editions:
        blocks = list(blocks_of(edition.body))
        assert edition.title.strip()
        assert edition.summary.strip()
        headings = [block.text for block in blocks if block.kind == "heading"]
        wanted = [names[edition.language] for names in HEADINGS.values()]
        assert [heading for heading in headings if heading in wanted] == wanted
        filled = {block.section for block in blocks if block.kind != "heading" and block.text.strip()}
        below = {"Analysis", "التحقيق"}
        assert set(headings) - filled <= below, "a section without a word"
        assert not LEFTOVERS.search(said(edition)), LEFTOVERS.search(said(edition))
        for block in blocks:
            if block.kind != "text":
                continue
            for sentence in split_sentences(" ".join(block.text.split())):
                marks = MARK.findall(sentence)
                assert marks or sentence.startswith("!["), sentence
                assert set(marks) <= known
                assert sentence[-1] in ".:)؟", sentence
    english, arabic = article.editions
    assert not re.search("[\u0600-\u06ff]", said(english)), said(english)
    stray = re.sub(r"\b[spr]\d+\b", "", said(arabic))
    assert not re.search("[A-Za-z]", stray), re.findall("[A-Za-z]+", stray)
    assert article.slug.isascii()
    remarks = remarks_of(article, Standing(None))
    assert {one.name for one in remarks} <= {
        "verdict changed",
        "not decided",
        "no accepted sighting",
        "no link",
        "no archive copy",
    }, [one for one in remarks if not one.blocks]


@pytest.mark.parametrize("item", RECORDS, ids=lambda item: str(item["id"]))
def test_every_record_becomes_a_whole_draft_in_both_languages(item: dict[str, Any]) -> None:
    article = draft(item)
    check(article)
    assert article == draft(item), "the same case gives the same draft"
    assert len(article.sources) == len(item["sightings"]) + 1


def test_addresses_differ_where_titles_do_not() -> None:
    taken: set[str] = set()
    for item in RECORDS:
        slug = draft_article(values_of(item), taken=taken).slug
        assert slug not in taken
        taken.add(slug)


@pytest.mark.parametrize("item", RECORDS[:40:4], ids=lambda item: str(item["id"]))
def test_a_case_without_a_verdict_says_that_it_is_not_rated(item: dict[str, Any]) -> None:
    article = draft(item, verdict=None, rating=None)
    check(article)
    assert "not been rated" in article.editions[0].body
    assert article.verdict_id == ""


@pytest.mark.parametrize(
    "sightings",
    [
        None,
        [{}],
        [{"place": "Homs, Syria"}],
        [{"captured": "2016-03", "source": "a web archive"}],
        [{"recorded": "3 March 2014", "place": "حلب، سوريا"}],
        [{"published": "2015"}, {"published": "2014/2016", "place": "Homs, Syria"}],
        [{"published": "2015", "source": "{title} <b>*bold*</b> [link](javascript:alert(1)) | a | b"}],
        [{"published": "2015", "event": "`code`\n\n# heading\n\n![x](y) \u202eturned", "actors": "<script>"}],
        [{"published": "2015", "event": "Mr. X. said: no. Really? Yes! etc.", "source": "U.S. Agency Inc."}],
    ],
    ids=["none", "empty", "place", "captured", "recorded", "vague", "markup", "markdown", "stops"],
)
@pytest.mark.parametrize("posted", ["2024-12-05", None], ids=["dated", "undated"])
@pytest.mark.parametrize(
    "caption",
    [
        "Syrian rebels threaten Hamas in Homs",
        "المعارضة السورية تهدد حماس في حمص الآن",
        "# not a heading\n> not a quote\n\n[@s9] <img src=x onerror=alert(1)> \u202e [a](javascript:x)",
        "1. first\n2. second",
    ],
    ids=["english", "arabic", "hostile", "list"],
)
def test_what_is_not_known_is_said_and_what_is_hostile_is_quoted(
    caption: str, posted: str | None, sightings: list[dict[str, str]] | None
) -> None:
    article = draft({"id": "case-1", "caption": caption, "posted": posted, "sightings": sightings})
    check(article)
    for edition in article.editions:
        bodies = [block for block in blocks_of(edition.body) if block.kind == "heading"]
        assert not any("not a heading" in block.text for block in bodies)
        assert "\u202e" not in edition.body


def test_a_claim_without_footage_claims_nothing_about_footage() -> None:
    article = draft({"id": "case-1", "caption": "Snow fell in Beirut", "posted": "2024-12-05"})
    assert article.editions[0].title == "What is known of a claim posted in December 2024"
    assert "No footage was given with this claim" in article.editions[0].body
    assert "footage is" not in article.editions[0].body
    assert article.review.media == ()
    named = {"caption": "Snow fell in Beirut", "posted": "2024-12-05", "claimant": "A page"}
    english, arabic = draft(named).editions
    assert "A page posted this text in English on 5 December 2024 [@p1]:" in english.body
    assert (
        "نشر الحساب \u2068A page\u2069 النص الآتي بالإنجليزية في 5 ديسمبر/كانون الأول 2024 [@p1]:"
        in arabic.body
    )


def test_a_claim_without_footage_rests_on_the_fact_checks_of_the_same_claim() -> None:
    values = values_of({"id": "case-1", "caption": "Snow fell in Beirut", "posted": "2024-12-05"})
    review = ClaimReview("r", "https://desk.example.org/1", "Snow", "Snow?", publisher="مكتب", rating="زائف")
    article = draft_article(
        replace(values, reviews=PriorReviews(claim=(ReviewHit(review, 1, 0.99, "sure"),)))
    )
    check(article)
    assert [source.id for source in article.sources] == ["p1", "r1"]
    assert "rates it “\u2068زائف\u2069” [@r1]." in article.editions[0].body
    assert "وتصنيفه: «زائف» [@r1]." in article.editions[1].body


def test_the_date_is_as_exact_as_its_source_and_says_what_it_rests_on() -> None:
    year = draft({"caption": "Clashes in Homs", "posted": "2024-12-05", "sightings": [{"published": "2015"}]})
    english, arabic = year.editions
    assert "was published in 2015, going by the date on the page" in english.body
    assert "only the year is known" in english.body
    assert "ولا يُعرف من هذا التاريخ سوى السنة" in arabic.body
    span = draft(
        {
            "caption": "Clashes in Homs",
            "posted": "2024-12-05",
            "sightings": [{"published": "2015-03/2015-05"}],
        }
    )
    assert "was probably online by May 2015" in span.editions[0].title
    assert "between March 2015 and May 2015" in span.editions[0].body


def test_three_dates_are_never_mixed() -> None:
    body = draft(
        {"caption": "Clashes in Homs", "posted": "2024-12-05", "sightings": [{"captured": "2016-03-01"}]}
    ).editions[0]
    assert "was saved on 1 March 2016; when it was first published is not known" in body.body
    assert "online" not in body.title


def test_sources_that_disagree_are_all_named() -> None:
    item = next(one for one in RECORDS if one["id"] == "rc-005")
    english, arabic = draft(item).editions
    assert "The sources do not agree on the place: Poland, Kyiv Oblast and Estonia" in english.body
    assert "ولا تتفق المصادر على المكان" in arabic.body


def test_a_rating_of_true_is_no_refutation() -> None:
    item = next(one for one in RECORDS if one["id"] == "rc-003")
    values = values_of(item)
    assert values.verdict is not None
    true = replace(values, verdict=replace(values.verdict, rating="true", category="OriginalMediaContent"))
    article = draft_article(true)
    check(article)
    assert "agrees with the claim" in article.editions[0].title
    assert "يوافق" in article.editions[1].title


def test_a_slug_is_kept_when_it_is_given() -> None:
    assert draft_article(values_of(RECORDS[0]), slug="kept").slug == "kept"


PICTURE = Media(
    "a" * 64, "old.jpg", 1000, "still", 0.0, 640, 480, 0.0, 0, "jpeg", "jpeg", ""
)  # fmt: skip


@pytest.mark.parametrize("item", RECORDS[::7], ids=lambda item: str(item["id"]))
def test_a_picture_is_spoken_of_as_a_picture_in_both_languages(item: dict[str, Any]) -> None:
    values = values_of(item)
    article = draft_article(
        replace(values, case=replace(values.case, footage=(CaseFootage(PICTURE, "query"),)))
    )
    check(article)
    english, arabic = (said(edition) for edition in article.editions)
    assert "footage" not in english.lower()
    assert "Picture" in english or "picture" in english
    assert "مقطع" not in arabic
    assert not re.search("الصورة (منشور|نفسه|معدَّل|المتداول|المنسوب) ", arabic)


def surely(confidence: Confidence) -> tuple[Edition, Edition]:
    """A draft whose earliest copy is dated as surely as that."""
    sighting = {"published": "2015-07-01", "source": "A channel", "event": "A march"}
    values = values_of({"caption": "Clashes in Homs today", "posted": "2024-12-05", "sightings": [sighting]})
    assert values.history is not None
    timeline = replace(values.timeline, confidence=confidence)
    english, arabic = draft_article(replace(values, history=History(timeline))).editions
    return english, arabic


def test_a_headline_is_no_surer_than_the_body() -> None:
    english, _ = surely("established")
    assert "was online in July 2015" in english.title
    assert "The earliest copy found was published on 1 July 2015" in english.summary
    assert "so the footage cannot show what happened then" in english.body
    english, arabic = surely("probable")
    assert "was probably online in July 2015" in english.title
    assert "منشور على الأرجح منذ" in arabic.title
    assert "was probably published" in english.summary
    assert "على الأرجح" in arabic.summary
    assert "seems older than the claim" in english.body
    assert "if that copy’s date is right, the footage cannot show" in english.body
    english, arabic = surely("possible")
    assert "probably" not in english.title + english.summary
    assert "was possibly online in July 2015" in english.title
    assert "possibly published" in english.summary
    assert "على ما يُحتمل" in arabic.summary


def test_sources_with_the_same_words_are_named_together() -> None:
    event = "Militants threaten a town"
    seen = [
        {"published": "2015-07-01", "source": "A channel", "event": event},
        {"published": "2016-07-01", "source": "A paper", "event": event},
        {"published": "2017-07-01", "source": "An agency", "event": "A march"},
    ]
    english, arabic = draft(
        {"caption": "Clashes in Homs", "posted": "2024-12-05", "sightings": seen}
    ).editions
    assert english.body.count(event) == 1
    assert "According to A channel and A paper: “Militants" in english.body
    assert arabic.body.count(event) == 1


def test_why_it_circulates_is_left_out_where_nothing_is_known_but_the_day() -> None:
    plain = draft({"caption": "Clashes in Homs", "posted": "2024-12-05"}).editions
    assert "Why it circulates now" not in plain[0].body
    assert "لماذا" not in plain[1].body
    undated = draft({"caption": "Clashes in Homs"}).editions
    assert "When the claim was first posted is not known" in undated[0].body
