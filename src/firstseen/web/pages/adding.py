"""Adding and finding: a claim to check, footage to keep, fact-checks and posts to gather, footage to look for."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from firstseen.claims.dates import read_written_date
from firstseen.desk.limits import checked_text
from firstseen.errors import InputError
from firstseen.gather.records import BASIS_COLUMNS, DATES, TEXTS, make_record, match_records, read_records
from firstseen.model.people import Person
from firstseen.model.time import BASES
from firstseen.web.access import needs
from firstseen.web.context import context_of
from firstseen.web.flash import see_other
from firstseen.web.receiving import UploadRoute, field
from firstseen.web.spoken import basis_word
from firstseen.web.uploads import Upload
from firstseen.web.views import language_of, render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from firstseen.model.job import Job
    from firstseen.model.review import ReviewHit
    from firstseen.model.sighting import Record

router = APIRouter(route_class=UploadRoute)

Reader = Annotated[Person, Depends(needs("read"))]
Contributor = Annotated[Person, Depends(needs("contribute"))]

KINDS: Final = ("check", "add", "gather")
_RECORD: Final = (*TEXTS, *DATES, *BASIS_COLUMNS)
_LONGEST_MATCHED: Final = 4_000


async def received(request: Request) -> FormData:
    """The form, its files put away as uploads."""
    return await request.form()


Received = Annotated[FormData, Depends(received)]


@router.get("/add")
def add_page(request: Request, person: Contributor) -> Response:
    """The forms to check a claim, to keep footage, to gather what others published."""
    kind = request.query_params.get("kind", "check")
    return _form(request, person, kind if kind in KINDS else "check", request.query_params)


@router.post("/add")
async def add(request: Request, person: Contributor, form: Received) -> Response:
    """Queue what a form asks for; back to the form, with everything that was typed, when it cannot be used."""
    kind = field(form, "kind")
    asked = {"check": _checks, "add": _additions, "gather": _gatherings}.get(kind)
    if asked is None:
        raise InputError(f"there is nothing called {kind[:40]!r} to add")
    try:
        wanted = await run_in_threadpool(asked, form)
    except InputError as error:
        typed = {name: value for name, value in form.items() if isinstance(value, str)}
        return _form(request, person, kind, typed, str(error))
    return await run_in_threadpool(_submitted, request, person, wanted)


@router.get("/find")
def find_page(request: Request, person: Reader) -> Response:
    """The form to look for footage, and fact-checks of the same claim as a text."""
    return _found(request, person, request.query_params.get("text", ""))


@router.post("/find")
async def find(request: Request, person: Contributor, form: Received) -> Response:
    """Queue a search for footage."""
    try:
        wanted = _searches(form)
    except InputError as error:
        return await run_in_threadpool(_found, request, person, "", str(error))
    return await run_in_threadpool(_submitted, request, person, wanted)


def _form(request: Request, person: Person, kind: str, typed: Mapping[str, str], error: str = "") -> Response:
    language = language_of(request, person)
    return render(
        request,
        "desk/add.html.j2",
        person,
        400 if error else 200,
        kind=kind,
        typed=typed,
        error=error,
        bases=[("", "—")] + [(one, basis_word(one, language)) for one in BASES],
        largest_mb=context_of(request).uploads.largest_mb,
    )


def _found(request: Request, person: Person, text: str, error: str = "") -> Response:
    """The page of searches; with a text, the fact-checks that may be of the same claim."""
    hits: tuple[ReviewHit, ...] = ()
    near: tuple[ReviewHit, ...] = ()
    desk = context_of(request).desk
    if text.strip():
        matches = desk.match(checked_text("text", text)[:_LONGEST_MATCHED])
        hits, near = matches.hits, matches.near
    numbers = {hit.review.id: desk.archive.browsing.number_of(hit.review.id) for hit in (*hits, *near)}
    return render(
        request,
        "desk/find.html.j2",
        person,
        400 if error else 200,
        text=text,
        hits=hits,
        near=near,
        numbers=numbers,
        size=desk.size,
        error=error,
        largest_mb=context_of(request).uploads.largest_mb,
    )


def _submitted(request: Request, person: Person, wanted: Sequence[tuple[str, Mapping[str, Any]]]) -> Response:
    by, queue = person.account.name, context_of(request).queue
    jobs: list[Job] = [
        queue.submit(kind, by, {**{name: value for name, value in asked.items() if value}, "by": by})
        for kind, asked in wanted
    ]
    if len(jobs) == 1:
        return see_other(f"/jobs/{jobs[0].id}")
    return see_other("/jobs", "desk.jobs_queued", count=len(jobs))


def _sources(form: FormData) -> list[dict[str, str]]:
    """Where footage is that a form brings: each of its files, and its address."""
    sources = [{"upload": one.id} for one in _files(form, "files")]
    address = field(form, "address").strip()
    return sources + ([{"address": _address(address)}] if address else [])


def _files(form: FormData, name: str) -> list[Upload]:
    values: list[Any] = form.getlist(name)
    return [one for one in values if isinstance(one, Upload)]


def _address(text: str) -> str:
    if urlsplit(text).scheme.lower() not in {"http", "https"}:
        raise InputError(f"{text[:80]!r} is no address of the web: it has to begin with https://")
    return text


def _checks(form: FormData) -> list[tuple[str, Mapping[str, Any]]]:
    """A claim, with each of the files it came with, or alone."""
    caption, posted = checked_text("caption", field(form, "caption")), field(form, "posted").strip()
    language = field(form, "language")
    if not caption.strip():
        raise InputError("there is no caption: type or paste the words that the footage travels with")
    if posted:
        read_written_date(posted, language=language)
    texts = {name: checked_text(name, field(form, name)).strip() for name in ("claimant", "url")}
    claim = {"caption": caption, "posted": posted, "language": language, **texts}
    keep = field(form, "keep") == "yes"
    sources = _sources(form)
    if keep and not sources:
        raise InputError(
            "there is no footage to keep: choose a file or give an address, or only check the claim"
        )
    return [("check", {**claim, **source, "add": keep}) for source in sources or [{}]]


def _searches(form: FormData) -> list[tuple[str, Mapping[str, Any]]]:
    """Footage to look for."""
    sources = _sources(form)
    if not sources:
        raise InputError("there is nothing to look for: choose a file, or give an address")
    return [("find", source) for source in sources]


def _additions(form: FormData) -> list[tuple[str, Mapping[str, Any]]]:
    """Footage with what is known of it: as the form says, or as a sheet says of each file."""
    record = {name: checked_text(name, field(form, name)).strip() for name in _RECORD}
    record = {name: text for name, text in record.items() if text}
    make_record("", record)
    sources = _sources(form)
    if not sources:
        raise InputError("there is no footage to add: choose files, or give an address")
    sheets = _files(form, "sheet")
    if not sheets:
        return [("add", {**source, "record": record}) for source in sources]
    return _by_sheet(sheets[0], _files(form, "files"), record)


def _by_sheet(
    sheet: Upload, files: Sequence[Upload], common: Mapping[str, str]
) -> list[tuple[str, Mapping[str, Any]]]:
    """Each file with every row that is about it; what the form says holds where a row is silent."""
    read = read_records(sheet.path)
    matched = match_records(read, [one.path for one in files])
    errors = (*read.errors, *matched.errors)
    if errors:
        told = "; ".join(f"line {one.line}: {one.reason}" for one in errors[:5])
        more = f"; and {len(errors) - 5} more" if len(errors) > 5 else ""  # noqa: PLR2004
        raise InputError(f"{PurePath(sheet.name).name}: {told}{more}")
    wanted: list[tuple[str, Mapping[str, Any]]] = []
    for one in files:
        rows = [_fields(record) for record in matched.records.get(one.path, ())] or [{}]
        wanted += [("add", {"upload": one.id, "record": {**common, **row}}) for row in rows]
    return wanted


def _fields(record: Record) -> dict[str, str]:
    found = {name: getattr(record, name) for name in TEXTS}
    for name in DATES:
        date = getattr(record, name)
        if date is not None:
            found |= {name: date.text, f"{name}_basis": date.basis}
    return {name: text for name, text in found.items() if text} | dict(record.extra)


def _gatherings(form: FormData) -> list[tuple[str, Mapping[str, Any]]]:
    """Fact-checks or posts that others published, from files or an address."""
    what = field(form, "what")
    if what not in {"reviews", "posts"}:
        raise InputError("say what to gather: fact-checks or posts")
    sources = _sources(form)
    if not sources:
        raise InputError("there is nothing to gather from: choose a file, or give an address")
    if what == "posts" and any("address" in source for source in sources):
        raise InputError("posts are gathered from a file: save them first, and choose that file")
    return [(f"gather {what}", source) for source in sources]
