"""Words, stems and skeletons, in both scripts."""

import time

import pytest

from firstseen.claims.match.cognates import consonants
from firstseen.claims.match.terms import bare_title, post_text, skeleton, split_words, stem, terms_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("See https://t.co/abc now", ["See", "now"]),
        ("pic.twitter.com/Q1w2 Flood in #NewYork_City!", ["Flood", "in", "New", "York", "City"]),
        ("@realDonaldTrump said", ["real", "Donald", "Trump", "said"]),
        ("Fish &amp; chips", ["Fish", "chips"]),
        ("شاهد https://t.co/abc الآن", ["شاهد", "الآن"]),
        ("#إلا_رسول_الله فيديو 😍", ["إلا", "رسول", "الله", "فيديو"]),
        ("مُحَمَّد", ["مُحَمَّد"]),
        ("", []),
        ("🚨🚨", []),
    ],
)
def test_a_text_is_split_into_what_it_says(text: str, words: list[str]) -> None:
    assert split_words(text) == words


@pytest.mark.parametrize(
    ("text", "signed", "last"),
    [
        ("It burns — Jane Doe (@jane) January 14, 2020", "January 14, 2020", "Doe"),
        ("It burns pic.twitter.com/x — (((Jane))) (@jane_d) July 5, 2019", "July 5, 2019", "Jane"),
        ("احترقت المدينة — أخبار (@akhbar) 5 يناير 2020", "5 يناير 2020", "أخبار"),
        ("It burns (@jane) often", "", "often"),
        ("No signature here", "", "here"),
    ],
)
def test_a_signature_gives_its_date_and_keeps_its_name(text: str, signed: str, last: str) -> None:
    post = post_text(text)
    assert (post.signed, post.words[-1]) == (signed, last)


@pytest.mark.parametrize(
    "forms",
    [
        ("أمريكا", "امريكا"),
        ("المتظاهرين", "متظاهرون", "والمتظاهرين", "بالمتظاهرين"),
        ("الإسلامية", "اسلامي", "إسلاميه"),
        ("hospital", "Hospitals"),
        ("vaccinated", "vaccinate", "vaccines"),
    ],
)
def test_forms_of_a_word_share_a_skeleton(forms: tuple[str, ...]) -> None:
    assert len({term.skeleton for form in forms for term in terms_of(form)}) == 1


def test_spellings_that_differ_in_long_vowels_share_a_skeleton_only() -> None:
    one, other = "اميركا", "امريكا"
    assert stem(one) != stem(other)
    assert skeleton(one, stem(one)) == skeleton(other, stem(other))


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("بايدن", "biden"),
        ("كلينتون", "clinton"),
        ("زوكربيرغ", "zuckerberg"),
        ("البرهان", "burhan"),
        ("حميدتي", "hemedti"),
        ("2015", "2015"),
    ],
)
def test_a_name_is_known_in_two_scripts(arabic: str, latin: str) -> None:
    assert consonants(arabic) == consonants(latin) != ""


def test_too_few_consonants_are_no_name() -> None:
    assert consonants("ali") == consonants("على") == consonants("5") == ""


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("لا دليل على إسلام العالم الفرنسي | فحص الحقائق | موقعنا", "لا دليل على إسلام العالم الفرنسي "),
        ("Lions on the street were filmed | Fact Check", "Lions on the street were filmed "),
        ("Is this true?", "Is this true?"),
        ("Yes | No", "Yes "),
    ],
)
def test_a_title_loses_the_names_around_it(title: str, bare: str) -> None:
    assert bare_title(title) == bare


@pytest.mark.parametrize(
    "text", ["#" * 200_000, "a@" * 100_000, "— (@" * 50_000, "&#x" * 80_000, "\ud800" * 50_000, "ـ" * 300_000]
)
def test_hostile_text_is_split_at_once(text: str) -> None:
    started = time.process_time()
    post_text(text)
    assert time.process_time() - started < 1
