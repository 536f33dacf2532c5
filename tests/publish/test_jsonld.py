"""What is written as JSON-LD is read back as it was, in both languages."""

import json
from dataclasses import replace

import pytest

from firstseen.gather.documents import read_review_document
from firstseen.gather.notes import Importing
from firstseen.model.dates import read_date
from firstseen.model.review import Appearance, ClaimReview, MediaReview, Source
from firstseen.publish.jsonld import claim_review_node

PAGE = "date on the page"
FULL = ClaimReview(
    id="https://desk.example/ar/2#review",
    url="https://desk.example/ar/2",
    claim="مقطع فيديو حديث لهطول الأمطار",
    name="الفيديو قديم وليس حديثًا",
    text="نشر الفيديو في 2019.\nوليس اليوم.",
    publisher="مكتب",
    publisher_url="https://desk.example",
    author="سارة",
    published=read_date("2021-01-18T08:00+03:00", PAGE),
    modified=read_date("2021-02", PAGE),
    rating="مضلل",
    language="ar",
    claimant="مستخدمون",
    claim_date=read_date("2021-01-17"),
    appearances=(
        Appearance("https://x.com/a/1", "https://archive.ph/1", read_date("2021-01-17", PAGE), "أمطار"),
        Appearance("https://x.com/b/2"),
    ),
    media=(
        MediaReview(
            "DecontextualizedContent",
            "DecontextualizedContent",
            "من سنة 2019",
            "https://video.example/2019",
            (Appearance("https://x.com/v.mp4", "https://archive.ph/2", read_date("2021", PAGE), "اليوم"),),
        ),
    ),
    sources=(Source("وكالة", "https://agency.example/7"), Source("صفحة المصور")),
    corrections=("صُحح التاريخ",),
)
BARE = ClaimReview(id="vclaim-1", url="", claim="Rain rises", name="It does not")


@pytest.mark.parametrize(
    "review", [FULL, BARE, replace(FULL, media=(), appearances=(), claimant="", claim_date=None)]
)
def test_what_is_written_is_read_back_and_nothing_of_it_is_unknown(review: ClaimReview) -> None:
    source = Importing("")
    written = json.loads(json.dumps(claim_review_node(review)))
    assert list(read_review_document(written, source)) == [review]
    assert not source.notes.unknown
    assert not source.notes.unread_dates


def test_an_old_spelling_of_a_category_is_written_as_todays() -> None:
    media = replace(FULL.media[0], category_text="https://schema.org/MissingContext")
    (node,) = claim_review_node(replace(FULL, media=(media,)))["associatedMediaReview"]
    assert node["mediaAuthenticityCategory"] == "DecontextualizedContent"
    assert node["associatedClaimReview"]["@id"] == FULL.id
