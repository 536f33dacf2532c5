"""What the page of a case shows, as values: timelines of any size and any dates, quotes, numbers of the story."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from firstseen import Record, read_date
from firstseen.archive.base import AuditEntry
from firstseen.claims.caption import read_claim
from firstseen.model.case import History
from firstseen.model.claim import Claim, Quote
from firstseen.model.post import Post
from firstseen.model.sighting import Sighting
from firstseen.model.story import Story, StoryDay
from firstseen.model.time import PartialDate
from firstseen.publish.charts import axis_of
from firstseen.trace.timeline import history
from firstseen.web.item.claimed import quoted_pieces
from firstseen.web.item.evidence import log_lines, story_view
from firstseen.web.item.timeline import TimelineView, timeline_view
from firstseen.web.item.words import clipped, dated

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def claim(text: str = "Filmed in Homs on 5 December 2024") -> Claim:
    return read_claim(text, posted=read_date("2024-12-06"), language="en")


def view(*records: Record, of: Claim | None = None) -> TimelineView:
    sightings = tuple(Sighting(f"s{n}", f"m{n}", record) for n, record in enumerate(records))
    line = history(sightings)
    return timeline_view(History(line), line, of or claim(), "en", NOW)


def nonsense(first: datetime, last: datetime) -> PartialDate:
    return PartialDate(first, last, "interval", "caption", f"{first.year}/{last.year}", zone_known=True)


def test_first_seen_is_pinned_and_the_claimed_time_is_a_band_of_its_own() -> None:
    shown = view(
        Record("late", published=read_date("2020-05-01", "platform timestamp")),
        Record("first", source="An agency", published=read_date("2015-07", "agency record")),
    )
    assert shown.first is not None
    assert (shown.first.title, shown.first.published.words) == ("An agency", "July 2015")
    assert [row.first for row in shown.chart] == [True, False]
    assert [mark.when.iso for mark in shown.claimed] == ["2024-12-05"]
    assert shown.posted is not None
    assert shown.posted.left > shown.chart[1].marks[0].left > shown.chart[0].marks[0].left
    assert shown.chart[0].marks[0].width > shown.chart[1].marks[0].width


def test_the_three_dates_stand_in_marks_of_their_own() -> None:
    shown = view(
        Record("a", captured=read_date("2016"), recorded=read_date("2014-01-02")),
        Record("b", published=read_date("2015")),
    )
    by_label = {row.label: row for row in shown.chart}
    assert [mark.kind for mark in by_label["a"].marks] == ["captured", "recorded"]
    assert [mark.kind for mark in by_label["b"].marks] == ["published"]
    row = next(row for row in shown.rows if row.title == "a")
    assert (row.published, row.captured.iso, row.recorded.iso) == (None, "2016", "2014-01-02")
    assert shown.undated == 1
    assert shown.first is not None
    assert shown.first.title == "b"


def test_without_sightings_or_dates_there_is_nothing_to_draw() -> None:
    bare = replace(claim("A convoy burns"), posted=None)
    empty = view(of=replace(bare, reading=replace(bare.reading, when=())))
    assert not empty.drawn
    assert empty.rows == ()
    undated = view(Record("a"), Record("b"), of=replace(bare, reading=replace(bare.reading, when=())))
    assert not undated.drawn
    assert (len(undated.rows), undated.undated, undated.first) == (2, 2, None)
    assert axis_of([]).ticks == ()


def test_nonsense_dates_stand_at_the_edge_and_spoil_nothing() -> None:
    ancient = nonsense(datetime(1, 1, 1, tzinfo=UTC), datetime(40, 1, 1, tzinfo=UTC))
    future = nonsense(datetime(9998, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    always = nonsense(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    shown = view(
        Record("ancient", published=ancient),
        Record("future", published=future),
        Record("always", published=always),
        Record("real", published=read_date("2015-07-01", "platform timestamp")),
    )
    marks = {row.label: row.marks[0] for row in shown.chart}
    assert marks["ancient"].beyond
    assert marks["future"].beyond
    assert not marks["real"].beyond
    for mark in marks.values():
        assert 0 <= mark.left <= 99
        assert mark.left + mark.width <= 100.01
    assert marks["ancient"].left < marks["real"].left < marks["future"].left
    assert dated(always, "ar").iso == "1/9999"


@pytest.mark.parametrize("count", [1, 30, 200, 1000])
def test_any_number_of_sightings_is_shown(count: int) -> None:
    start = datetime(2012, 3, 1, tzinfo=UTC)
    records = [
        Record(
            f"copy {n}",
            published=read_date(f"{start + timedelta(days=3 * n):%Y-%m-%d}", "platform timestamp"),
        )
        for n in range(count)
    ]
    shown = view(*records)
    assert sum(row.count for row in shown.chart) == count
    assert len(shown.chart) <= 60
    assert shown.chart[0].first
    assert shown.chart[0].count == 1
    assert len(shown.rows) + shown.more == count


def test_the_words_of_slots_are_marked_where_they_stand() -> None:
    text = "حريق في حمص أمس، حمص"
    at = text.index("حمص")
    pieces = quoted_pieces(
        text,
        [
            ("where", Quote(at, at + 3, "حمص")),
            ("when", Quote(at + 4, at + 7, "أمس")),
            ("who", Quote(at, at + 7, "حمص أمس")),
            ("what", Quote(0, 4, "elsewhere")),
            ("what", Quote(2, 2, "")),
            ("when", None),
        ],
    )
    assert "".join(piece for piece, _ in pieces) == text
    assert [(piece, slot) for piece, slot in pieces if slot] == [("حمص أمس", "who")]
    assert quoted_pieces("", []) == ()


def test_a_label_is_one_line_of_printable_text() -> None:
    assert clipped("a\n\t\x00b \u202e" + "c" * 90, 20) == "a b " + "c" * 15 + "…"


def test_a_story_is_drawn_by_day() -> None:
    posts = tuple(Post(f"p{n}", f"javascript:{n}" if n else "https://e.org/0") for n in range(250))
    days = tuple(StoryDay(f"2024-12-{day:02d}", day) for day in range(1, 31))
    shown = story_view(Story(posts, days), "en")
    assert shown is not None
    assert (len(shown.posts), shown.more) == (200, 50)
    assert [row.url for row in shown.posts[:2]] == ["https://e.org/0", ""]
    assert max(bar.height for bar in shown.bars) == 100
    assert all(bar.left + bar.width <= 100 for bar in shown.bars)
    assert story_view(None, "en") is None


def test_the_log_takes_details_of_any_form() -> None:
    details = ('{"a": "b", "c": {"d": 1}, "e": ""}', "not json", "[1]", "")
    entries = [AuditEntry(n, "ali", "2024", "did", "case-1", text, "", "") for n, text in enumerate(details)]
    told = [line.detail for line in log_lines(entries)]
    assert told == [(), (("detail", "[1]"),), (("detail", "not json"),), (("a", "b"), ("c", '{"d": 1}'))]
