"""The desk itself: everything that was ever done in it, and the settings that hold."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from firstseen.archive.base import AuditCheck
from firstseen.model.people import Person
from firstseen.settings import default_settings, keys
from firstseen.web.access import needs
from firstseen.web.context import context_of
from firstseen.web.pages.jobs import before
from firstseen.web.views import render

if TYPE_CHECKING:
    from firstseen.archive.base import AuditEntry

router = APIRouter()

Reader = Annotated[Person, Depends(needs("read"))]
_PAGE: Final = 100
_LONGEST_DETAIL: Final = 2_000
_FILTERS: Final = ("who", "what", "subject")


@router.get("/audit")
def audit(request: Request, person: Reader) -> Response:
    """What was done, newest first, narrowed to somebody, to a kind, or to one subject."""
    return _audit(request, person)


@router.post("/audit")
def verify(request: Request, person: Reader, expected: Annotated[str, Form(max_length=200)] = "") -> Response:
    """The same, after every entry was checked against the one before it, and against a digest that was noted."""
    return _audit(request, person, context_of(request).desk.archive.check_audit(expected), expected)


@router.get("/settings")
def settings(request: Request, person: Reader) -> Response:
    """Every setting: what it means, what holds here, and where a value that is not ours came from."""
    held, ours = context_of(request).settings, default_settings()
    sections: dict[str, list[tuple[object, object, bool]]] = {}
    for key in keys():
        value = getattr(getattr(held, key.section), key.name)
        usual = getattr(getattr(ours, key.section), key.name)
        sections.setdefault(key.section, []).append((key, value, value != usual))
    return render(request, "desk/settings.html.j2", person, sections=sections)


def _audit(
    request: Request, person: Person, checked: AuditCheck | None = None, expected: str = ""
) -> Response:
    browsing = context_of(request).desk.archive.browsing
    asked = {name: request.query_params.get(name, "") for name in _FILTERS}
    found = browsing.audit(asked["who"], asked["what"], asked["subject"], before(request), _PAGE + 1)
    entries = [(entry, datetime.fromisoformat(entry.at), _detail(entry)) for entry in found[:_PAGE]]
    kept = {name: text for name, text in asked.items() if text}
    following = {**kept, "before": str(found[_PAGE - 1].number)} if len(found) > _PAGE else {}
    return render(
        request,
        "desk/audit.html.j2",
        person,
        entries=entries,
        asked=asked,
        deeds=browsing.deeds(),
        checked=checked,
        expected=expected,
        next_href="/audit?" + urlencode(following, errors="replace") if following else "",
    )


def _detail(entry: AuditEntry) -> str:
    told = "" if entry.detail == "{}" else entry.detail
    return told if len(told) <= _LONGEST_DETAIL else f"{told[:_LONGEST_DETAIL]}…"
