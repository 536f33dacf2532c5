"""Fingerprints that other desks gave, the keys that are believed, and where cases were seen at other desks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sqlalchemy import text

from firstseen.archive.bits import mirrored_bits, near_bits
from firstseen.archive.flags import now
from firstseen.archive.records import append_audit
from firstseen.archive.values import from_text, to_text
from firstseen.errors import InputError, NotFound
from firstseen.model.descriptor import Descriptors, PdqHashes, SoundLandmarks
from firstseen.model.exchange import SAME_BITS, USABLE_QUALITY, Exchange, Fingerprint, Trusted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Row

    from firstseen.model.exchange import ListKind, SeenElsewhere, Standing

_NAMED: Final = "list-"
_READ_AT_ONCE: Final = 64
"""Files in memory at once while a query is compared with all of them: about 20 MB of descriptors."""

_EXCHANGE: Final = (
    "SELECT exchange.*, trusted_key.name AS trusted FROM exchange "
    "LEFT JOIN trusted_key ON trusted_key.key = exchange.signer "
)


@dataclass(frozen=True, slots=True)
class Given:
    """A list as it came in, before it is stored. `made` is when its desk says that it made it."""

    desk: str
    signer: str
    kind: ListKind
    file: str
    footage: Sequence[Fingerprint]
    made: str = ""
    refused: int = 0


class Exchanges:
    """The lists of an archive: read any time, written in turns."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self._reading = reading
        self._writing = writing

    def add(self, given: Given, by: str) -> tuple[Exchange, bool]:
        """The stored list, and whether it is new: the same file again changes nothing."""
        with self._writing() as connection:
            known = _one(connection, "WHERE exchange.file = :value", given.file)
            if known is not None:
                return _exchange(known), False
            facts = {
                "footage": len(given.footage),
                "frames": sum(len(one.pdq) for one in given.footage),
                "made": given.made,
                "refused": given.refused,
            }
            number = _insert(connection, given, by, facts)
            connection.execute(_FOOTAGE, [_row(number, one) for one in given.footage])
            told = {"desk": given.desk, "signer": given.signer, "file": given.file, **facts}
            append_audit(connection, "import list", f"{_NAMED}{number}", told, by)
            stored = _one(connection, "WHERE exchange.number = :value", number)
            assert stored is not None  # noqa: S101 - written in this transaction
            return _exchange(stored), True

    def all(self) -> tuple[Exchange, ...]:
        """Every list, in the order in which they came."""
        with self._reading() as connection:
            rows = connection.execute(text(_EXCHANGE + "ORDER BY exchange.number")).all()
        return tuple(_exchange(row) for row in rows)

    def get(self, exchange_id: str) -> Exchange:
        """The list with this id; NotFound when there is none."""
        with self._reading() as connection:
            return _exchange(_known(connection, exchange_id))

    def forget(self, exchange_id: str, by: str) -> None:
        """Remove a list with all its fingerprints. What cases were told of it stays, with the list's id."""
        with self._writing() as connection:
            row = _known(connection, exchange_id)
            for table, column in (("foreign_footage", "exchange_number"), ("exchange", "number")):
                connection.execute(
                    text(f"DELETE FROM {table} WHERE {column} = :number"),  # noqa: S608 - our own names
                    {"number": row.number},
                )
            append_audit(connection, "forget list", row.id, {"desk": row.desk, "file": row.file}, by)

    def like(self, query: Fingerprint) -> Iterator[tuple[Exchange, Fingerprint]]:
        """Every fingerprint that may agree with a query, newest list first, one after the other.

        That is what has a PDQ frame near to one of the query's, mirrored or not, and whatever has vectors of the same
        model or sound of the same recipe: those can only be told by comparing them.
        """
        with self._reading() as connection:
            wanted = _near(connection, query)
            wanted |= set(connection.execute(_COMPARED, _compared_by(query)).scalars())
        lists = {one.id: one for one in self.all()}
        numbers = sorted(wanted, reverse=True)
        for start in range(0, len(numbers), _READ_AT_ONCE):
            chosen = {
                f"n{place}": number for place, number in enumerate(numbers[start : start + _READ_AT_ONCE])
            }
            names = ", ".join(f":{name}" for name in chosen)
            with self._reading() as connection:
                rows = connection.execute(text(_PART.format(names)), chosen).all()
            yield from ((lists[row.list], _fingerprint(row)) for row in rows if row.list in lists)

    def trust(self, name: str, key: str, by: str) -> None:
        """Believe what is signed with a key, under its owner's name. InputError for a name or key that is taken."""
        with self._writing() as connection:
            taken = connection.execute(
                text("SELECT name, key FROM trusted_key WHERE name = :name OR key = :key"),
                {"name": name, "key": key},
            ).first()
            if taken is not None:
                if (taken.name, taken.key) == (name, key):
                    return
                raise InputError(
                    f"{taken.name} is trusted already with the key {taken.key}; first take that back: "
                    f"`firstseen exchange trust {taken.name} --remove`"
                )
            connection.execute(
                text("INSERT INTO trusted_key (key, name, by, at) VALUES (:key, :name, :by, :at)"),
                {"key": key, "name": name, "by": by, "at": now()},
            )
            append_audit(connection, "trust key", key, {"name": name}, by)

    def distrust(self, name: str, by: str) -> None:
        """Believe a key no more; its lists stay, as those of an unknown desk. NotFound for a name nobody has."""
        with self._writing() as connection:
            key = connection.execute(
                text("SELECT key FROM trusted_key WHERE name = :name"), {"name": name}
            ).scalar()
            if key is None:
                raise NotFound("trusted desk", name)
            connection.execute(text("DELETE FROM trusted_key WHERE name = :name"), {"name": name})
            append_audit(connection, "distrust key", str(key), {"name": name}, by)

    def trusted(self) -> tuple[Trusted, ...]:
        """Every key that is believed, by its owner's name."""
        with self._reading() as connection:
            rows = connection.execute(text("SELECT * FROM trusted_key ORDER BY name")).all()
        return tuple(Trusted(row.key, row.name, row.by, datetime.fromisoformat(row.at)) for row in rows)

    def note_answer(self, file: str, asker: str, matches: Iterable[str], by: str) -> None:
        """Write down that another desk's question was answered, and with what."""
        with self._writing() as connection:
            append_audit(connection, "answer query", file, {"asker": asker, "media": list(matches)}, by)

    def note_export(self, file: str, facts: dict[str, Any], by: str) -> None:
        """Write down that fingerprints left the desk."""
        with self._writing() as connection:
            append_audit(connection, "export list", file, facts, by)

    def note_bundle(self, case_id: str, facts: dict[str, Any], by: str) -> None:
        """Write down that the evidence of a case was packed."""
        with self._writing() as connection:
            append_audit(connection, "export bundle", case_id, facts, by)

    def keep_elsewhere(self, case_id: str, seen: Sequence[SeenElsewhere]) -> None:
        """Keep where the footage of a case was seen at other desks, in place of what was kept before."""
        with self._writing() as connection:
            number = _case_number(connection, case_id)
            connection.execute(
                text(
                    "INSERT INTO case_elsewhere (case_number, content, at) VALUES (:number, :content, :at) "
                    "ON CONFLICT (case_number) DO UPDATE SET content = :content, at = :at"
                ),
                {"number": number, "content": to_text(tuple(seen)), "at": now()},
            )
            lists = sorted({one.exchange_id for one in seen})
            append_audit(connection, "seen elsewhere", case_id, {"lists": lists, "files": len(seen)})

    def elsewhere(self, case_id: str) -> tuple[SeenElsewhere, ...]:
        """Where the footage of a case was seen at other desks when it was last looked for."""
        with self._reading() as connection:
            kept = connection.execute(
                text("SELECT content FROM case_elsewhere WHERE case_number = :number"),
                {"number": _case_number(connection, case_id)},
            ).scalar()
        found: tuple[SeenElsewhere, ...] = from_text(kept) if kept else ()
        return found


