"""The verbs of footage: add it, find where it was seen, compare two files, show what is held."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from firstseen import jobs
from firstseen.archive.folder import load_description
from firstseen.desk.opened import UPLOADS
from firstseen.desk.showing import ShowVerbs
from firstseen.errors import FirstseenError, NotFound, UnreadableMedia
from firstseen.gather.records import make_record
from firstseen.model.found import Addition, Found, Search, facts_of
from firstseen.model.sighting import Record, Sighting
from firstseen.settings import changed_settings, default_settings
from firstseen.trace.timeline import parts, timeline
from firstseen.workers import Call, Workers, cores

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from firstseen.model.descriptor import Description
    from firstseen.model.found import Rejection
    from firstseen.model.match import Segment
    from firstseen.model.media import Media
    from firstseen.settings import Settings


@dataclass(frozen=True, slots=True)
class Shown:
    """What the desk holds of one file: its facts, its records, and what describing it came to."""

    media: Media
    sightings: tuple[Sighting, ...]
    description: Description


class FootageVerbs(ShowVerbs):
    """What a desk does with footage."""

    @property
    def size(self) -> int:
        """How many files of footage the desk knows."""
        return len(self.archive.all_media())

    def add(
        self, path: str | os.PathLike[str], record: Record | None = None, added_by: str = "", **fields: str
    ) -> Addition:
        """Add one file with what is known of it: a `record`, or its fields by name, dates as ISO 8601.

        Fields: url, published, captured, recorded (each with …_basis), place, actors, event, caption, language,
        source; others are kept under their names. Raises InputError for what cannot be read.
        """
        file = Path(path)
        wanted = record or make_record(file.name, fields)
        (addition,) = self.add_many([file], {file: (wanted,)}, added_by=added_by)
        if addition.error is not None:
            raise addition.error
        return addition

    def add_many(
        self,
        paths: Iterable[Path],
        records: Mapping[Path, Sequence[Record]] | None = None,
        *,
        added_by: str = "",
        progress: Callable[[int, float, float], None] | None = None,
    ) -> Iterator[Addition]:
        """What became of each file, as they are stored; one that fails does not hold up the rest.

        A file without records gets one that holds its name only. `progress` is told (place in `paths`, seconds of
        footage done, seconds expected).
        """
        files = list(dict.fromkeys(paths))
        noted = records or {}
        batch = _Batch(
            {path: _signed(noted.get(path) or [Record(name=path.name)], added_by) for path in files}
        )
        for index, (path, known) in enumerate(self._hashed(files)):
            if progress is not None:
                progress(index, 0.0, 1.0)
            if isinstance(known, FirstseenError):
                yield Addition(str(path), "failed", error=known)
            elif self.archive.has(known):
                yield self._again(path, known, batch.records[path])
            else:
                batch.new[known].append(path)
        yield from self._describe(batch, files, progress)

    def _hashed(self, files: Sequence[Path]) -> Iterator[tuple[Path, str | FirstseenError]]:
        """Each file with its media id, or why it cannot be read."""
        threads = ThreadPoolExecutor(cores(), "hashing")
        try:
            yield from zip(files, threads.map(_media_id, files), strict=True)
        finally:
            # Leaving `with` instead would first hash whatever was still waiting.
            threads.shutdown(wait=False, cancel_futures=True)

    def _describe(
        self, batch: _Batch, files: Sequence[Path], progress: Callable[[int, float, float], None] | None
    ) -> Iterator[Addition]:
        """Describe new footage in worker processes, and store each as it comes back."""
        ids = list(batch.new)
        calls = [
            Call(str(paths[0]), jobs.describe_reference, (paths[0], self._work.new(), self.settings))
            for paths in batch.new.values()
        ]
        places = {path: index for index, path in enumerate(files)}
        place = [places[paths[0]] for paths in batch.new.values()]

        def tell(index: int, done_s: float, expected_s: float) -> None:
            if progress is not None:
                progress(place[index], done_s, expected_s)

        with Workers(self.settings.workers) as team:
            for done in team.run(calls, tell):
                paths = batch.new[ids[done.index]]
                if done.error is not None:
                    yield from (Addition(str(path), "failed", error=done.error) for path in paths)
                    self._work.drop(done.call.arguments[1])
                    continue
                try:
                    stored = self._store(paths[0], load_description(done.result), batch.records[paths[0]])
                except FirstseenError as error:
                    yield from (Addition(str(path), "failed", error=error) for path in paths)
                    self._work.drop(done.call.arguments[1])
                    continue
                yield stored
                for path in paths[1:]:
                    yield self._again(path, stored.media_id, batch.records[path])

    def _store(self, path: Path, description: Description, records: Sequence[Record]) -> Addition:
        added = self.archive.add_many([(description, record) for record in records])
        return Addition(
            path=str(path),
            status="added",
            media_id=description.media.id,
            sighting_ids=tuple(one.sighting_id for one in added),
            facts=facts_of(description),
        )

    def _again(self, path: Path, media_id: str, records: Sequence[Record]) -> Addition:
        """Known footage once more: only what its records say may be new."""
        before = self.archive.sightings(media_id)
        status = "known"
        ids: list[str] = []
        for record in records:
            namesakes = [s for s in before if s.record.name == record.name]
            bare = next((s for s in namesakes if _is_bare(s.record)), None)
            if _is_bare(record) and namesakes:
                ids.append(namesakes[0].id)
            elif bare is not None:
                self.archive.edit_sighting(bare.id, record, record.added_by)
                before = self.archive.sightings(media_id)
                ids.append(bare.id)
                status = "record completed"
            else:
                added = self.archive.add_sighting(media_id, record)
                ids.append(added.sighting_id)
                status = "seen again" if added.sighting_new else status
        return Addition(str(path), status, media_id, tuple(ids))  # type: ignore[arg-type]

    def delete_footage(self, media_id: str, by: str = "") -> None:
        """Remove footage for good, with the file that was sent of it. The audit keeps that it was there.

        Raises NotFound when the desk has none with this id.
        """
        self.archive.delete_media(media_id, by)
        shutil.rmtree(self.folder / UPLOADS / media_id, ignore_errors=True)

    def find(self, path: str | os.PathLike[str]) -> Found:
        """Where the footage in `path` was seen before. Raises InputError for what cannot be read.

        The query's pictures (`Found.query.stills`) can be read until the desk is closed.
        """
        return self._search(Path(path))

    def _search(self, path: Path, progress: Callable[[int, float, float], None] | None = None) -> Found:
        (search,) = self._find([path], progress, keep=True)
        if search.found is None:
            raise search.error or NotFound("result", str(path))
        return search.found

    def find_many(
        self,
        paths: Iterable[Path],
        *,
        progress: Callable[[int, float, float], None] | None = None,
    ) -> Iterator[Search]:
        """What became of each query, in the order given; one that fails does not hold up the rest.

        A query's pictures can be read until the next answer is asked for.
        """
        return self._find(list(paths), progress, keep=False)

    def _find(
        self, paths: Sequence[Path], progress: Callable[[int, float, float], None] | None, *, keep: bool
    ) -> Iterator[Search]:
        folders = [self._work.new() for _ in paths]
        calls = [
            Call(str(path), jobs.find_query, (path, folder, self.folder, self.settings))
            for path, folder in zip(paths, folders, strict=True)
        ]
        ready: dict[int, Search] = {}
        following = 0
        with Workers(self.settings.workers) as team:
            for done in team.run(calls, progress):
                if done.error is not None:
                    ready[done.index] = Search(done.call.name, error=done.error)
                else:
                    ready[done.index] = Search(done.call.name, self._found(done.call.name, *done.result))
                while following in ready:
                    yield ready.pop(following)
                    if not keep:
                        self._work.drop(folders[following])
                    following += 1

    def _found(self, path: str, query: Description, aligned: tuple[Segment, ...]) -> Found:
        segments, rejected = self._judged(query.media.id, aligned)
        ids = dict.fromkeys(segment.media_id for segment in aligned)
        sightings = {media_id: self.archive.sightings(media_id) for media_id in ids}
        flat = [sighting for several in sightings.values() for sighting in several]
        media = {media_id: self.archive.media(media_id) for media_id in ids}
        return Found(
            path=path,
            query=query,
            segments=segments,
            sightings=sightings,
            media=media,
            timeline=timeline(segments, flat),
            parts=parts(segments, flat),
            made_with=_made_with(query, self.settings),
            rejected=rejected,
        )

    def _judged(
        self, media_id: str, aligned: tuple[Segment, ...]
    ) -> tuple[tuple[Segment, ...], tuple[Rejection, ...]]:
        """The segments that count, and the matches that people have rejected, with theirs."""
        said = self.archive.cases.rejections(media_id) if aligned else {}
        rejected = {s.media_id: said[s.media_id] for s in aligned if s.media_id in said}
        return (
            tuple(segment for segment in aligned if segment.media_id not in rejected),
            tuple(
                replace(one, segments=tuple(s for s in aligned if s.media_id == media))
                for media, one in rejected.items()
            ),
        )

    def compare(self, query: str | os.PathLike[str], reference: str | os.PathLike[str]) -> Found:
        """Where two files show the same, by this desk's settings; neither is added."""
        return compare(query, reference, self.settings, self._work.new())[0]

    def references(self, found: Found, limit: int = 1000) -> dict[str, Description]:
        """The descriptions of the references in `found`, best first, with the pictures the archive keeps of them."""
        ids = list(dict.fromkeys(segment.media_id for segment in found.shown()))
        return {media_id: self.archive.description(media_id) for media_id in ids[:limit]}

    def footage(self, id: str) -> Shown:  # noqa: A002 - the field's word for it
        """What the desk holds of one file, by its media id, a beginning of it, a sighting's id or a file name.

        Raises NotFound when nothing, and when several files, go by it.
        """
        media_id = self._media_id(id)
        return Shown(
            self.archive.media(media_id), self.archive.sightings(media_id), self.archive.description(media_id)
        )

    def _media_id(self, id_: str) -> str:
        if self.archive.has(id_):
            return id_
        sightings = self.archive.all_sightings()
        exact = {s.media_id for s in sightings if id_ in {s.id, s.record.name}}
        begins = {s.media_id for s in sightings if len(id_) >= 4 and s.media_id.startswith(id_.lower())}  # noqa: PLR2004
        found = exact or begins
        if len(found) == 1:
            return found.pop()
        if found:
            raise NotFound("single file", f"{id_} ({len(found)} go by it: give more of the id)")
        raise NotFound("file or sighting", id_)


