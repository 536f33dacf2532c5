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
from firstseen.desk.casefile import CaseFile, named
from firstseen.desk.exchanging import ExchangeVerbs
from firstseen.desk.limits import LONGEST_READ, checked_text
from firstseen.desk.pictures import read_pictures
from firstseen.desk.rating import read_category, read_rating
from firstseen.desk.reviewing import ReviewVerbs
from firstseen.desk.settled import holding, settled_history
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
from firstseen.model.case import STAGES, Case, CaseFootage, History, PriorReviews
from firstseen.model.found import Rejection
from firstseen.model.match import Reason
from firstseen.model.review import ReviewHit
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
    from firstseen.model.found import Found
    from firstseen.model.post import Post
    from firstseen.model.review import Category, ClaimReview

_TITLE: Final = 80
_STARTS: Final[dict[str, Stage]] = {
    "match": "find",
    "slot": "claim",
    "finding": "findings",
    "review": "reviews",
}
"""The first stage that a decision on each kind of subject changes."""


class CaseVerbs(ExchangeVerbs, ReviewVerbs):
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
        if path is None:
            return self._examine(read, stated_history(given), None, by)
        found = self._search(Path(path), progress)
        footage = CaseFootage(found.query.media, "query", str(Path(path).absolute()))
        if add:
            self._add_query(Path(path), read, by)
        said, notes = self._read_off(found, Path(path))
        case = self._examine(read, history_of(found, given, said), footage, by, notes)
        case.found = found
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
        case = self.case(case_id)
        proposal = case.propose()
        key = read_rating(rating)
        verdict = Verdict(
            id="",
            case_id=case.id,
            rating=key,
            category=read_category(category or "", key, proposal),
            by=named(by),
            at=datetime.now(UTC),
            reason=checked_text("reason", reason).strip(),
            proposal=proposal,
        )
        with self.archive.cases.writing() as writer:
            return writer.rate(verdict)

    def settle(self, decision: Decision) -> None:
        """Keep a decision on a part of a case, and run what it changes once more."""
        cases = self.archive.cases
        case = cases.case(decision.case_id)
        decisions = (*cases.decisions(case.id), decision)
        stage = _STARTS[decision.subject.kind]
        materials = self._stored(case, decisions)
        if materials.history is not None:
            said = dict(self._rejections(case))
            if decision.subject.kind == "match":
                said.pop(decision.subject.key, None)
                if decision.action == "reject":
                    said[decision.subject.key] = Rejection(
                        decision.subject.key, decision.by, decision.reason, case.id
                    )
            materials.history = settled_history(materials.history, materials.decisions, said)
        if stage == "claim":
            materials.read = _read_again(materials.read, self.lexicon)
        results = run_stages(materials, (stage, *AFTER[stage]))
        with cases.writing() as writer:
            writer.decide(decision)
            self._keep(writer, case, results, decision.by, decision)
            if decision.subject.kind == "match":
                self._tell_others(writer, case, decision)

    def rerun(
        self, case_id: str, stage: Stage | None = None, path: str | os.PathLike[str] | None = None
    ) -> tuple[tuple[StageResult, ...], Found | None]:
        """What a stage of a case and those after it make now, or all; earlier results and all decisions stay.

        For `find` the file is read again where it lay when it was checked, or at `path`, and the search comes with the
        results. Raises InputError when the file is not there or is another.
        """
        cases = self.archive.cases
        case = cases.case(case_id)
        stages = STAGES if stage is None else (stage, *AFTER[stage])
        materials = self._stored(case, cases.decisions(case.id))
        found = None
        if "find" in stages:
            found = self._found_again(case, path)
            given = materials.history.given if materials.history else ()
            made = stated_history(given)
            if found is not None:
                said, materials.notes = self._read_off(found, Path(found.path))
                made = history_of(found, given, said)
            materials.history = made and settled_history(made, materials.decisions, self._rejections(case))
        if "claim" in stages:
            materials.read = _read_again(materials.read, self.lexicon)
        results = run_stages(materials, stages)
        with cases.writing() as writer:
            self._keep(writer, case, results, "")
        if found is not None:
            self.look_elsewhere(case.id, found.query)
        return results, found

    def gather_reviews(self, reviews: Iterable[ClaimReview], added_by: str = "") -> dict[str, int]:
        """Store fact-checks, and how many of them were `added`, `changed` or `known` by their id.

        Cases that a new one is about are flagged, with the reason.
        """
        counts = super().gather_reviews(reviews, added_by)
        # Also when nothing was new: a run that was interrupted before may have stored some and flagged nothing.
        self._flag_new_reviews()
        return counts

    def _flag_new_reviews(self) -> None:
        """Flag every case for which there is a fact-check that it does not know."""
        for case in self.cases():
            stored = self._stored(case, ())
            now = self.prior_reviews(stored.claim or stored.read, stored.history)
            known = {hit.review.id for hit in _all_hits(stored.reviews or PriorReviews())}
            fresh = [hit for hit in _all_hits(now) if hit.review.id not in known]
            if not fresh:
                continue
            with self.archive.cases.writing() as writer:
                for hit in fresh:
                    of = "footage" if hit in now.footage else "claim"
                    writer.flag(case.id, f"a fact-check of the same {of} came in", hit.review.id)

    def gather_posts(self, posts: Iterable[Post], by: str = "") -> PostCounts:
        """What became of posts that carry footage: stored, renewed, or known already."""
        return self.archive.posts.add(posts, by)

    def _examine(
        self,
        read: Claim,
        history: History | None,
        footage: CaseFootage | None,
        by: str,
        notes: tuple[tuple[str, str], ...] = (),
    ) -> CaseFile:
        """Run every stage on a claim and keep what they make, as one case."""
        cases = self.archive.cases
        alike = likeness(footage.media.id if footage else "", read.id)
        known = cases.alike(alike)
        before = cases.case(known) if known else None
        decisions = cases.decisions(known) if known else ()
        materials = self._materials(read, footage, decisions)
        if known and (told := cases.newest(known).get("reviews")):
            materials.take(told)
        materials.history, materials.notes = history, notes
        if history is not None:
            said = cases.rejections(footage.media.id) if footage else {}
            materials.history = settled_history(history, materials.decisions, said)
        results = run_stages(materials, STAGES)
        with cases.writing() as writer:
            case_id = known or writer.open(_title(read), by, alike)
            writer.join(case_id, claims=[read], footage=[footage] if footage else [])
            self._keep(writer, before or case_id, results, by)
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

    def _rejections(self, case: Case) -> Mapping[str, Rejection]:
        return self.archive.cases.rejections(case.query.media.id) if case.query else {}

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
        return found

    def _keep(
        self,
        writer: CaseWriter,
        case: Case | str,
        results: Sequence[StageResult],
        by: str,
        decision: Decision | None = None,
    ) -> None:
        """Store what stages made and join what it rests on; a verdict on something else is flagged, never changed."""
        case_id = case if isinstance(case, str) else case.id
        before = {} if isinstance(case, str) else self.archive.cases.newest(case_id)
        writer.results(case_id, results, by)
        for result in results:
            _join(writer, case_id, result.value)
        changed = [r.stage for r in results if r.stage in before and before[r.stage].value != r.value]
        if not isinstance(case, Case) or not case.verdict:
            writer.settle(case_id, "examined again")
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
            reason = f"a match it rests on was {decision.action}ed in {case.id}"
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

    def prior_reviews(self, claim: Claim, history: History | None) -> PriorReviews:
        """Published fact-checks of the same claim, and of the footage in `history`: two lists.

        Of the same claim are those that are likely or sure; of the same footage those that name an address where it
        was seen.
        """
        if not len(self.archive.reviews):
            return PriorReviews(abstained=True, reasons=("No fact-checks were gathered on this desk.",))
        reading = claim.reading
        language = "" if reading.language == "und" else reading.language
        matches = self.match(reading.text[:LONGEST_READ], language, claim.posted)
        urls = {claim.url: "It names the post that is checked."}
        for sighting in history.timeline.sightings if history else ():
            place = sighting.record.url
            urls.setdefault(place, f"It names {place}, where the same footage was seen.")
        return PriorReviews(
            claim=tuple(hit for hit in matches.hits if hit.band != "weak"),
            footage=self._of_footage({url: said for url, said in urls.items() if url}),
            abstained=matches.abstained,
            reasons=tuple(reason.sentence for reason in matches.reasons),
        )

    def _of_footage(self, urls: Mapping[str, str]) -> tuple[ReviewHit, ...]:
        """The fact-checks that name these addresses, each with what is said of the first it names."""
        hits: dict[str, ReviewHit] = {}
        for url, said in urls.items():
            for review in self.archive.reviews.of_urls([url]):
                reason = Reason("same footage", 1.0, said)
                hits.setdefault(review.id, ReviewHit(review, len(hits) + 1, 1.0, "sure", (reason,)))
        return tuple(hits.values())


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


def _all_hits(reviews: PriorReviews) -> tuple[ReviewHit, ...]:
    return (*reviews.claim, *reviews.footage, *reviews.rejected)


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
