"""The desk's pages: a module for each screen, each with a `router`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> tuple[APIRouter, ...]:
    """Every screen's routes."""
    from firstseen.web.pages import draft, item, media, sign_in  # noqa: PLC0415 - the screens import what stands beside them

    return (draft.router, item.router, media.router, sign_in.router)
