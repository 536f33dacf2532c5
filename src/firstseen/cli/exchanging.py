"""`exchange`: what footage can be recognised by, given to other desks and taken from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstseen.cli.adding import login
from firstseen.cli.shell import Bar, Failures, desk_option, existing_desk, printed, say
from firstseen.errors import FirstseenError
from firstseen.model.exchange import LIST_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable


_by = click.option(
    "--by", default="", metavar="NAME", help="Who does it; else the name you are logged in with."
)
_json = click.option("--json", "as_json", is_flag=True, help="One JSON object for each thing told.")
_unverified = click.option(
    "--unverified",
    is_flag=True,
    help="Take a file that is not signed, changed since, or signed by a stranger.",
)
_ids = click.option(
    "--ids",
    type=click.Choice(["sha256", "secret", "number"]),
    default="sha256",
    show_default=True,
    help="What footage is called: its SHA-256, one that only this desk can make from it, or a number.",
)


@click.group
def exchange() -> None:
    """Ask other desks whether they saw footage before, and answer them, without exchanging it."""


@exchange.command
@desk_option
def key(*, desk: Path | None) -> None:
    """Show this desk's public key. Others trust it with `firstseen exchange trust`."""
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it

    with Desk(existing_desk(desk)) as opened:
        click.echo(opened.exchange_key())


@exchange.command
@click.argument("name", required=False)
@click.argument("public_key", required=False, metavar="KEY")
@click.option("--remove", is_flag=True, help="Believe NAME no more. Its lists stay, as those of a stranger.")
@_by
@desk_option
def trust(*, name: str | None, public_key: str | None, remove: bool, by: str, desk: Path | None) -> None:
    """Believe what a desk signs: its NAME and its KEY, compared by another way than it came. Without them: list."""
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        if name is None:
            for one in opened.trusted():
                click.echo(printed(f"{one.key}  {one.name}  trusted {one.at:%Y-%m-%d} by {one.by}"))
        elif remove:
            opened.distrust(name, by or login())
            click.echo(printed(f"{name} is not trusted any more"))
        elif public_key is None:
            raise click.UsageError("give the desk's key too: firstseen exchange trust NAME KEY")
        else:
            opened.trust(name, public_key, by or login())
            click.echo(printed(f"{name} is trusted"))


@exchange.command("export")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="PATH", help="Where to write.")
@click.option(
    "--kind",
    type=click.Choice(LIST_KINDS),
    default="signed",
    show_default=True,
    help="A signed fingerprint file, a table or lines of PDQ, or a folder of vPDQ lists.",
)
@click.option("--case", "case_id", default="", metavar="CASE", help="Only footage of this case.")
@click.option("--media", multiple=True, metavar="ID", help="Only this file; can be given several times.")
@click.option("--published", is_flag=True, help="Only footage of published fact-checks.")
@_ids
@click.option("--say-nothing", is_flag=True, help="Leave out dates, addresses and fact-checks: hashes alone.")
@_by
@desk_option
def export(
    *,
    out: Path,
    kind: str,
    case_id: str,
    media: tuple[str, ...],
    published: bool,
    ids: str,
    say_nothing: bool,
    by: str,
    desk: Path | None,
) -> None:
    """Write what this desk's footage can be recognised by, for others."""
    from firstseen.desk import Desk  # noqa: PLC0415
    from firstseen.desk.exchanging import IDS  # noqa: PLC0415
    from firstseen.publish.exchangewords import exported_words  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        done = opened.export_hashes(
            out,
            next(one for one in LIST_KINDS if one == kind),
            case_id=case_id,
            media=media,
            published=published,
            ids=next(one for one in IDS if one == ids),
            say=not say_nothing,
            by=by or login(),
        )
    click.echo(printed(exported_words(done)))


