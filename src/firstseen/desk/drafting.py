"""What an article is drafted from: the values of a case, and what this desk knows beside them."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from firstseen.model.article import ReadMore
from firstseen.model.decided import finding_key, holding
from firstseen.model.wording import Words
from firstseen.publish.materials import CaseValues, Occasion, RatingWords
from firstseen.publish.prose.sources import web_address
from firstseen.verdict.ratings import ratings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from firstseen.desk.casefile import CaseFile
    from firstseen.desk.casework import CaseVerbs
    from firstseen.model.article import LinkReason, Picture, Publication
    from firstseen.model.case import Decision, Examination, History
    from firstseen.model.claim import Claim

_EACH: Final = 3
"""Links of one reason under Read more."""

_PLACES_OF: Final = 100
"""How many published cases are looked at for the same footage, and of the newest for the same place."""

_TOPICS: Final = {"violent": "war", "natural": "disaster"}


def values_of_case(
    desk: CaseVerbs, case: CaseFile, by: str, *, version: int, pictures: tuple[Picture, ...] = ()
) -> CaseValues:
    """Everything that a draft may say of a case."""
    known = case.case
    claim, history, examination = case.claim(), case.history(), case.examination()
    verdict = known.verdict
    rating = ratings().get(verdict.rating) if verdict else None
    settings = desk.settings.publish
    return CaseValues(
        case=known,
        claim=claim,
        by=by,
        at=datetime.now(UTC).replace(microsecond=0),
        history=history,
        examination=examination,
        reviews=case.prior_reviews(),
        story=case.story(),
        verdict=verdict,
        proposal=case.propose(),
        rating=RatingWords(Words(rating.en, rating.ar), Words(rating.means, rating.means_ar))
        if rating
        else None,
        publisher=Words(settings.name, settings.name_ar),
        accepted=accepted_sightings(history, examination, case.decisions()),
        occasions=_occasions(claim),
        pictures=pictures,
        read_more=tuple(_read_more(desk, case)),
        topic=_topic(claim, topics(settings.topics)),
        version=version,
    )


def accepted_sightings(
    history: History | None, examination: Examination, decisions: Iterable[Decision]
) -> tuple[str, ...]:
    """The ids of the sightings that a person confirmed, as things stand.

    Footage that was matched counts when its match was accepted. A sighting that somebody stated, without footage,
    counts when a finding that rests on it was accepted, or the slot that such a finding is about.
    """
    if history is None:
        return ()
    held = holding(decisions)
    stated = {sighting.id for sighting in history.given}
    vouched = {
        evidence
        for finding in examination.findings
        if _accepted(held, f"finding:{finding_key(finding)}") or _accepted(held, f"slot:{finding.slot}")
        for evidence in finding.evidence
    }
    return tuple(
        sighting.id
        for sighting in history.timeline.sightings
        if (
            sighting.id in vouched if sighting.id in stated else _accepted(held, f"match:{sighting.media_id}")
        )
    )


def rejected_evidence(case: CaseFile) -> frozenset[str]:
    """The ids of the sightings and fact-checks that a person refused."""
    history = case.history()
    refused = {one.media_id for one in history.rejected} if history else set()
    seen = history.sightings if history else ()
    return frozenset(
        (
            *(sighting.id for sighting in seen if sighting.media_id in refused),
            *(hit.review.id for hit in case.prior_reviews().rejected),
        )
    )


def topics(text: str) -> dict[str, Words]:
    """The sections of the site by key, as the setting `publish.topics` writes them."""
    rows = (row.split("=") for row in text.split(";") if row.strip())
    return {row[0].strip(): Words(row[1].strip(), row[-1].strip()) for row in rows if len(row) > 1}


def _accepted(held: Mapping[str, Decision], subject: str) -> bool:
    decision = held.get(subject)
    return decision is not None and decision.action in {"accept", "edit"}


def _occasions(claim: Claim) -> tuple[Occasion, ...]:
    """The known events that the caption names, each once."""
    from firstseen.claims.occasions.dated import find_dated_events  # noqa: PLC0415 - its lists take time to load

    found = find_dated_events(claim.reading.text[:10_000], posted=claim.posted)
    named = {event.id: Occasion(Words(event.name, event.name_ar), event.date) for event in found}
    return tuple(named.values())[:_EACH]


def _topic(claim: Claim, known: Mapping[str, Words]) -> str:
    """The section that the kind of event belongs to; the last one, which takes the rest, where none is told."""
    from firstseen.claims.occasions.mechanisms import sort_of  # noqa: PLC0415

    wanted = (_TOPICS.get(sort_of(what.kind), "") for what in claim.reading.what)
    return next((key for key in wanted if key in known), next(iter([*known][-1:]), ""))


def _read_more(desk: CaseVerbs, case: CaseFile) -> Iterator[ReadMore]:
    """Other fact-checks: of the same footage, of the same claim, of the same place."""
    told: set[str] = {case.id}
    alike = [_published(desk, one) for one in _with_footage(desk, case)[:_PLACES_OF]]
    yield from _own("same footage", [one for one in alike if one], told)
    yield from _gathered("same footage", case, told)
    yield from _gathered("same claim", case, told)
    mine = _places(case.claim())
    recent = desk.archive.articles.publications(_PLACES_OF) if mine else ()
    near = (
        one for one in recent if one.case_id not in told and mine & _places(desk.case(one.case_id).claim())
    )
    yield from _own("same place", near, told)


def _published(desk: CaseVerbs, case_id: str) -> Publication | None:
    published = desk.archive.articles.published(case_id)
    return published[-1] if published else None


def _own(reason: LinkReason, found: Iterable[Publication], told: set[str]) -> Iterator[ReadMore]:
    standing = (one for one in found if one.change != "withdrawn" and one.case_id not in told)
    for one in itertools.islice(standing, _EACH):
        told.add(one.case_id)
        editions = {edition.language: edition.title for edition in one.article.editions}
        title = editions.get("en") or editions.get("ar", "")
        yield ReadMore(reason, title, editions.get("ar", ""), case_id=one.case_id)


def _gathered(reason: LinkReason, case: CaseFile, told: set[str]) -> Iterator[ReadMore]:
    found = case.prior_reviews()
    hits = found.footage if reason == "same footage" else found.claim
    count = 0
    for hit in hits:
        review = hit.review
        url = web_address(review.url)
        if not url or url in told or count == _EACH:
            continue
        told.add(url)
        count += 1
        title = review.name or review.claim
        ours = title if review.language == "ar" else ""
        yield ReadMore(reason, title, ours, url=url, publisher=review.publisher)


def _with_footage(desk: CaseVerbs, case: CaseFile) -> list[str]:
    media = [one.media.id for one in case.case.footage]
    found = (case_id for one in media for case_id in desk.archive.cases.with_footage(one))
    return [one for one in dict.fromkeys(found) if one != case.id]


def _places(claim: Claim) -> set[str]:
    return {where.places[0].id for where in claim.reading.where if where.places and where.role != "denied"}
