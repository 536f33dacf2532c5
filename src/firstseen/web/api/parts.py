"""What the routes of the API share: who acts, pages of lists, and answers about long work."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import Depends, Header, Path, Query, Request
from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.exceptions import HTTPException

from firstseen.errors import InputError
from firstseen.model.people import Person
from firstseen.web.access import needs
from firstseen.web.answers import Answer
from firstseen.web.context import context_of
from firstseen.web.objects import job_object
from firstseen.web.once import once

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from firstseen.model.people import Permission

Limit = Annotated[int, Query(ge=1, le=200, description="At most so many items.")]
Cursor = Annotated[
    str, Query(max_length=200, description="`next` of the page before; without it, the first page.")
]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Any text of your own. The same request sent again with it gets the same answer and runs once; "
        "it is kept for 24 hours.",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The `ETag` you have seen: the change is refused with 412 when it is another by now.",
    ),
]
Text = Annotated[str, StringConstraints(max_length=100_000)]
Words = Annotated[str, StringConstraints(max_length=4_000)]
UploadId = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
CaseId = Annotated[str, Path(max_length=80, description="The case's id, such as `case-1`.")]

_START: Final = "0"


class Body(BaseModel):
    """What a request says. A field nobody knows is refused."""

    model_config = ConfigDict(extra="forbid")


def acting(permission: Permission) -> Callable[..., Awaitable[Person]]:
    """Who makes a change: somebody with this permission, whose request runs once when it has a key."""
    needed = needs(permission)

    async def act(request: Request, person: Person, key: str | None) -> Person:
        await once(request, person, key)
        return person

    # The framework reads these; what is made inside a function it could not find by name.
    act.__annotations__ = {"request": Request, "person": Annotated[Any, Depends(needed)], "key": Key}
    act.__defaults__ = (None,)
    return act


Reader = Annotated[Person, Depends(needs("read"))]
Contributor = Annotated[Person, Depends(acting("contribute"))]
Reviewer = Annotated[Person, Depends(acting("review"))]
Publisher = Annotated[Person, Depends(acting("publish"))]
Admin = Annotated[Person, Depends(acting("administer"))]


def cursor_at(kind: str, cursor: str) -> int:
    """The number that a list goes on after; 0 for the first page. Raises InputError for what is no cursor of it."""
    if not cursor:
        return 0
    try:
        named, _, number = base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii").partition(":")
        after = int(number) if number.isdecimal() else -1
    except (ValueError, binascii.Error):
        named, after = "", -1
    if named != kind or not 0 <= after < 2**62:
        raise InputError("cursor is none of this list: give the `next` of an earlier page, or none")
    return after


def page(kind: str, found: Iterable[tuple[int, Mapping[str, Any]]], limit: int) -> Answer:
    """One page of a list, of which one item more than its limit was looked for."""
    items = list(found)
    more = items[limit - 1][0] if len(items) > limit else None
    following = None if more is None else base64.urlsafe_b64encode(f"{kind}:{more}".encode()).decode()
    return Answer({"items": [value for _, value in items[:limit]], "next": following})


def submitted(request: Request, kind: str, person: Person, asked: Mapping[str, Any]) -> Answer:
    """The answer to a request for long work: 202, and where it can be looked at."""
    plain = {name: value for name, value in asked.items() if value not in (None, "", False, {})}
    by = person.account.name
    job = context_of(request).queue.submit(kind, by, {**plain, "by": by})
    place = str(request.app.url_path_for("show_job", job_id=job.id))
    return Answer(job_object(job), 202, {"Location": place})


def etag_of(*facts: object) -> str:
    """A tag that changes whenever one of the facts does."""
    return f'"{hashlib.sha256(repr(facts).encode()).hexdigest()[:24]}"'


def check_etag(wanted: str | None, now: str) -> None:
    """Refuse a change of something that is no longer what was looked at."""
    if wanted is None or wanted.strip() == "*":
        return
    if now not in {one.strip().removeprefix("W/") for one in wanted.split(",")}:
        raise HTTPException(412, "it was changed meanwhile; look at it again, and repeat your change")


def known_upload(request: Request, *upload_ids: str | None) -> None:
    """Refuse an upload that is not there, before work is queued for it. Raises NotFound."""
    for upload_id in upload_ids:
        if upload_id:
            context_of(request).uploads.find(upload_id)