@exchange.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--from", "origin", default="", metavar="NAME", help="Whose list it is, where it does not say so."
)
@_unverified
@_by
@desk_option
def import_(*, paths: tuple[Path, ...], origin: str, unverified: bool, by: str, desk: Path | None) -> None:
    """Take in lists of other desks and tools: signed files, PDQ tables and lines, vPDQ lists; folders of them."""
    from firstseen.desk import Desk  # noqa: PLC0415
    from firstseen.publish.exchangewords import exchange_words  # noqa: PLC0415

    failures = Failures()
    with Desk(existing_desk(desk)) as opened:
        for path in _files(paths):
            try:
                taken, new, refused = opened.import_hashes(
                    path, by or login(), desk=origin, unverified=unverified
                )
            except FirstseenError as error:
                failures.take(error)
                continue
            for one in refused:
                failures.take(one)
            click.echo(printed(f"{exchange_words(taken)}{'' if new else '; known already'}"))
    failures.exit()


def _files(paths: Iterable[Path]) -> list[Path]:
    """The files that are meant: those of a folder where one is given."""
    found: list[Path] = []
    for path in paths:
        found += sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
    return found


@exchange.command("list")
@_json
@desk_option
def list_(*, as_json: bool, desk: Path | None) -> None:
    """List what other desks gave."""
    from firstseen.desk import Desk  # noqa: PLC0415
    from firstseen.publish.exchangewords import exchange_words  # noqa: PLC0415
    from firstseen.wire import exchange_object, line  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        for one in opened.exchanges():
            click.echo(line(exchange_object(one)) if as_json else printed(exchange_words(one)))


@exchange.command
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@_json
@desk_option
def seen(*, path: Path, as_json: bool, desk: Path | None) -> None:
    """Say which of the other desks' lists know the footage in FILE. `find` and `check` say so too."""
    from firstseen.desk import Desk  # noqa: PLC0415
    from firstseen.publish.exchangewords import elsewhere_lines  # noqa: PLC0415
    from firstseen.wire import elsewhere_object, line  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        if not opened.exchanges():
            say("no other desk has given a list; bring one in with `firstseen exchange import`")
        with Bar("Looking", 1) as bar:
            found = opened.seen_elsewhere(opened.described(path, bar.tell))
        if as_json:
            for one in found:
                click.echo(line(elsewhere_object(one)))
            return
        for text in elsewhere_lines(found):
            click.echo(printed(text))
        if not found:
            click.echo("None of the other desks' lists has this footage. That is no evidence that it is new.")


@exchange.command
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.fsq",
    help="The question to send.",
)  # fmt: skip
@_ids
@_by
@desk_option
def ask(*, path: Path, out: Path, ids: str, by: str, desk: Path | None) -> None:
    """Write a question for another desk: what the footage in FILE can be recognised by, signed."""
    from firstseen.desk import Desk  # noqa: PLC0415
    from firstseen.desk.exchanging import IDS  # noqa: PLC0415
    from firstseen.publish.exchangewords import exported_words  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened, Bar("Describing", 1) as bar:
        done = opened.ask(
            path, out, ids=next(one for one in IDS if one == ids), by=by or login(), progress=bar.tell
        )
    click.echo(printed(exported_words(done)))


@exchange.command
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE.fsq")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.fsx",
    help="Write the answer as a signed list that the asker can take in.",
)  # fmt: skip
@_unverified
@_json
@_by
@desk_option
def answer(
    *, path: Path, out: Path | None, unverified: bool, as_json: bool, by: str, desk: Path | None
) -> None:
    """Answer another desk's question from this desk's footage."""
    from firstseen.desk import Desk  # noqa: PLC0415
    from firstseen.publish.exchangewords import answer_lines  # noqa: PLC0415
    from firstseen.wire import answer_object, line  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        answered = opened.answer(path, by or login(), out=out, unverified=unverified)
    if as_json:
        click.echo(line(answer_object(answered)))
        return
    for text in answer_lines(answered):
        click.echo(printed(text))


@exchange.command
@click.argument("list_id", metavar="LIST")
@_by
@desk_option
def forget(*, list_id: str, by: str, desk: Path | None) -> None:
    """Remove a list with all its fingerprints."""
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        opened.forget_exchange(list_id, by or login())
    click.echo(printed(f"{list_id} is forgotten"))
