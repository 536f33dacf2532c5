"""What is remarked on in an article, what stops it, and that nothing a person types brings the reading down."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from firstseen.model.article import Approval, Article, ArticleSource, Edition, Remark
from firstseen.model.verdict import Verdict
from firstseen.publish.markdown import to_html
from firstseen.publish.prose.sentences import split_sentences
from firstseen.publish.remarks import Standing, remarks_of
from tests.publish.articles import reference_article

AT = datetime(2024, 12, 6, tzinfo=UTC)
VERDICT = Verdict("case-1/1", "case-1", "misleading", "DecontextualizedContent", "mona", AT)
READY = Standing(VERDICT, accepted=("sighting-1",))


def article(body: str = "", **changed: object) -> Article:
    """The reference article, with another English text where one is given."""
    made = reference_article()
    if body:
        english = replace(made.editions[0], body=body)
        made = replace(made, editions=(english, made.editions[1]))
    return replace(made, **changed)  # type: ignore[arg-type]


def found(made: Article, standing: Standing = READY) -> list[Remark]:
    return list(remarks_of(made, standing))


def names(made: Article, standing: Standing = READY, *, blocks: bool | None = None) -> set[str]:
    return {one.name for one in found(made, standing) if blocks is None or one.blocks == blocks}


def test_the_reference_article_can_go_out_and_only_lacks_one_archive_copy() -> None:
    (only,) = found(article())
    assert (only.name, only.where, only.blocks) == ("no archive copy", "p2", False)


@pytest.mark.parametrize(
    ("made", "standing", "name"),
    [
        (article(), replace(READY, verdict=None), "not decided"),
        (article(), replace(READY, verdict=replace(VERDICT, id="case-1/2")), "verdict changed"),
        (article(), replace(READY, accepted=()), "no accepted sighting"),
        (article(sources=()), READY, "no source"),
        (article(editions=()), READY, "no text"),
        (article(editions=(Edition("en", "A title", "", " "),)), READY, "no text"),
        (article(), replace(READY, two_persons=True), "not approved"),
        (
            article(),
            replace(READY, two_persons=True, approvals=(Approval("case-1", 2, "mona", AT),)),
            "not approved",
        ),
    ],
)
def test_what_stops_an_article(made: Article, standing: Standing, name: str) -> None:
    assert name in names(made, standing, blocks=True)


def test_a_second_person_may_let_it_out() -> None:
    standing = replace(READY, two_persons=True, approvals=(Approval("case-1", 2, "omar", AT),))
    assert not names(article(), standing, blocks=True)


@pytest.mark.parametrize(
    ("alt", "name"),
    [
        ("", "no alt text"),
        ("  ", "no alt text"),
        ("Image", "boilerplate alt text"),
        ("IMG_2031.JPG", "boilerplate alt text"),
        ("صورة متعلقة توضيحية", "boilerplate alt text"),
        ("A supporting image within the article body", "boilerplate alt text"),
        (reference_article().editions[0].title, "boilerplate alt text"),
        ("A man speaks", "short alt text"),
    ],
)
def test_an_alternative_text_has_to_say_what_is_shown(alt: str, name: str) -> None:
    first, *rest = article().pictures
    for field in ("alt", "alt_ar"):
        made = article(pictures=(replace(first, **{field: alt}), *rest))
        (remark,) = (one for one in found(made) if one.where.endswith(": side-by-side"))
        assert (remark.name, remark.blocks) == (name, name != "short alt text")


@pytest.mark.parametrize(
    ("body", "name", "says"),
    [
        ("## The Claim\n\nIt was so.", "unsourced sentence", "It was so."),
        ("A first one [@s1]. A second one. A third [@s1].", "unsourced sentence", "A second one."),
        ("- a point\n- another [@s1].", "unsourced sentence", "a point"),
        ("It was so [@s9].", "unknown mark", "[@s9]"),
        ("> Words of somebody", "unmarked quotation", "Words of somebody"),
        ("It was so [@s1]. ![](nowhere)", "unknown picture", "nowhere"),
        ("It was so [@s1]. <b>bold</b>", "raw HTML", "<b>"),
        ("It was so [@s1]. <!-- hidden -->", "raw HTML", "<!--"),
        ("It was so [[x](javascript:alert(1))] [@s1].", "odd link", "javascript"),
        ("It was so [x](JaVaScRiPt:alert(1)) [@s1].", "odd link", "JaVa"),
        ("It was so [x](data:text/html;base64,AA==) [@s1].", "odd link", "data:"),
        ("It was so [x](//evil.example) [@s1].", "odd link", "//evil"),
        ("It was so [x](relative) [@s1].", "odd link", "relative"),
        ("It was so <vbscript:x> [@s1].", "odd link", "vbscript"),
        ("It was so [x][1] [@s1].\n\n[1]: file:///etc/passwd", "odd link", "file:"),
        ("It was \u202eso [@s1].", "direction override", "turn"),
        ("It was so [@s1].", "section missing", "Classification"),
    ],
)
def test_what_is_remarked_on_in_a_text(body: str, name: str, says: str) -> None:
    told = [one for one in found(article(body)) if one.name == name]
    assert told
    assert any(says in one.sentence for one in told)
    assert all(one.sentence_ar.strip() and not one.blocks for one in told)
    assert all(one.where.startswith("en") for one in told)


@pytest.mark.parametrize(
    "body",
    [
        "It was so [@s1]. [A page](https://example.org/a) [@s1].",
        "Somebody said so [@s1]:\n\n> His words",
        "> His words [@s1]",
        "Dr. A. B. Smith said “No. Never. Not now.” in the U.S. in 2015 [@s1].",
        "قال فلان: «لا. أبدًا.» [@s1]. وهل كان ذلك صحيحًا؟ [@s1]",
        "| a | b |\n| --- | --- |\n| c | d |",
    ],
)
def test_what_is_in_order_is_not_remarked_on(body: str) -> None:
    assert names(article(body)) <= {"section missing", "no archive copy"}


def test_rejected_evidence_is_named_where_it_is_used() -> None:
    told = found(article(), replace(READY, rejected=frozenset({"sighting-2"})))
    assert {one.name for one in told} == {"rejected evidence", "no archive copy"}
    assert {one.where for one in told if one.name == "rejected evidence"} == {
        "en: What the footage shows",
        "ar: ما يُظهره المقطع",
    }


def test_a_source_without_link_and_an_edition_that_is_missing_are_told() -> None:
    made = article(
        sources=(*article().sources, ArticleSource("x", "Somebody")), editions=article().editions[:1]
    )
    told = {(one.name, one.where) for one in found(made) if not one.blocks}
    assert {("no link", "x"), ("no archive copy", "x"), ("edition missing", "ar")} <= told


def test_a_text_without_marks_is_told_of_briefly() -> None:
    told = [one for one in found(article("It was so. " * 500)) if one.name == "unsourced sentence"]
    assert len(told) == 13
    assert "488 more" in told[-1].sentence


HOSTILE = {
    "quotes in quotes": ">" * 50_000 + " x",
    "lists in lists": "".join(f"{' ' * n}- x\n" for n in range(1500)),
    "brackets": "[" * 100_000,
    "links": "[x](" * 30_000,
    "marks": "[@" * 60_000,
    "pictures": "![](" * 30_000,
    "emphasis": "*_" * 60_000,
    "html": "<a <b <!-- " * 20_000,
    "opening": "“«(" * 30_000,
    "stops": "a. " * 40_000,
    "backticks": "`" * 99_999,
    "headings": "# x\n" * 20_000,
    "table": "|" * 99_999,
    "overrides": "\u202e\u2066\u2067" * 30_000,
    "nulls": "\x00\x1b[31m" * 20_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_read_soon_and_never_run(body: str) -> None:
    start = time.process_time()
    assert isinstance(found(article(body[:100_000])), list)
    html = to_html(body[:100_000], {"s1": "A"}, {}, "en")
    assert time.process_time() - start < 8
    assert "<script" not in html
    assert "javascript:" not in html.lower().replace("&", "")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three? Four", 4),
        ("One [@s1]. Two [@s2].", 2),
        ("A version 1.2 of 3.5 m.", 1),
        ("“One. Two.” he said.", 1),
        ("J. R. Smith left.", 1),
        ("هل كان؟ نعم.", 2),
        ("Unclosed “quote. It goes on.", 2),
        ("", 0),
    ],
)
def test_sentences_are_told_apart(text: str, parts: int) -> None:
    assert len(split_sentences(text)) == parts
