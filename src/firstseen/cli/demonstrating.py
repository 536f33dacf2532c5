"""`demo` shows the whole thing on real clips."""

from __future__ import annotations

from pathlib import Path

import click

from firstseen.cli.shell import desk_option


@click.command
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where the published site goes; without it, into the desk.",
)
@desk_option
def demo(site: Path | None, desk: Path | None) -> None:
    """Build a small desk from real clips, repost them, find them again, and publish a fact-check."""
    from firstseen.demo import run  # noqa: PLC0415 - `--help` needs none of it

    run(desk or Path("demo-desk"), click.echo, site)
