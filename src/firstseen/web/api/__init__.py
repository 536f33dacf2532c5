"""The API: a module for each group of verbs, each with a `router`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firstseen.web.api import (
    articles,
    cases,
    claims,
    desk,
    exchange,
    footage,
    gathering,
    health,
    jobs,
    people,
    uploads,
)

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> tuple[APIRouter, ...]:
    """Every group of routes."""
    return (
        health.router,
        uploads.router,
        footage.router,
        cases.router,
        articles.router,
        exchange.router,
        gathering.router,
        jobs.router,
        people.router,
        desk.router,
    )


def google() -> tuple[APIRouter, ...]:
    """The routes in the shapes of Google's Fact Check Tools API."""
    return (claims.router, claims.sending)
