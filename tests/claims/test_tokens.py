"""Words with where they stood, phrases, and what hostile text does to them."""

import time

import pytest

from firstseen.claims.actors import find_actors
from firstseen.claims.events import find_dated_events, find_kinds
from firstseen.claims.language import language_of
from firstseen.claims.tokens import READ_AT_MOST, Phrases, find_phrases, fold_phrase, read_tokens


def words(text):
    return [token.word for token in read_tokens(text)]


def test_words_are_parted_as_people_write_them() -> None:
    assert words("#غزة_تحت_القصف") == ["غزه", "تحت", "القصف"]
    assert words("#SyrianArmy in #USA") == ["syrian", "army", "in", "usa"]
    assert words("U.S. Army") == ["us", "army"]
    assert words("Iran's army") == ["iran", "army"]
    assert read_tokens("Iran’s army")[0].owns


def test_sentences_begin_where_they_begin() -> None:
    begins = [
        token.word for token in read_tokens("One two. Three, four! خمسة؟ ستة\nseven Oct. 7") if token.begins
    ]
    assert begins == ["one", "three", "خمسه", "سته", "seven"]


def test_the_longest_phrase_wins_and_particles_come_off() -> None:
    phrases = Phrases([(fold_phrase(p), p) for p in ("الجيش", "الجيش السوري", "Syrian army", "bomb*")])
    found = find_phrases(phrases, read_tokens("وللجيش السوري Syrian army bombing"))
    assert [(phrase.values[0], phrase.skipped) for phrase in found] == [
        ("الجيش السوري", 2),
        ("Syrian army", 0),
        ("bomb*", 0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Hamas attacks " * 800_000,
        "حماس تهدد إسرائيل " * 600_000,
        "ا" * 10_000_000,
        "\u202e\u0000\u200f" * 3_000_000,
        "ﷺ" * 5_000_000,
        "\ud800 Hamas" * 1_000_000,
        "<b>" * 3_000_000,
        "'s" * 5_000_000,
        "#Aa" * 3_000_000,
        "U.S." * 2_500_000,
        "بن " * 3_000_000,
    ],
)
def test_ten_megabytes_are_read_within_a_second_each(text) -> None:
    for read in (find_actors, find_kinds, find_dated_events, language_of):
        read("Hamas حماس earthquake Ramadan")  # loads the lists
        start = time.process_time()
        read(text)
        assert time.process_time() - start < 1.0, read


def test_what_lies_beyond_the_limit_is_not_read() -> None:
    assert read_tokens("a" + " " * READ_AT_MOST + "Hamas")[-1].word == "a"


def test_a_lone_surrogate_hides_no_name() -> None:
    (who,) = find_actors("\ud800 Hamas \udfff")
    assert who.quote.text == "Hamas"
