"""The desk itself: what was done in it, and what it is set to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from firstseen.settings import keys
from firstseen.web.answers import Answer
from firstseen.web.api import models
from firstseen.web.api.parts import Admin, Cursor, Limit, Reader, cursor_at, page
from firstseen.web.context import context_of
from firstseen.web.objects import check_object, setting_object
from firstseen.web.once import ApiRoute
from firstseen.wire import audit_object

router = APIRouter(tags=["desk"], route_class=ApiRoute)


@router.get("/audit", response_model=models.Page[models.AuditEntry])
def list_audit(request: Request, _: Reader, cursor: Cursor = "", limit: Limit = 50) -> Answer:
    """Everything that was done, oldest first."""
    found = context_of(request).desk.archive.pages.audit(cursor_at("audit", cursor), limit + 1)
    return page("audit", ((number, audit_object(one)) for number, one in found), limit)


@router.get("/audit/check", response_model=models.AuditCheck)
def check_audit(
    request: Request,
    _: Reader,
    head: Annotated[
        str, Query(max_length=64, description="A digest that was noted as the newest before.")
    ] = "",
) -> Answer:
    """Whether the audit is as it was written: no entry altered, none removed."""
    return Answer(check_object(context_of(request).desk.archive.check_audit(head)))


@router.get("/settings", response_model=models.Page[models.Setting])
def list_settings(request: Request, _: Admin) -> Answer:
    """Every setting as it holds in this desk, with its meaning and where its number comes from."""
    settings = context_of(request).settings
    return Answer({"items": [setting_object(key, settings) for key in keys()], "next": None})
