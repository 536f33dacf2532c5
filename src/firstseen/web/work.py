"""The kinds of long work: each takes what JSON can say, calls one verb of the desk, and gives what the API answers.

A request names footage as `"upload": ID` or `"address": URL`; `by` is who asked. Paths of this machine are in none of
them.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from firstseen.claims.dates import read_written_date
from firstseen.desk import Desk, compare
from firstseen.desk.rating import label
from firstseen.errors import BadRecord, InputError, NotFound
from firstseen.gather.dates import read_stated_date, trying
from firstseen.gather.footage import fetch_footage
from firstseen.gather.notes import Notes
from firstseen.gather.posts import read_posts
from firstseen.gather.records import make_record
from firstseen.gather.reviews import read_reviews
from firstseen.gather.web import Fetcher
from firstseen.web.objects import addition_object
from firstseen.web.uploads import Uploads, UploadWriter, safe_name
from firstseen.wire import case_object, found_objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from firstseen.desk import CaseFile
    from firstseen.web.queue import Tell, Work

_MOST_ERRORS: Final = 100
"""Refused items that an answer names; the rest is counted."""


def kinds() -> dict[str, Work]:
    """Every kind of long work by its name."""
    return {
        "add": add,
        "find": find,
        "compare": compare_files,
        "check": check,
        "rerun": rerun,
        "gather reviews": gather_reviews,
        "gather posts": gather_posts,
    }


def add(desk: Desk, request: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Add footage: `upload` or `address`, `record` (fields by name, dates as ISO 8601)."""
    path, fetched = _footage(desk, request, tell)
    given = dict(request.get("record") or {})
    if fetched and not given.get("url"):
        given["url"] = fetched["page"] or fetched["url"]
    record = replace(make_record(path.name, given), name=path.name)
    by = str(request.get("by", ""))
    progress = _progress(tell, "describing footage")
    (addition,) = desk.add_many([path], {path: (record,)}, added_by=by, progress=progress)
    if addition.error is not None:
        raise addition.error
    return {**addition_object(addition), "fetched": fetched}


