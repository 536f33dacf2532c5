"""ClaimReview and MediaReview as publishers really write them: read in full, nothing dropped in silence."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstseen.errors import BadRecord
from firstseen.gather import reviews
from firstseen.gather.documents import read_review_document
from firstseen.gather.mediareview import category_of
from firstseen.gather.notes import Importing
from firstseen.model.review import Appearance, ClaimReview, Source
from tests.gather.importing import read

ENGLISH = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://desk.example/en/1",
    "claimReviewed": "A video shows rebels threatening a party this week.",
    "name": "This video is from 2015",
    "datePublished": "2024-12-06T09:30:00+0000",
    "author": {"@type": "Organization", "name": "Example Desk", "url": "https://desk.example/"},
    "reviewRating": {
        "@type": "Rating",
        "ratingValue": 1,
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": "Misleading",
    },
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Social media users", "sameAs": "https://social.example/a"},
        "datePublished": "2024-12-05",
        "firstAppearance": {"@type": "CreativeWork", "url": "https://social.example/a/1"},
        "appearance": [{"@type": "CreativeWork", "url": "https://social.example/b/2"}],
    },
    "inLanguage": "en-US",
}
ARABIC = {
    "@context": "http://schema.org/",
    "@type": ["Review", "http://schema.org/ClaimReview"],
    "@id": "https://desk.example/ar/2#review",
    "url": "https://desk.example/ar/2",
    "claimReviewed": "مقطع فيديو حديث لهطول الأمطار",
    "headline": "الفيديو قديم وليس حديثًا",
    "datePublished": "٢٠٢١-٠١-١٨",
    "publisher": {"@id": "#desk"},
    "author": [{"@type": "Person", "name": "سارة"}, {"@type": "Person", "name": "خالد"}],
    "reviewRating": {"@type": "Rating", "alternateName": "مضلل"},
    "itemReviewed": {"@type": "CreativeWork", "url": "https://social.example/c/3"},
    "inLanguage": {"@type": "Language", "name": "العربية", "alternateName": "ar"},
    "citation": [
        {"@type": "CreativeWork", "name": "وكالة", "url": "https://agency.example/7"},
        "صفحة المصور",
    ],
    "correction": "صُحح التاريخ",
}
DESK = {"@type": "NewsMediaOrganization", "@id": "#desk", "name": "مكتب", "url": "https://desk.example"}


def test_a_review_in_english_is_read_in_full(tmp_path: Path) -> None:
    review = read(tmp_path, "a.json", ENGLISH).only
    assert review.id == review.url == "https://desk.example/en/1"
    assert review.claim == "A video shows rebels threatening a party this week."
    assert (review.name, review.rating, review.language) == ("This video is from 2015", "Misleading", "en")
    assert (review.publisher, review.publisher_url) == ("Example Desk", "https://desk.example/")
    assert review.published is not None
    assert (review.published.iso, review.published.basis) == (
        "2024-12-06T09:30:00+00:00",
        "date on the page",
    )
    assert review.claimant == "Social media users"
    assert review.claim_date is not None
    assert review.claim_date.iso == "2024-12-05"
    assert [one.url for one in review.appearances] == [
        "https://social.example/a/1",
        "https://social.example/b/2",
    ]
    assert dict(review.extra) == {
        "itemReviewed.author.sameAs": "https://social.example/a",
        "reviewRating.ratingValue": "1",
        "reviewRating.bestRating": "5",
        "reviewRating.worstRating": "1",
    }


def test_a_review_in_arabic_is_read_in_full_and_its_references_followed(tmp_path: Path) -> None:
    review = read(tmp_path, "a.jsonld", {"@graph": [ARABIC, DESK]}).only
    assert review.id == "https://desk.example/ar/2#review"
    assert (review.claim, review.name) == ("مقطع فيديو حديث لهطول الأمطار", "الفيديو قديم وليس حديثًا")
    assert (review.publisher, review.author, review.language) == ("مكتب", "سارة, خالد", "ar")
    assert review.published is not None
    assert review.published.iso == "2021-01-18"
    assert review.rating == "مضلل"
    assert [one.url for one in review.appearances] == ["https://social.example/c/3"]
    assert review.sources == (Source("وكالة", "https://agency.example/7"), Source("صفحة المصور"))
    assert review.corrections == ("صُحح التاريخ",)


@pytest.mark.parametrize(
    "document",
    [
        ENGLISH,
        [ENGLISH],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, ENGLISH]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [ENGLISH]}]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "item": ENGLISH}]},
        {"@type": "NewsArticle", "headline": "x", "review": ENGLISH},
        {f"https://schema.org/{k}" if not k.startswith("@") else k: v for k, v in ENGLISH.items()},
        {"schema:" + k if not k.startswith("@") else k: v for k, v in ENGLISH.items()},
        {k: v for k, v in ENGLISH.items() if k != "@type"},
        {"type": "ClaimReview", **{k: v for k, v in ENGLISH.items() if not k.startswith("@")}},
        [{"@type": "ClaimReview", "@id": "x"}, {**ENGLISH, "@id": "x"}],
    ],
    ids=[
        "object",
        "list",
        "graph",
        "data feed",
        "list item",
        "in an article",
        "full names",
        "prefixes",
        "no type",
        "aliases",
        "in two places",
    ],
)
def test_every_place_a_review_can_stand_in_is_looked_at(tmp_path: Path, document: object) -> None:
    review = read(tmp_path, "a.json", document).only
    assert (review.claim, review.rating) == (ENGLISH["claimReviewed"], "Misleading")
    assert review.claimant == "Social media users"


def test_values_with_a_language_and_lists_are_read_and_nothing_of_them_is_lost(tmp_path: Path) -> None:
    named = [{"@value": "This video is old", "@language": "en"}, {"@value": "فيديو قديم", "@language": "ar"}]
    review = read(tmp_path, "a.json", ENGLISH | {"name": named, "inLanguage": ["en", "ar"]}).only
    assert review.name == "This video is old"
    assert "فيديو قديم" in dict(review.extra)["name"]


MEDIA = {
    "@type": "MediaReview",
    "@id": "#media",
    "mediaAuthenticityCategory": "https://schema.org/DecontexualizedContent",
    "originalMediaContextDescription": "Filmed in 2015",
    "originalMediaLink": "https://video.example/2015",
    "itemReviewed": {
        "@type": "MediaReviewItem",
        "mediaItemAppearance": [
            {
                "@type": "VideoObject",
                "contentUrl": "https://social.example/v.mp4",
                "archivedAt": "https://archive.example/1",
                "uploadDate": "2024-12-05",
                "embeddedTextCaption": "رسالة",
            },
            {"@type": "ImageObjectSnapshot", "accessedOnUrl": "https://social.example/p", "sha256": "ab"},
        ],
    },
}


@pytest.mark.parametrize(
    "document",
    [
        ENGLISH | {"associatedMediaReview": MEDIA},
        {"@graph": [ENGLISH | {"associatedMediaReview": {"@id": "#media"}}, MEDIA]},
        {"@graph": [ENGLISH | {"@id": "#c"}, MEDIA | {"associatedClaimReview": {"@id": "#c"}}]},
        [MEDIA | {"associatedClaimReview": {"@type": "ClaimReview", "url": ENGLISH["url"]}}, ENGLISH],
        MEDIA | {"associatedClaimReview": ENGLISH},
    ],
    ids=["nested", "by id", "back by id", "back by address", "back, nested"],
)
def test_a_check_of_media_finds_its_review_in_both_directions(tmp_path: Path, document: object) -> None:
    (media,) = read(tmp_path, "a.json", document).only.media
    assert media.category == "DecontextualizedContent"
    assert (media.original_context, media.original_url) == ("Filmed in 2015", "https://video.example/2015")
    first, second = media.appearances
    assert (first.url, first.archived_url) == ("https://social.example/v.mp4", "https://archive.example/1")
    assert first.published is not None
    assert (first.published.iso, first.caption) == ("2024-12-05", "رسالة")
    assert second == Appearance("https://social.example/p")


def test_a_check_of_media_that_stands_alone_comes_in_with_what_the_media_was_taken_for(
    tmp_path: Path,
) -> None:
    item = {"@type": "MediaReviewItem", "interpretedAsClaim": {"@type": "Claim", "text": "Rebels, today"}}
    lone = MEDIA | {"itemReviewed": item, "url": "https://desk.example/m", "name": "Old video"}
    review = read(tmp_path, "a.json", lone).only
    assert (review.claim, review.name, review.url) == ("Rebels, today", "Old video", "https://desk.example/m")
    assert review.media[0].category == "DecontextualizedContent"


@pytest.mark.parametrize(
    ("written", "category"),
    [
        ("https://schema.org/OriginalMediaContent", "OriginalMediaContent"),
        ("AuthenticContent", "OriginalMediaContent"),
        ("http://schema.org/MissingContext", "DecontextualizedContent"),
        ("schema:DecontexualizedContent", "DecontextualizedContent"),
        ("Edited or cropped content", "EditedOrCroppedContent"),
        ("TransformedContent", "TransformedContent"),
        ("stagedcontent", "StagedContent"),
        ("SatireOrParodyContent/", None),
        ("SatireOrParodyContent", "SatireOrParodyContent"),
        ("False", None),
    ],
)
def test_old_spellings_of_a_category_are_read_as_todays(written: str, category: str | None) -> None:
    assert category_of(written) == category


def test_a_field_nobody_knows_is_kept_and_told_once(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(ENGLISH | {"url": f"https://desk.example/{n}", "mood": n}) for n in (1, 2))
    found = read(tmp_path, "a.jsonl", lines)
    assert [dict(one.extra)["mood"] for one in found.reviews] == ["1", "2"]
    assert list(found.notes.sentences()) == ["fields not known, kept unread: mood (2)"]


def test_a_field_nobody_knows_is_an_error_when_that_is_asked_for(tmp_path: Path) -> None:
    found = read(tmp_path, "a.jsonl", json.dumps(ENGLISH | {"mood": 1}), strict=True)
    assert not found.reviews
    assert found.errors == [
        ", line 1: has a field 'mood', which is not known; leave --strict out to keep it unread"
    ]


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    found = read(tmp_path, "a.json", ENGLISH | {"image": "https://desk.example/1.jpg"}, strict=True)
    assert found.only.extra
    assert list(found.notes.sentences()) == ["fields left out on purpose: image (1)"]


@pytest.mark.parametrize("written", ["a week ago", "بعد العيد", "2024-13-45", "9999", "x" * 5000])
def test_a_date_that_cannot_be_read_stays_as_written_and_the_review_comes_in(
    tmp_path: Path, written: str
) -> None:
    found = read(tmp_path, "a.json", ENGLISH | {"datePublished": written})
    assert found.only.published is None
    assert ("datePublished", written) in found.only.extra
    assert next(found.notes.sentences()).startswith("datePublished: 1 value could not be read")


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2020-05-26", "2020-05-26"),
        ("2020-05-26T10:00:00+0000", "2020-05-26T10:00:00+00:00"),
        ("2020-05-26T10:00:00.123456789012Z", "2020-05-26T10:00:00.123456789Z"),
        ("2020-05-26 10:00:00 UTC", "2020-05-26T10:00:00Z"),
        ("Tue, 26 May 2020 10:00:00 +0300", "2020-05-26T07:00:00+00:00"),
        ("26 May 2020 10:00:00 GMT", "2020-05-26T10:00:00+00:00"),
    ],
)
def test_dates_are_read_in_the_forms_machines_write(tmp_path: Path, written: str, iso: str) -> None:
    review = read(tmp_path, "a.json", ENGLISH | {"datePublished": written}).only
    assert review.published is not None
    assert review.published.iso == iso


@pytest.mark.parametrize(
    ("changed", "claim"),
    [
        ({"claimReviewed": "  Rebels &amp; <b>party</b>\u00a0now "}, "Rebels & party now"),
        ({"claimReviewed": "الثوار&nbsp;<br>اليوم"}, "الثوار\nاليوم"),
        ({"claimReviewed": "a\x00b\x1b[31m\ud800"}, "ab[31m\ufffd"),
        ({"claimReviewed": "", "itemReviewed": {"@type": "Claim", "name": "From the item"}}, "From the item"),
        ({"claimReviewed": None, "itemReviewed": "Only words"}, "Only words"),
        ({"claimReviewed": ["First", "Second"]}, "First"),
        ({"claimReviewed": 7}, "7"),
    ],
)
def test_a_claim_is_read_as_plain_words(tmp_path: Path, changed: dict[str, object], claim: str) -> None:
    assert read(tmp_path, "a.json", json.dumps(ENGLISH | changed)).only.claim == claim


CLAIM = "مقطع فيديو حديث “لهطول” الأمطار"


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "cp1256"])
def test_letters_that_went_through_a_wrong_encoding_are_repaired(tmp_path: Path, codec: str) -> None:
    table = {byte: bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in range(256)}
    broken = "".join(table[byte] for byte in CLAIM.encode())
    assert read(tmp_path, "a.json", ENGLISH | {"claimReviewed": broken}).only.claim == CLAIM


@pytest.mark.parametrize("hole", ["", "?", "\ufffd"])
def test_words_that_lost_bytes_on_the_way_come_back_but_for_those(tmp_path: Path, hole: str) -> None:
    holes = dict.fromkeys((0x81, 0x8D, 0x8F, 0x90, 0x9D), hole)
    broken = "".join(
        holes.get(byte) or bytes([byte]).decode("cp1252", "ignore") for byte in "فيديو قديم".encode()
    )
    claim = read(tmp_path, "a.json", ENGLISH | {"claimReviewed": f"{broken} هنا"}).only.claim
    assert claim.endswith(" هنا")
    assert "يديو قديم" in claim


@pytest.mark.parametrize(
    "claim", [CLAIM, "Où est né l’été ? Ã©", "«حفظ» و«حظ» الخط…", "naïve Ångström Ø 5 §", "طـ§"]
)
def test_letters_that_are_right_stay_as_they_are(tmp_path: Path, claim: str) -> None:
    assert read(tmp_path, "a.json", ENGLISH | {"claimReviewed": claim}).only.claim in {
        claim,
        "Où est né l’été ? é",
    }


def test_two_claims_at_one_address_stay_two_and_are_found_again(tmp_path: Path) -> None:
    first, second = ENGLISH, ENGLISH | {"claimReviewed": "Another claim on the same page"}
    found = read(tmp_path, "a.json", [first, second, first])
    ids = [one.id for one in found.reviews]
    assert ids[0] == ids[2] == ENGLISH["url"]
    assert ids[1].startswith(f"{ENGLISH['url']}#claim-")
    assert [one.id for one in read(tmp_path, "a.json", [first, second]).reviews] == ids[:2]


def test_an_id_that_holds_only_inside_its_document_names_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "a.json", ENGLISH | {"@id": "_:b0"}).only.id == ENGLISH["url"]
    assert read(tmp_path, "a.json", ENGLISH | {"@id": "#review"}).only.id == f"{ENGLISH['url']}#review"
    bare = {"claimReviewed": "Claim", "name": "Title", "@id": "vclaim-12"}
    assert read(tmp_path, "a.json", bare).only.id == "vclaim-12"
    nameless = read(tmp_path, "a.json", {"claimReviewed": "Claim"}).only.id
    assert nameless.startswith("sha256:")


BAD_LINES = {
    "not JSON": (b"{claimReviewed: 1}", "is not JSON"),
    "cut short": (b'{"claimReviewed": "x', "is not JSON"),
    "two values for one name": (
        b'{"claimReviewed": "a", "claimReviewed": "b"}',
        "says 'claimReviewed' twice",
    ),
    "NaN": (b'{"claimReviewed": "a", "reviewRating": NaN}', "holds NaN"),
    "no claim": (b'{"@type": "ClaimReview", "url": "https://desk.example/1"}', "names no claim"),
    "no review": (b'{"@type": "Article", "name": "x"}', "holds no ClaimReview"),
    "no object": (b'"claimReviewed"', "holds no ClaimReview"),
    "not UTF-8": (b'{"claimReviewed": "\xff"}', "is not UTF-8"),
    "true": (b'{"claimReviewed": true}', "has true where a text belongs"),
    "a million lists": (b"[" * 1_000_000, "nested deeper"),
    "a deep field": (b'{"claimReviewed": "a", "x": ' + b"[" * 90_000 + b"]" * 90_000 + b"}", "nested deeper"),
    "a deep document": (b"[" * 500 + b"]" * 500, "nested deeper"),
    "ten million letters": (b'{"claimReviewed": "' + b"x" * 10_000_000 + b'"}', "10,000,000 characters"),
    "twenty million bytes": (b'{"claimReviewed": "' + b"x" * 20_000_000 + b'"}', "longer than 16 MB"),
    "a claim like a book": (b'{"claimReviewed": "' + b"x " * 20_000 + b'"}', "no claim is that long"),
    "a huge number": (b'{"claimReviewed": ' + b"9" * 9_999 + b"}", "number that cannot be read"),
}


@pytest.mark.parametrize("bad", BAD_LINES)
def test_a_bad_line_is_one_error_and_the_others_come_in(tmp_path: Path, bad: str) -> None:
    line, reason = BAD_LINES[bad]
    good = json.dumps(ENGLISH).encode()
    found = read(tmp_path, "a.jsonl", good + b"\r\n\n" + line + b"\n" + json.dumps(ARABIC).encode())
    assert [one.language for one in found.reviews] == ["en", "ar"]
    assert len(found.errors) == 1
    assert found.errors[0].startswith(", line 3: ")
    assert reason in found.errors[0]


def test_a_bad_item_of_a_document_is_named_by_its_place(tmp_path: Path) -> None:
    found = read(tmp_path, "a.json", [ENGLISH, {"@type": "ClaimReview", "url": "https://desk.example/3"}])
    assert len(found.reviews) == 1
    assert found.errors == [", item 2: names no claim: claimReviewed is missing or empty"]


@pytest.mark.parametrize("feed", [True, False], ids=["data feed", "list"])
def test_a_large_document_is_read_element_by_element(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    feed: bool,  # noqa: FBT001
) -> None:
    monkeypatch.setattr(reviews, "LARGEST_WHOLE_BYTES", 1000)
    elements = [
        json.dumps(one)
        for one in (ENGLISH, ARABIC, {"@type": "ClaimReview", "url": "https://desk.example/3"})
    ]
    elements.insert(1, '{"claimReviewed": "a", "claimReviewed": "b"}')
    listed = " ,\n".join([*elements, json.dumps(ENGLISH | {"url": "https://desk.example/4"})])
    content = f'{{"@type": "DataFeed", "dataFeedElement": [{listed} ] }}' if feed else f" [ {listed} ]"
    found = read(tmp_path, "a.json", content)
    assert [one.url for one in found.reviews] == [ENGLISH["url"], ARABIC["url"], "https://desk.example/4"]
    assert [error.split(":")[0] for error in found.errors] == [", item 2", ", item 4"]
    cut = read(tmp_path, "b.json", content[: content.rindex("claimReviewed")])
    assert len(cut.reviews) == 2
    assert "is not JSON from character" in cut.errors[-1]


def test_a_large_document_of_another_shape_is_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviews, "LARGEST_WHOLE_BYTES", 10)
    assert "neither a list nor a DataFeed" in read(tmp_path, "a.json", ENGLISH).errors[0]


def test_answers_of_the_fact_check_tools_api_are_read(tmp_path: Path) -> None:
    published = {
        "publisher": {"name": "مكتب", "site": "desk.example"},
        "url": "https://desk.example/9",
        "title": "الفيديو قديم",
        "reviewDate": "2021-01-18T00:00:00Z",
        "textualRating": "مضلل",
        "languageCode": "ar",
    }
    claim = {
        "text": "أمطار اليوم",
        "claimant": "مستخدمون",
        "claimDate": "2021-01-17T00:00:00Z",
        "claimReview": [published],
    }
    for answer in ({"claims": [claim], "nextPageToken": "CAo"}, {"results": [{"claim": claim}]}, claim):
        found = read(tmp_path, "a.json", answer)
        review = found.only
        assert (review.claim, review.claimant, review.rating) == ("أمطار اليوم", "مستخدمون", "مضلل")
        assert (review.publisher, review.publisher_url) == ("مكتب", "https://desk.example")
        assert review.published is not None
        assert review.claim_date is not None
        assert (review.published.iso, review.claim_date.iso) == ("2021-01-18", "2021-01-17")
        assert not list(found.notes.sentences())


def test_markup_pages_of_the_fact_check_tools_api_are_read(tmp_path: Path) -> None:
    markup = {
        "url": "https://desk.example/5#one",
        "claimReviewed": "A claim",
        "claimDate": "2020-01-02",
        "claimLocation": "Beirut",
        "claimFirstAppearance": "https://social.example/1",
        "claimAppearances": ["https://social.example/2"],
        "claimAuthor": {"name": "Somebody", "jobTitle": "Minister"},
        "rating": {"textualRating": "False", "ratingValue": 1},
    }
    page = {
        "name": "pages/abc",
        "pageUrl": "https://desk.example/5",
        "publishDate": "2020-01-03",
        "claimReviewAuthor": {"name": "Desk", "imageUrl": "https://desk.example/logo.png"},
        "claimReviewMarkups": [markup],
        "versionId": "7",
    }
    review = read(tmp_path, "a.json", {"claimReviewMarkupPages": [page]}).only
    assert (review.url, review.claimant, review.rating) == (markup["url"], "Somebody", "False")
    assert (review.publisher, len(review.appearances)) == ("Desk", 2)
    assert dict(review.extra)["contentLocation"] == "Beirut"


NAMES = st.sampled_from(
    [
        *ENGLISH,
        *MEDIA,
        "@id",
        "@graph",
        "@value",
        "@list",
        "claims",
        "claimReview",
        "associatedMediaReview",
        "associatedClaimReview",
        "citation",
        "correction",
        "appearance",
        "name",
        "text",
        "mood",
    ]
)
WORDS = st.sampled_from(
    ["ClaimReview", "MediaReview", "#media", "https://desk.example/1", "2015", "\ud800\x00", "<b", "&#xD800;"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text()
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=40,
)


@given(document=VALUES)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_document_gives_reviews_and_errors_and_nothing_else(document: object) -> None:
    for one in read_review_document(document, Importing("any")):
        assert isinstance(one, ClaimReview | BadRecord)
        if isinstance(one, ClaimReview):
            assert one.id
            assert one.claim
            json.dumps(asdict(one), ensure_ascii=False, default=str).encode("utf-8")