_FOOTAGE: Final = text(
    "INSERT INTO foreign_footage (exchange_number, key, duration_s, said, bits, times_s, quality, model, views, "
    "vectors, vector_times_s, vector_views, sound, sound_hashes, sound_times_s) VALUES (:exchange_number, :key, "
    ":duration_s, :said, :bits, :times_s, :quality, :model, :views, :vectors, :vector_times_s, :vector_views, :sound, "
    ":sound_hashes, :sound_times_s)"
)
_PART: Final = (
    "SELECT foreign_footage.*, exchange.id AS list FROM foreign_footage "
    "JOIN exchange ON exchange.number = exchange_number WHERE foreign_footage.number IN ({}) "
    "ORDER BY foreign_footage.number DESC"
)
_COMPARED: Final = text(
    "SELECT number FROM foreign_footage WHERE (:model <> '' AND model = :model AND length(vectors) > 0) "
    "OR (:sound <> '' AND sound = :sound AND length(sound_hashes) > 0)"
)
_HASHES: Final = text(
    "SELECT number, bits FROM foreign_footage WHERE number > :after AND length(bits) > 0 ORDER BY number LIMIT :most"
)
_HASHED_AT_ONCE: Final = 10_000


def _compared_by(query: Fingerprint) -> dict[str, str]:
    return {
        "model": query.pictures.model if len(query.pictures) else "",
        "sound": query.sound.version if len(query.sound) else "",
    }


