"""Tables of fact-checks: whatever the columns are called, nothing slips, and what nobody knows is kept."""

from pathlib import Path

import pytest

from firstseen.model.review import Source
from tests.gather.importing import read


def test_a_table_in_english_is_read(tmp_path: Path) -> None:
    content = (
        "Claim Text,Review URL,Title,Textual Rating,Publisher,Site,Date Published,Lang,"
        "Claimant,Claim URL,References,Mood\n"
        '"A flood, this week",https://desk.example/1,It is old,False,Desk,desk.example,2024-12-06,en-GB,Somebody,'
        "https://x.com/1 https://x.com/2,https://a.example/1; https://a.example/2,sad\n"
    )
    found = read(tmp_path, "a.csv", content)
    review = found.only
    assert (review.claim, review.id, review.name) == (
        "A flood, this week",
        "https://desk.example/1",
        "It is old",
    )
    assert (review.rating, review.publisher, review.publisher_url) == (
        "False",
        "Desk",
        "https://desk.example",
    )
    assert (review.language, review.claimant) == ("en", "Somebody")
    assert [one.url for one in review.appearances] == ["https://x.com/1", "https://x.com/2"]
    assert review.sources == tuple(Source(url, url) for url in ("https://a.example/1", "https://a.example/2"))
    assert "sad" in dict(review.extra)["additionalProperty"]
    assert list(found.notes.sentences()) == ["fields not known, kept unread: mood (1)"]


def test_a_table_in_arabic_with_semicolons_is_read(tmp_path: Path) -> None:
    content = "\ufeffالادّعاء;العنوان;التصنيف;التاريخ;الرابط;category\r\nفيضان;قديم;مضلل;٢٠٢١-٠١-١٨;https://desk.example/2;MissingContext\r\n"
    review = read(tmp_path, "a.csv", content).only
    assert (review.claim, review.name, review.rating) == ("فيضان", "قديم", "مضلل")
    assert review.published is not None
    assert review.published.iso == "2021-01-18"
    assert review.media[0].category == "DecontextualizedContent"


def test_bad_rows_are_named_and_the_others_come_in(tmp_path: Path) -> None:
    content = 'id,claim\n1,First\n2,\n3,"broken" quote"\n4,Fourth,x\n5,Fifth\n'
    found = read(tmp_path, "a.csv", content)
    assert [one.id for one in found.reviews] == ["1", "5"]
    assert [error.split(":")[0] for error in found.errors] == [", line 3", ", line 4", ", line 5"]


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "claim\nx\n", "\x00\x01"])
def test_what_is_no_table_of_fact_checks_is_one_clear_error(tmp_path: Path, content: str) -> None:
    found = read(tmp_path, "a.csv", content)
    assert not found.reviews
    assert "is not a table of fact-checks" in found.errors[0]
