"""Pages from templates: the language, the person and the phrases that every page needs."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from firstseen.web.access import csrf_token
from firstseen.web.context import context_of
from firstseen.web.flash import COOKIE as FLASH_COOKIE
from firstseen.web.flash import flash_of
from firstseen.web.navigation import ICONS, place_of, places_for
from firstseen.web.spoken import FILTERS, NAMES
from firstseen.web.words import phrase, phrases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

    from firstseen.model.people import Person
    from firstseen.web.words import InterfaceLanguage

LANGUAGE_COOKIE: Final = "firstseen_language"
_YEAR_S: Final = 365 * 86400


@functools.cache
def templates() -> Environment:
    """The templates; everything that is put into one is escaped."""
    made = Environment(
        loader=PackageLoader("firstseen.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals.update(NAMES)
    made.globals["icons"] = ICONS
    made.tests["known_phrase"] = phrases().__contains__
    return made


def language_of(request: Request, person: Person | None = None) -> InterfaceLanguage:
    """The interface's language: as asked for by `?lang=`, the cookie, the account, the browser; English otherwise."""
    asked = (
        request.query_params.get("lang", ""),
        request.cookies.get(LANGUAGE_COOKIE, ""),
        person.account.language if person else "",
        request.headers.get("accept-language", "")[:2].lower(),
    )
    return cast("InterfaceLanguage", next((one for one in asked if one in {"en", "ar"}), "en"))


def render(
    request: Request, template: str, person: Person | None, status: int = 200, **values: object
) -> HTMLResponse:
    """The page that a template makes of these values.

    Every template has `t(key, …)` for phrases, `lang`, `dir`, `person` and `request`; what `shell` gives; and the
    macros of macros.html.j2. A language that was asked for by `?lang=` is remembered.
    """
    language = language_of(request, person)
    text = templates().get_template(template).render(**shell(request, person, language), **values)
    # What somebody named a file need not be text: it is shown as far as it can be.
    answer = HTMLResponse(text.encode("utf-8", "replace"), status)
    if request.query_params.get("lang") == language:
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR_S, httponly=True, samesite="lax")
    if FLASH_COOKIE in request.cookies:
        answer.delete_cookie(FLASH_COOKIE)
    return answer


def shell(request: Request, person: Person | None, language: InterfaceLanguage) -> Mapping[str, object]:
    """What the frame around every page is made of."""
    other = "en" if language == "ar" else "ar"
    return {
        "t": functools.partial(phrase, language=language),
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
        "person": person,
        "request": request,
        "csrf": csrf_token(request),
        "here": place_of(request),
        "navigation": places_for(person) if person else (),
        "counts": context_of(request).desk.counts() if person else {},
        "flash": flash_of(request, language),
        "other_language": other,
        "other_language_href": _with_language(request, other),
    }


def _with_language(request: Request, language: str) -> str:
    """This page in the other language; the start for one that cannot be asked for again."""
    if request.method not in {"GET", "HEAD"}:
        return f"/?lang={language}"
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return f"?{urlencode([*kept, ('lang', language)], errors='replace')}"
