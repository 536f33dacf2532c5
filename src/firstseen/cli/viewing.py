"""`views`: how often published pages were read, by the log of the web server that serves them."""

from __future__ import annotations

from pathlib import Path

import click

from firstseen.cli.shell import desk_option, existing_desk, plain


@click.command
@click.argument("logs", nargs=-1, type=click.Path(path_type=Path, dir_okay=False), metavar="[ACCESS.log]...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each log, or one of all readings.")
@desk_option
def views(*, logs: tuple[Path, ...], as_json: bool, desk: Path | None) -> None:
    """Take readings from the access logs of a web server, or print those of the last 30 days.

    Only numbers by page and day are kept, nothing of who reads. The same log may be read again, longer by then: it is
    counted once. Common or combined format, plain or .gz.
    """
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it
    from firstseen.wire import line  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        for log in logs:
            read = opened.read_views(log)
            if as_json:
                told = {"log": str(log), "views": read.views, "lines": read.lines, "unread": read.unread}
                click.echo(line(told))
                continue
            unread = f", {read.unread:,} unread" if read.unread else ""
            click.echo(plain(f"{log}: {read.views:,} readings in {read.lines:,} lines{unread}"))
        if logs:
            return
        counted = sorted(opened.views().items(), key=lambda one: (-one[1], one[0]))
        if as_json:
            click.echo(line({"days": 30, "views": dict(counted)}))
            return
        for slug, count in counted:
            click.echo(plain(f"{count:>8,}  {slug}"))
        if not counted:
            click.echo("No page was read in the last 30 days, as far as the desk knows.")
