"""`gather` brings in what others published: fact-checks, and posts that carry footage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from firstseen.cli.adding import desk_for_adding, login
from firstseen.cli.shell import Failures, desk_option, plain, say
from firstseen.errors import BadRecord
from firstseen.gather.notes import Notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from firstseen.gather.dates import ReadDate
    from firstseen.gather.documents import Imported
    from firstseen.model.review import ClaimReview


@click.group
def gather() -> None:
    """Bring in what others published: fact-checks and posts."""


@gather.command
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--strict", is_flag=True, help="A field that is not known makes its fact-check an error.")
@click.option(
    "--added-by", metavar="NAME", default="", help="Who adds them; else the name you are logged in with."
)
@desk_option
def reviews(*, sources: tuple[str, ...], strict: bool, added_by: str, desk: Path | None) -> None:
    """Bring in published fact-checks: files, folders and addresses of markup, feeds, tables, pages and texts.

    A fact-check that cannot come in is one error; the others come in. What is known already is not stored again.
    """
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it
    from firstseen.gather.reviews import read_reviews  # noqa: PLC0415

    failures = Failures()
    notes = Notes(strict=strict)
    folder = desk_for_adding(desk)
    with Desk(folder) as opened:
        read = read_reviews(sources, notes, _read_date())
        counts = opened.gather_reviews(_good(read, failures), added_by or login())
    _say_notes(notes)
    click.echo(f"{plain(str(folder))}: {_counted(counts, failures)}")
    failures.exit()


def _read_date() -> ReadDate:
    """Reads what machines write first, and then what people write."""
    from firstseen.claims.dates import read_written_date  # noqa: PLC0415
    from firstseen.gather.dates import read_stated_date, trying  # noqa: PLC0415

    return trying(read_stated_date, lambda text, basis: read_written_date(text, basis=basis))


def _good(items: Iterable[Imported], failures: Failures) -> Iterator[ClaimReview]:
    """The fact-checks among what was read; errors are said as they come."""
    for item in items:
        if isinstance(item, BadRecord):
            failures.take(item)
        else:
            yield item


def _say_notes(notes: Notes) -> None:
    for sentence in notes.sentences():
        say(sentence)


def _counted(counts: dict[str, int], failures: Failures) -> str:
    words = [f"{count} {status}" for status, count in counts.items() if count]
    if failures.count:
        words.append(f"{failures.count} failed")
    return ", ".join(words) or "nothing there"
