"""The lists of cases: what waits, what is proposed, what is being worked on, what readers have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from firstseen.model.listing import LISTS, CaseFilters
from firstseen.model.people import Person
from firstseen.verdict.ratings import ratings
from firstseen.web.access import needs
from firstseen.web.context import context_of
from firstseen.web.spoken import language_word, rating_word
from firstseen.web.views import language_of, render
from firstseen.web.words import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firstseen.model.listing import ListName

router = APIRouter()

Reader = Annotated[Person, Depends(needs("read"))]
_PAGE: Final = 50
_FOOTAGE: Final = {"yes": True, "no": False}


@router.get("/")
def start(request: Request, person: Reader) -> Response:  # noqa: ARG001 - who may read
    """The inbox."""
    asked = request.query_params.get("lang", "")
    return RedirectResponse("/cases?list=inbox" + (f"&{urlencode({'lang': asked})}" if asked else ""), 303)


@router.get("/cases")
def cases(request: Request, person: Reader) -> Response:
    """A page of a list, narrowed to words and filters."""
    asked = request.query_params
    name = cast("ListName", asked.get("list", "inbox"))
    filters = CaseFilters(
        rating=asked.get("rating", ""),
        language=asked.get("language", ""),
        posted_from=asked.get("from", ""),
        posted_until=asked.get("until", ""),
        person=asked.get("person", ""),
        footage=_FOOTAGE.get(asked.get("footage", "")),
    )
    q, cursor = asked.get("q", ""), asked.get("cursor", "")
    desk = context_of(request).desk
    page = desk.case_lines(name, q, filters, cursor, _PAGE)
    language = language_of(request, person)
    counts = desk.counts()
    lists = [
        (one, phrase(f"desk.list_{one}", language), _address(asked, list=one, cursor=""), counts[one])
        for one in LISTS
    ]
    spoken = desk.archive.case_lists.languages()
    return render(
        request,
        "desk/cases.html.j2",
        person,
        name=name,
        lists=lists,
        q=q,
        filters=filters,
        footage=asked.get("footage", ""),
        page=page,
        with_pictures=any(item.line.media_id for item in page.items),
        ratings=[("", phrase("common.any", language))]
        + [(key, rating_word(key, language)) for key in ratings()],
        languages=[("", phrase("common.any", language))]
        + [(one, language_word(one, language)) for one in spoken],
        next_href=_address(asked, cursor=page.next) if page.next else "",
        first_href=_address(asked, cursor="") if cursor else "",
    )


def _address(asked: Mapping[str, str], **changed: str) -> str:
    """This list with something else asked of it."""
    kept = {name: value for name, value in {**asked, **changed}.items() if value and name != "lang"}
    return "/cases?" + urlencode(kept, errors="replace")
