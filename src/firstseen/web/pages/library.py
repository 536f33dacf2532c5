"""What the desk knows: footage with its sightings, and the fact-checks that others and the desk itself published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from firstseen.desk.limits import checked_text
from firstseen.errors import InputError, NotFound
from firstseen.model.people import Person
from firstseen.model.review import ReviewHit
from firstseen.verdict.ratings import ratings
from firstseen.web.access import needs
from firstseen.web.context import context_of
from firstseen.web.flash import see_other
from firstseen.web.pages.jobs import before
from firstseen.web.pages.media import play_address
from firstseen.web.spoken import rating_word
from firstseen.web.views import language_of, render
from firstseen.web.words import phrase

if TYPE_CHECKING:
    from firstseen.model.review import ClaimReview

router = APIRouter()

Reader = Annotated[Person, Depends(needs("read"))]
Editor = Annotated[Person, Depends(needs("publish"))]
Text = Annotated[str, Form()]
_PAGE: Final = 48
_STILLS: Final = 12
_LONGEST_MATCHED: Final = 4_000
_LONGEST_NUMBER: Final = 15


@router.get("/footage")
def footage(request: Request, person: Reader) -> Response:
    """The footage of the desk, the last added first."""
    desk = context_of(request).desk
    q = request.query_params.get("q", "")
    found = desk.archive.browsing.media(q, before(request), _PAGE + 1)
    shown = found[:_PAGE]
    items = [(media, desk.archive.sightings(media.id)) for _, media in shown]
    more = f"/footage?{_query(q=q, before=str(shown[-1][0]))}" if len(found) > _PAGE else ""
    return render(request, "desk/footage.html.j2", person, items=items, q=q, size=desk.size, next_href=more)


@router.get("/footage/{media_id}")
def one_footage(request: Request, media_id: str, person: Reader) -> Response:
    """One file of footage: its facts, where it was seen, the cases it belongs to. Raises NotFound."""
    desk = context_of(request).desk
    shown = desk.footage(media_id)
    media = shown.media
    cases = [desk.listed(case_id) for case_id in desk.archive.cases.with_footage(media.id)]
    return render(
        request,
        "desk/footage_item.html.j2",
        person,
        media=media,
        sightings=shown.sightings,
        cases=cases,
        times=_times(media.duration_s) if media.has_picture else [],
        play=play_address(request, media),
        losses=shown.description.losses,
        used=shown.description.frames_used,
        gated=len(shown.description.gated),
        asked_to_delete="delete" in request.query_params,
        web_link=web_link,
    )


@router.post("/footage/{media_id}/delete")
def delete_footage(request: Request, media_id: str, person: Editor, sure: Text = "") -> Response:
    """Remove footage for good, once the box is ticked that says so. Raises InputError, NotFound."""
    desk = context_of(request).desk
    media = desk.footage(media_id).media
    if sure != "yes":
        raise InputError(
            "nothing was deleted: tick the box that says that it is meant, and send the form again"
        )
    desk.delete_footage(media.id, person.account.name)
    return see_other("/footage", "desk.footage_deleted", name=media.name)


@router.get("/reviews")
def reviews(request: Request, person: Reader) -> Response:
    """The fact-checks that the desk knows: all, of a publisher, with a rating, or those that a text may be about."""
    asked = request.query_params
    desk = context_of(request).desk
    q, publisher, label = asked.get("q", ""), asked.get("publisher", ""), asked.get("rating", "")
    browsing = desk.archive.browsing
    if q.strip():
        matches = desk.match(checked_text("text", q)[:_LONGEST_MATCHED])
        hits = (*matches.hits, *matches.near)
        items = [
            (browsing.number_of(hit.review.id), hit.review) for hit in hits if _fits(hit, publisher, label)
        ]
        more = ""
    else:
        found = browsing.reviews(publisher, label, before(request), _PAGE + 1)
        items = list(found[:_PAGE])
        kept = {"publisher": publisher, "rating": label, "before": str(items[-1][0]) if items else ""}
        more = f"/reviews?{_query(**kept)}" if len(found) > _PAGE else ""
    language = language_of(request, person)
    anyone = phrase("common.any", language)
    return render(
        request,
        "desk/reviews.html.j2",
        person,
        items=items,
        q=q,
        publisher=publisher,
        label=label,
        publishers=[("", anyone), *((one, one) for one in browsing.publishers())],
        ratings=[("", anyone), *((key, rating_word(key, language)) for key in ratings())],
        count=len(desk.archive.reviews),
        next_href=more,
    )


@router.get("/reviews/{number}")
def one_review(request: Request, number: str, person: Reader) -> Response:
    """One fact-check, by its number in the list. Raises NotFound."""
    known = number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER
    found: ClaimReview | None = (
        context_of(request).desk.archive.browsing.numbered(int(number)) if known else None
    )
    if found is None:
        raise NotFound("fact-check", number[:40])
    return render(request, "desk/review.html.j2", person, review=found, web_link=web_link)


def web_link(text: str) -> bool:
    """Whether an address from outside may be followed: one of the web, never a script."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.netloc)


def _fits(hit: ReviewHit, publisher: str, label: str) -> bool:
    return (not publisher or hit.review.publisher == publisher) and (not label or hit.review.label == label)


def _times(duration_s: float) -> list[float]:
    """Times (seconds) for a strip of pictures, evenly over the footage."""
    count = 1 if duration_s <= 0 else min(_STILLS, max(1, round(duration_s)))
    return [round(duration_s * (place + 0.5) / count, 2) for place in range(count)]


def _query(**values: str) -> str:
    return urlencode({name: value for name, value in values.items() if value}, errors="replace")
