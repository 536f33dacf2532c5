"""The verb of evidence: pack everything a check rests on into one file that can be checked by hand."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from firstseen.desk.casework import CaseVerbs
from firstseen.desk.exchanging import fingerprint_of
from firstseen.desk.limits import named
from firstseen.desk.rating import label
from firstseen.errors import FirstseenError, InputError, NotFound
from firstseen.gather.web import Fetcher
from firstseen.model.decided import holding
from firstseen.model.found import shown_segments
from firstseen.publish import bundle as packing
from firstseen.publish import bundlepages, casewords, stamping, words
from firstseen.publish.bundlepages import BundlePage, Section, Shown
from firstseen.publish.hashlists import vpdq_frames
from firstseen.publish.pictures import pairs

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from firstseen.archive.casetexts import CaseTexts
    from firstseen.desk.casefile import CaseFile
    from firstseen.model.article import Article, Publication
    from firstseen.model.descriptor import Stills
    from firstseen.model.match import Segment

_PAIRS: Final = 3
"""Pairs of frames shown of each segment."""

_MOST_SEGMENTS: Final = 30
_PICTURES: Final = "pictures"
_STAMP_S: Final = 30.0
_SUFFIX: Final = re.compile(r"\.[0-9A-Za-z]{1,8}")


@dataclass(frozen=True, slots=True)
class Packed:
    """What was packed: where, how many files, the digest of its manifest, and whether it is stamped, in words."""

    path: str
    files: int
    manifest: str
    stamp: str
    stamped: bool
    missing: tuple[str, ...]


class BundleVerbs(CaseVerbs):
    """What a desk does to have its checks checked."""

    def bundle(
        self,
        case_id: str,
        path: str | os.PathLike[str],
        by: str,
        *,
        with_media: bool = False,
        fetcher: Fetcher | None = None,
    ) -> Packed:
        """What was packed of a decided case: its records, evidence pictures, hashes, articles, log, and a time stamp.

        The stamp is asked for from publish.timestamp_url; without one, or when the service fails, the bundle says so.
        `with_media` packs the files too, where they still lie. Raises NotDecided while nobody has decided,
        FirstseenError when the log was altered, InputError when nothing can be written at `path`.
        """
        who = named(by)
        case = self.case(case_id)
        case.verdict()
        texts = self.archive.cases.texts(case.id)
        if texts.problem:
            raise FirstseenError(
                f"{texts.problem}: nothing can be proven from it; compare the desk with a backup"
            )
        made = packing.Bundle()
        missing = self._evidence(made, case, with_media=with_media)
        published = self.archive.articles.published(case.id)
        packing.add_record(made, texts)
        head = packing.add_chain(made, texts)
        packing.add_facts(made, self._facts(texts, published, head, missing))
        page = self._page(case, published, missing, made)
        made.add("README.txt", bundlepages.readme(page))
        made.add("INDEX.html", bundlepages.index(page))
        manifest = made.manifest()
        made.add(packing.MANIFEST, manifest)
        stamped, told = self._stamp(made, manifest, fetcher)
        made.write(Path(path))
        digest = hashlib.sha256(manifest).hexdigest()
        self.archive.exchanges.note_bundle(case.id, {"manifest": digest, "stamped": stamped}, who)
        return Packed(str(path), len(made.names()), digest, told, stamped, tuple(missing))

    def _stamp(self, made: packing.Bundle, manifest: bytes, fetcher: Fetcher | None) -> tuple[bool, str]:
        """Whether a stamp was had and put in, and a sentence on it, which is put in beside it."""
        url = self.settings.publish.timestamp_url
        try:
            if not url:
                raise InputError("no time-stamping service is set; set publish.timestamp_url")
            question = stamping.ask_for_stamp(manifest)
            door = fetcher or Fetcher(largest_bytes=stamping.LARGEST_STAMP_BYTES, longest_s=_STAMP_S)
            answer = door.post(url, question.content, stamping.REQUEST_TYPE, stamping.ANSWER_TYPE).content
            stamp = stamping.checked_answer(question, answer, manifest)
        except FirstseenError as error:
            told = f"not stamped: {error}"
            made.add(packing.STAMP_NOTE, f"{told}\n")
            return False, told
        made.add(packing.STAMP, answer)
        told = f"stamped {stamp.at.astimezone(UTC).isoformat(timespec='seconds')} by {stamp.by} ({url})"
        made.add(packing.STAMP_NOTE, f"{told}\n")
        return True, told

    def _evidence(self, made: packing.Bundle, case: CaseFile, *, with_media: bool) -> list[str]:
        """Put in pictures, hashes and links; what cannot be put in comes back in words."""
        missing: list[str] = []
        history = case.history()
        segments = shown_segments(history.segments)[:_MOST_SEGMENTS] if history else ()
        known = case.case
        stills: dict[str, Stills] = {}
        for media_id in dict.fromkeys(one.media.id for one in known.footage):
            try:
                stills[media_id] = self.stills(media_id)
            except NotFound:
                missing.append(f"Frames of {media_id}: the desk keeps none of it.")
            missing += self._hashes(made, media_id)
            missing += self._media(made, media_id, with_media=with_media)
        if not with_media:
            missing.append("The footage itself: only its digests, hashes and frames are in here.")
        query = stills.get(known.query.media.id) if known.query else None
        made.add_json("evidence/segments.json", list(_frames(made, segments, query, stills)))
        made.add_json("links.json", self._links(case))
        missing += self._article_pictures(made, case)
        return missing

    def _hashes(self, made: packing.Bundle, media_id: str) -> Iterator[str]:
        """Put in the PDQ frames of one file; of one that was not added they are made anew while it still lies there."""
        try:
            held = self.archive.has(media_id)
            one = self.archive.description(media_id) if held else self.described(self.media_file(media_id))
        except FirstseenError:
            yield f"Hashes of {media_id}: it was not added to the desk, or was deleted, and its file is gone."
            return
        if len(one.pdq):
            made.add(f"fingerprints/{media_id}.vpdq.txt", vpdq_frames(fingerprint_of(one)))

    def _media(self, made: packing.Bundle, media_id: str, *, with_media: bool) -> Iterator[str]:
        """Put in one file, if media is asked for and it still lies where it was checked or sent to."""
        if not with_media:
            return
        try:
            file = self.media_file(media_id)
        except NotFound:
            yield f"The file {media_id}: the desk does not keep it, or it no longer lies where it was checked."
            return
        suffix = file.suffix.lower() if _SUFFIX.fullmatch(file.suffix) else ""
        made.from_disk[f"media/{media_id}{suffix}"] = file

    def _article_pictures(self, made: packing.Bundle, case: CaseFile) -> Iterator[str]:
        """Put in the pictures of the newest article; those that are gone come back in words."""
        for file in sorted({one.file for article in self._articles(case) for one in article.pictures}):
            place = self.folder / _PICTURES / Path(file).name
            if place.is_file():
                made.add(f"pictures/{place.name}", place.read_bytes())
            else:
                yield f"The article's picture {file}: it is not in the desk's folder of pictures."

    def _pictures_shown(self, case: CaseFile, made: packing.Bundle) -> Iterator[Shown]:
        """The article's pictures that were put in, as they are described to readers."""
        told: dict[str, str] = {}
        for article in self._articles(case):
            told |= {Path(picture.file).name: picture.alt for picture in article.pictures}
        for file, alt in sorted(told.items()):
            if f"pictures/{file}" in made.files:
                yield Shown(f"pictures/{file}", " ".join(alt.split()))

    def _articles(self, case: CaseFile) -> list[Article]:
        """Every article that was published, and the newest version."""
        published = [one.article for one in self.archive.articles.published(case.id)]
        return [*published, *self.archive.articles.versions(case.id)[-1:]]

    def _links(self, case: CaseFile) -> list[dict[str, Any]]:
        """Every address that the case rests on, with the copies that archives keep of it."""
        history, story = case.history(), case.story()
        found: dict[str, dict[str, Any]] = {}

        def link(url: str, what: str, archived: Iterable[str] = ()) -> None:
            if url:
                told = found.setdefault(url, {"url": url, "what": [], "archived": []})
                told["what"] = sorted({*told["what"], what})
                told["archived"] = sorted({*told["archived"], *(one for one in archived if one)})

        for sighting in history.timeline.sightings if history else ():
            link(sighting.record.url, f"sighting {sighting.id}")
        for post in story.posts if story else ():
            link(post.url, f"post {post.id}", post.archived_urls)
        for hit in (*case.reviews(), *case.footage_reviews()):
            link(hit.review.url, f"fact-check {hit.review.id}")
        for article in self.archive.articles.versions(case.id)[-1:]:
            for source in article.sources:
                link(source.url, f"source {source.id}", [source.archived_url])
        return [found[url] for url in sorted(found)]

    def _facts(
        self, texts: CaseTexts, published: tuple[Publication, ...], head: str, missing: list[str]
    ) -> dict[str, Any]:
        from firstseen import __version__  # noqa: PLC0415 - the package imports the desk lazily

        return {
            "case": texts.case_id,
            "title": texts.title,
            "opened": texts.created,
            "status": _status(published),
            "desk": {"name": self.settings.publish.name, "url": self.settings.publish.url},
            "made_with": f"firstseen {__version__}",
            "head": head,
            "missing": missing,
        }

    def _page(
        self, case: CaseFile, published: tuple[Publication, ...], missing: list[str], made: packing.Bundle
    ) -> BundlePage:
        """What the two pages for people say."""
        known = case.case
        return BundlePage(
            case_id=case.id,
            title=f"{case.id}: {known.title}",
            status=_status(published).capitalize(),
            desk=self.settings.publish.name,
            sections=tuple(_sections(case, published)),
            pictures=(*_frames_shown(made), *self._pictures_shown(case, made)),
            missing=tuple(missing),
        )


