"""`match` finds the published fact-checks of the claim that a text makes."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import click

from firstseen.cli.shell import Failures, desk_option, existing_desk, plain
from firstseen.errors import BadRecord, InputError
from firstseen.model.dates import read_date
from firstseen.wire import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.model.review import Matches, ReviewHit
    from firstseen.model.time import PartialDate

_LONGEST_LINE: Final = 64 * 1024 * 1024
"""Bytes of one line of queries that are taken into memory."""


@dataclass(frozen=True, slots=True)
class _Query:
    """One text to find fact-checks for."""

    id: str
    text: str
    language: str = ""
    posted: PartialDate | None = None


@click.command
@click.argument("text", required=False)
@click.option(
    "--queries",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE.jsonl",
    help='Many texts at once: {"id", "text", "language"?, "posted"?} a line; - reads standard input.',
)
@click.option("--language", default="", metavar="CODE", help="The text's language, such as ar or en.")
@click.option("--posted", default="", metavar="DATE", help="When the text was posted, as ISO 8601.")
@click.option(
    "--top",
    type=click.IntRange(1, 1000),
    default=10,
    show_default=True,
    metavar="N",
    help="At most so many fact-checks.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a fact-check, one a line.")
@desk_option
def match(
    *,
    text: str | None,
    queries: Path | None,
    language: str,
    posted: str,
    top: int,
    as_json: bool,
    desk: Path | None,
) -> None:
    """Find the published fact-checks of the claim that TEXT makes, in either language.

    It says so when none is near enough to be one of the same claim.
    """
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it

    if (text is None) == (queries is None):
        raise click.UsageError("give a text, or a file with --queries")
    failures = Failures()
    wanted = (
        _read_queries(queries, failures)
        if queries is not None
        else iter([_Query("", text or "", language, read_date(posted) if posted else None)])
    )
    with Desk(existing_desk(desk)) as opened:
        for query in wanted:
            found = opened.match(query.text, query.language or language, query.posted, top)
            if as_json:
                _print_json(query, found)
            else:
                _print_lines(query, found)
    failures.exit()


def _print_json(query: _Query, found: Matches) -> None:
    if not found.hits:
        click.echo(line(_object(query, None, found)))
    for hit in found.hits:
        click.echo(line(_object(query, hit, found)))


def _object(query: _Query, hit: ReviewHit | None, found: Matches) -> dict[str, Any]:
    """One line of the answer; `rank` is null where it abstains."""
    reasons = hit.reasons if hit else found.reasons
    return {
        "id": query.id,
        "rank": hit.rank if hit else None,
        "review": hit.review.id if hit else None,
        "score": round(hit.score, 6) if hit else None,
        "band": hit.band if hit else None,
        "reasons": [
            {"name": one.name, "value": round(one.value, 4), "sentence": one.sentence} for one in reasons
        ],
    }


def _print_lines(query: _Query, found: Matches) -> None:
    if query.id:
        click.echo(plain(query.id))
    if found.abstained:
        click.echo("No published fact-check of this claim is known to the desk.")
    for reason in found.reasons:
        click.echo(f"  {plain(reason.sentence)}")
    for hit in found.hits:
        _print_hit(hit)
    if found.abstained and found.near:
        click.echo("The nearest are of other claims, as far as the words tell:")
        for hit in found.near[:3]:
            _print_hit(hit)


def _print_hit(hit: ReviewHit) -> None:
    review = hit.review
    said = ", ".join(
        part
        for part in (review.publisher, review.published.iso if review.published else "", review.rating)
        if part
    )
    click.echo(f"{hit.rank}. {hit.band} ({hit.score:.2f})  {plain(review.claim or review.name)}")
    click.echo(f"   {plain(review.url or review.id)}{'  ' + plain(said) if said else ''}")
    for reason in hit.reasons:
        click.echo(f"   {plain(reason.sentence)}")


def _read_queries(path: Path, failures: Failures) -> Iterator[_Query]:
    """The queries of a file, as they are read; what is wrong with a line is said, and the rest goes on."""
    if str(path) == "-":
        yield from _queries("standard input", sys.stdin.buffer, failures)
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    with file:
        yield from _queries(str(path), file, failures)


def _queries(source: str, file: IO[bytes], failures: Failures) -> Iterator[_Query]:
    number = 0
    while read := file.readline(_LONGEST_LINE):
        number += 1
        if len(read) == _LONGEST_LINE and not read.endswith(b"\n"):
            while (rest := file.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            failures.take(BadRecord(source, number, "is longer than 64 MB; no caption is"))
            continue
        if not read.strip():
            continue
        try:
            yield _query(read)
        except ValueError as error:
            failures.take(BadRecord(source, number, f"is no query: {error}"))
        except RecursionError:
            failures.take(BadRecord(source, number, "is no query: nested too deep"))
        except InputError as error:
            failures.take(BadRecord(source, number, str(error)))


def _query(read: bytes) -> _Query:
    """One line as a query. Raises ValueError for what is no JSON, InputError for what it lacks."""
    value = json.loads(read.decode("utf-8-sig"))
    if not isinstance(value, dict):
        raise InputError("is no query: it is not an object")
    id_, text = value.get("id"), value.get("text")
    if isinstance(id_, bool) or not isinstance(id_, str | int):
        raise InputError('is no query: "id" is missing, or neither a text nor a number')
    if not isinstance(text, str):
        raise InputError('is no query: "text" is missing or no text')
    language, posted = value.get("language") or "", value.get("posted") or ""
    if not isinstance(language, str) or not isinstance(posted, str):
        raise InputError('is no query: "language" and "posted" must be texts')
    return _Query(str(id_), text, language, read_date(posted) if posted else None)
