"""The verbs of exchange: tell other desks what footage can be recognised by, and ask them whether they have it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from firstseen import jobs
from firstseen.archive.exchange import Given
from firstseen.desk.footage import FootageVerbs
from firstseen.desk.limits import checked_text, named
from firstseen.desk.rating import label
from firstseen.errors import BadRecord, InputError, NotAllowed, UnreadableMedia
from firstseen.gather.exchangefile import is_signed_file, read_public_key, read_signed
from firstseen.gather.hashlists import read_hashlist
from firstseen.model.exchange import (
    SAME_BITS,
    Answer,
    Exported,
    Fingerprint,
    Known,
    Said,
    SaidCheck,
    SeenElsewhere,
)
from firstseen.publish import hashlists
from firstseen.publish.signing import DeskKey, desk_key
from firstseen.trace import candidates
from firstseen.trace.foreign import agreements
from firstseen.trace.timeline import history
from firstseen.workers import Call, Workers

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator

    from firstseen.gather.exchangefile import SignedList
    from firstseen.model.descriptor import Description
    from firstseen.model.exchange import Exchange, ListKind, Standing, Trusted

Ids = Literal["sha256", "secret", "number"]
IDS: Final[tuple[Ids, ...]] = ("sha256", "secret", "number")
"""What footage is called in a list: the SHA-256 of its file, one that only this desk can make from it, or a number."""

_LONGEST_NAME: Final = 200


class ExchangeVerbs(FootageVerbs):
    """What a desk does with other desks' fingerprints, and with its own for others."""

    def exchange_key(self) -> str:
        """This desk's public key, 64 hexadecimal digits; a key is made when there is none yet."""
        return self._key().public

    def trust(self, name: str, key: str, by: str) -> None:
        """Believe what a desk signs with this key. Raises InputError for what is no key, or a name that is taken."""
        owner = _name(name)
        digits = read_public_key(key)
        if digits == self.exchange_key():
            raise InputError("that is this desk's own key; trust the keys of others")
        self.archive.exchanges.trust(owner, digits, named(by))

    def distrust(self, name: str, by: str) -> None:
        """Believe a desk no more. Raises NotFound for a name that nobody has."""
        self.archive.exchanges.distrust(_name(name), named(by))

    def trusted(self) -> tuple[Trusted, ...]:
        """The desks whose keys are believed."""
        return self.archive.exchanges.trusted()

    def exchanges(self) -> tuple[Exchange, ...]:
        """The lists that other desks gave, in the order in which they came."""
        return self.archive.exchanges.all()

    def forget_exchange(self, exchange_id: str, by: str) -> None:
        """Remove a list with all its fingerprints. Raises NotFound for one that is not there."""
        self.archive.exchanges.forget(exchange_id, named(by))

    def export_hashes(
        self,
        path: str | os.PathLike[str],
        kind: ListKind = "signed",
        *,
        case_id: str = "",
        media: Iterable[str] = (),
        published: bool = False,
        ids: Ids = "sha256",
        say: bool = True,
        by: str = "",
    ) -> Exported:
        """What was written to `path`: the fingerprints of all footage, of a case's, of `media`, or of published cases.

        `kind` "vpdq" writes a folder with one list a file, the others one file. `ids` says what footage is called.
        With `say` the first publication known, its basis, address and source and the published checks go with it.
        Raises NotFound for a case or media that is not there, InputError when nothing can be written.
        """
        place = Path(path)
        chosen = self._chosen(case_id, media, published=published)
        footage = self._told(chosen, ids, say=say)
        return self._write(place, kind, footage, "list", by)

    def import_hashes(
        self, path: str | os.PathLike[str], by: str, *, desk: str = "", unverified: bool = False
    ) -> tuple[Exchange, bool, tuple[BadRecord, ...]]:
        """The stored list, whether it is new, and the first lines that were refused, each with its reason.

        `desk` names whose list it is, where it does not say so itself. A signed file that nobody trusted has signed,
        that was changed since, or that is not signed, is refused with NotAllowed unless `unverified` allows it.
        Raises InputError for what is no list, TooLarge for what is more than is taken in.
        """
        file = Path(path)
        who = named(by)
        if is_signed_file(file):
            given, refused = self._signed(file, unverified=unverified), list[BadRecord]()
        else:
            given, refused = _plain(file, desk)
        exchange, new = self.archive.exchanges.add(given, who)
        return exchange, new, tuple(refused)

    def seen_elsewhere(self, query: Description) -> tuple[SeenElsewhere, ...]:
        """Where other desks say that they have this footage, surest first, then oldest first.

        Their statements, not this desk's sightings: they date nothing until somebody has looked them up.
        """
        asked = fingerprint_of(query)
        seen: dict[tuple[str, str], SeenElsewhere] = {}
        for exchange, one in self.archive.exchanges.like(asked):
            key = (exchange.signer or exchange.desk, one.key)
            agreed = () if key in seen else agreements(asked, one, query.sound_bank)
            if agreed:
                seen[key] = SeenElsewhere(
                    exchange.id, exchange.desk, exchange.standing, one.key, one.duration_s, one.said, agreed
                )
        return tuple(sorted(seen.values(), key=_surest_then_oldest))

    def look_elsewhere(self, case_id: str, query: Description) -> tuple[SeenElsewhere, ...]:
        """As `seen_elsewhere`, kept with the case that the query belongs to; nothing while no desk has given a list."""
        if not self.exchanges():
            return ()
        seen = self.seen_elsewhere(query)
        if seen != self.archive.exchanges.elsewhere(case_id):
            self.archive.exchanges.keep_elsewhere(case_id, seen)
        return seen

    def described(
        self, path: Path, progress: Callable[[int, float, float], None] | None = None
    ) -> Description:
        """A file described as closely as `find` does it, without a search; it can be read until the desk is closed."""
        call = Call(str(path), jobs.describe_query, (path, self._work.new(), self.settings))
        with Workers(self.settings.workers) as team:
            (done,) = team.run([call], progress)
        if done.error is not None:
            raise done.error
        if done.result is None:
            raise UnreadableMedia(str(path), "no reason given")
        described: Description = done.result
        return described

    def case_elsewhere(self, case_id: str) -> tuple[SeenElsewhere, ...]:
        """Where other desks said that they have the footage of a case, when it was last looked for."""
        return self.archive.exchanges.elsewhere(self.archive.cases.case(case_id).id)

    def ask(
        self,
        path: str | os.PathLike[str],
        out: str | os.PathLike[str],
        *,
        ids: Ids = "sha256",
        by: str = "",
        progress: Callable[[int, float, float], None] | None = None,
    ) -> Exported:
        """What was written to `out`: a signed file by which another desk can say whether it has this footage.

        Raises InputError for footage that cannot be read, or a place that cannot be written to.
        """
        query = self.described(Path(path), progress)
        asked = fingerprint_of(query)
        return self._write(
            Path(out), "signed", [replace(asked, key=self._called(asked.key, 1, ids))], "query", by
        )

    def answer(
        self,
        path: str | os.PathLike[str],
        by: str,
        *,
        out: str | os.PathLike[str] | None = None,
        unverified: bool = False,
    ) -> Answer:
        """What this desk has of the footage in another's query file; with `out` the probable part as a list for them.

        Who may ask is judged as in `import_hashes`. The audit keeps who asked and what was answered.
        """
        who = named(by)
        query = self._checked(Path(path), unverified=unverified)
        if query.kind != "query":
            raise InputError(
                f"{path}: is no question but a list; take it in with `firstseen exchange import`"
            )
        known: list[Known] = []
        notes: list[str] = []
        for asked in query.footage:
            known.extend(self._answers(asked, notes))
        known.sort(key=lambda one: one.agreements[0].band != "probable")
        sure = tuple(dict.fromkeys(one.media_id for one in known if one.agreements[0].band == "probable"))
        self.archive.exchanges.note_answer(query.file, query.key or query.desk, sure, who)
        if out is not None:
            # What may be other footage is for this desk's eyes only.
            self._write(Path(out), "signed", self._told(sure, "sha256", say=True), "list", who)
        trusted = {one.key: one.name for one in self.trusted()}
        return Answer(
            asker=trusted.get(query.key, query.desk),
            standing=_standing(query.key, trusted),
            asked=len(query.footage),
            known=tuple(known),
            notes=tuple(dict.fromkeys(notes)),
        )

    def _key(self) -> DeskKey:
        return desk_key(self.folder)

    def _chosen(self, case_id: str, media: Iterable[str], *, published: bool) -> tuple[str, ...]:
        """The ids of the footage that is meant, in the order in which it came in."""
        held = [one.id for one in self.archive.all_media()]
        wanted = [self._media_id(one) for one in media]
        if case_id:
            wanted += [one.media.id for one in self.archive.cases.case(case_id).footage]
        if published:
            for said in self.archive.articles.publications():
                if said.change != "withdrawn":
                    wanted += [one.media.id for one in self.archive.cases.case(said.case_id).footage]
        if not (case_id or wanted or published):
            return tuple(held)
        return tuple(one for one in held if one in set(wanted))

    def _told(self, media_ids: Iterable[str], ids: Ids, *, say: bool) -> Iterator[Fingerprint]:
        """What is told of this desk's own footage."""
        for number, media_id in enumerate(media_ids, 1):
            one = fingerprint_of(self.archive.description(media_id))
            said = self._said(media_id) if say else Said()
            yield replace(one, key=self._called(media_id, number, ids), said=said)

    def _called(self, media_id: str, number: int, ids: Ids) -> str:
        if ids == "number":
            return str(number)
        return self._key().pseudonym(media_id) if ids == "secret" else media_id

    def _said(self, media_id: str) -> Said:
        """What this desk says of its footage."""
        first = history(self.archive.sightings(media_id)).first_seen
        record = first.record if first else None
        return Said(
            first_seen=record.published if record else None,
            url=record.url if record else "",
            source=record.source if record else "",
            checks=tuple(self._checks(media_id)),
        )

    def _checks(self, media_id: str) -> Iterator[SaidCheck]:
        """What this desk has published on footage, newest publication of each case."""
        about = set(self.archive.cases.with_footage(media_id))
        for said in self.archive.articles.publications() if about else ():
            if said.case_id in about and said.change != "withdrawn":
                edition = said.article.edition("en") or said.article.editions[0]
                place = f"{self.settings.publish.url.rstrip('/')}/{edition.language}/{said.article.slug}/"
                yield SaidCheck(
                    title=edition.title,
                    url=place,
                    rating=label(said.article.rating),
                    claim=said.article.review.claim,
                    published=said.first_published.date().isoformat(),
                )

    def _write(
        self, place: Path, kind: ListKind, footage: Iterable[Fingerprint], purpose: str, by: str
    ) -> Exported:
        if kind == "signed":
            key = self._key()
            counts = hashlists.write_signed(
                place,
                footage,
                key,
                kind=purpose,
                desk=self.settings.publish.name,
                url=self.settings.publish.url,
                made=datetime.now(UTC).isoformat(timespec="seconds"),
                made_with=_version(),
            )
            done = Exported(str(place), kind, *counts, signer=key.public)
            digest = _digest(place)
        else:
            done, digest = hashlists.write_plain(place, kind, footage), ""
        facts = {"kind": kind, "purpose": purpose, "footage": done.footage, "frames": done.frames}
        self.archive.exchanges.note_export(digest, facts, by)
        return done

    def _signed(self, file: Path, *, unverified: bool) -> Given:
        signed = self._checked(file, unverified=unverified)
        if signed.kind != "list":
            raise InputError(f"{file}: is a question; answer it with `firstseen exchange answer {file.name}`")
        return Given(
            desk=signed.desk or file.stem,
            signer=signed.key,
            kind="signed",
            file=signed.file,
            footage=signed.footage,
            made=signed.made,
        )

    def _checked(self, file: Path, *, unverified: bool) -> SignedList:
        """A signed file whose signer is trusted. Raises NotAllowed for another one, unless that is allowed."""
        signed = read_signed(file)
        if signed.key and signed.key == self.exchange_key():
            raise InputError(f"{file}: is signed by this desk itself; it holds nothing new")
        allow = "or allow it with --unverified, and it stands as nobody's word"
        if signed.problem and not unverified:
            raise NotAllowed(f"{file}: {signed.problem}; ask its desk for it again, {allow}")
        known = {one.key for one in self.trusted()}
        if signed.key and signed.key not in known and not unverified:
            who = signed.desk or "a desk"
            raise NotAllowed(
                f"{file}: is signed by {who} with the key {signed.key}, which is not trusted; compare the key with its "
                f"owner by another way, then: firstseen exchange trust NAME {signed.key}; {allow}"
            )
        return signed

    def _answers(self, asked: Fingerprint, notes: list[str]) -> Iterator[Known]:
        """This desk's footage with which one file of a question agrees."""
        for media_id in self._candidates(asked, notes):
            mine = fingerprint_of(self.archive.description(media_id))
            agreed = agreements(asked, mine)
            if agreed:
                yield Known(media_id, asked.key, self._said(media_id), agreed)

    def _candidates(self, asked: Fingerprint, notes: list[str]) -> tuple[str, ...]:
        """Own footage that may agree with a fingerprint, by whatever of it can be searched for."""
        found: dict[str, None] = {}
        own = next(iter(self.archive.all_media()), None)
        if own is None:
            return ()
        model = self.archive.vectors(own.id).model
        settings = self.settings.trace
        if len(asked.pictures) and asked.pictures.model == model:
            hits = self.archive.search(asked.pictures.vectors, settings.neighbours, settings.lowest_cosine)
            times_s = asked.pictures.times_s[hits.query_row]
            voted = candidates.vote(
                hits.media_ids, hits.media_index, times_s, hits.score, settings.candidates
            )
            found |= dict.fromkeys(candidate.media_id for candidate in voted)
        elif len(asked.pictures):
            notes.append(
                f"Its vectors are of {asked.pictures.model}, this desk's of {model}: they were not compared."
            )
        if len(asked.pdq):
            found |= dict.fromkeys(self.archive.search_pdq(asked.pdq.bits, SAME_BITS).media_ids)
        if len(asked.sound):
            heard = self.archive.search_sound(asked.sound.hashes, asked.sound.times_s)
            found |= dict.fromkeys(heard.media_ids)
        return tuple(found)


