"""The desk's pages: a module for each screen, each with a `router`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> tuple[APIRouter, ...]:
    """Every screen's routes."""
    from firstseen.web.pages import (  # noqa: PLC0415 - the screens import what stands beside them
        account,
        adding,
        cases,
        desk,
        draft,
        item,
        jobs,
        keys,
        library,
        media,
        people,
        published,
        sign_in,
        suggestions,
    )

    return (
        account.router,
        adding.router,
        cases.router,
        desk.router,
        draft.router,
        item.router,
        jobs.router,
        keys.router,
        library.router,
        media.router,
        people.router,
        published.router,
        sign_in.router,
        suggestions.router,
    )
