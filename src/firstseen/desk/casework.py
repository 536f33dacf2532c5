"""The verbs of a case: check a claim, decide, look at it again."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from firstseen.archive.cases import likeness
from firstseen.archive.values import to_text
from firstseen.checking import NOTED_BASIS
from firstseen.desk.casefile import CaseFile
from firstseen.desk.exchanging import ExchangeVerbs
from firstseen.desk.limits import LONGEST_READ, checked_text, named
from firstseen.desk.pictures import read_pictures
from firstseen.desk.prior import PriorVerbs
from firstseen.desk.rating import read_category, read_rating
from firstseen.desk.settled import check_undo, settled_history
from firstseen.desk.speech import hear_speech
from firstseen.desk.stages import (
    AFTER,
    Materials,
    desk_lexicon,
    history_of,
    run_stages,
    stated_history,
    without_base,
)
from firstseen.errors import InputError
from firstseen.model.case import DONE, STAGES, Case, CaseFootage, History, PriorReviews
from firstseen.model.decided import holding
from firstseen.model.sighting import Record, Sighting
from firstseen.model.story import Story
from firstseen.model.time import PartialDate
from firstseen.model.verdict import Verdict

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from firstseen.archive.cases import CaseWriter
    from firstseen.archive.posts import PostCounts
    from firstseen.claims.naming.lexicon import Lexicon
    from firstseen.desk.footage import Shown
    from firstseen.model.case import Decision, Stage, StageResult
    from firstseen.model.claim import Assertion, Claim
    from firstseen.model.found import Found, Rejection
    from firstseen.model.post import Post
    from firstseen.model.review import Category

_TITLE: Final = 80
_NOTHING_READ: Final[tuple[tuple[Assertion, ...], tuple[tuple[str, str], ...]]] = ((), ())
_STARTS: Final[dict[str, Stage]] = {
    "match": "find",
    "slot": "claim",
    "finding": "findings",
    "review": "reviews",
}
"""The first stage that a decision on each kind of subject changes."""


class CaseVerbs(ExchangeVerbs, PriorVerbs):
    """What a desk does with claims."""

    @functools.cached_property
    def lexicon(self) -> Lexicon | None:
        """The actors that captions are read with: ours and those of the desk's actors.toml; None without one."""
        return desk_lexicon(self.folder)

    def check(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        caption: str,
        posted: str | PartialDate = "",
        language: str = "",
        claimant: str = "",
        url: str = "",
        sightings: Iterable[Record | Sighting] | None = None,
        by: str = "",
        add: bool = False,
        progress: Callable[[int, float, float], None] | None = None,
    ) -> CaseFile:
        """The case of a claim: where its footage was seen, who checked it, what contradicts it, a proposed rating.

        `posted` is when the caption was posted, as people write dates. Without `path` the claim is examined alone, or
        against `sightings` that somebody states. The same file with the same claim is the same case, examined again.
        `add` adds the file to the desk, as seen at `url`; else it is only looked for.
        Raises InputError for a file or text that cannot be used, UnclearDate for a date that cannot be placed.
        """
        read = _read(
            caption,
            posted=_date(posted, language),
            language=language,
            claimant=claimant,
            url=url,
            lexicon=self.lexicon,
        )
        given = tuple(_stated(one) for one in sightings or ())
        known = self.archive.cases.last_flag()
        if path is None:
            return self._examine(read, stated_history(given), None, by, known=known)
        found = self._search(Path(path), progress)
        footage = CaseFootage(found.query.media, "query", str(Path(path).absolute()))
        if add:
            self._add_query(Path(path), read, by)
        said, notes = self._read_off(found, Path(path))
        case = self._examine(read, history_of(found, given, said), footage, by, known=known, notes=notes)
        case.found = found
        self._keep_stills(found.query)
        self.look_elsewhere(case.id, found.query)
        return case

    def case(self, case_id: str) -> CaseFile:
        """The case with this id, opened. Raises NotFound when there is none."""
        return CaseFile(self, self.archive.cases.case(case_id).id)

    def cases(self) -> tuple[Case, ...]:
        """Every case, in the order of opening."""
        return self.archive.cases.all()

    def show(self, id: str) -> Shown | CaseFile:  # noqa: A002 - the field's word for it
        """What the desk holds of a case or of one file: by its id, a beginning of it, a sighting's id or a file name.

        Raises NotFound when nothing, and when several files, go by it.
        """
        return self.case(id) if self.archive.cases.has(id) else self.footage(id)

    def decide(
        self, case_id: str, rating: str, by: str, reason: str = "", category: Category | None = None
    ) -> Verdict:
        """The verdict of a named person on a case, kept for good; earlier ones stay beside it.

        `rating` is a key or a label in either language; without a `category` that of an equal proposal holds, or the
        one that goes with the rating. Raises InputError for what is unknown, NotFound for a case that is.
        """
        key, who = read_rating(rating), named(by)
        said = checked_text("reason", reason).strip()
        cases = self.archive.cases
        known = cases.last_flag()

        def make(case: Case) -> Verdict:
            proposal = CaseFile(self, case.id).propose()
            chosen = read_category(category or "", key, proposal)
            return Verdict("", case.id, key, chosen, who, datetime.now(UTC), said, proposal)

        kept: list[Verdict] = []
        self._turns.change(
            cases, case_id, make, lambda writer, _, made: kept.append(writer.rate(made, known))
        )
        return kept[0]

    def settle(self, decision: Decision) -> None:
        """Keep a decision on a part of a case, and run what it changes once more."""
        cases = self.archive.cases
        known = cases.last_flag()

        def make(case: Case) -> tuple[StageResult, ...]:
            return self._with_decision(case, decision)

        def keep(writer: CaseWriter, case: Case, results: tuple[StageResult, ...]) -> None:
            writer.decide(decision)
            self._keep(writer, case, results, decision.by, known=known, decision=decision)
            if decision.subject.kind == "match":
                self._tell_others(writer, case, decision)

        self._turns.change(cases, decision.case_id, make, keep)

    def _with_decision(self, case: Case, decision: Decision) -> tuple[StageResult, ...]:
        """What a case comes to with one decision more."""
        before = self.archive.cases.decisions(case.id)
        check_undo(before, decision)
        decisions = (*before, decision)
        stage = _STARTS[decision.subject.kind]
        materials = self._stored(case, decisions)
        if materials.history is not None:
            said = self._rejections(case, decision)
            materials.history = settled_history(materials.history, materials.decisions, said)
        if stage == "claim":
            materials.read = _read_again(materials.read, self.lexicon)
        return run_stages(materials, (stage, *AFTER[stage]))

    def rerun(
        self, case_id: str, stage: Stage | None = None, path: str | os.PathLike[str] | None = None
    ) -> tuple[tuple[StageResult, ...], Found | None]:
        """What a stage of a case and those after it make now, or all; earlier results and all decisions stay.

        For `find` the file is read again where it lay when it was checked, or at `path`, and the search comes with the
        results. Raises InputError when the file is not there or is another.
        """
        cases = self.archive.cases
        known = cases.last_flag()
        stages = STAGES if stage is None else (stage, *AFTER[stage])
        found, read_off = None, _NOTHING_READ
        if "find" in stages and (found := self._found_again(cases.case(case_id), path)) is not None:
            read_off = self._read_off(found, Path(found.path))

        def make(case: Case) -> tuple[StageResult, ...]:
            materials = self._stored(case, cases.decisions(case.id))
            if "find" in stages:
                given = materials.history.given if materials.history else ()
                made = stated_history(given)
                if found is not None:
                    said, materials.notes = read_off
                    made = history_of(found, given, said)
                materials.history = made and settled_history(
                    made, materials.decisions, self._rejections(case)
                )
            if "claim" in stages:
                materials.read = _read_again(materials.read, self.lexicon)
            return run_stages(materials, stages)

        def keep(writer: CaseWriter, case: Case, results: tuple[StageResult, ...]) -> None:
            self._keep(writer, case, results, "", known=known)

        return self._turns.change(cases, case_id, make, keep), found

    def gather_posts(self, posts: Iterable[Post], by: str = "") -> PostCounts:
        """What became of posts that carry footage: stored, renewed, or known already."""
        return self.archive.posts.add(posts, by)

    def _examine(
        self,
        read: Claim,
        history: History | None,
        footage: CaseFootage | None,
        by: str,
        *,
        known: int,
        notes: tuple[tuple[str, str], ...] = (),
    ) -> CaseFile:
        """Run every stage on a claim and keep what they make, as one case. `known` is the last flag before it began."""
        cases = self.archive.cases
        alike = likeness(footage.media.id if footage else "", read.id)

        def make(case: Case | None) -> tuple[StageResult, ...]:
            materials = self._materials(read, footage, cases.decisions(case.id) if case else ())
            if case and (told := cases.newest(case.id).get("reviews")):
                materials.take(told)
            materials.history, materials.notes = history, notes
            if history is not None:
                said = cases.rejections(footage.media.id) if footage else {}
                materials.history = settled_history(history, materials.decisions, said)
            return run_stages(materials, STAGES)

        def keep(writer: CaseWriter, case: Case | str, results: tuple[StageResult, ...]) -> None:
            case_id = case if isinstance(case, str) else case.id
            writer.join(case_id, claims=[read], footage=[footage] if footage else [])
            self._keep(writer, case, results, by, known=known)

        if cases.alike(alike) is None:
            results = make(None)
            with cases.writing() as writer:
                # Somebody else may have opened the same case meanwhile: then it is that one.
                if writer.alike(alike) is None:
                    case_id = writer.open(_title(read), by, alike)
                    keep(writer, case_id, results)
                    return CaseFile(self, case_id)
        case_id = cases.alike(alike) or ""
        self._turns.change(cases, case_id, make, keep)
        return CaseFile(self, case_id)

    def _materials(
        self, read: Claim, footage: CaseFootage | None, decisions: Sequence[Decision]
    ) -> Materials:
        return Materials(
            read=read,
            media=footage.media if footage else None,
            settings=self.settings,
            lexicon=self.lexicon,
            decisions=holding(decisions),
            match=self.prior_reviews,
            posts=self.archive.posts.carrying,
        )

    def _stored(self, case: Case, decisions: Sequence[Decision]) -> Materials:
        """What the newest results of a case hold."""
        materials = self._materials(case.claims[0], case.query, decisions)
        for result in self.archive.cases.newest(case.id).values():
            materials.take(result)
        return materials

    def _read_off(
        self, found: Found, path: Path
    ) -> tuple[tuple[Assertion, ...], tuple[tuple[str, str], ...]]:
        """What the footage says by itself, in its pictures and its sound, and notes on how it was searched and read."""
        seen, in_pictures = read_pictures(found.query, self.settings.check.picture_frames, self.lexicon)
        heard, in_sound = hear_speech(path, found.query, self.settings, self.lexicon)
        notes = (("text in the picture", "; ".join(in_pictures)), ("speech", "; ".join(in_sound)))
        searched = without_base(found.made_with)
        return (*seen, *heard), (*searched, *((name, note) for name, note in notes if note))

    def _rejections(self, case: Case, further: Decision | None = None) -> Mapping[str, Rejection]:
        return self.archive.cases.rejections(case.query.media.id, further) if case.query else {}

    def _found_again(self, case: Case, path: str | os.PathLike[str] | None) -> Found | None:
        """What the footage of a case is found in now; None for a case without any."""
        if case.query is None:
            return None
        place = Path(path or case.query.path)
        if not place.is_file():
            raise InputError(f"{place}: the file that was checked is no longer there; say where it is now")
        found = self.find(place)
        if found.query.media.id != case.query.media.id:
            raise InputError(f"{place}: is not the file that was checked in {case.id}")
        self._keep_stills(found.query)
        self.look_elsewhere(case.id, found.query)
        return found

    def _keep(
        self,
        writer: CaseWriter,
        case: Case | str,
        results: Sequence[StageResult],
        by: str,
        *,
        known: int,
        decision: Decision | None = None,
    ) -> None:
        """Store what stages made and join what it rests on; a verdict on something else is flagged, never changed.

        Flags after the one with the number `known` stay open: what they are about came in while this was made.
        """
        case_id = case if isinstance(case, str) else case.id
        before = {} if isinstance(case, str) else self.archive.cases.newest(case_id)
        writer.results(case_id, results, by)
        for result in results:
            _join(writer, case_id, result.value)
        changed = [r.stage for r in results if r.stage in before and before[r.stage].value != r.value]
        if not isinstance(case, Case) or not case.verdict:
            writer.settle(case_id, "examined again", known)
        elif decision is not None:
            writer.flag(case_id, "a decision was made after the verdict", str(decision.subject))
        else:
            for stage in changed:
                writer.flag(case_id, f"stage {stage} came out differently after the verdict", stage)

    def _tell_others(self, writer: CaseWriter, case: Case, decision: Decision) -> None:
        """Flag the other cases in which the same two files were matched."""
        if case.query is None:
            return
        pair = (case.query.media.id, decision.subject.key)
        sharing = [set(self.archive.cases.with_footage(media_id)) for media_id in pair]
        for other in sorted((sharing[0] & sharing[1]) - {case.id}):
            reason = f"a match it rests on was {DONE[decision.action]} in {case.id}"
            writer.flag(other, reason, str(decision.subject))

    def _add_query(self, path: Path, read: Claim, by: str) -> None:
        """Add the file that is checked, with what is known of its post."""
        record = Record(
            name=path.name,
            url=read.url,
            published=read.posted,
            caption=read.reading.text,
            language=read.reading.language,
            source=read.claimant,
            added_by=by,
        )
        self.add(path, record, added_by=by)


