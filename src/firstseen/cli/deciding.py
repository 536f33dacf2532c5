"""`decide` keeps what a person decides: a rating for a case, or a word on one of its parts."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - click reads it
from typing import TYPE_CHECKING

import click

from firstseen.cli.adding import login
from firstseen.cli.shell import desk_option, existing_desk, printed

if TYPE_CHECKING:
    from firstseen.desk import CaseFile
    from firstseen.model.case import Decision
    from firstseen.model.review import Category


@click.command
@click.argument("case_id", metavar="CASE")
@click.argument("rating", required=False, metavar="[RATING]")
@click.option("--by", default="", metavar="NAME", help="Who decides; needed for a rating.")
@click.option("--reason", default="", metavar="TEXT", help="Why.")
@click.option(
    "--category",
    default="",
    metavar="NAME",
    help="How the footage misleads, as schema.org names it, such as DecontextualizedContent.",
)
@click.option(
    "--accept", metavar="SUBJECT", help="Confirm a part: match:ID, slot:when, finding:when, review:ID."
)
@click.option("--reject", metavar="SUBJECT", help="Refuse a part; it counts no more. Needs --reason.")
@click.option("--edit", nargs=2, metavar="SUBJECT VALUE", help="Correct a slot, or the status of a finding.")
@click.option("--undo", metavar="SUBJECT", help="Take back the newest decision on a part.")
@click.option("--json", "as_json", is_flag=True, help="What was kept as one JSON object.")
@desk_option
def decide(
    *,
    case_id: str,
    rating: str | None,
    by: str,
    reason: str,
    category: str,
    accept: str | None,
    reject: str | None,
    edit: tuple[str, str] | None,
    undo: str | None,
    as_json: bool,
    desk: Path | None,
) -> None:
    """Decide a case: give it a RATING, or accept, reject or edit one of its parts, or undo that.

    A rating is kept for good under the name of who gives it; a later one stands beside it. What is rejected or edited
    stays so through every re-run. `firstseen show CASE --stage STAGE` lists the parts by name.
    """
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it

    if sum(given is not None for given in (rating, accept, reject, edit, undo)) != 1:
        raise click.UsageError("give a RATING, or one of --accept, --reject, --edit and --undo")
    with Desk(existing_desk(desk)) as opened:
        case = opened.case(case_id)
        if rating is not None:
            _rate(case, rating, by, reason, category, as_json=as_json)
            return
        name = by or login()
        if accept is not None:
            decision = case.accept(accept, by=name, reason=reason)
        elif reject is not None:
            decision = case.reject(reject, by=name, reason=reason)
        elif undo is not None:
            decision = case.undo(undo, by=name, reason=reason)
        else:
            subject, value = edit or ("", "")
            decision = case.edit(subject, value, by=name, reason=reason)
        _say(case, decision, as_json=as_json)


def _rate(case: CaseFile, rating: str, by: str, reason: str, category: str, *, as_json: bool) -> None:
    from firstseen.desk.rating import label, read_category, read_rating  # noqa: PLC0415
    from firstseen.publish.casewords import verdict_words  # noqa: PLC0415
    from firstseen.wire import line, verdict_object  # noqa: PLC0415

    if not by.strip():
        raise click.UsageError("a rating needs the name of who gives it: --by NAME")
    wanted: Category | None = None
    if category:
        wanted = read_category(category, read_rating(rating), None)
    verdict = case.decide(rating, by, reason, wanted)
    click.echo(line(verdict_object(verdict, label)) if as_json else printed(verdict_words(verdict, label)))


def _say(case: CaseFile, decision: Decision, *, as_json: bool) -> None:
    """What was decided, and what that makes of the case."""
    from firstseen.desk.rating import label  # noqa: PLC0415
    from firstseen.publish.casewords import decision_words, proposal_lines  # noqa: PLC0415
    from firstseen.wire import decision_object, line  # noqa: PLC0415

    if as_json:
        click.echo(line(decision_object(decision)))
        return
    click.echo(printed(decision_words(decision)))
    for text in proposal_lines(case.propose(), label):
        click.echo(printed(text))
