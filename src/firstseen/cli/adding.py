"""`init` makes a desk, `add` puts footage and its records into it."""

from __future__ import annotations

import getpass
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstseen.cli.shell import Bar, Failures, chosen_desk, desk_option, existing_desk, plain, say
from firstseen.gather.records import BASIS_COLUMNS, DATES, TEXTS
from firstseen.publish.words import added_line, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from firstseen.gather.folder import Listing
    from firstseen.model.sighting import Record

_SAYS = {
    "url": "Where it was seen.",
    "place": "Where it was recorded.",
    "actors": "Who is seen.",
    "event": "What happens in it.",
    "caption": "The words it was published with.",
    "language": "The caption's language, such as ar or en.",
    "source": "Who published it; several copies of one source count once.",
    "published": "When it went online or on air: 2015, 2015-07, 2015-07-01, an instant, or start/end.",
    "captured": "When an archive or a person saved it. Never taken for the publication.",
    "recorded": "When the camera ran. Never taken for the publication.",
}


def _record_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name in reversed((*TEXTS, *DATES)):
        if name in DATES:
            says = f"What the {name} date rests on, such as 'platform timestamp'; else an estimate."
            command = click.option(f"--{name}-basis", metavar="BASIS", default="", help=says)(command)
        metavar = "DATE" if name in DATES else "TEXT"
        command = click.option(f"--{name}", metavar=metavar, default="", help=_SAYS[name])(command)
    return command


@click.command
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def init(folder: Path) -> None:
    """Make a desk in DIR: a folder that will hold descriptions and records of footage."""
    from firstseen.deskfile import make_desk  # noqa: PLC0415

    made = make_desk(folder, anywhere=True)
    click.echo(f"{plain(str(folder))}: {'a new desk' if made else 'is a desk already; nothing was changed'}")


@click.command
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE_OR_DIR...")
@click.option(
    "--records",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="A table of what is known: file,url,published,place,actors,event,caption,language; others are kept.",
)
@_record_options
@click.option(
    "--added-by", metavar="NAME", default="", help="Who adds it; else the name you are logged in with."
)
@click.option("-v", "--verbose", is_flag=True, help="Name the files that were skipped.")
@desk_option
def add(
    *,
    paths: tuple[Path, ...],
    records: Path | None,
    added_by: str,
    verbose: bool,
    desk: Path | None,
    **given: str,
) -> None:
    """Add footage to the desk: files, or every file of footage in a folder.

    Only descriptions are kept, not the files. What is there already is not added again.
    """
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it
    from firstseen.gather.folder import list_footage  # noqa: PLC0415

    failures = Failures()
    common = _common_record(given)
    listing = list_footage(paths)
    for error in listing.errors:
        failures.take(error)
    noted = _noted(records, paths, listing, common, failures)
    folder = desk_for_adding(desk)
    place = {str(path): index for index, path in enumerate(listing.files)}
    counts = dict.fromkeys(("added", "seen again", "record completed", "known", "failed"), 0)
    with Desk(folder) as opened, Bar("Adding", len(listing.files)) as bar:
        for addition in opened.add_many(
            listing.files, noted, added_by=added_by or login(), progress=bar.tell
        ):
            counts[addition.status] += 1
            bar.finished(place[addition.path])
            if addition.error is not None:
                failures.take(addition.error)
            else:
                click.echo(plain(added_line(addition)))
    click.echo(_summary(counts, listing, folder))
    _say_skipped(listing, verbose=verbose)
    failures.exit()


def _common_record(given: dict[str, str]) -> Record:
    """What the options say of every file. Raises InputError for dates and bases that cannot be used."""
    from firstseen.gather.records import make_record  # noqa: PLC0415

    return make_record("", {name: given.get(name) or "" for name in (*TEXTS, *DATES, *BASIS_COLUMNS)})


def _noted(
    records: Path | None, paths: Sequence[Path], listing: Listing, common: Record, failures: Failures
) -> dict[Path, tuple[Record, ...]]:
    """The records of each file: from the table where it has rows, completed by the options."""
    from firstseen.gather.records import match_records, read_records  # noqa: PLC0415

    noted: dict[Path, tuple[Record, ...]] = {}
    if records is not None:
        sheet = read_records(records)
        matched = match_records(sheet, listing.files, [path for path in paths if path.is_dir()])
        for error in sorted((*sheet.errors, *matched.errors), key=lambda error: error.line):
            failures.take(error)
        if matched.elsewhere:
            say(
                f"{records}: {counted(matched.elsewhere, 'row is', 'rows are')} about files that were not given"
            )
        noted = matched.records
    return {
        path: tuple(_completed(record, common) for record in noted[path])
        if path in noted
        else (replace(common, name=path.name),)
        for path in listing.files
    }


def _completed(record: Record, common: Record) -> Record:
    """The record with its empty slots filled from `common`."""
    empty = {f.name: getattr(common, f.name) for f in fields(record) if not getattr(record, f.name)}
    return replace(record, **empty)


def desk_for_adding(desk: Path | None) -> Path:
    """The desk that is meant. One that was named and does not exist yet is made, and this is said."""
    from firstseen.deskfile import is_desk, make_desk  # noqa: PLC0415

    folder = chosen_desk(desk)
    if is_desk(folder) or folder == Path():
        return existing_desk(desk)
    make_desk(folder)
    say(f"{folder}: a new desk")
    return folder


def _summary(counts: dict[str, int], listing: Listing, folder: Path) -> str:
    words = [f"{count} {status}" for status, count in counts.items() if count]
    if not listing.files:
        words = ["no footage there"]
    return f"{plain(str(folder))}: {', '.join(words)}"


def _say_skipped(listing: Listing, *, verbose: bool) -> None:
    if not listing.skipped:
        return
    names = ": " + ", ".join(str(path) for path in listing.skipped) if verbose else " (--verbose names them)"
    say(f"{counted(len(listing.skipped), 'file', 'files')} skipped that by name are no footage{names}")


def login() -> str:
    """The name that the person at the prompt is logged in with; empty where there is none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
