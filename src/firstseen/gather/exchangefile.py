"""Signed fingerprint files of other desks, read without trusting a byte of them (docs/reference/exchange.md)."""

from __future__ import annotations

import hashlib
import json
import math
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from firstseen.errors import ArchiveMismatch, InputError, TooLarge
from firstseen.gather.hashlists import LONGEST_NAME, LONGEST_S, LONGEST_TEXT, MOST_FOOTAGE, honest_quality
from firstseen.model.dates import read_basis, read_date
from firstseen.model.descriptor import Descriptors, PdqHashes, SoundLandmarks, View
from firstseen.model.exchange import (
    FACTS_MEMBER,
    FORMAT,
    NUMBERS_MEMBER,
    SIGNATURE_MEMBER,
    SIGNED_PREFIX,
    Fingerprint,
    Said,
    SaidCheck,
)

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

LARGEST_NUMBERS_BYTES: Final = 512 * 1024 * 1024
LARGEST_FACTS_BYTES: Final = 64 * 1024 * 1024
LARGEST_SIGNATURE_BYTES: Final = 4096
"""What one file may unpack to. A desk that has more to tell exports it in parts."""

_MEMBERS: Final = {
    NUMBERS_MEMBER: LARGEST_NUMBERS_BYTES,
    FACTS_MEMBER: LARGEST_FACTS_BYTES,
    SIGNATURE_MEMBER: LARGEST_SIGNATURE_BYTES,
}
_MOST_ROWS: Final = 4_000_000
_MOST_VIEWS: Final = 64
_MOST_CHECKS: Final = 100
_LARGEST_DIMENSION: Final = 4096
_UNIT: Final = (0.9, 1.1)
"""Length of a vector that half precision cannot explain any more."""
_BLOCK: Final = 1024 * 1024


class _Bad(Exception):
    """Something in the file is not as the format says; its text says what."""


@dataclass(frozen=True, slots=True)
class SignedList:
    """What a signed file holds.

    `key` is the signer's public key, empty when nobody signed or the signature does not hold; then `problem` says
    which. `kind` is "list" or "query", `made` when its desk says that it made it.
    """

    desk: str
    url: str
    key: str
    problem: str
    kind: str
    made: str
    file: str
    footage: tuple[Fingerprint, ...]


def is_signed_file(path: Path) -> bool:
    """Whether a file is packed as signed fingerprint files are."""
    try:
        with path.open("rb") as source:
            return source.read(4) == b"PK\x03\x04"
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; check the path") from error


def read_public_key(text: str) -> str:
    """A public key as 64 hexadecimal digits, however its groups were set apart. Raises InputError for anything else."""
    digits = "".join(text.split()).replace(":", "").replace("-", "").lower()
    try:
        raw = bytes.fromhex(digits)
        Ed25519PublicKey.from_public_bytes(raw)
    except ValueError as error:
        raise InputError(
            f"{text[:80]!r} is no desk's key; give the 64 digits that `firstseen exchange key` prints there"
        ) from error
    return digits


def read_signed(path: Path) -> SignedList:
    """What a signed file holds, its signature checked before anything of it is believed.

    Raises InputError for a file that is none or is damaged, TooLarge, ArchiveMismatch for a newer format.
    """
    try:
        if path.stat().st_size > LARGEST_NUMBERS_BYTES + LARGEST_FACTS_BYTES:
            raise TooLarge(str(path), f"{LARGEST_NUMBERS_BYTES // 1024**2} MB")
        with zipfile.ZipFile(path) as packed:
            members = _members(packed)
            content = _unpacked(packed, members[FACTS_MEMBER])
            key, problem = _signer(packed, members, content)
            facts = _facts(content)
            numbers = _unpacked(packed, members[NUMBERS_MEMBER])
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return _signed_list(facts, numbers, key, problem, digest)
    except _Bad as error:
        raise InputError(f"{path}: cannot be used as a fingerprint file: {error}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"{path}: is no fingerprint file, or is damaged: {error}") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; check the path") from error


