"""The markup of the site: of the schema.org vocabulary, read back as it was, and the same as the golden files."""

import json
import os
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from firstseen.gather.notes import Notes
from firstseen.gather.reviews import read_reviews
from firstseen.model.article import Edition, Publication
from firstseen.model.dates import read_date
from firstseen.model.review import Appearance, ClaimReview, MediaReview
from firstseen.publish.site.facts import site_of
from firstseen.publish.site.markup import edition_review, for_script
from tests.publish.articles import SLUG, reference_publication
from tests.publish.schemaorg import faults
from tests.publish.sites import BASE, PUBLISH, RATINGS, Made, another, made_site

GOLDEN = Path(__file__).parent / "golden"
COMPARED = {one.name for one in fields(ClaimReview)} - {"label", "origin", "extra"}
"""`label` is mapped from the rating when a fact-check is kept, `origin` is where it was read from, `extra` holds what
has no field: who marked it up and under which licence, the summary, the other edition."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Made:
    several = [
        reference_publication(2, "corrected"),
        *(another(number, rating=key) for number, key in enumerate(RATINGS, start=2)),
        another(20, change="withdrawn"),
    ]
    return made_site(tmp_path_factory.mktemp("site"), several)


def scripts(page: str) -> list[str]:
    return re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)


def bare(review: ClaimReview) -> ClaimReview:
    """What of a fact-check the markup can hold: dates do not say what they rest on, categories have one spelling."""

    def dated(date):
        return read_date(date.iso) if date else None

    def seen(several):
        return tuple(replace(one, published=dated(one.published)) for one in several)

    return replace(
        review,
        published=dated(review.published),
        modified=dated(review.modified),
        claim_date=dated(review.claim_date),
        appearances=seen(review.appearances),
        media=tuple(
            replace(one, category_text="", appearances=seen(one.appearances)) for one in review.media
        ),
        **{name: type(getattr(review, name))() for name in ("label", "origin", "extra")},
    )


def stated(made: Made) -> dict[str, ClaimReview]:
    """Every edition that stands, as it should be read back, by its id."""
    known = site_of(made.publications, PUBLISH, RATINGS, {}, {})
    several = [
        edition_review(one, edition, known)
        for one in made.publications
        if one.change != "withdrawn"
        for edition in one.article.editions
    ]
    return {one.id: one for one in several}


def test_the_markup_of_every_page_is_of_the_vocabulary(site: Made) -> None:
    count = 0
    for page in site.pages():
        for script in scripts(page.read_text(encoding="utf-8")):
            document = json.loads(script)
            assert faults(document) == [], page
            assert document["@type"] == "ClaimReview"
            count += 1
    assert count == 2 * 9
    feed = json.loads(site.text("data/claims.json"))
    assert faults(feed) == []
    assert len(feed["dataFeedElement"]) == 2 * 10


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"@type": "ClaimRevue"}, "is no type"),
        ({"articleBody": "x"}, "has no such property"),
        ({"reviewRating": {"@type": "Person", "name": "x"}}, "is none of"),
        ({"datePublished": "last week"}, "is no date"),
        ({"datePublished": "2015-02-30"}, "is no date"),
        ({"url": "desk/1"}, "is no address"),
        ({"author": "mona"}, "is none of"),
        ({"name": 3}, "is no text"),
        ({"name": ""}, "says nothing"),
        (
            {
                "associatedMediaReview": {
                    "@type": "MediaReview",
                    "mediaAuthenticityCategory": "MissingContext",
                }
            },
            "is no member",
        ),
        ({"@context": "https://example.org"}, "no @context"),
    ],
)
def test_the_check_finds_what_the_vocabulary_does_not_allow(site: Made, change: dict, fault: str) -> None:
    (script,) = scripts(site.text(f"en/{SLUG}/"))
    assert [one for one in faults(json.loads(script) | change) if fault in one]


def test_claim_and_media_are_linked_both_ways_and_editions_to_each_other(site: Made) -> None:
    (script,) = scripts(site.text(f"en/{SLUG}/"))
    node = json.loads(script)
    (media,) = node["associatedMediaReview"]
    assert media["associatedClaimReview"]["@id"] == node["@id"] == f"{BASE}/en/{SLUG}/#review"
    assert media["mediaAuthenticityCategory"] == "DecontextualizedContent"
    assert media["itemReviewed"]["mediaItemAppearance"][0]["uploadDate"] == "2015-07"
    assert node["workTranslation"]["@id"] == f"{BASE}/ar/{SLUG}/#review"
    (script,) = scripts(site.text(f"ar/{SLUG}/"))
    arabic = json.loads(script)
    assert arabic["translationOfWork"]["@id"] == node["@id"]
    assert arabic["reviewRating"]["alternateName"] == "مضلل"
    assert arabic["correction"][0]["text"].startswith("ذكرت نسخة سابقة")
    assert arabic["dateModified"] == "2024-12-08T16:20:00+00:00"


def test_every_page_is_read_back_as_it_was(site: Made) -> None:
    wanted = stated(site)
    for page in site.pages():
        if not scripts(page.read_text(encoding="utf-8")):
            continue
        notes = Notes()
        (read,) = read_reviews([page], notes)
        assert isinstance(read, ClaimReview)
        assert bare(read) == bare(wanted.pop(read.id))
        assert not notes.unknown
        assert not notes.unread_dates
    assert not wanted


def test_the_feed_of_all_is_read_back_as_it_was(site: Made) -> None:
    wanted = stated(site)
    read = list(read_reviews([site.folder / "data/claims.json"], Notes()))
    assert {one.id: bare(one) for one in read if isinstance(one, ClaimReview)} == {
        id_: bare(one) for id_, one in wanted.items()
    }
    assert len(read) == len(wanted)


def test_what_is_compared_is_every_field_but_three(site: Made) -> None:
    one = next(iter(stated(site).values()))
    told = {name for name in COMPARED if getattr(one, name)}
    assert told == COMPARED


def test_a_withdrawn_fact_check_is_deleted_in_the_feed(site: Made) -> None:
    feed = json.loads(site.text("data/claims.json"))
    gone = [one for one in feed["dataFeedElement"] if "dateDeleted" in one]
    assert [one["item"]["url"] for one in gone] == [f"{BASE}/en/check-20/", f"{BASE}/ar/check-20/"]


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--<script>", "a\u2028b\u2029c", "&lt;"]
)
def test_markup_cannot_end_its_script(text: str) -> None:
    written = for_script({"name": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"name": text}


def test_media_of_every_kind_and_of_none_is_of_the_vocabulary_and_read_back(tmp_path: Path) -> None:
    for kind in ("video", "still", "sound", None):
        base = reference_publication()
        seen = (Appearance("https://a.example/1", "", read_date("2015"), "words"),)
        media = (MediaReview("TransformedContent", appearances=seen, kind=kind),)
        article = replace(base.article, review=replace(base.article.review, media=media))
        made = made_site(tmp_path, [replace(base, article=article)])
        page = f"en/{SLUG}/"
        (script,) = scripts(made.text(page))
        assert faults(json.loads(script)) == []
        (read,) = read_reviews([made.folder / page / "index.html"], Notes())
        assert read.media[0].kind == kind
        assert read.media[0].appearances[0].caption == "words"


def test_a_stretch_between_two_dates_is_left_out_of_the_markup_and_stands_on_the_page(tmp_path: Path) -> None:
    base = reference_publication()
    review = replace(base.article.review, claim_date=read_date("2024-12-01/2024-12-05"))
    seen = replace(
        review.media[0], appearances=(Appearance("https://a.example/1", "", read_date("2015/2016")),)
    )
    article = replace(base.article, review=replace(review, media=(seen,)))
    made = made_site(tmp_path, [replace(base, article=article)])
    (script,) = scripts(made.text(f"en/{SLUG}/"))
    assert faults(json.loads(script)) == []
    assert "2015 to 2016" in made.text(f"en/{SLUG}/")


def one_edition(language: str) -> Publication:
    base = reference_publication()
    kept: tuple[Edition, ...] = tuple(one for one in base.article.editions if one.language == language)
    return replace(base, article=replace(base.article, editions=kept))


def test_an_article_in_one_language_stands_in_that_one_alone(tmp_path: Path) -> None:
    made = made_site(tmp_path, [one_edition("ar")])
    page = made.text(f"ar/{SLUG}/")
    assert "hreflang" in page  # the way to the other language's first page
    assert f"{BASE}/en/{SLUG}/" not in page
    assert not (made.folder / f"en/{SLUG}").exists()
    assert SLUG not in made.text("en/")
    (script,) = scripts(page)
    assert "translationOfWork" not in script
    assert faults(json.loads(script)) == []


@pytest.mark.parametrize("name", ["en.jsonld", "ar.jsonld", "en.rss", "en.atom", "ar.rss", "ar.atom"])
def test_the_reference_case_is_as_the_golden_file_says(tmp_path: Path, name: str) -> None:
    """Write them anew with GOLDEN=write, and look at what changed."""
    made = made_site(tmp_path, [reference_publication(2, "corrected")])
    language, _, ending = name.partition(".")
    if ending == "jsonld":
        (script,) = scripts(made.text(f"{language}/{SLUG}/"))
        text = json.dumps(json.loads(script), indent=1, ensure_ascii=False) + "\n"
    else:
        text = made.text(f"{language}/feed.{'xml' if ending == 'rss' else ending}")
    # Pictures are named by their bytes, which differ from one version of a JPEG writer to the next.
    text = re.sub(r"[0-9a-f]{64}", "DIGEST", text)
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / f"mis-001.{name}").write_text(text, encoding="utf-8")
    assert text == (GOLDEN / f"mis-001.{name}").read_text(encoding="utf-8")
