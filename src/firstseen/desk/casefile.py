"""A case, opened: what each stage made of it, and what a person decides."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from firstseen.desk.limits import checked_text, named
from firstseen.desk.settled import read_finding_edit, slot_values, undone_words
from firstseen.errors import InputError, NotDecided, NotFound
from firstseen.model.case import (
    Decision,
    Examination,
    History,
    PriorReviews,
    Subject,
)
from firstseen.model.claim import SLOTS
from firstseen.model.decided import finding_key, holding, open_suggestions
from firstseen.model.sighting import Timeline

if TYPE_CHECKING:
    import os

    from firstseen.claims.naming.lexicon import Lexicon
    from firstseen.desk.casework import CaseVerbs
    from firstseen.model.case import Action, Case, Stage, StageResult
    from firstseen.model.claim import Claim
    from firstseen.model.decided import Suggestion
    from firstseen.model.exchange import SeenElsewhere
    from firstseen.model.found import Found
    from firstseen.model.review import Category, ReviewHit
    from firstseen.model.story import Story
    from firstseen.model.verdict import Finding, Proposal, Verdict


class CaseFile:
    """A case of a desk, for as long as the desk is open. What it answers is what was kept, until a stage is re-run."""

    def __init__(self, desk: CaseVerbs, case_id: str) -> None:
        self._desk = desk
        self.id = case_id
        self.found: Found | None = None
        """The search behind it, with its pictures, while the desk that made it is open; None when it was re-opened."""

    @property
    def case(self) -> Case:
        """What is joined in it, with its verdicts and open flags, as of now."""
        return self._desk.archive.cases.case(self.id)

    def results(self) -> dict[Stage, StageResult]:
        """The newest result of each stage, with what it was made with."""
        return dict(self._desk.archive.cases.newest(self.id))

    def result(self, stage: Stage) -> StageResult:
        """The newest result of one stage. Raises NotFound when it was never run."""
        found = self.results().get(stage)
        if found is None:
            raise NotFound(f"result of stage {stage} in case", self.id)
        return found

    def history(self) -> History | None:
        """Where the footage was seen before, segments included; None for a claim without footage or sightings."""
        value = self._value("find")
        return value if isinstance(value, History) else None

    def timeline(self) -> Timeline:
        """The sightings of the footage, oldest first; empty when there is no footage."""
        history = self.history()
        return history.timeline if history else Timeline()

    def claim(self) -> Claim:
        """What the caption asserts, as people left it."""
        claim: Claim = self.result("claim").value  # type: ignore[assignment]
        return claim

    def reviews(self) -> tuple[ReviewHit, ...]:
        """Published fact-checks of the same claim, best first. Another clip may have been checked in them."""
        return self.prior_reviews().claim

    def footage_reviews(self) -> tuple[ReviewHit, ...]:
        """Published fact-checks of the same footage. Another claim may have been checked in them."""
        return self.prior_reviews().footage

    def prior_reviews(self) -> PriorReviews:
        """Both lists, with the rejected hits."""
        value = self._value("reviews")
        return value if isinstance(value, PriorReviews) else PriorReviews()

    def findings(self) -> tuple[Finding, ...]:
        """What the rules found, slot by slot, without what a person rejected."""
        return self.examination().findings

    def examination(self) -> Examination:
        """The findings, the rejected ones, and what each source asserts."""
        value = self._value("findings")
        return value if isinstance(value, Examination) else Examination()

    def propose(self) -> Proposal | None:
        """The rating that the machine proposes, None when there is no ground for one."""
        proposal: Proposal | None = self._value("proposal")  # type: ignore[assignment]
        return proposal

    def story(self) -> Story | None:
        """The posts that carry the footage; None when none is known."""
        story: Story | None = self._value("story")  # type: ignore[assignment]
        return story

    def verdict(self) -> Verdict:
        """The verdict that holds. Raises NotDecided while nobody has decided."""
        verdict = self.case.verdict
        if verdict is None:
            raise NotDecided(self.id)
        return verdict

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision on its parts, oldest first; the newest one on a subject holds."""
        return self._desk.archive.cases.decisions(self.id)

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What the machine proposes here and nobody has decided; none once there is a verdict."""
        if self.case.verdict is not None:
            return ()
        values = {stage: result.value for stage, result in self.results().items()}
        return open_suggestions(values, holding(self.decisions()))

    def others(self) -> tuple[str, ...]:
        """The ids of other cases that the same footage belongs to."""
        footage = self.case.query
        found = self._desk.archive.cases.with_footage(footage.media.id) if footage else ()
        return tuple(case_id for case_id in found if case_id != self.id)

    def elsewhere(self) -> tuple[SeenElsewhere, ...]:
        """Where other desks say that they have the footage, as of the last search: their word, never evidence here."""
        return self._desk.case_elsewhere(self.id)

    def decide(self, rating: str, by: str, reason: str = "", category: Category | None = None) -> Verdict:
        """The verdict of a named person, kept for good; an earlier one stays beside it.

        Raises InputError for an unknown rating or category, or when nobody's name is given.
        """
        return self._desk.decide(self.id, rating, by, reason, category)

    def accept(self, subject: str, *, by: str, reason: str = "") -> Decision:
        """Confirm a match, a slot, a finding or a review: it counts, whatever the machine thinks of it."""
        return self._settle("accept", subject, "", by, reason)

    def reject(self, subject: str, *, by: str, reason: str) -> Decision:
        """Refuse a match, a slot, a finding or a review: it counts no more, here and after every re-run.

        A rejected match counts in no later search for the same pair of files either.
        """
        if not reason.strip():
            raise InputError(
                "a rejection needs a reason: it is shown wherever the rejected thing would have counted"
            )
        return self._settle("reject", subject, "", by, reason)

    def edit(self, subject: str, value: str, *, by: str, reason: str = "") -> Decision:
        """Replace a slot by a person's value, or a finding by a person's status ("unknown: a sentence").

        Raises InputError for a subject that cannot be edited, UnclearDate for a date that cannot be placed.
        """
        return self._settle("edit", subject, value, by, reason)

    def undo(self, subject: str = "", *, by: str, reason: str = "") -> Decision:
        """Take back the newest decision, or the newest on one subject: what held before it holds again.

        It is one decision more: the log keeps both. Raises InputError when there is nothing to undo, Conflict when
        somebody decided anew meanwhile.
        """
        held = holding(self.decisions())
        wanted = str(self.subject(subject)) if subject else next(reversed(held), "")
        if wanted not in held:
            raise InputError(f"{self.id}: there is no decision to undo{f' on {wanted}' if wanted else ''}")
        undone = held[wanted]
        said = checked_text("reason", reason).strip()
        decision = Decision(
            self.id, undone.subject, "undo", named(by), datetime.now(UTC), said, undone_words(undone)
        )
        self._desk.settle(decision)
        return decision

    def rerun(
        self, stage: Stage | None = None, path: str | os.PathLike[str] | None = None
    ) -> tuple[StageResult, ...]:
        """Run one stage and those that take what it makes once more, or all; decisions hold, earlier results stay.

        For `find` the file is read again where it lay, or at `path`. Raises InputError when it is not there.
        """
        results, found = self._desk.rerun(self.id, stage, path)
        self.found = found or self.found
        return results

    def subjects(self) -> tuple[str, ...]:
        """Everything that can be decided on, by name."""
        history = self.history()
        examination = self.examination()
        reviews = self.prior_reviews()
        matched = [s.media_id for s in history.segments] if history else []
        matched += [one.media_id for one in history.rejected] if history else []
        hits = (*reviews.claim, *reviews.footage, *reviews.rejected)
        names = [
            *(f"match:{media_id}" for media_id in matched),
            *(f"slot:{slot}" for slot in SLOTS),
            *(f"finding:{finding_key(one)}" for one in (*examination.findings, *examination.rejected)),
            *(f"review:{hit.review.id}" for hit in hits),
            *(str(decision.subject) for decision in self.decisions()),
        ]
        return tuple(dict.fromkeys(names))

    def subject(self, text: str) -> Subject:
        """The subject that `text` names, whole or by a beginning that only one has. Raises InputError, NotFound."""
        wanted = str(Subject.read(text))
        known = self.subjects()
        if wanted in known:
            return Subject.read(wanted)
        begins = [name for name in known if name.lower().startswith(wanted.lower())]
        if len(begins) == 1:
            return Subject.read(begins[0])
        if begins:
            several = ", ".join(begins[:3])
            raise InputError(f"{text!r} may be any of {several}: give more of it")
        raise NotFound(f"subject in {self.id}", text)

    def _settle(self, action: Action, subject: str, value: str, by: str, reason: str) -> Decision:
        found = self.subject(subject)
        said, entered = checked_text("reason", reason).strip(), checked_text("value", value).strip()
        _check_value(action, found, entered, self.claim(), self._desk.lexicon)
        decision = Decision(self.id, found, action, named(by), datetime.now(UTC), said, entered)
        self._desk.settle(decision)
        return decision

    def _value(self, stage: Stage) -> object:
        found = self.results().get(stage)
        return found.value if found else None


def _check_value(action: Action, subject: Subject, value: str, claim: Claim, lexicon: Lexicon | None) -> None:
    """Refuse an edit that could not be honoured."""
    if action != "edit":
        return
    if subject.kind == "slot":
        slot = next(slot for slot in SLOTS if slot == subject.key)
        slot_values(slot, value, "", claim.posted, lexicon)
    elif subject.kind == "finding":
        read_finding_edit(value)
    else:
        raise InputError(f"a {subject.kind} can be accepted or rejected, not edited")
