"""The page of a case, tab by tab: only what the chosen tab shows is put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, get_args

from firstseen.model.case import Examination, History, PriorReviews
from firstseen.model.claim import SLOTS, Claim
from firstseen.model.decided import holding
from firstseen.model.review import Category
from firstseen.model.sighting import Timeline
from firstseen.model.story import Story
from firstseen.model.verdict import Proposal
from firstseen.verdict.ratings import ratings
from firstseen.web.item.claimed import claim_pieces, slot_views
from firstseen.web.item.compare import CompareView, compare_view, reference_title
from firstseen.web.item.evidence import decision_rows, evidence_view, log_lines, story_view
from firstseen.web.item.timeline import TimelineView, timeline_view
from firstseen.web.item.words import Dated, dated, safe_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firstseen.desk import CaseFile, Desk
    from firstseen.model.case import Case, Decision, Stage, StageResult
    from firstseen.model.match import Segment
    from firstseen.model.media import Media
    from firstseen.model.verdict import Verdict
    from firstseen.verdict.ratings import Rating
    from firstseen.web.item.claimed import Piece, SlotView
    from firstseen.web.item.evidence import DecisionRow, EvidenceView, LogLine, StoryView
    from firstseen.web.words import InterfaceLanguage

Tab = Literal["overview", "timeline", "compare", "claim", "reviews", "story", "evidence", "log"]
TABS: Final[tuple[Tab, ...]] = get_args(Tab)


@dataclass(frozen=True, slots=True)
class Failed:
    """A form that could not be taken: why, and what was typed, so that nothing is typed twice."""

    subject: str
    action: str
    message: str
    value: str = ""
    reason: str = ""
    rating: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class MatchView:
    """One known file that the footage was found in: its best segment, how many, and what was decided."""

    media_id: str
    title: str
    best: Segment
    segments: int
    decision: Decision | None
    rejected: bool

    @property
    def subject(self) -> str:
        """What decisions on it are called."""
        return f"match:{self.media_id}"


@dataclass(slots=True)
class ItemPage:
    """Everything that a tab of the page shows; what other tabs show is left empty."""

    case: Case
    tab: Tab
    claim: Claim
    pieces: tuple[Piece, ...]
    posted: Dated | None
    url: str
    query: Media | None
    deleted: bool
    others: tuple[str, ...]
    timeline: TimelineView
    slots: tuple[SlotView, ...]
    proposal: Proposal | None
    held: Mapping[str, Decision]
    newest: Decision | None
    counts: dict[str, int] = field(default_factory=dict)
    ratings: tuple[Rating, ...] = field(default_factory=lambda: tuple(ratings().values()))
    categories: tuple[str, ...] = get_args(Category)
    compare: CompareView | None = None
    matches: tuple[MatchView, ...] = ()
    reviews: PriorReviews = field(default_factory=PriorReviews)
    story: StoryView | None = None
    evidence: EvidenceView | None = None
    log: tuple[LogLine, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
    failed: Failed | None = None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict that holds."""
        return self.case.verdict

    def failure(self, subject: str, action: str = "") -> Failed | None:
        """What went wrong with the form of a subject (and of one action on it), None when nothing did."""
        one = self.failed
        return one if one and one.subject == subject and action in {"", one.action} else None


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the stages made of a case, each read once."""

    file: CaseFile
    results: Mapping[Stage, StageResult]

    def value[Value](self, stage: Stage, kind: type[Value]) -> Value | None:
        found = self.results.get(stage)
        return found.value if found is not None and isinstance(found.value, kind) else None

    @property
    def history(self) -> History | None:
        return self.value("find", History)

    @property
    def examination(self) -> Examination:
        return self.value("findings", Examination) or Examination()


def item_page(
    desk: Desk,
    case_id: str,
    tab: Tab,
    lang: InterfaceLanguage,
    *,
    segment: int = 0,
    failed: Failed | None = None,
) -> ItemPage:
    """The page of a case; `segment` is the number of the one to compare. Raises NotFound when there is none."""
    file = desk.case(case_id)
    case, parts = file.case, _Parts(file, file.results())
    history = parts.history
    claim = parts.value("claim", Claim) or case.claims[0]
    held = holding(file.decisions())
    page = ItemPage(
        case=case,
        tab=tab,
        claim=claim,
        pieces=_pieces(claim),
        posted=dated(claim.posted, lang),
        url=safe_url(claim.url),
        query=case.query.media if case.query else None,
        deleted=bool(case.query and case.query.deleted),
        others=file.others(),
        timeline=timeline_view(history, history.timeline if history else Timeline(), claim, lang),
        slots=slot_views(claim, parts.examination, held, lang),
        proposal=parts.value("proposal", Proposal),
        held=held,
        newest=next(reversed(held.values()), None),
        matches=_matches(history, held),
        reviews=parts.value("reviews", PriorReviews) or PriorReviews(),
        failed=failed,
    )
    page.counts = _counts(page, parts.value("story", Story))
    if tab in {"overview", "compare"}:
        page.compare = compare_view(desk, case, history, segment)
    elif tab == "story":
        page.story = story_view(parts.value("story", Story), lang)
    elif tab == "evidence":
        page.evidence = evidence_view(parts.examination, parts.results.values(), lang)
    elif tab == "log":
        page.log = log_lines(desk.archive.cases.log(case.id))
        page.decisions = decision_rows(file.decisions(), held)
    return page


def _pieces(claim: Claim) -> tuple[Piece, ...]:
    reading = claim.reading
    return claim_pieces(reading.text, {slot: getattr(reading, slot) for slot in SLOTS})


def _matches(history: History | None, held: Mapping[str, Decision]) -> tuple[MatchView, ...]:
    """Every file that the footage was found in, best first, then the rejected ones."""
    if history is None:
        return ()
    made: dict[str, MatchView] = {}
    rejected = [segment for one in history.rejected for segment in one.segments]
    refused = {one.media_id for one in history.rejected}
    # What can be looked at tells more than a sound.
    shown = sorted(history.shown(), key=lambda segment: segment.track != "picture")
    for segment in (*shown, *history.segments, *rejected):
        key = segment.media_id
        if key in made:
            continue
        of_it = [one for one in (*history.segments, *rejected) if one.media_id == key]
        made[key] = MatchView(
            key, reference_title(history, key), segment, len(of_it), held.get(f"match:{key}"), key in refused
        )
    return tuple(made.values())


def _counts(page: ItemPage, story: Story | None) -> dict[str, int]:
    """What stands beside the tabs' names."""
    return {
        "timeline": len(page.timeline.timeline.sightings),
        "compare": len(page.matches),
        "reviews": len(page.reviews.claim) + len(page.reviews.footage),
        "story": len(story.posts) if story else 0,
    }


__all__ = ["TABS", "Failed", "ItemPage", "Tab", "item_page"]
