"""Whether the desk answers."""

from __future__ import annotations

from fastapi import APIRouter, Request

from firstseen import __version__
from firstseen.web.context import context_of

router = APIRouter(tags=["desk"])


@router.get("/health")
def health(request: Request) -> dict[str, str]:
    """The version that answers, once the desk is open. Needs no account and tells nothing of the desk."""
    context_of(request)
    return {"status": "ok", "version": __version__}
