"""`serve` opens the desk to browsers and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from firstseen.cli.shell import desk_option, existing_desk, say

if TYPE_CHECKING:
    from pathlib import Path


@click.command
@click.option(
    "--host", default=None, metavar="ADDRESS", help="Where to listen; else web.host, this machine only."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=None, help="The port; else web.port. 0 takes a free one."
)
@desk_option
def serve(*, host: str | None, port: int | None, desk: Path | None) -> None:
    """Serve the desk to browsers and programs until you press Ctrl+C.

    Work that runs when it stops begins again with the next server.
    """
    from firstseen.deskfile import open_desk_settings  # noqa: PLC0415 - `--help` needs none of it
    from firstseen.web.serving import serve as run  # noqa: PLC0415

    folder = existing_desk(desk)
    settings = open_desk_settings(folder)
    web = settings.web
    run(folder, settings, host or web.host, web.port if port is None else port, _ready)


def _ready(address: str) -> None:
    click.echo(address)
    say("serving; press Ctrl+C to stop")