def _read(
    caption: str,
    *,
    posted: PartialDate | None,
    language: str,
    claimant: str,
    url: str,
    lexicon: Lexicon | None,
) -> Claim:
    """The claim that a caption makes, under an id that is equal for an equal claim."""
    from firstseen.claims.caption import read_claim  # noqa: PLC0415 - its lists take time to load

    text = checked_text("caption", caption)
    if not text.strip():
        raise InputError("there is no caption to check; `firstseen find` looks for footage alone")
    who, where = checked_text("claimant", claimant), checked_text("url", url)
    read = read_claim(
        text[:LONGEST_READ],
        posted=posted,
        language=language,
        claimant=who,
        url=where,
        lexicon=lexicon,
    )
    known = "\0".join((text, posted.iso if posted else "", who, where))
    key = hashlib.sha256(known.encode()).hexdigest()[:16]
    return replace(read, id=key, reading=replace(read.reading, text=text))


def _read_again(claim: Claim, lexicon: Lexicon | None) -> Claim:
    """The claim as it is read now, under its id."""
    from firstseen.claims.caption import read_claim  # noqa: PLC0415

    reading = claim.reading
    read = read_claim(
        reading.text[:LONGEST_READ],
        posted=claim.posted,
        language=reading.language,
        claimant=claim.claimant,
        url=claim.url,
        lexicon=lexicon,
    )
    return replace(read, id=claim.id, reading=replace(read.reading, text=reading.text))


