"""A desk that finds the fact-checks of a caption's claim, by its library and at the prompt."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from firstseen import Desk, read_date
from firstseen.cli import main
from tests.claims.match.reviews import REVIEWS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("matching") / "desk"
    with Desk(place) as desk:
        assert desk.gather_reviews(REVIEWS) == {"added": 40, "changed": 0, "known": 0}
        assert desk.gather_reviews(REVIEWS) == {"added": 0, "changed": 0, "known": 40}
    return place


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    with Desk(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("caption", "wanted"),
    [
        ("OMG a SHARK swimming down the highway in #Houston right now 😱 https://t.co/x", "en-shark"),
        ("They put a microchip in the covid vaccine to track you", "en-vaccine"),
        ("dolphins are back in Venice canals thanks to lockdown", "en-dolphins"),
        ("Pogba quits France team!!", "en-pogba"),
        ("#القرآن الحمد لله رفع الحظر عن القران في الصين https://t.co/y", "ar-quran"),
        ("كانتي اعتزل اللعب مع المنتخب الفرنسي", "ar-kante"),
        ("الجراد يغزو مكه المكرمه اليوم", "ar-locusts"),
        ("اسراب جراد في مكة", "ar-locusts"),
    ],
)
def test_a_caption_finds_its_fact_check_in_its_own_language(desk: Desk, caption: str, wanted: str) -> None:
    found = desk.match(caption)
    assert not found.abstained
    assert found.hits[0].review.id == wanted
    assert found.hits[0].rank == 1
    assert found.hits[0].reasons


@pytest.mark.parametrize("held", [1, 2])
def test_a_young_desk_is_not_sure_of_the_only_fact_check_that_it_has(tmp_path: Path, held: int) -> None:
    reviews = {review.id: review for review in REVIEWS}
    with Desk(tmp_path / "desk") as desk:
        desk.gather_reviews([reviews[name] for name in ("ar-quran", "en-shark")[:held]])
        unrelated = desk.match("الثوار السوريون يهددون حماس في رسالة مصورة")
        right = desk.match("الحمد لله رفع الحظر عن القران في الصين")
    assert all(hit.band == "weak" for hit in unrelated.hits)
    assert right.hits[0].review.id == "ar-quran"
    assert right.hits[0].band != "weak"


@pytest.mark.parametrize(
    ("caption", "wanted"),
    [
        ("سمكة قرش تسبح في شارع غمرته المياه في هيوستن", "en-shark"),
        ("لقاح كورونا فيه شريحة إلكترونية لتتبع الناس", "en-vaccine"),
        ("عودة الدلافين إلى قنوات البندقية", "en-dolphins"),
        ("China lifts its ban on the Quran and Muslims celebrate", "ar-quran"),
        ("Turkey refuses Israeli aid after the Izmir earthquake", "ar-izmir"),
        ("Ethiopia closes the Renaissance dam and cuts off the water of the Nile", "ar-nile"),
    ],
)
def test_a_caption_finds_its_fact_check_in_the_other_language(desk: Desk, caption: str, wanted: str) -> None:
    found = desk.match(caption)
    assert wanted in [hit.review.id for hit in found.hits[:5]]


@pytest.mark.parametrize(
    "caption",
    [
        "My grandmother's recipe for apple pie with cinnamon",
        "وصفة جدتي لكعكة التفاح بالقرفة",
        "12345",
        "",
        "😍😍😍",
    ],
)
def test_a_caption_without_a_fact_check_gets_none(desk: Desk, caption: str) -> None:
    found = desk.match(caption)
    assert found.abstained
    assert found.hits == ()
    assert found.reasons


def test_hits_are_ranked_and_scores_are_probabilities(desk: Desk) -> None:
    found = desk.match("A shark swims on the flooded highway in Houston", top=3)
    assert [hit.rank for hit in found.hits] == [1, 2, 3]
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_date_near_the_fact_check_speaks_for_it(desk: Desk) -> None:
    caption = "Macron hit with eggs"
    near = desk.match(caption, posted=read_date("2020-10-28")).hits[0]
    far = desk.match(caption, posted=read_date("2011-01-01")).hits[0]
    assert near.review.id == far.review.id == "en-macron"
    assert near.score > far.score
    assert [reason.sentence for reason in near.reasons if reason.name == "dates"] == [
        "The fact-check came 2 days after the post."
    ]


def test_a_post_may_state_its_date_itself(desk: Desk) -> None:
    signed = desk.match("Macron hit with eggs — Jo (@jo) October 28, 2020").hits[0]
    assert "dates" in [reason.name for reason in signed.reasons]


def test_footage_finds_the_fact_checks_that_name_it(desk: Desk) -> None:
    found = desk.reviews_of_urls(["http://videos.example/en-tanks", "https://nowhere.example"])
    assert [one.id for one in found] == ["en-tanks"]


def test_what_is_deleted_is_found_no_more(tmp_path: Path) -> None:
    with Desk(tmp_path / "desk") as desk:
        desk.gather_reviews(REVIEWS)
        assert desk.match("Lions loose in Russia to keep people home").hits[0].review.id == "en-lion"
        desk.delete_review("en-lion", "an editor")
        found = desk.match("Lions loose in Russia to keep people home")
        assert "en-lion" not in [hit.review.id for hit in (*found.hits, *found.near)]


def test_an_empty_desk_says_so(tmp_path: Path) -> None:
    with Desk(tmp_path / "desk") as desk:
        found = desk.match("anything at all")
    assert found.abstained
    assert [reason.sentence for reason in found.reasons] == ["The desk holds no fact-checks yet."]


@pytest.mark.parametrize(
    "hostile",
    [
        "shark Houston highway flood " * 400_000,
        "قرش " * 2_500_000,
        "#" * 10_000_000,
        "\u202e\u0000\ufffe\ud83d" * 500_000,
        "<script>alert(1)</script>" * 100_000,
        "a" * 10_000_000,
        "@a" * 5_000_000,
        "&amp;" * 2_000_000,
    ],
)
def test_a_hostile_caption_is_answered_within_a_second(desk: Desk, hostile: str) -> None:
    desk.match("warm up")
    started = time.process_time()
    found = desk.match(hostile)
    assert time.process_time() - started < 1
    assert "shortened" in [reason.name for reason in found.reasons]


def run(*words: object, code: int = 0, text: str | bytes | None = None) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words], input=text, prog_name="firstseen")
    assert done.exit_code == code, done.stderr
    return done


def test_a_batch_is_answered_line_by_line(folder: Path, tmp_path: Path) -> None:
    queries = tmp_path / "queries.jsonl"
    lines = [
        {"id": "one", "text": "shark on a Houston highway", "language": "en"},
        {"id": 2, "text": "وصفة كعكة التفاح", "language": None},
        {"id": "three", "text": "كانتي يعتزل", "posted": "2020-10-26"},
    ]
    queries.write_text("\n".join(json.dumps(one) for one in lines) + "\n\n", encoding="utf-8")
    done = run("match", "--queries", queries, "--json", "--top", 2, "--desk", folder)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(list(one) == ["id", "rank", "review", "score", "band", "reasons"] for one in answers)
    assert [(one["id"], one["rank"], one["review"]) for one in answers if one["rank"] in {1, None}] == [
        ("one", 1, "en-shark"),
        ("2", None, None),
        ("three", 1, "ar-kante"),
    ]
    assert [one["rank"] for one in answers if one["id"] == "one"] == [1, 2]
    assert answers[0]["reasons"][0].keys() == {"name", "value", "sentence"}


def test_a_bad_line_is_one_error_and_the_rest_goes_on(folder: Path) -> None:
    lines = [
        b"no json",
        b"[1]",
        b'{"id": "a"}',
        b'{"text": "b"}',
        b'{"id": "c", "text": 5}',
        b'{"id": "d", "text": "x", "posted": "sometime"}',
        b'{"id": "e", "text": "\xff\xfe"}',
        b"[" * 100_000,
        b'{"id": "f", "text": "shark on a Houston highway"}',
    ]
    done = run(
        "match", "--queries", "-", "--json", "--desk", folder, "--top", 1, code=2, text=b"\n".join(lines)
    )
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["f"]
    errors = done.stderr.splitlines()
    assert len(errors) == 8
    assert [f"line {number}" in error for number, error in enumerate(errors, 1)] == [True] * 8


def test_a_person_reads_the_reasons(folder: Path) -> None:
    done = run("match", "shark on a Houston highway", "--desk", folder, "--top", 1)
    assert done.stdout.startswith("1. ")
    assert "https://example.org/en-shark" in done.stdout
    assert "Both say: " in done.stdout
    nothing = run("match", "وصفة كعكة التفاح", "--desk", folder)
    assert nothing.stdout.startswith("No published fact-check of this claim is known to the desk.")


@pytest.mark.parametrize("words", [["match"], ["match", "text", "--queries", "-"]])
def test_one_text_or_a_file_of_them_is_wanted(folder: Path, words: list[str]) -> None:
    assert "give a text, or a file" in run(*words, "--desk", folder, code=2).stderr


def test_a_file_that_is_not_there_is_one_error(folder: Path) -> None:
    assert "cannot be read" in run("match", "--queries", "gone.jsonl", "--desk", folder, code=2).stderr


def test_a_publishers_rating_is_told_by_ours(tmp_path: Path) -> None:
    with Desk(tmp_path / "desk") as desk:
        for number, rating in enumerate(("Pants on Fire", "مضلل", "no label of anybody")):
            desk.gather_reviews([replace(REVIEWS[number], rating=rating, label="")])
        labels = [desk.review(REVIEWS[number].id).label for number in range(3)]
    assert labels == ["fake", "misleading", ""]
