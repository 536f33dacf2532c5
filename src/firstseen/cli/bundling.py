"""`bundle` packs the evidence of a check into one file, and `bundle verify` checks such a file."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from firstseen.cli.adding import login
from firstseen.cli.shell import desk_option, existing_desk, plain, say

if TYPE_CHECKING:
    from firstseen.publish.bundlecheck import Checked

_WORDS: Final = {"holds": "holds      ", "broken": "BROKEN     ", "not checked": "not checked"}


@click.command
@click.argument("what", metavar="CASE|verify")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False), metavar="[FILE.zip]")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.zip", help="Where to pack it."
)
@click.option("--with-media", is_flag=True, help="Pack the files too, where they still lie.")
@click.option("--by", default="", metavar="NAME", help="Who does it; else the name you are logged in with.")
@click.option(
    "--media",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="With verify: footage that is compared with the digests.",
)
@click.option(
    "--trust",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="CERT.pem",
    help="With verify: the certificate of the time-stamping service.",
)
@click.option("--json", "as_json", is_flag=True, help="What it came to as one JSON object.")
@desk_option
def bundle(
    *,
    what: str,
    file: Path | None,
    out: Path | None,
    with_media: bool,
    by: str,
    media: Path | None,
    trust: Path | None,
    as_json: bool,
    desk: Path | None,
) -> None:
    """Pack the evidence of a decided CASE into one file that can be checked by hand; or `verify` such a file.

    Verifying needs no desk. It says line by line what holds, what does not and what could not be checked; the exit code
    is 1 when anything does not hold.
    """
    if what == "verify":
        if file is None or out is not None or with_media:
            raise click.UsageError("say which file: firstseen bundle verify FILE.zip")
        _verify(file, media, trust, as_json=as_json)
        return
    if out is None or file is not None or media is not None or trust is not None:
        raise click.UsageError("say where to: firstseen bundle CASE --out FILE.zip")
    _pack(what, out, by or login(), desk, with_media=with_media, as_json=as_json)


def _pack(case_id: str, out: Path, by: str, desk: Path | None, *, with_media: bool, as_json: bool) -> None:
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it
    from firstseen.wire import line  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        packed = opened.bundle(case_id, out, by, with_media=with_media)
    if as_json:
        click.echo(line(asdict(packed)))
        return
    click.echo(plain(f"{packed.path}: {packed.files} files, manifest {packed.manifest}"))
    click.echo(plain(f"  {packed.stamp}"))
    for sentence in packed.missing:
        click.echo(plain(f"  not in it: {sentence}"))


def _verify(file: Path, media: Path | None, trust: Path | None, *, as_json: bool) -> None:
    from firstseen.publish.bundlecheck import verify_bundle  # noqa: PLC0415
    from firstseen.wire import line  # noqa: PLC0415

    checked = verify_bundle(file, media, trust)
    if as_json:
        click.echo(line({**asdict(checked), "holds": checked.holds}))
    else:
        _tell(checked)
    if not checked.holds:
        say(f"{file}: this bundle is not as it was packed: do not rely on it")
        sys.exit(1)


def _tell(checked: Checked) -> None:
    for one in checked.lines:
        click.echo(plain(f"{_WORDS[one.state]}  {one.what}"))
    left = sum(one.state == "not checked" for one in checked.lines)
    if checked.holds:
        rest = f"; {left} could not be checked" if left else ""
        click.echo(
            plain(
                f"{checked.case}: everything that was checked holds{rest}; the log's head is {checked.head}"
            )
        )