def _sections(case: CaseFile, published: tuple[Publication, ...]) -> Iterator[Section]:
    history = case.history()
    # Where it lay on the desk's machine is nobody's business.
    history = history and replace(history, path=Path(history.path).name)
    decisions = holding(case.decisions())
    yield Section("The claim", tuple(_plain(casewords.claim_lines(case.claim()))))
    yield Section("The verdict", tuple(_plain(casewords.verdict_lines(case.case, label))))
    found: Iterable[str] = ()
    if history and history.facts:
        # How many files the desk knows changes every day; the bundle of a case does not.
        nothing = ("Not found in any file known then. That is no evidence that it is new.",)
        found = words.found_lines(history, history.facts, 0, unlikely=False) if history.shown() else nothing
    yield Section("Where the footage was seen, and what matched", tuple(_plain(found)))
    yield Section(
        "What the rules found", tuple(_plain(casewords.finding_lines(case.examination(), decisions)))
    )
    yield Section("Other fact-checks", tuple(_plain(casewords.review_lines(case.prior_reviews(), decisions))))
    yield Section("What was proposed", tuple(_plain(casewords.proposal_lines(case.propose(), label))))
    yield Section(
        "What people decided", tuple(_plain(casewords.decision_words(one) for one in case.decisions()))
    )
    yield Section("What was published", tuple(_plain(_published_words(one) for one in published)))
    yield Section("What each stage was made with", tuple(_plain(_made_with(case))))