def _near(connection: Connection, query: Fingerprint) -> set[int]:
    """The numbers of footage with a frame near to a usable one of the query."""
    usable = query.pdq.bits[query.pdq.quality >= USABLE_QUALITY]
    wanted = np.ascontiguousarray(np.concatenate([usable, mirrored_bits(usable)]))
    found: set[int] = set()
    after = 0
    while len(wanted):
        rows = connection.execute(_HASHES, {"after": after, "most": _HASHED_AT_ONCE}).all()
        if not rows:
            break
        after = int(rows[-1].number)
        bits = np.frombuffer(b"".join(row.bits for row in rows), np.uint8).reshape(-1, 32)
        numbers = np.repeat([row.number for row in rows], [len(row.bits) // 32 for row in rows])
        _, hit, _ = near_bits(wanted, bits, SAME_BITS)
        found |= set(numbers[hit].tolist())
    return found


def _insert(connection: Connection, given: Given, by: str, facts: dict[str, Any]) -> int:
    added = connection.execute(
        text(
            "INSERT INTO exchange (id, desk, signer, kind, file, by, at, facts) "
            "VALUES (:id, :desk, :signer, :kind, :file, :by, :at, :facts) RETURNING number"
        ),
        {
            "id": f"?{given.file}",
            "desk": given.desk,
            "signer": given.signer,
            "kind": given.kind,
            "file": given.file,
            "by": by,
            "at": now(),
            "facts": json.dumps(facts),
        },
    )
    number = int(added.scalar_one())
    connection.execute(
        text("UPDATE exchange SET id = :id WHERE number = :number"),
        {"id": f"{_NAMED}{number}", "number": number},
    )
    return number


def _row(exchange_number: int, one: Fingerprint) -> dict[str, Any]:
    return {
        "exchange_number": exchange_number,
        "key": one.key,
        "duration_s": one.duration_s,
        "said": to_text(one.said),
        "bits": one.pdq.bits.astype(np.uint8).tobytes(),
        "times_s": one.pdq.times_s.astype("<f8").tobytes(),
        "quality": one.pdq.quality.astype(np.uint8).tobytes(),
        "model": one.pictures.model,
        "views": to_text(one.pictures.views),
        "vectors": one.pictures.vectors.astype("<f2").tobytes(),
        "vector_times_s": one.pictures.times_s.astype("<f8").tobytes(),
        "vector_views": one.pictures.view_index.astype("<i2").tobytes(),
        "sound": one.sound.version,
        "sound_hashes": one.sound.hashes.astype("<u4").tobytes(),
        "sound_times_s": one.sound.times_s.astype("<f4").tobytes(),
    }


def _fingerprint(row: Row[Any]) -> Fingerprint:
    times_s = np.frombuffer(row.vector_times_s, "<f8").astype(np.float64)
    vectors = np.frombuffer(row.vectors, "<f2").astype(np.float32)
    return Fingerprint(
        key=row.key,
        duration_s=float(row.duration_s),
        pdq=PdqHashes(
            np.frombuffer(row.times_s, "<f8").astype(np.float64),
            np.frombuffer(row.bits, np.uint8).reshape(-1, 32),
            np.frombuffer(row.quality, np.uint8),
        ),
        pictures=Descriptors(
            row.model,
            times_s,
            vectors.reshape(len(times_s), -1) if len(times_s) else np.zeros((0, 0), np.float32),
            np.frombuffer(row.vector_views, "<i2").astype(np.int16),
            from_text(row.views),
        ),
        sound=SoundLandmarks(
            row.sound,
            np.frombuffer(row.sound_hashes, "<u4").astype(np.uint32),
            np.frombuffer(row.sound_times_s, "<f4").astype(np.float32),
        ),
        said=from_text(row.said),
    )


def _one(connection: Connection, where: str, value: object) -> Row[Any] | None:
    return connection.execute(text(_EXCHANGE + where), {"value": value}).first()


def _known(connection: Connection, exchange_id: str) -> Row[Any]:
    wanted = exchange_id.encode("utf-8", "replace").decode().strip().lower()
    row = _one(connection, "WHERE exchange.id = :value", wanted)
    if row is None:
        raise NotFound("list", exchange_id)
    return row


def _exchange(row: Row[Any]) -> Exchange:
    facts = json.loads(row.facts)
    standing: Standing = "unsigned" if not row.signer else "trusted" if row.trusted else "unknown"
    return Exchange(
        id=row.id,
        desk=row.trusted or row.desk,
        signer=row.signer,
        standing=standing,
        kind=row.kind,
        footage=facts["footage"],
        frames=facts["frames"],
        by=row.by,
        at=datetime.fromisoformat(row.at),
        file=row.file,
        made=facts["made"],
        refused=facts["refused"],
    )


def _case_number(connection: Connection, case_id: str) -> int:
    number = connection.execute(text("SELECT number FROM cases WHERE id = :id"), {"id": case_id}).scalar()
    if number is None:
        raise NotFound("case", case_id)
    return int(number)
