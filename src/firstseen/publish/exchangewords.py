"""What other desks say, in words that never let it pass for this desk's own sightings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firstseen.publish.casewords import isolated, quoted
from firstseen.publish.words import clock, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firstseen.model.exchange import Agreement, Answer, Exchange, Exported, Known, Said, SeenElsewhere

_SHOWN: Final = 5
_STANDING: Final = {
    "trusted": "signed, its key is trusted",
    "unknown": "signed with a key that is not trusted",
    "unsigned": "not signed",
}


def elsewhere_lines(seen: Sequence[SeenElsewhere]) -> Iterator[str]:
    """A section on where other desks say they have the footage; nothing when none does."""
    if not seen:
        return
    count = counted(len(seen), "file", "files")
    yield f"Seen at other desks ({count}; their statements, no sightings of this desk, nothing is dated by them):"
    for one in seen[:_SHOWN]:
        yield f"  {isolated(one.desk)} ({_STANDING[one.standing]}, {one.exchange_id}), {one.band}: {_known_as(one.key)}"
        yield from (f"    {text}" for text in agreement_lines(one.agreements))
        yield from (f"    it says: {text}" for text in said_lines(one.said))
    if len(seen) > _SHOWN:
        yield f"  and {counted(len(seen) - _SHOWN, 'more', 'more')}"


def agreement_lines(agreements: Iterable[Agreement]) -> Iterator[str]:
    """Which stretch runs along with which, and what agrees in it."""
    for one in agreements:
        how = [f"×{one.speed:.2f}"] if abs(one.speed - 1) > 0.02 else []  # noqa: PLR2004 - a frame rate conversion
        how += ["backwards"] if one.reversed else []
        how += ["mirrored"] if one.mirrored else []
        told = f" ({', '.join(how)})" if how else ""
        mine, theirs = (_span(part.start_s, part.end_s) for part in (one.query, one.reference))
        yield f"query {mine} = theirs {theirs}{told}"
        yield one.sentence


def said_lines(said: Said) -> Iterator[str]:
    """What a desk says of footage; one line that it says nothing, where it does not."""
    place = " at ".join(part for part in (isolated(said.source) if said.source else "", said.url) if part)
    if said.first_seen:
        where = f", {place}" if place else ""
        yield f"first seen {said.first_seen.iso} ({said.first_seen.basis}){where}"
    elif place:
        yield f"seen at {place}, date not told"
    else:
        yield "nothing of when or where it was seen"
    for check in said.checks[:_SHOWN]:
        rated = f", rated {isolated(check.rating)}" if check.rating else ""
        yield f"checked: {quoted(check.title)}{rated}{f', {check.url}' if check.url else ''}"


def exchange_words(one: Exchange) -> str:
    """One line on a list that was given."""
    refused = f", {counted(one.refused, 'line', 'lines')} refused" if one.refused else ""
    made = f", made {one.made[:10]}" if one.made else ""
    return (
        f"{one.id}: {isolated(one.desk)} ({_STANDING[one.standing]}), {counted(one.footage, 'file', 'files')}, "
        f"{counted(one.frames, 'frame', 'frames')}{refused}{made}; added {one.at:%Y-%m-%d} by {isolated(one.by)}"
    )


def exported_words(done: Exported) -> str:
    """One line on what was written."""
    left = f"; {counted(done.left_out, 'file', 'files')} without a picture left out" if done.left_out else ""
    signed = f"; signed with {done.signer}" if done.signer else "; not signed, as such lists are"
    held = f"{counted(done.footage, 'file', 'files')}, {counted(done.frames, 'frame', 'frames')}"
    return f"{done.path}: {held}{left}{signed}"


def answer_lines(answer: Answer) -> Iterator[str]:
    """What this desk knows of what another one asks."""
    yield (
        f"{isolated(answer.asker)} ({_STANDING[answer.standing]}) asks about {counted(answer.asked, 'file', 'files')}"
    )
    yield from (f"  {note}" for note in answer.notes)
    if not answer.known:
        yield "  This desk has none of it. That is no evidence that it is new."
    for one in answer.known:
        yield from _known_lines(one)


def _known_lines(one: Known) -> Iterator[str]:
    yield f"  {one.media_id[:16]}… ({one.agreements[0].band})"
    yield from (f"    {text}" for text in agreement_lines(one.agreements))
    yield from (f"    {text}" for text in said_lines(one.said))


def _known_as(key: str) -> str:
    longest = 16
    return f"its {isolated(key if len(key) <= longest else key[:longest] + '…')}"


def _span(start_s: float, end_s: float) -> str:
    return f"{clock(start_s)}–{clock(end_s)}" if end_s > start_s else clock(start_s)
