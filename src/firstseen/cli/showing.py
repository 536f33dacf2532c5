"""`show` lists what the desk holds, or says everything about one file."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path  # noqa: TC003 - click reads it
from typing import TYPE_CHECKING

import click

from firstseen.cli.shell import desk_option, existing_desk, plain
from firstseen.publish.words import clock, counted, facts_words, record_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firstseen.desk import Desk, Shown
    from firstseen.model.sighting import Record

_ISOLATE = "\u2068{}\u2069"
"""First strong isolate: a caption in Arabic must not turn the line around it."""


@click.command
@click.argument("id", required=False, metavar="[ID]")
@desk_option
def show(id: str | None, desk: Path | None) -> None:  # noqa: A002 - the field's word for it
    """List what the desk holds; or show one file by its id (a beginning will do) or its name."""
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it

    with Desk(existing_desk(desk)) as opened:
        for text in _list(opened) if id is None else _one(opened.show(id)):
            click.echo(text)


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
    yield f"{counted(len(media), 'file', 'files')}, {counted(len(sightings), 'record', 'records')}"


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