def _date(posted: str | PartialDate, language: str) -> PartialDate | None:
    """When something was posted, as a person read it off the post."""
    from firstseen.claims.dates import read_written_date  # noqa: PLC0415

    if isinstance(posted, PartialDate):
        return posted
    if not posted.strip():
        return None
    return read_written_date(posted, language=language, basis=NOTED_BASIS)


def _stated(one: Record | Sighting) -> Sighting:
    """A sighting that somebody states, of footage nobody showed; its id is a digest of what is stated."""
    if isinstance(one, Sighting):
        return one
    stated = f"stated-{hashlib.sha256(to_text(one).encode()).hexdigest()[:16]}"
    return Sighting(stated, stated, one)


def _title(read: Claim) -> str:
    words = " ".join(read.reading.text.split())
    return words if len(words) <= _TITLE else f"{words[: _TITLE - 1].rstrip()}…"


def _join(writer: CaseWriter, case_id: str, value: object) -> None:
    """Join to a case what a stage's value rests on."""
    if isinstance(value, History):
        counted = {sighting.media_id for sighting in value.timeline.sightings}
        footage = [CaseFootage(media, "reference") for media in value.media if media.id in counted]
        evidence = [sighting.id for sighting in value.timeline.sightings if sighting.id]
        writer.join(case_id, footage=footage, evidence=evidence)
    elif isinstance(value, Story):
        writer.join(case_id, posts=[post.id for post in value.posts])
    elif isinstance(value, PriorReviews):
        writer.join(case_id, evidence=[hit.review.id for hit in (*value.claim, *value.footage)])
