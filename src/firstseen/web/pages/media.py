"""Footage and its kept pictures, to be looked at in a case: only for who may read, and only as what they are."""

from __future__ import annotations

import math
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, Response

from firstseen.errors import NotFound
from firstseen.model.people import Person
from firstseen.web.access import needs
from firstseen.web.context import context_of

if TYPE_CHECKING:
    from firstseen.model.media import Media

router = APIRouter()

Reader = Annotated[Person, Depends(needs("read"))]

_VIDEO: Final = {
    "mp4": "video/mp4",
    "mov": "video/mp4",
    "webm": "video/webm",
    "matroska": "video/webm",
    "ogg": "video/ogg",
}
_SOUND: Final = {"mp4": "audio/mp4", "mov": "audio/mp4", "mp3": "audio/mpeg", "wav": "audio/wav", "flac": "audio/flac",
                 "ogg": "audio/ogg", "webm": "audio/webm", "matroska": "audio/webm"}  # fmt: skip
_STILL: Final = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
}
_TYPES: Final = {"video": _VIDEO, "sound": _SOUND, "still": _STILL}
"""What browsers show, by the container that decoding found: never by the name that somebody gave the file."""

_OTHER: Final = "application/octet-stream"
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=600",
}
_NO_PICTURE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90" width="320" height="180">'
    '<path fill="#888" d="M0 0h160v90H0z"/>'
    '<path fill="none" stroke="#fff" stroke-width="2" d="M60 30h40v30H60zl40 30m0-30-40 30"/></svg>'
)


@router.api_route("/media/{media_id}", methods=["GET", "HEAD"])
def media(request: Request, media_id: str, person: Reader) -> Response:  # noqa: ARG001 - who may read
    """The footage itself, from where it lies; parts of it by `Range`. Raises NotFound when it is nowhere any more."""
    desk = context_of(request).desk
    path, facts = desk.media_file(media_id), desk.media_of(media_id)
    kind = type_of(facts)
    shown = "inline" if kind != _OTHER else "attachment"
    return FileResponse(
        path, media_type=kind, headers=_HEADERS, filename=_plain(facts.name), content_disposition_type=shown
    )


@router.api_route("/stills/{media_id}/index.json", methods=["GET", "HEAD"])
def still_times(request: Request, media_id: str, person: Reader) -> dict[str, Any]:  # noqa: ARG001
    """The times (seconds) of the kept pictures of footage, and whether a browser may play the footage itself."""
    desk = context_of(request).desk
    facts = desk.media_of(media_id)
    try:
        times = [round(float(time_s), 3) for time_s in desk.stills(media_id).times_s]
    except NotFound:
        times = []
    return {
        "times": times,
        "duration_s": facts.duration_s,
        "fps": facts.fps,
        "play": play_address(request, facts),
    }


@router.api_route("/stills/{media_id}/{seconds}.jpg", methods=["GET", "HEAD"])
def still(request: Request, media_id: str, seconds: str, person: Reader) -> Response:  # noqa: ARG001
    """The kept picture nearest to a time (seconds); a plain picture that says "none", with 404, when there is none."""
    try:
        stills = context_of(request).desk.stills(media_id)
        jpeg = stills.jpeg(stills.nearest(_time_s(seconds)))
    except (NotFound, OSError):
        return Response(_NO_PICTURE, 404, _HEADERS | {"Cache-Control": "no-store"}, "image/svg+xml")
    return Response(jpeg, headers=_HEADERS, media_type="image/jpeg")


def type_of(facts: Media) -> str:
    """The type that footage is served as; "application/octet-stream" for what browsers do not show."""
    known = _TYPES[facts.kind]
    return next((known[name] for name in facts.container.lower().split(",") if name in known), _OTHER)


def play_address(request: Request, facts: Media) -> str:
    """Where the footage can be played from; empty when its file is gone or is of no kind that browsers play."""
    if facts.kind == "still" or type_of(facts) == _OTHER:
        return ""
    try:
        context_of(request).desk.media_file(facts.id)
    except NotFound:
        return ""
    return f"/media/{facts.id}"


def _time_s(text: str) -> float:
    try:
        time_s = float(text)
    except ValueError:
        time_s = math.nan
    if not math.isfinite(time_s):
        raise NotFound("picture at", text[:40])
    return time_s


def _plain(name: str) -> str:
    """The file's name without what a header cannot carry."""
    base = PurePosixPath(name.replace("\\", "/")).name
    return (
        "".join(c if c.isprintable() else "_" for c in base.encode("utf-8", "replace").decode()) or "footage"
    )
