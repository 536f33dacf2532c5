"""`gather` brings in what others published: fact-checks, and posts that carry footage."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from firstseen.cli.adding import desk_for_adding, login
from firstseen.cli.shell import Bar, Failures, desk_option, plain, say
from firstseen.errors import BadRecord
from firstseen.gather.notes import Notes
from firstseen.publish.words import added_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from firstseen.desk import Desk
    from firstseen.gather.dates import ReadDate
    from firstseen.model.post import Post
    from firstseen.model.sighting import Record


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


@gather.command
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--strict", is_flag=True, help="A field that is not known makes its post an error.")
@click.option(
    "--no-footage", is_flag=True, help="Do not add the files of footage that stand beside the posts."
)
@click.option(
    "--added-by", metavar="NAME", default="", help="Who adds them; else the name you are logged in with."
)
@desk_option
def posts(
    *, sources: tuple[str, ...], strict: bool, no_footage: bool, added_by: str, desk: Path | None
) -> None:
    """Bring in posts that carry footage: tables, JSON lines, and what bellingcat's auto-archiver saved.

    Files of footage that stand beside them are added with what their posts say of them. Posts that are known already
    are renewed: a later look at their reach is kept beside the earlier ones.
    """
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it
    from firstseen.gather.posts import read_posts  # noqa: PLC0415

    failures = Failures()
    notes = Notes(strict=strict)
    folder = desk_for_adding(desk)
    by = added_by or login()
    with Desk(folder) as opened:
        read = list(_good(read_posts(sources, notes, _read_date()), failures))
        if not no_footage:
            read = _with_footage(opened, read, by, failures)
        counts = opened.gather_posts(read, by)
    _say_notes(notes)
    click.echo(f"{plain(str(folder))}: {_counted(asdict(counts), failures)}")
    failures.exit()


def _with_footage(desk: Desk, read: list[Post], by: str, failures: Failures) -> list[Post]:
    """The posts, each with the ids of its files of footage, which are added to the desk with their records."""
    from firstseen.gather.posts import footage_of, record_of  # noqa: PLC0415

    records: dict[Path, list[Record]] = {}
    for post in read:
        for file in footage_of(post):
            records.setdefault(file, []).append(record_of(post, file))
    places = {str(file): number for number, file in enumerate(records)}
    media: dict[str, str] = {}
    with Bar("Adding footage", len(records)) as bar:
        for addition in desk.add_many(list(records), records, added_by=by, progress=bar.tell):
            bar.finished(places[addition.path])
            if addition.error is not None:
                failures.take(addition.error)
            else:
                media[addition.path] = addition.media_id
                click.echo(plain(added_line(addition)))
    return [_linked(post, media) for post in read]


def _linked(post: Post, media: dict[str, str]) -> Post:
    own = [media[name] for name in post.files if name in media]
    return replace(post, media_ids=tuple(dict.fromkeys((*post.media_ids, *own))))


def _read_date() -> ReadDate:
    """Reads what machines write first, and then what people write."""
    from firstseen.claims.dates import read_written_date  # noqa: PLC0415
    from firstseen.gather.dates import read_stated_date, trying  # noqa: PLC0415

    return trying(read_stated_date, lambda text, basis: read_written_date(text, basis=basis))


def _good[Item](items: Iterable[Item | BadRecord], failures: Failures) -> Iterator[Item]:
    """What could be read; errors are said as they come."""
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
