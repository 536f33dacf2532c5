"""`demo` shows the whole thing on real clips."""

from __future__ import annotations

from pathlib import Path

import click

from firstseen.cli.shell import desk_option


@click.command
@desk_option
def demo(desk: Path | None) -> None:
    """Build a small desk from real clips, repost them, find them again and write the report."""
    from firstseen.demo import run  # noqa: PLC0415 - `--help` needs none of it

    run(desk or Path("demo-desk"), click.echo)