def compare(
    query: str | os.PathLike[str],
    reference: str | os.PathLike[str],
    settings: Settings | None = None,
    folder: Path | None = None,
    progress: Callable[[int, float, float], None] | None = None,
) -> tuple[Found, Description]:
    """Where two files show the same, without a desk, and the description of the reference.

    Their pictures stay in `folder` when one is given. `progress` is told (0 for the query, 1 for the reference,
    seconds of footage done, seconds expected). Raises InputError for what cannot be read.
    """
    held = settings or default_settings()
    with contextlib.ExitStack() as stack:
        place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="firstseen-")))
        team = stack.enter_context(Workers(held.workers))
        both = [
            Call(str(query), jobs.describe_query, (Path(query), place / "query", held)),
            Call(str(reference), jobs.describe_other, (Path(reference), place / "reference", held)),
        ]
        described = {done.index: done for done in team.run(both, progress)}
        for index in sorted(described):
            if described[index].error is not None:
                raise described[index].error or UnreadableMedia(described[index].call.name, "no reason given")
        mine, theirs = described[0].result, described[1].result
        call = Call(str(query), jobs.compare_described, (mine, theirs, held))
        (aligned,) = team.run([call])
        if aligned.error is not None:
            raise aligned.error
        return _compared(str(query), mine, theirs, aligned.result, held), theirs


