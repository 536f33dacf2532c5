"""Pages from templates: the language, the person and the phrases that every page needs."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, cast

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from firstseen.web.words import phrase

if TYPE_CHECKING:
    from fastapi import Request

    from firstseen.model.people import Person
    from firstseen.web.words import InterfaceLanguage

LANGUAGE_COOKIE: Final = "firstseen_language"


@functools.cache
def templates() -> Environment:
    """The templates; everything that is put into one is escaped."""
    return Environment(
        loader=PackageLoader("firstseen.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


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

    Every template has `t(key, …)` for phrases, `lang`, `dir`, `person` and `request`.
    """
    language = language_of(request, person)
    page = templates().get_template(template)
    text = page.render(
        t=functools.partial(phrase, language=language),
        lang=language,
        dir="rtl" if language == "ar" else "ltr",
        person=person,
        request=request,
        **values,
    )
    return HTMLResponse(text, status)
