"""`show` lists what the desk holds, or says everything about one file or one case."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from pathlib import Path  # noqa: TC003 - click reads it
from typing import TYPE_CHECKING, cast

import click

from firstseen.cli.shell import desk_option, existing_desk, plain, printed
from firstseen.model.case import STAGES
from firstseen.publish.words import clock, counted, facts_words, record_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.desk import CaseFile, Desk, Shown
    from firstseen.model.case import Case, Stage, StageResult
    from firstseen.model.sighting import Record

_ISOLATE = "\u2068{}\u2069"
"""First strong isolate: a caption in Arabic must not turn the line around it."""


@click.command
@click.argument("id", required=False, metavar="[ID]")
@click.option("--stage", type=click.Choice(STAGES), help="Of a case, what this stage made alone.")
@click.option("--json", "as_json", is_flag=True, help="A case as one JSON object; without ID each case.")
@desk_option
def show(
    *,
    id: str | None,  # noqa: A002 - the field's word for it
    stage: str | None,
    as_json: bool,
    desk: Path | None,
) -> None:
    """List what the desk holds; or show one case, or one file by its id (a beginning will do) or its name."""
    from firstseen.desk import CaseFile, Desk  # noqa: PLC0415 - `--help` needs none of it

    with Desk(existing_desk(desk)) as opened:
        if id is None:
            lines = (case_json(opened.case(one.id)) for one in opened.cases()) if as_json else _list(opened)
        else:
            shown = opened.show(id)
            if isinstance(shown, CaseFile):
                lines = _case(shown, opened.size, cast("Stage | None", stage), as_json=as_json)
            elif stage or as_json:
                raise click.UsageError("--stage and --json show cases")
            else:
                lines = _one(shown)
        for text in lines:
            click.echo(text)


def _case(case: CaseFile, size: int, stage: Stage | None, *, as_json: bool) -> Iterator[str]:
    from firstseen.desk.rating import label  # noqa: PLC0415
    from firstseen.wire import line, stage_object  # noqa: PLC0415

    if stage is None and as_json:
        yield case_json(case)
    elif stage is None:
        yield from case_lines(case, size)
    elif as_json:
        yield line(stage_object(case.id, case.result(stage), label))
    else:
        yield from _stage_alone(case, case.result(stage), size)


def case_json(case: CaseFile) -> str:
    """A case as one line of JSON."""
    from firstseen.desk.rating import label  # noqa: PLC0415
    from firstseen.wire import case_object, line  # noqa: PLC0415

    return line(case_object(case.case, case.results(), case.decisions(), label, case.elsewhere()))


def case_lines(case: CaseFile, size: int) -> Iterator[str]:
    """A case in words: its history, claim, fact-checks, findings, proposal, story, decisions, and what to do next."""
    from firstseen.desk.rating import label  # noqa: PLC0415
    from firstseen.publish.casewords import decision_words, footage_words, verdict_lines  # noqa: PLC0415
    from firstseen.publish.exchangewords import elsewhere_lines  # noqa: PLC0415

    results = case.results()
    known = case.case
    yield plain(f"{known.id}: {known.title}")
    for stage in STAGES:
        if stage in results:
            yield from _stage_lines(case, results[stage], size)
    yield from (printed(text) for text in elsewhere_lines(case.elsewhere()))
    footage = [one for one in known.footage if one.deleted]
    yield from (plain(footage_words(one)) for one in footage)
    decisions = case.decisions()
    if decisions:
        yield "Decisions:"
        yield from (f"  {printed(decision_words(one))}" for one in decisions)
    if case.others():
        yield f"The same footage is in {', '.join(case.others())}"
    yield from (printed(text) for text in verdict_lines(known, label))
    yield _next(case, known)


def _next(case: CaseFile, known: Case) -> str:
    proposal = case.propose()
    rating = proposal.rating if proposal else "RATING"
    if known.flags:
        return (
            f"Next: firstseen check --again {known.id}, then firstseen decide {known.id} {rating} --by NAME"
        )
    if known.verdict:
        return f"Next: firstseen show {known.id} --json, or firstseen audit --subject {known.id}"
    return f"Next: firstseen decide {known.id} {rating} --by NAME"


def _stage_lines(case: CaseFile, result: StageResult, size: int) -> Iterator[str]:
    """What one stage made, in words."""
    from firstseen.desk.rating import label  # noqa: PLC0415
    from firstseen.model.decided import holding  # noqa: PLC0415
    from firstseen.publish import casewords, words  # noqa: PLC0415

    held = holding(case.decisions())
    if result.stage == "find":
        history = case.history()
        if history is None:
            lines = iter(["No footage was given: only the words can be checked."])
        elif history.facts is None:
            lines = casewords.stated_lines(history)
        else:
            found = words.found_lines(history, history.facts, size, unlikely=False)
            lines = chain(found, casewords.seen_lines(history))
    elif result.stage == "claim":
        lines = casewords.claim_lines(case.claim())
    elif result.stage == "reviews":
        lines = casewords.review_lines(case.prior_reviews(), held)
    elif result.stage == "findings":
        lines = casewords.finding_lines(case.examination(), held)
    elif result.stage == "proposal":
        lines = casewords.proposal_lines(case.propose(), label)
    else:
        lines = casewords.story_lines(case.story())
    yield from (printed(text) for text in lines)


def _stage_alone(case: CaseFile, result: StageResult, size: int) -> Iterator[str]:
    """What one stage made, with what it was made with and what can be decided on."""
    yield from _stage_lines(case, result, size)
    yield f"Made {result.at:%Y-%m-%d %H:%M} UTC with"
    yield from (f"  {plain(name)}: {plain(value)}" for name, value in result.made_with)
    kind = {"find": "match", "claim": "slot", "reviews": "review", "findings": "finding"}.get(result.stage)
    subjects = [name for name in case.subjects() if name.startswith(f"{kind}:")]
    if subjects:
        yield f"To decide on: firstseen decide {case.id} --accept|--reject|--edit SUBJECT"
        yield from (f"  {plain(name)}" for name in subjects)


def _list(desk: Desk) -> Iterator[str]:
    media = desk.archive.all_media()
    sightings = desk.archive.all_sightings()
    by_media: dict[str, list[Record]] = defaultdict(list)
    for sighting in sightings:
        by_media[sighting.media_id].append(sighting.record)
    for one in media:
        records = by_media[one.id]
        names = " = ".join(dict.fromkeys(plain(record.name) for record in records)) or plain(one.name)
        dates = [record.published for record in records if record.published]
        first = min(dates, key=lambda date: date.latest).iso if dates else "no date"
        length = "still" if one.kind == "still" else clock(one.duration_s)
        yield f"{one.id[:12]}  {length:>9}  {first:<10}  {names}"
    cases = desk.cases()
    yield from (_case_line(case) for case in cases)
    more = f", {counted(len(cases), 'case', 'cases')}" if cases else ""
    yield f"{counted(len(media), 'file', 'files')}, {counted(len(sightings), 'record', 'records')}{more}"


def _case_line(case: Case) -> str:
    from firstseen.desk.rating import label  # noqa: PLC0415

    state = label(case.verdict.rating) if case.verdict else "open"
    look = ", look again" if case.flags else ""
    return f"{case.id:<12}  {state + look:<20}  {_ISOLATE.format(plain(case.title))}"


def _one(shown: Shown) -> Iterator[str]:
    from firstseen.model.found import facts_of  # noqa: PLC0415

    media = shown.media
    yield f"{media.id}"
    yield f"  {plain(media.name)}, {media.size_bytes:,} bytes, {plain(media.container)}"
    yield f"  {plain(facts_words(facts_of(shown.description)))}"
    for date in media.embedded_dates:
        yield f"  the file itself says {plain(date.origin)}: {plain(date.text)} (weak: anybody can write it)"
    for sighting in shown.sightings:
        yield f"  {sighting.id}  {plain(sighting.record.name)}"
        yield from (f"    {text}" for text in _record(sighting.record))


def _record(record: Record) -> Iterator[str]:
    yield plain(record_words(record))
    for name in ("captured", "recorded"):
        date = getattr(record, name)
        if date is not None:
            yield f"{name} {date.iso} ({date.basis})"
    for name in ("place", "actors", "event", "caption", "language", "source"):
        text = getattr(record, name)
        if text:
            yield f"{name}: {_ISOLATE.format(plain(text))}"
    for name, text in record.extra:
        yield f"{plain(name)}: {_ISOLATE.format(plain(text))}"
    if record.added_by:
        yield f"added by {plain(record.added_by)}"
