"""Lists of cases: where a case stands in its life, what finds it, how lists are gone through."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from firstseen import Desk, InputError, Record, read_date
from firstseen.model.article import Publication
from firstseen.model.listing import LISTS, CaseFilters
from tests.web.seeding import seed_cases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CAPTION = "Syrian rebels send a message to Hamas"
CAPTION_AR = "المعارضة السورية تبعث برسالةٍ تهديد إلى حمـاس"


def stated(published: str = "2015-07-01") -> list[Record]:
    return [
        Record(
            "a.mp4", url="https://example.org/a", published=read_date(published, "agency record"), source="A"
        )
    ]


def ids(desk: Desk, name: str = "all", q: str = "", **filters: object) -> list[str]:
    return [item.line.id for item in desk.case_lines(name, q, CaseFilters(**filters)).items]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path / "desk") as opened:
        yield opened


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Desk(tmp_path_factory.mktemp("many") / "desk") as opened:
        seed_cases(opened, 130, articles=2)
        yield opened


def test_a_case_goes_from_list_to_list_as_it_is_worked_on(desk: Desk) -> None:
    case = desk.check(caption=CAPTION, posted="2024-12-05", sightings=stated(), by="mona")
    assert desk.listed(case.id).state == "inbox"
    assert ids(desk, "inbox") == [case.id]
    assert ids(desk, "suggestions") == [case.id]
    for _ in range(9):  # what is accepted may make the proposal strong, and that is one suggestion more
        for one in desk.suggestions(case.id):
            case.accept(str(one.subject), by="ali")
    assert desk.suggestions(case.id) == ()
    assert ids(desk, "suggestions") == ids(desk, "inbox") == []
    assert desk.listed(case.id).state == "progress"
    case.decide("misleading", by="ali", reason="online since 2015")
    line = desk.listed(case.id).line
    assert (line.rating, line.decided_by) == ("misleading", "ali")
    assert line.first_seen.iso == "2015-07-01"
    article = desk.draft(case.id, by="ali")
    blocked = [remark.sentence for remark in desk.remarks(case.id) if remark.blocks]
    assert (desk.listed(case.id).state == "ready") is not bool(blocked)
    with desk.archive.articles.writing() as writer:
        writer.publish(Publication(case.id, 1, "published", article, "sara", article.at, article.at))
    assert desk.listed(case.id).state == "published"
    case.decide("fake", by="sara", reason="the sound was replaced")
    assert desk.listed(case.id).state == "corrections"
    assert ids(desk, "corrections") == ids(desk, "published") == [case.id]
    assert desk.counts() == {
        "inbox": 0, "suggestions": 0, "progress": 0, "ready": 0, "published": 1, "corrections": 1, "all": 1,
    }  # fmt: skip


def test_an_article_that_may_be_published_makes_its_case_ready_until_the_verdict_changes(desk: Desk) -> None:
    case = desk.check(
        caption=CAPTION, posted="2024-12-05", url="https://example.org/p", sightings=stated(), by="mona"
    )
    for name in case.subjects():
        if name.startswith("finding:"):
            case.accept(name, by="ali")
    case.decide("misleading", by="ali", reason="online since 2015")
    desk.draft(case.id, by="ali")
    assert [remark.name for remark in desk.remarks(case.id) if remark.blocks] == []
    assert desk.listed(case.id).state == "ready"
    assert ids(desk, "ready") == [case.id]
    case.decide("fake", by="ali", reason="looked again")
    assert any(remark.blocks for remark in desk.remarks(case.id))
    assert desk.listed(case.id).state == "progress"


def test_a_record_that_changes_flags_the_line_of_its_case_at_once(desk: Desk) -> None:
    case = desk.check(caption=CAPTION, posted="2024-12-05", sightings=stated(), by="mona")
    case.decide("misleading", by="ali", reason="old")
    with desk.archive.cases.writing() as writer:
        writer.flag(case.id, "the record of a sighting it rests on was changed", "s")
    assert desk.listed(case.id).flags == ("the record of a sighting it rests on was changed",)


@pytest.mark.parametrize(
    "q",
    [
        "المعارضه السوريه",
        "المعارضة السورية",
        "إلى حماس",
        "الى حماس",
        "المُعَارَضَة",
        "حمـــاس",
        "برساله",
        "الرفض OR",
    ],
)
def test_arabic_is_found_in_any_spelling(desk: Desk, q: str) -> None:
    case = desk.check(caption=CAPTION_AR, posted="2024-12-05", by="mona")
    desk.check(caption="Floods in Casablanca today", posted="2024-12-05", by="mona")
    assert ids(desk, q=q) == ([] if "OR" in q else [case.id])


def test_a_case_is_found_by_its_number_and_by_what_it_is_about_in_the_other_language(desk: Desk) -> None:
    first = desk.check(
        caption="Missiles hit Damascus tonight", posted="2024-12-05", claimant="@now", by="mona"
    )
    second = desk.check(caption="Floods in Casablanca today", posted="2024-12-06", by="sami")
    assert ids(desk, q="دمشق") == [first.id]
    assert ids(desk, q=second.id) == [second.id]
    assert ids(desk, q="@NOW") == [first.id]


@pytest.mark.parametrize(
    "q",
    ['"', "*", "a AND", "NEAR(a b)", "words:a", "-", "(", "'; DROP TABLE case_line; --", "\x00", "\ud800", "^a", "%_",
     "a" * 100_000, "{a b}: c", " OR ", "\u202e"],
)  # fmt: skip
def test_whatever_is_searched_for_is_only_words(many: Desk, q: str) -> None:
    assert len(many.case_lines("all", q).items) <= 50
    assert many.counts()["all"] == 142


def test_filters_narrow_a_list(many: Desk) -> None:
    everything = {item.line.id: item.line for item in many.case_lines("all", limit=200).items}
    for filters, fits in (
        ({"rating": "true"}, lambda line: (line.rating or line.proposed) == "true"),
        ({"language": "ar"}, lambda line: line.language == "ar"),
        ({"footage": True}, lambda line: bool(line.media_id)),
        ({"footage": False}, lambda line: not line.media_id),
        ({"posted_from": "2025-01-01"}, lambda line: line.posted.iso >= "2025-01-01"),
        ({"posted_until": "2023-12-31"}, lambda line: line.posted.iso <= "2023-12-31"),
    ):
        found = {item.line.id for item in many.case_lines("all", "", CaseFilters(**filters), limit=200).items}
        assert found == {key for key, line in everything.items() if fits(line)}, filters
        assert 0 < len(found) < len(everything)
    assert 0 < len(ids(many, person="Leila")) <= 50


def test_pages_are_stable_while_cases_come_in(desk: Desk) -> None:
    seed_cases(desk, 60, articles=0)
    whole = [item.line.id for item in desk.case_lines("all", limit=200).items]
    seen, cursor = [], ""
    while True:
        page = desk.case_lines("all", "", None, cursor, 7)
        seen += [item.line.id for item in page.items]
        desk.check(caption=f"{CAPTION} {len(seen)}", by="mona")
        if not page.next:
            break
        cursor = page.next
    assert seen == whole


@pytest.mark.parametrize(
    "wrong",
    [{"name": "nothing"}, {"limit": 0}, {"limit": 201}, {"cursor": "x"}, {"cursor": "2024~x"}, {"cursor": "~" * 99},
     {"filters": CaseFilters(posted_from="yesterday")}, {"cursor": "é~1"}, {"cursor": "\ud800~1"}],
)  # fmt: skip
def test_what_is_no_list_is_refused(desk: Desk, wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        desk.case_lines(**wrong)


def test_a_desk_without_lines_makes_them_when_it_is_opened(tmp_path: Path) -> None:
    with Desk(tmp_path / "desk") as desk:
        case = desk.check(caption=CAPTION, posted="2024-12-05", sightings=stated(), by="mona")
        before = desk.listed(case.id)
        with desk.archive._noting() as connection:
            connection.exec_driver_sql("DELETE FROM case_line")
            connection.exec_driver_sql("DELETE FROM case_words")
        assert desk.counts()["all"] == 0
    with Desk(tmp_path / "desk") as desk:
        assert desk.listed(case.id) == before
        assert ids(desk, q="Hamas") == [case.id]


def test_no_list_reads_every_case(many: Desk) -> None:
    plans = []
    with many.archive._reading() as connection:
        for query in (
            "SELECT state, count(*), sum(suggestions > 0) FROM case_line GROUP BY state",
            "SELECT case_number FROM case_line WHERE ready = -1",
            "SELECT language FROM case_line WHERE language != '' GROUP BY language",
            "SELECT * FROM case_line WHERE state = 'inbox' ORDER BY updated DESC, case_number DESC LIMIT 50",
            "SELECT * FROM case_line ORDER BY updated DESC, case_number DESC LIMIT 50",
        ):
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
            plans += [row[3] for row in rows if "TEMP B-TREE" not in row[3]]
    assert all("INDEX" in plan for plan in plans), plans


def test_lists_of_a_large_desk_are_quick(many: Desk) -> None:
    # At 10,000 cases a list takes 10 ms (docs/explanation/desk.md); here a hundredfold slower one would show.
    started = time.perf_counter()
    for name in LISTS:
        many.case_lines(name, "2024")
        many.counts()
    assert time.perf_counter() - started < 2.0
