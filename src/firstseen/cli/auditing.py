"""`audit` lists everything that was done on a desk, and proves that the list is as it was written."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path  # noqa: TC003 - click reads it
from typing import TYPE_CHECKING, Final

import click

from firstseen.cli.shell import desk_option, existing_desk, plain, say
from firstseen.wire import audit_object, line

if TYPE_CHECKING:
    from firstseen.archive.base import AuditCheck, AuditEntry

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_SHORT: Final = 12


@click.command
@click.argument("action", required=False, default="list", type=click.Choice(["list", "verify"]))
@click.option(
    "--subject", default="", metavar="ID", help="Only what was done to this case, media or sighting."
)
@click.option(
    "--expect",
    default="",
    metavar="DIGEST",
    help="A head that was noted before: it must still be there.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object an entry, or for what verifying came to."
)
@desk_option
def audit(*, action: str, subject: str, expect: str, as_json: bool, desk: Path | None) -> None:
    """List what was done on the desk, by whom and when; or `verify` that nothing of it was altered.

    Each entry carries a digest of itself and of the one before. Note the head that verifying prints: with it, a later
    `--expect` shows whether entries were cut off the end.
    """
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it

    if expect and action != "verify":
        raise click.UsageError("--expect goes with `firstseen audit verify`")
    with Desk(existing_desk(desk)) as opened:
        checked = opened.archive.check_audit(expect)
    if action == "verify":
        _verify(checked, as_json=as_json)
        return
    for entry in checked.entries:
        if not subject or entry.subject.startswith(subject):
            click.echo(line(audit_object(entry)) if as_json else plain(_words(entry)))
    if checked.problem:
        say(f"{checked.problem}: compare the desk with a backup")
        sys.exit(1)


def _words(entry: AuditEntry) -> str:
    details = json.loads(entry.detail)
    told = ", ".join(f"{name} {_short(value)}" for name, value in details.items() if value)
    by = f" by {entry.who}" if entry.who else ""
    return (
        f"{entry.number:>6}  {entry.at[:19]}Z  {entry.what} {entry.subject}{by}{': ' + told if told else ''}"
    )


def _short(value: object) -> str:
    """A detail in words; of a digest or an id the beginning, the whole is in the JSON."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text[:_SHORT] if _DIGEST.fullmatch(text) else text


def _verify(checked: AuditCheck, *, as_json: bool) -> None:
    count = len(checked.entries)
    if as_json:
        value = {
            "entries": count,
            "head": checked.head or None,
            "sound": not checked.problem,
            "altered": checked.altered,
            "problem": checked.problem or None,
        }
        click.echo(line(value))
    elif not checked.problem:
        click.echo(f"{count} entries, none altered; head {checked.head or 'none'}")
    if checked.problem:
        say(f"{checked.problem}: compare the desk with a backup")
        sys.exit(1)
