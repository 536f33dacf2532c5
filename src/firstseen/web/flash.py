"""One sentence for the next page: what a form came to, carried over its redirect by a cookie that is read once."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from fastapi.responses import RedirectResponse

from firstseen.web.words import phrase, phrases

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.responses import Response

    from firstseen.web.words import InterfaceLanguage

Tone = Literal["info", "good", "warn", "bad"]

COOKIE: Final = "firstseen_flash"
_TONES: Final = ("info", "good", "warn", "bad")
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Flash:
    """The sentence and its tone."""

    text: str
    tone: Tone


def see_other(url: str, key: str = "", tone: Tone = "good", **values: object) -> Response:
    """A redirect (303) to a page of ours that then says the phrase `key` with these values."""
    answer = RedirectResponse(url, 303)
    if key:
        told = [key, tone, {name: str(value)[:_LONGEST] for name, value in values.items()}]
        text = base64.urlsafe_b64encode(json.dumps(told).encode()).decode()
        answer.set_cookie(COOKIE, text, max_age=60, httponly=True, samesite="lax")
    return answer


def flash_of(request: Request, language: InterfaceLanguage) -> Flash | None:
    """What the last form left to be said; None for nothing, and for a cookie that is none of ours."""
    text = request.cookies.get(COOKIE, "")
    if not text:
        return None
    try:
        key, tone, values = json.loads(base64.urlsafe_b64decode(text))
        known = key in phrases() and tone in _TONES
        return Flash(phrase(key, language, **values), tone) if known else None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None
