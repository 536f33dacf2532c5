"""`backup` copies a desk while it is in use."""

from __future__ import annotations

from pathlib import Path

import click

from firstseen.cli.shell import desk_option, existing_desk


@click.command
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--by", default="", metavar="NAME", help="Who does it; else the name you are logged in with.")
@desk_option
def backup(*, folder: Path, by: str, desk: Path | None) -> None:
    """Copy the whole desk to FOLDER, which is made, or brought up to date when it holds an earlier backup.

    The desk can be in use meanwhile. The copy is a desk itself: to restore it, copy it back, or name it with --desk.
    """
    from firstseen.cli.adding import login  # noqa: PLC0415
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it

    with Desk(existing_desk(desk)) as opened:
        made = opened.back_up(folder, by or login())
    click.echo(
        f"{folder}: {made.copied:,} files copied ({made.copied_bytes / 2**20:.1f} MB), {made.files:,} in all; "
        f"audit head {made.head}"
    )