def find(desk: Desk, request: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Where footage was seen before: `upload` or `address`, `unlikely`."""
    path, fetched = _footage(desk, request, tell)
    (search,) = desk.find_many([path], progress=_progress(tell, "searching"))
    if search.found is None:
        raise search.error or NotFound("result", path.name)
    items = list(found_objects(search.found, path.name, unlikely=bool(request.get("unlikely"))))
    media_id = search.found.query.media.id
    return {"media_id": media_id, "searched": desk.size, "items": items, "fetched": fetched}


def compare_files(desk: Desk, request: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Where two files show the same: the uploads `query` and `reference`."""
    query, reference = (_path(desk, request, name) for name in ("query", "reference"))
    with tempfile.TemporaryDirectory(prefix="firstseen-") as work:
        progress = _progress(tell, "comparing")
        found, other = compare(query, reference, desk.settings, Path(work), progress)
        items = list(found_objects(found, query.name, unlikely=bool(request.get("unlikely"))))
    return {"media_id": found.query.media.id, "reference_id": other.media.id, "items": items}


def check(desk: Desk, request: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """The case of a claim: `caption`; `upload` or `address`, `posted`, `language`, `claimant`, `url`, `add`."""
    path = None
    if request.get("upload") or request.get("address"):
        path, _ = _footage(desk, request, tell)
    case = desk.check(
        path,
        caption=str(request.get("caption", "")),
        posted=str(request.get("posted") or ""),
        language=str(request.get("language") or ""),
        claimant=str(request.get("claimant") or ""),
        url=str(request.get("url") or ""),
        by=str(request.get("by", "")),
        add=bool(request.get("add")) and path is not None,
        progress=_progress(tell, "searching"),
    )
    return told_case(case)


def rerun(desk: Desk, request: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """A case examined once more: `case`, and `stage` to begin with it."""
    tell(0, 0, "examining again")
    case = desk.case(str(request["case"]))
    case.rerun(request.get("stage") or None)
    return told_case(case)


def gather_reviews(desk: Desk, request: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Fact-checks from a file or an address: `upload` or `address`, `strict`."""
    notes, refused = Notes(strict=bool(request.get("strict"))), _Refused()
    source = str(request["address"]) if request.get("address") else str(_path(desk, request, "upload"))
    read = read_reviews([source], notes, _read_date(), new_fetcher())
    counts = desk.gather_reviews(refused.without(read, tell, "fact-checks"), str(request.get("by", "")))
    return refused.answer(counts, notes)


def gather_posts(desk: Desk, request: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Posts from a file: `upload`, `strict`. Footage they speak of is not taken along: it is uploaded by itself."""
    notes, refused = Notes(strict=bool(request.get("strict"))), _Refused()
    with tempfile.TemporaryDirectory(prefix="firstseen-") as empty:
        # Read where nothing lies beside it: what a file names must not be looked for on this machine.
        path = _path(desk, request, "upload")
        alone = Path(empty) / path.name
        shutil.copyfile(path, alone)
        read = refused.without(read_posts([alone], notes, _read_date()), tell, "posts")
        counts = desk.gather_posts(read, str(request.get("by", "")))
    return refused.answer(asdict(counts), notes)


def told_case(case: CaseFile) -> dict[str, Any]:
    """A case as the API gives it, and `check --json` prints it."""
    return case_object(case.case, case.results(), case.decisions(), label, case.elsewhere())


class _Refused:
    """Items that could not come in, while the others did."""

    def __init__(self) -> None:
        self._first: list[BadRecord] = []
        self._count = 0

    def without[Item](self, items: Iterable[Item | BadRecord], tell: Tell, what: str) -> Iterator[Item]:
        """The items that can come in; the others are kept here."""
        good = 0
        for item in items:
            if isinstance(item, BadRecord):
                self._count += 1
                if len(self._first) < _MOST_ERRORS:
                    self._first.append(item)
            else:
                good += 1
                yield item
            tell(good + self._count, 0, f"reading {what}")

    def answer(self, counts: Mapping[str, int], notes: Notes) -> dict[str, Any]:
        """What came of it. Raises InputError when nothing but refusals did."""
        if self._count and not any(counts.values()):
            first = self._first[0]
            more = f", and {self._count - 1} more" if self._count > 1 else ""
            raise InputError(f"{_place(first)}{first.reason}{more}")
        errors = [{"line": one.line, "unit": one.unit, "reason": one.reason} for one in self._first]
        return {**counts, "failed": self._count, "errors": errors, "notes": list(notes.sentences())}


def _place(bad: BadRecord) -> str:
    name = bad.source if "://" in bad.source else Path(bad.source).name
    return f"{name}, {bad.unit} {bad.line}: " if bad.line else f"{name}: "


def _path(desk: Desk, request: Mapping[str, Any], name: str) -> Path:
    wanted = request.get(name)
    if not wanted:
        raise InputError(f"there is no file: upload one, and give its id as {name!r}")
    return Uploads(desk.folder, desk.settings.web.upload_mb).find(str(wanted)).path


def new_fetcher() -> Fetcher:
    """What addresses are fetched with: public ones only."""
    return Fetcher()


def _footage(desk: Desk, request: Mapping[str, Any], tell: Tell) -> tuple[Path, dict[str, Any] | None]:
    """The footage that a request names: uploaded, or fetched from an address and kept like an upload.

    For what was fetched, also where it came from, and what the page there says of it, which is filled in nowhere.
    """
    address = str(request.get("address") or "")
    if not address:
        return _path(desk, request, "upload"), None
    uploads = Uploads(desk.folder, desk.settings.web.upload_mb)

    def saving(name: str) -> _Telling:
        return _Telling(uploads, name, tell)

    found = fetch_footage(address, saving, new_fetcher())
    told = {"upload": found.kept.id, "url": found.url, "page": found.page or None, "said": found.said}
    return found.kept.path, told


class _Telling(UploadWriter):
    """A file that is fetched, with word of how much has come."""

    def __init__(self, uploads: Uploads, name: str, tell: Tell) -> None:
        uploads.expect(None)
        super().__init__(uploads, safe_name(name))
        self._tell = tell

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""
        super().write(piece)
        self._tell(self.size / 1_000_000, 0, "fetching footage")


def _progress(tell: Tell, doing: str) -> Callable[[int, float, float], None]:
    def progress(_index: int, done_s: float, expected_s: float) -> None:
        tell(done_s, expected_s, doing)

    return progress


def _read_date() -> Any:  # noqa: ANN401 - a reader of dates
    return trying(read_stated_date, lambda text, basis: read_written_date(text, basis=basis))