def _members(packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members by name: the three that there are, each once, none larger than it may be."""
    found: dict[str, zipfile.ZipInfo] = {}
    for member in packed.infolist():
        if member.filename not in _MEMBERS or member.filename in found:
            raise _Bad(
                f"it holds {member.filename[:80]!r}, which is not part of the format or is there twice"
            )
        if member.file_size > _MEMBERS[member.filename]:
            raise _Bad(f"{member.filename} unpacks to {member.file_size:,} bytes, more than is taken")
        found[member.filename] = member
    missing = [name for name in (FACTS_MEMBER, NUMBERS_MEMBER) if name not in found]
    if missing:
        raise _Bad(f"{missing[0]} is missing")
    return found


def _unpacked(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member, read no further than its limit whatever its header says."""
    limit = _MEMBERS[member.filename]
    whole = bytearray()
    with packed.open(member) as source:
        while piece := source.read(_BLOCK):
            whole += piece
            if len(whole) > limit:
                raise _Bad(f"{member.filename} unpacks to more than {limit:,} bytes")
    return bytes(whole)


def _signer(packed: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], content: bytes) -> tuple[str, str]:
    """The public key that signed, or an empty text and why nobody did."""
    if SIGNATURE_MEMBER not in members:
        return "", "it is not signed"
    try:
        stated = json.loads(_unpacked(packed, members[SIGNATURE_MEMBER]))
        key, signature = bytes.fromhex(stated["key"]), bytes.fromhex(stated["signature"])
        Ed25519PublicKey.from_public_bytes(key).verify(signature, SIGNED_PREFIX + content)
    except InvalidSignature:
        return "", "its signature does not fit what it holds: it was changed after it was signed"
    except (ValueError, TypeError, KeyError, RecursionError):
        return "", "its signature cannot be read"
    return key.hex(), ""


