"""`check` examines a claim: where its footage was seen, who checked it, what contradicts it, and how to rate it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import click

from firstseen.cli.shell import Bar, Failures, chosen_desk, desk_option, existing_desk, plain, printed, say
from firstseen.errors import BadRecord, InputError
from firstseen.model.case import STAGES, Examination
from firstseen.wire import batch_object, line

if TYPE_CHECKING:
    from firstseen.claims.naming.lexicon import Lexicon
    from firstseen.desk import CaseFile, Desk
    from firstseen.model.case import Stage
    from firstseen.settings import Settings

_STDIN = "-"
_LONGEST_FILE = 400_000
"""Bytes of a caption's file: more than any caption has, four to a character."""


@click.command
@click.argument("path", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@click.option("--caption", default=None, metavar="TEXT", help="The words it was posted with; - reads them.")
@click.option(
    "--caption-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A text file that holds them.",
)
@click.option("--posted", default="", metavar="DATE", help="When it was posted, as people write dates.")
@click.option("--language", default="", metavar="CODE", help="The caption's language, such as ar or en.")
@click.option("--claimant", default="", metavar="NAME", help="Who posted it.")
@click.option("--url", default="", metavar="URL", help="Where it was posted.")
@click.option("--by", default="", metavar="NAME", help="Who checks; else the name you are logged in with.")
@click.option("--add", "add_file", is_flag=True, help="Add the file to the desk too, as seen there.")
@click.option(
    "--again", default="", metavar="CASE", help="Examine a case once more, by what the desk knows now."
)
@click.option("--stage", type=click.Choice(STAGES), help="With --again: only this stage and those after it.")
@click.option(
    "--batch",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE.jsonl",
    help="Many claims without footage, a JSON object a line; - reads them. Needs no desk, keeps no case.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a case, or a line of the batch.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.html",
    help="Write a page to show.",
)
@desk_option
def check(
    *,
    path: Path | None,
    caption: str | None,
    caption_file: Path | None,
    posted: str,
    language: str,
    claimant: str,
    url: str,
    by: str,
    add_file: bool,
    again: str,
    stage: str | None,
    batch: Path | None,
    as_json: bool,
    report: Path | None,
    desk: Path | None,
) -> None:
    """Check a claim: FILE with its caption, or a caption alone.

    Says where the footage was seen before, which fact-checks there are, what contradicts the caption slot by slot, and
    which rating to propose. It is kept as a case; a person decides.
    """
    if stage and not again:
        raise click.UsageError("--stage goes with --again")
    if batch is not None:
        if path is not None or caption is not None or caption_file is not None or again or report is not None:
            raise click.UsageError("--batch takes its claims from its file, and writes no page")
        _batch(batch, desk, as_json=as_json)
        return
    if report is not None and not report.absolute().parent.is_dir():
        raise click.BadParameter(f"the folder of {report} does not exist", param_hint="--report")
    from firstseen.cli.adding import login  # noqa: PLC0415
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it

    words = _caption(caption, caption_file, again)
    with Desk(existing_desk(desk)) as opened:
        with Bar("Checking", 1) as bar:
            if again:
                case = opened.case(again)
                case.rerun(cast("Stage | None", stage), path)
            else:
                case = opened.check(
                    path,
                    caption=words,
                    posted=posted,
                    language=language,
                    claimant=claimant,
                    url=url,
                    by=by or login(),
                    add=add_file,
                    progress=bar.tell,
                )
        _print(case, opened, as_json=as_json)
        if report is not None:
            _report(case, opened, report)


def _caption(caption: str | None, file: Path | None, again: str) -> str:
    """The caption, wherever it is given. Raises UsageError when it is given nowhere, or twice."""
    if again:
        if caption is not None or file is not None:
            raise click.UsageError("--again takes the caption of the case")
        return ""
    if (caption is None) == (file is None):
        raise click.UsageError("give the caption with --caption or --caption-file, or many with --batch")
    if file is not None:
        return _read(file)
    return (
        _text(sys.stdin.buffer.read(_LONGEST_FILE + 1), "the caption") if caption == _STDIN else str(caption)
    )


def _read(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return _text(stream.read(_LONGEST_FILE + 1), str(file))
    except OSError as error:
        raise InputError(f"{file}: the caption cannot be read: {error.strerror}; check the path") from error


def _text(raw: bytes, name: str) -> str:
    if len(raw) > _LONGEST_FILE:
        raise InputError(f"{name}: is longer than any caption")
    try:
        return raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: is not UTF-8 at byte {error.start + 1}; save it as UTF-8") from error


def _print(case: CaseFile, desk: Desk, *, as_json: bool) -> None:
    from firstseen.cli.showing import case_json, case_lines  # noqa: PLC0415

    if as_json:
        click.echo(case_json(case))
        return
    for text in case_lines(case, desk.size):
        click.echo(text)


def _report(case: CaseFile, desk: Desk, path: Path) -> None:
    from firstseen.desk.rating import label  # noqa: PLC0415
    from firstseen.publish.casewords import verdict_lines  # noqa: PLC0415
    from firstseen.publish.report import ClaimPage, Report  # noqa: PLC0415

    page = Report(desk.settings.report)
    proposal = case.propose()
    claim = ClaimPage(
        case_id=case.id,
        claim=case.claim(),
        findings=case.findings(),
        reviews=case.prior_reviews(),
        proposal=proposal,
        rating=label(proposal.rating) if proposal else "",
        verdicts=tuple(verdict_lines(case.case, label)),
    )
    page.add_claim(claim)
    if case.found is not None:
        page.add(case.found, desk.references(case.found, desk.settings.report.references), desk.size)
    page.write(path)
    say(f"the report is in {path}")


def _batch(path: Path, desk: Path | None, *, as_json: bool) -> None:
    """Answer each line of a batch, by the settings of the desk that is meant, if there is one."""
    from firstseen.desk.stages import desk_lexicon  # noqa: PLC0415
    from firstseen.deskfile import is_desk, open_desk_settings  # noqa: PLC0415
    from firstseen.settings import load_settings  # noqa: PLC0415

    folder = existing_desk(desk) if desk is not None else chosen_desk(desk)
    settings = open_desk_settings(folder) if is_desk(folder) else load_settings()
    lexicon = desk_lexicon(folder)
    failures = Failures()
    if str(path) == _STDIN:
        _answer(sys.stdin.buffer, "standard input", settings, lexicon, failures, as_json=as_json)
    else:
        try:
            with path.open("rb") as stream:
                _answer(stream, path.name, settings, lexicon, failures, as_json=as_json)
        except OSError as error:
            raise InputError(f"{path}: the batch cannot be read: {error.strerror}; check the path") from error
    failures.exit()


def _answer(
    stream: IO[bytes],
    name: str,
    settings: Settings,
    lexicon: Lexicon | None,
    failures: Failures,
    *,
    as_json: bool,
) -> None:
    from firstseen.desk.batch import check_batch  # noqa: PLC0415
    from firstseen.desk.rating import label  # noqa: PLC0415
    from firstseen.publish.casewords import claim_lines, finding_lines, proposal_lines  # noqa: PLC0415

    for answer in check_batch(stream, name, settings, lexicon):
        if isinstance(answer, BadRecord):
            failures.take(answer)
            continue
        for warning in answer.warnings:
            say(f"{name}, line {answer.line}: {warning}")
        checked = answer.checked
        if as_json:
            value = batch_object(answer.id, checked.claim, checked.findings, checked.proposal, label)
            click.echo(line(value))
            continue
        click.echo(plain(str(answer.id)))
        for text in (
            *claim_lines(checked.claim),
            *finding_lines(Examination(checked.findings), {}),
            *proposal_lines(checked.proposal, label),
        ):
            click.echo(f"  {printed(text)}")