def _published_words(one: Publication) -> str:
    consent = f", approved by {', '.join(one.approved_by)}" if one.approved_by else ""
    note = f": {one.note}" if one.note else ""
    return (
        f"{one.change} {one.at:%Y-%m-%d %H:%M} UTC by {one.by}{consent}, version {one.article.version}{note}"
    )


def _made_with(case: CaseFile) -> Iterator[str]:
    for stage, result in case.results().items():
        told = ", ".join(f"{name} {value}" for name, value in result.made_with)
        yield f"{stage} ({result.at:%Y-%m-%d %H:%M} UTC): {told}"


def _plain(lines: Iterable[str]) -> Iterator[str]:
    """Lines without what only a terminal needs, and without text that is none."""
    for line in lines:
        yield (
            line.replace("\u2068", "")
            .replace("\u2069", "")
            .encode("utf-8", "replace")
            .decode()
            .strip()
            .removeprefix("- ")
        )


def _status(published: tuple[Publication, ...]) -> str:
    if not published:
        return "decided, not published"
    return "withdrawn" if published[-1].change == "withdrawn" else "published"


def _frames(
    made: packing.Bundle, segments: Iterable[Segment], query: Stills | None, stills: dict[str, Stills]
) -> Iterator[dict[str, Any]]:
    """Put in frames that show the same moment, and tell of each segment which they are."""
    for number, segment in enumerate(segments, 1):
        told: list[dict[str, Any]] = []
        reference = stills.get(segment.media_id)
        if segment.track == "picture" and reference is not None:
            for place, (left, right) in enumerate(_shown_pairs(segment, query, reference), 1):
                stem = f"evidence/{number:03d}-{place}"
                told.append(_frame(made, f"{stem}-reference.jpg", reference, right))
                if query is not None:
                    told.append(_frame(made, f"{stem}-query.jpg", query, left))
        yield {
            "segment": number,
            "media_id": segment.media_id,
            "track": segment.track,
            "outcome": segment.outcome,
            "score": float(segment.score),
            "band": segment.band,
            "query_s": [segment.query.start_s, segment.query.end_s],
            "reference_s": [segment.reference.start_s, segment.reference.end_s],
            "speed": float(segment.speed),
            "mirrored": bool(segment.mirrored),
            "reversed": bool(segment.reversed),
            "reasons": [reason.sentence for reason in segment.reasons],
            "frames": told,
        }


def _shown_pairs(segment: Segment, query: Stills | None, reference: Stills) -> list[tuple[int, int]]:
    """Indices of kept frames that show the same moment; only the reference's count where the query's are not kept."""
    if query is not None:
        return pairs(segment, query, reference, _PAIRS)
    if not len(reference):
        return []
    span = segment.reference
    times_s = [span.start_s + span.duration_s * (place + 0.5) / _PAIRS for place in range(_PAIRS)]
    return [(0, index) for index in dict.fromkeys(reference.nearest(time_s) for time_s in times_s)]


def _frame(made: packing.Bundle, name: str, stills: Stills, index: int) -> dict[str, Any]:
    made.add(name, stills.jpeg(index))
    return {"file": name, "time_s": float(stills.times_s[index])}


def _frames_shown(made: packing.Bundle) -> Iterator[Shown]:
    """The frames that were put in, and what each shows."""
    for segment in json.loads(made.files["evidence/segments.json"]):
        for frame in segment["frames"]:
            known = f"known footage {segment['media_id'][:16]}…"
            whose = "the checked file" if frame["file"].endswith("-query.jpg") else known
            yield Shown(
                frame["file"], f"Segment {segment['segment']}: {whose} at {words.clock(frame['time_s'])}"
            )
