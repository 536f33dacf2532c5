"""`find` says where footage was seen before, `compare` where two files show the same."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstseen.cli.shell import Bar, Failures, chosen_desk, desk_option, existing_desk, plain, printed, say
from firstseen.publish.words import found_lines
from firstseen.wire import found_objects, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.model.found import Found

_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a segment, one a line.")
_all = click.option(
    "--all", "unlikely", is_flag=True, help="Unlikely segments too: everything that was aligned."
)
_report = click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.html",
    help="Write a page to show.",
)


@click.command
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@_json
@_all
@_report
@desk_option
def find(
    *,
    paths: tuple[Path, ...],
    as_json: bool,
    unlikely: bool,
    report: Path | None,
    desk: Path | None,
) -> None:
    """Find where footage was seen before, and since when."""
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it
    from firstseen.gather.folder import list_footage  # noqa: PLC0415
    from firstseen.publish.exchangewords import elsewhere_lines  # noqa: PLC0415
    from firstseen.publish.report import Report  # noqa: PLC0415

    failures = Failures()
    folder = existing_desk(desk)
    _check_report(report)
    listing = list_footage(paths)
    for error in listing.errors:
        failures.take(error)
    names = _names(listing.files)
    with Desk(folder) as opened, Bar("Finding", len(listing.files)) as bar:
        page = Report(opened.settings.report)
        size = opened.size
        for index, search in enumerate(opened.find_many(listing.files, progress=bar.tell)):
            bar.finished(index)
            if search.found is None:
                if search.error is not None:
                    failures.take(search.error)
                continue
            _print(search.found, names[search.path], size, as_json=as_json, unlikely=unlikely)
            if not as_json:
                for text in elsewhere_lines(opened.seen_elsewhere(search.found.query)):
                    click.echo(printed(text))
            if report is not None:
                kept = opened.references(search.found, opened.settings.report.references)
                page.add(search.found, kept, size)
        if report is not None:
            page.write(report)
            say(f"the report is in {report}")
    failures.exit()


@click.command
@click.argument("query", type=click.Path(path_type=Path), metavar="A")
@click.argument("reference", type=click.Path(path_type=Path), metavar="B")
@_json
@_all
@_report
@desk_option
def compare(
    *,
    query: Path,
    reference: Path,
    as_json: bool,
    unlikely: bool,
    report: Path | None,
    desk: Path | None,
) -> None:
    """Compare two files: which stretch of A shows the same as which of B. Needs no desk."""
    from firstseen.desk import compare as compare_files  # noqa: PLC0415
    from firstseen.deskfile import is_desk, open_desk_settings  # noqa: PLC0415
    from firstseen.publish.report import Report  # noqa: PLC0415
    from firstseen.settings import load_settings  # noqa: PLC0415

    folder = existing_desk(desk) if desk is not None else chosen_desk(desk)
    settings = open_desk_settings(folder) if is_desk(folder) else load_settings()
    _check_report(report)
    with tempfile.TemporaryDirectory(prefix="firstseen-") as work:
        with Bar("Comparing", 2) as bar:
            found, other = compare_files(query, reference, settings, Path(work), bar.tell)
        _print(found, _names([query, reference])[str(query)], 1, as_json=as_json, unlikely=unlikely)
        if report is not None:
            page = Report(settings.report)
            page.add(found, {other.media.id: other})
            page.write(report)
            say(f"the report is in {report}")


def _print(found: Found, name: str, size: int, *, as_json: bool, unlikely: bool) -> None:
    from firstseen.model.found import facts_of  # noqa: PLC0415

    if as_json:
        for value in found_objects(found, name, unlikely=unlikely):
            click.echo(line(value))
    else:
        for text in found_lines(found, facts_of(found.query), size, unlikely=unlikely):
            click.echo(plain(text))


def _names(paths: Sequence[Path]) -> dict[str, str]:
    """What each path is called in the answer: its base name, or the path as given where two share that."""
    shared = Counter(path.name for path in paths)
    return {str(path): path.name if shared[path.name] == 1 else str(path) for path in paths}


def _check_report(report: Path | None) -> None:
    """Refuse a report that could not be written, before hours are spent on it."""
    if report is not None and not report.absolute().parent.is_dir():
        raise click.BadParameter(f"the folder of {report} does not exist", param_hint="--report")
