"""The language of short captions, on a table."""

import csv
from pathlib import Path

import pytest

from firstseen.claims.language import language_of

FLOOR = 0.97


def rows():
    with Path(__file__).with_name("languages.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("language", ["en", "ar", "fr", "es"])
def test_short_captions_are_told(language) -> None:
    table = [row["text"] for row in rows() if row["language"] == language]
    wrong = [text for text in table if language_of(text) != language]
    assert len(table) >= 50
    assert len(wrong) <= (1 - FLOOR) * len(table), wrong


def test_other_languages_are_told_from_those() -> None:
    table = [row for row in rows() if row["language"] not in {"en", "ar", "fr", "es"}]
    wrong = [row for row in table if language_of(row["text"]) != row["language"]]
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize(
    "text", ["", "   ", "12 34", "https://example.org/the/of/and", "@user #tag", "😭", "\ud800"]
)
def test_no_words_is_no_language(text) -> None:
    assert language_of(text) == "und"


def test_names_and_addresses_do_not_count() -> None:
    assert language_of("شاهد هذا https://example.org/the-end-of-the-world @breaking_news #Gaza") == "ar"