def _facts(content: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _Bad(f"{FACTS_MEMBER} is no JSON") from error
    if not isinstance(facts, dict):
        raise _Bad(f"{FACTS_MEMBER} is no object")
    version = facts.get("format")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _Bad("it names no version of the format")
    if version > FORMAT:
        raise ArchiveMismatch(f"exchange format {FORMAT}", f"exchange format {version}")
    return facts


def _no_number(text: str) -> float:
    raise ValueError(text)


def _signed_list(facts: dict[str, Any], numbers: bytes, key: str, problem: str, file: str) -> SignedList:
    stated = _object(facts.get("numbers"), "numbers")
    if stated.get("bytes") != len(numbers) or stated.get("sha256") != hashlib.sha256(numbers).hexdigest():
        raise _Bad(f"{NUMBERS_MEMBER} is not what was signed: it was changed or cut off")
    if key and facts.get("key") != key:
        raise _Bad("it names another key than the one it was signed with")
    desk = _object(facts.get("desk"), "desk")
    entries = facts.get("footage")
    if not isinstance(entries, list) or len(entries) > MOST_FOOTAGE:
        raise _Bad(f"it lists no footage, or more than {MOST_FOOTAGE:,} files")
    kind = _text(facts.get("kind"), "kind")
    if kind not in {"list", "query"}:
        raise _Bad(f"it is a {kind[:40]!r}, which is neither a list nor a query")
    return SignedList(
        desk=_text(desk.get("name"), "the desk's name"),
        url=_text(desk.get("url"), "the desk's address"),
        key=key,
        problem=problem,
        kind=kind,
        made=_text(facts.get("made"), "made"),
        file=file,
        footage=_all_footage(facts, entries, numbers),
    )


def _all_footage(facts: dict[str, Any], entries: list[Any], numbers: bytes) -> tuple[Fingerprint, ...]:
    cursor = _Cursor(numbers)
    model, sound = _text(facts.get("model"), "model"), _text(facts.get("sound"), "sound")
    dimension = _count(facts.get("dimension"), "dimension", _LARGEST_DIMENSION)
    footage: list[Fingerprint] = []
    keys: set[str] = set()
    for place, entry in enumerate(entries, 1):
        try:
            one = _footage(_object(entry, "footage"), cursor, model, dimension, sound)
        except _Bad as error:
            raise _Bad(f"file {place} of its list: {error}") from error
        if one.key in keys:
            raise _Bad(f"file {place} of its list has an id that is there twice")
        keys.add(one.key)
        footage.append(one)
    cursor.end()
    return tuple(footage)


class _Cursor:
    """Takes arrays off the numbers one after the other."""

    def __init__(self, numbers: bytes) -> None:
        self._numbers = numbers
        self._at = 0

    def take(self, kind: str, *shape: int) -> NDArray[Any]:
        size = math.prod(shape) * np.dtype(kind).itemsize
        if self._at + size > len(self._numbers):
            raise _Bad(f"{NUMBERS_MEMBER} ends before its numbers do")
        found = np.frombuffer(self._numbers, kind, math.prod(shape), self._at).reshape(shape)
        self._at += size
        return found

    def end(self) -> None:
        if self._at != len(self._numbers):
            raise _Bad(f"{NUMBERS_MEMBER} holds more than its list tells of")


def _footage(entry: dict[str, Any], cursor: _Cursor, model: str, dimension: int, sound: str) -> Fingerprint:
    frames, rows, landmarks = (
        _count(entry.get(name), name, _MOST_ROWS) for name in ("pdq", "pictures", "sound")
    )
    key = _text(entry.get("id"), "id", LONGEST_NAME)
    if not key:
        raise _Bad("it has no id")
    times_s, bits = cursor.take("<f8", frames), cursor.take("u1", frames, 32)
    quality = cursor.take("u1", frames)
    return Fingerprint(
        key=key,
        duration_s=_seconds(entry.get("duration_s")),
        pdq=PdqHashes(
            _times(times_s), bits.copy(), honest_quality(bits, np.minimum(quality, 100).astype(np.uint8))
        ),
        pictures=_pictures(entry, cursor, model, rows, dimension),
        sound=_landmarks(cursor, landmarks, sound),
        said=_said(_object(entry.get("said"), "said")),
    )


def _pictures(entry: dict[str, Any], cursor: _Cursor, model: str, rows: int, dimension: int) -> Descriptors:
    times_s = _times(cursor.take("<f8", rows))
    view_index = cursor.take("<i2", rows).astype(np.int16)
    vectors = cursor.take("<f2", rows, dimension).astype(np.float32)
    views = entry.get("views")
    if not isinstance(views, list) or len(views) > _MOST_VIEWS:
        raise _Bad("its views are no list")
    named = tuple(_view(_object(view, "view")) for view in views)
    if not rows:
        return Descriptors(model, times_s, np.zeros((0, dimension), np.float32), view_index, named)
    if not model or view_index.min() < 0 or view_index.max() >= len(named):
        raise _Bad("its picture vectors name no model, or views that it does not list")
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not (np.isfinite(length).all() and length.min() >= _UNIT[0] and length.max() <= _UNIT[1]):
        raise _Bad("its picture vectors are not of length 1")
    return Descriptors(model, times_s, vectors / length, view_index, named)


def _view(view: dict[str, Any]) -> View:
    box = view.get("box")
    if not isinstance(box, list) or len(box) != 4 or not all(_is_share(one) for one in box):  # noqa: PLR2004 - a box
        raise _Bad("a view is no part of a picture")
    turn = view.get("turn_deg")
    if turn not in {0, 90, 180, 270}:
        raise _Bad("a view is turned by no quarter")
    return View(
        _text(view.get("name"), "a view's name", LONGEST_NAME),
        (float(box[0]), float(box[1]), float(box[2]), float(box[3])),
        int(turn),
        view.get("inverted") is True,
    )


def _is_share(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


def _landmarks(cursor: _Cursor, count: int, version: str) -> SoundLandmarks:
    times_s = cursor.take("<f4", count)
    hashes = cursor.take("<u4", count)
    checked = _times(times_s.astype(np.float64)).astype(np.float32)
    if count and not version:
        raise _Bad("its sound names no recipe")
    return SoundLandmarks(version, hashes.astype(np.uint32), checked)


def _times(times_s: NDArray[Any]) -> NDArray[np.float64]:
    if len(times_s) and not (
        np.isfinite(times_s).all() and times_s.min() >= 0 and times_s.max() <= LONGEST_S
    ):
        raise _Bad("its times are no seconds from the start")
    return times_s.astype(np.float64)


def _said(stated: dict[str, Any]) -> Said:
    first_seen = None
    if stated.get("first_seen") is not None:
        date = _object(stated["first_seen"], "first_seen")
        try:
            first_seen = read_date(
                _text(date.get("date"), "date"), read_basis(_text(date.get("basis"), "basis"))
            )
        except InputError as error:
            raise _Bad(f"what it says of first seen cannot be read: {error}") from error
    checks = stated.get("checks", [])
    if not isinstance(checks, list) or len(checks) > _MOST_CHECKS:
        raise _Bad("its checks are no list")
    return Said(
        first_seen,
        _text(stated.get("url"), "url"),
        _text(stated.get("source"), "source"),
        tuple(_check(_object(one, "check")) for one in checks),
    )


def _check(stated: dict[str, Any]) -> SaidCheck:
    names = ("title", "url", "rating", "claim", "published")
    return SaidCheck(**{name: _text(stated.get(name), name) for name in names})


def _object(value: object, name: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _Bad(f"{name} is no object")
    return value


def _text(value: object, name: str, longest: int = LONGEST_TEXT) -> str:
    """A text of the file, its control characters taken out. Raises _Bad for what is none, or is too long."""
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        raise _Bad(f"{name} is no text, or longer than {longest:,} characters")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise _Bad(f"{name} holds half a surrogate pair, which is no text") from error
    return "".join(character for character in value if character.isprintable() or character == "\n")


def _count(value: object, name: str, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise _Bad(f"{name} is no whole number from 0 to {most:,}")
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= LONGEST_S:
        raise _Bad("its duration is no number of seconds")
    return float(value)
