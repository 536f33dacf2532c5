"""An article's Markdown becomes HTML that cannot run, with its marks and pictures in place."""

import pytest

from firstseen.publish.markdown import LONGEST_BODY, Placed, sections, to_html, to_text
from tests.publish.articles import reference_article

SOURCES = {"s1": "A paper", "p1": "A <b>post</b>"}
PICTURES = {"pair": Placed("../pictures/a.jpg", 640, 240, 'Left "one"', "What it <i>shows</i>", "An agency")}


def html(text: str, language: str = "en") -> str:
    return to_html(text, SOURCES, PICTURES, language)


def test_a_mark_leads_to_its_source_by_number() -> None:
    made = html("It is old [@p1][@s1].")
    assert 'href="#source-p1"' in made
    assert ">[2]</a></sup><sup" in made
    assert 'aria-label="Source 1: A paper"' in made
    assert "المصدر 1" in html("[@s1]", "ar")


def test_a_mark_or_picture_that_the_article_lacks_is_shown_as_written() -> None:
    assert "[@zz]" in html("It is old [@zz].")
    assert "![](zz)" in html("![](zz)")


def test_a_picture_alone_is_a_figure_with_caption_and_credit() -> None:
    made = html("![](pair)")
    assert made.startswith("<figure><img")
    assert 'alt="Left &quot;one&quot;"' in made
    assert "(<bdi>An agency</bdi>)" in made
    assert "What it &lt;i&gt;shows&lt;/i&gt;" in made
    assert "<figure" not in html("before ![](pair) after")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[click](javascript:alert(1))",
        "[click](JaVaScRiPt:alert(1))",
        "[click](data:text/html,<script>alert(1)</script>)",
        "[click](//evil.example)",
        "![](javascript:alert(1))",
        "[a]: javascript:alert(1)\n\n[a]",
        "<https://a.example/\"onmouseover='alert(1)'>",
        '[a](https://a.example "onclick=\\"x")',
    ],
)
def test_nothing_of_the_text_can_run(text: str) -> None:
    made = html(text)
    assert "<script" not in made
    assert "<img" not in made
    for found in made.split("<a ")[1:]:
        tag = found.partition(">")[0]
        assert 'href="https://a.example' in tag
        assert not [part for part in tag.split() if part.startswith("on")]


def test_two_times_with_a_dash_stay_left_to_right() -> None:
    assert '<bdi dir="ltr">0:00–0:42</bdi>' in html("من 0:00–0:42", "ar")


def test_headings_begin_at_the_second_level_and_quotes_find_their_direction() -> None:
    made = html("# One\n\n### Three\n\n> نص\n\n|a|\n|-|\n|b|")
    assert "<h2>One</h2>" in made
    assert "<h3>Three</h3>" in made
    assert '<blockquote dir="auto">' in made
    assert "<table>" in made


def test_the_sections_of_the_reference_case_are_its_own_in_both_languages() -> None:
    english, arabic = reference_article().editions
    names = ["The Claim", "Emerging story", "Analysis", "Classification"]
    assert [heading for heading, _ in sections(english.body)] == names
    assert [heading for heading, _ in sections(arabic.body)] == [
        "الادعاء",
        "الخبر المتداول",
        "التحقيق",
        "تصنيف الخبر",
    ]


def test_what_stands_before_the_first_heading_and_in_fences_is_text() -> None:
    assert list(sections("Before.\n\n```\n## no\n```\n\n> ## quoted\n\n## Yes\nBelow")) == [
        ("", "Before.\n\n```\n## no\n```\n\n> ## quoted\n"),
        ("Yes", "Below"),
    ]
    assert list(sections("")) == []


def test_the_words_of_a_text_are_without_marks() -> None:
    assert to_text("## Claim\n\nIt is *old* [@s1]. See [it](https://a.example).\n\n![](pair)") == (
        "Claim\nIt is old. See it."
    )


@pytest.mark.parametrize(
    "text", ["\ud800 \x00\x1b x", "> " * 5000 + "x", "[" * 20_000, "*a " * 20_000, "x" * 10**6]
)
def test_hostile_texts_come_out_as_text(text: str) -> None:
    made = html(text)
    made.encode()
    assert "\x00" not in made
    assert len(made) < 3 * LONGEST_BODY
    to_text(text).encode()