def _compared(
    path: str, query: Description, reference: Description, segments: tuple[Segment, ...], settings: Settings
) -> Found:
    media = reference.media
    sightings = (Sighting("", media.id, Record(name=media.name)),)
    return Found(
        path=path,
        query=query,
        segments=segments,
        sightings={media.id: sightings},
        media={media.id: media},
        timeline=timeline(segments, sightings),
        made_with=_made_with(query, settings),
    )


def _made_with(query: Description, settings: Settings) -> tuple[tuple[str, str], ...]:
    from firstseen import __version__  # noqa: PLC0415 - the package imports this module lazily

    return (
        ("version of firstseen", __version__),
        ("picture descriptor", query.pictures.model),
        ("sound landmarks", query.sound.version),
        ("query sampled every", f"{query.interval_s:g} s"),
        ("settings changed", ", ".join(changed_settings(settings)) or "none"),
    )


@dataclass(slots=True)
class _Batch:
    """Files being added: the records of each, and new footage by media id with the files that hold it."""

    records: dict[Path, list[Record]]
    new: dict[str, list[Path]]

    def __init__(self, records: dict[Path, list[Record]]) -> None:
        self.records = records
        self.new = defaultdict(list)


def _media_id(path: Path) -> str | FirstseenError:
    from firstseen.media.opening import check_file  # noqa: PLC0415 - importing the desk loads no decoder
    from firstseen.media.probe import media_id  # noqa: PLC0415

    try:
        check_file(path)
        return media_id(path)
    except FirstseenError as error:
        return error
    except OSError as error:
        return UnreadableMedia(str(path), f"{error.strerror}; check its permissions")


def _signed(records: Sequence[Record], added_by: str) -> list[Record]:
    return [replace(record, added_by=added_by) if added_by else record for record in records]


def _is_bare(record: Record) -> bool:
    """Whether it says nothing but the file's name."""
    return replace(record, added_by="") == Record(name=record.name)