def fingerprint_of(described: Description) -> Fingerprint:
    """What a described file can be recognised by, without its pictures."""
    return Fingerprint(
        key=described.media.id,
        duration_s=described.media.duration_s,
        pdq=described.pdq,
        pictures=described.pictures,
        sound=described.sound,
    )


def _plain(file: Path, desk: str) -> tuple[Given, list[BadRecord]]:
    """A list as other tools write them, and the first of its lines that cannot be used."""
    read = read_hashlist(file)
    given = Given(
        desk=_name(desk or file.stem),
        signer="",
        kind=read.kind,
        file=_digest(file),
        footage=read.footage,
        refused=read.refused_count,
    )
    return given, read.refused


def _surest_then_oldest(one: SeenElsewhere) -> tuple[bool, bool, float]:
    first = one.said.first_seen
    return one.band != "probable", first is None, first.latest.timestamp() if first else 0.0


def _standing(key: str, trusted: dict[str, str]) -> Standing:
    return "unsigned" if not key else "trusted" if key in trusted else "unknown"


def _name(text: str) -> str:
    """The name of a desk, as a person gives it."""
    name = " ".join(checked_text("name", text).split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InputError(f"a desk's name has 1 to {_LONGEST_NAME} characters, not {text[:40]!r}")
    return name


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _version() -> str:
    from firstseen import __version__  # noqa: PLC0415 - the package imports the desk lazily

    return f"firstseen {__version__}"
