"""What each source says, side by side; the emerging story; the log. Plain values for the page of a case."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen.model.case import DONE
from firstseen.model.claim import SLOTS
from firstseen.web.item.claimed import claim_pieces
from firstseen.web.item.words import dated, moment, safe_url, value_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from firstseen.archive.base import AuditEntry
    from firstseen.model.case import Decision, Examination, StageResult
    from firstseen.model.claim import Assertion, Slot
    from firstseen.model.post import Post
    from firstseen.model.story import Story
    from firstseen.model.verdict import Status
    from firstseen.web.item.claimed import Piece
    from firstseen.web.item.words import Dated
    from firstseen.web.words import InterfaceLanguage

_SOURCES: Final = 100
_POSTS: Final = 200
_DAYS: Final = 60
_LOG: Final = 200
_TEXT: Final = 3000
"""Characters of a source's text that the page shows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source says of one slot, and how that stands to the claim ("" where no rule compared them)."""

    words: tuple[str, ...]
    status: Status | str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source with its text, the words that were read marked."""

    assertion: Assertion
    url: str
    cells: tuple[tuple[Slot, Cell], ...]
    pieces: tuple[Piece, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """All sources, and what each stage was made with."""

    sources: tuple[SourceRow, ...]
    more: int
    stages: tuple[StageResult, ...]


def evidence_view(
    examination: Examination, results: Iterable[StageResult], lang: InterfaceLanguage
) -> EvidenceView:
    """The assertions of every source beside what the rules made of them."""
    rows = [_source(one, examination, lang) for one in examination.assertions[:_SOURCES]]
    return EvidenceView(tuple(rows), max(0, len(examination.assertions) - _SOURCES), tuple(results))


def _source(one: Assertion, examination: Examination, lang: InterfaceLanguage) -> SourceRow:
    reading = one.reading
    cells = []
    for slot in SLOTS:
        values = tuple(dict.fromkeys(value_words(value, lang) for value in getattr(reading, slot)))
        about = [f.status for f in examination.findings if f.slot == slot and one.source_id in f.evidence]
        status = "contradicts" if "contradicts" in about else next(iter(about), "") if values else ""
        cells.append((slot, Cell(values, status)))
    text = reading.text[:_TEXT]
    pieces = claim_pieces(text, {slot: getattr(reading, slot) for slot in SLOTS})
    return SourceRow(one, safe_url(one.url), tuple(cells), pieces, len(reading.text) > _TEXT)


@dataclass(frozen=True, slots=True)
class DayBar:
    """One column of the chart of posts: its place and height in percent."""

    left: float
    width: float
    height: float
    date: str
    posts: int


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post, its address only where a click on it is harmless."""

    post: Post
    url: str
    published: Dated | None
    archived: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryView:
    """The posts that carry the footage, drawn by day, told in groups of captions, with how far they got."""

    story: Story
    bars: tuple[DayBar, ...]
    earlier_days: int
    posts: tuple[PostRow, ...]
    more: int


def story_view(story: Story | None, lang: InterfaceLanguage) -> StoryView | None:
    """What the page shows of an emerging story; None when no post is known."""
    if story is None:
        return None
    days = story.days[-_DAYS:]
    most = max((day.posts for day in days), default=1)
    step = 100 / max(len(days), 1)
    bars = tuple(
        DayBar(
            round(number * step, 2),
            round(min(step * 0.8, 12.0), 2),
            round(100 * day.posts / most, 1),
            day.date,
            day.posts,
        )
        for number, day in enumerate(days)
    )
    posts = tuple(
        PostRow(
            post,
            safe_url(post.url),
            dated(post.published, lang),
            tuple(url for one in post.archived_urls if (url := safe_url(one))),
        )
        for post in story.posts[:_POSTS]
    )
    return StoryView(story, bars, len(story.days) - len(days), posts, max(0, len(story.posts) - _POSTS))


@dataclass(frozen=True, slots=True)
class LogLine:
    """One thing that was done in a case."""

    at: str
    who: str
    what: str
    detail: tuple[tuple[str, str], ...]


def log_lines(entries: Sequence[AuditEntry]) -> tuple[LogLine, ...]:
    """The audit entries of a case, newest first."""
    return tuple(
        LogLine(one.at, one.who, one.what, _detail(one.detail))
        for one in sorted(entries, key=lambda e: -e.number)
    )[:_LOG]


def _detail(text: str) -> tuple[tuple[str, str], ...]:
    try:
        told = json.loads(text) if text else {}
    except ValueError:
        return (("detail", text),)
    if not isinstance(told, dict):
        return (("detail", str(told)),)
    return tuple((str(name), value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
                 for name, value in told.items() if value)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision, newest first on the page; `holds` while nothing newer or undone stands on its subject."""

    decision: Decision
    done: str
    at: str
    holds: bool


def decision_rows(decisions: Sequence[Decision], held: Mapping[str, Decision]) -> tuple[DecisionRow, ...]:
    """Every decision in a case, newest first."""
    return tuple(
        DecisionRow(one, DONE[one.action], moment(one.at), held.get(str(one.subject)) is one)
        for one in reversed(decisions)
    )
