"""Fingerprints as the lists and signed files that leave the desk.

What other tools read: PDQ as a table or as lines, vPDQ's frame lists. What another desk reads: a signed file with all
that a fingerprint holds (docs/reference/exchange.md).
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firstseen.errors import InputError
from firstseen.model.exchange import (
    FACTS_MEMBER,
    FORMAT,
    NUMBERS_MEMBER,
    SIGNATURE_MEMBER,
    SIGNED_PREFIX,
    Exported,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from firstseen.model.exchange import Fingerprint, ListKind, Said
    from firstseen.model.time import PartialDate
    from firstseen.publish.signing import DeskKey

CSV_HEADER: Final = ("hash", "quality", "media", "seconds", "first_seen", "basis", "url", "source")
_UNSAFE_NAME: Final = re.compile(r"[^0-9A-Za-z-]")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_MADE_AT: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every member: a file's bytes tell what it holds, not when it was packed."""


def pdq_csv(footage: Iterable[Fingerprint]) -> Iterator[str]:
    """A table with a header, one frame a line; what is known of the footage stands beside its frames."""
    yield _row(CSV_HEADER)
    for one in footage:
        said = one.said
        first = said.first_seen
        known = (first.iso if first else "", first.basis if first else "", said.url, said.source)
        for digits, quality, time_s in _frames(one):
            yield _row((digits, str(quality), one.key, f"{time_s:.3f}", *known))


def pdq_text(footage: Iterable[Fingerprint]) -> Iterator[str]:
    """Lines "hash,quality,media,seconds", as PDQ's own tools read them: the hash, a comma, and what is said of it."""
    for one in footage:
        for digits, quality, time_s in _frames(one):
            yield f"{digits},{quality},{_flat(one.key).replace(',', ' ')},{time_s:.3f}\n"


def vpdq_frames(one: Fingerprint) -> Iterator[str]:
    """The frames of one file as vPDQ writes them: "number,quality,hash,seconds".

    Source: outputVPDQFeatureToFile in vpdqio.cpp of https://github.com/facebook/ThreatExchange.
    """
    for number, (digits, quality, time_s) in enumerate(_frames(one)):
        yield f"{number},{quality},{digits},{time_s:.3f}\n"


def write_plain(path: Path, kind: ListKind, footage: Iterable[Fingerprint]) -> Exported:
    """What was written to a list that other tools read: one file, or for vPDQ a folder with one file for each footage.

    Footage without a frame is left out and counted. Raises InputError when nothing can be written there.
    """
    counted = _Counted(footage)
    try:
        if kind == "vpdq":
            path.mkdir(parents=True, exist_ok=True)
            for one in counted:
                _write_text(path / f"{_UNSAFE_NAME.sub('_', one.key)[:120]}.txt", vpdq_frames(one))
        else:
            _write_text(path, pdq_csv(counted) if kind == "pdq-csv" else pdq_text(counted))
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}; name another place") from error
    return Exported(str(path), kind, counted.footage, counted.frames, counted.left_out)


class _Counted:
    """Footage that has frames, counted as it goes by."""

    def __init__(self, footage: Iterable[Fingerprint]) -> None:
        self._all = footage
        self.footage = self.frames = self.left_out = 0

    def __iter__(self) -> Iterator[Fingerprint]:
        for one in self._all:
            if len(one.pdq):
                self.footage += 1
                self.frames += len(one.pdq)
                yield one
            else:
                self.left_out += 1


def _write_text(path: Path, lines: Iterable[str]) -> None:
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8", newline="") as out:
        out.writelines(lines)
    part.replace(path)


def _frames(one: Fingerprint) -> Iterator[tuple[str, int, float]]:
    for bits, quality, time_s in zip(one.pdq.bits, one.pdq.quality, one.pdq.times_s, strict=True):
        yield bits.tobytes().hex(), int(quality), float(time_s)


def _row(cells: Iterable[str]) -> str:
    return ",".join(_cell(cell) for cell in cells) + "\r\n"


def _cell(text: str) -> str:
    """One cell of a table. What a spreadsheet would run as a formula is kept as text by an apostrophe.

    Source: OWASP, CSV injection.
    """
    flat = _flat(text)
    guarded = f"'{flat}" if flat.startswith(_FORMULA) else flat
    if any(mark in guarded for mark in ",\"'") or guarded != guarded.strip():
        return '"' + guarded.replace('"', '""') + '"'
    return guarded


def _flat(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())


def write_signed(
    path: Path,
    footage: Iterable[Fingerprint],
    key: DeskKey,
    *,
    kind: str,
    desk: str,
    url: str,
    made: str,
    made_with: str,
) -> tuple[int, int]:
    """How many files and frames were written to a signed file at `path`; `kind` is "list" or "query".

    Raises InputError when nothing can be written there.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
            entries, numbers, head = _write_numbers(packed, footage)
            facts = {
                "format": FORMAT,
                "kind": kind,
                "desk": {"name": desk, "url": url},
                "key": key.public,
                "made": made,
                "made_with": made_with,
                **head,
                "numbers": numbers,
                "footage": entries,
            }
            content = canonical(facts)
            signature = {
                "algorithm": "Ed25519",
                "key": key.public,
                "signature": key.sign(SIGNED_PREFIX + content),
            }
            packed.writestr(_member(FACTS_MEMBER), content)
            packed.writestr(_member(SIGNATURE_MEMBER), canonical(signature))
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(f"{path}: cannot be written: {error.strerror}; name another place") from error
    return len(entries), sum(entry["pdq"] for entry in entries)


def canonical(value: object) -> bytes:
    """The one way a value is written as JSON: sorted names, no spaces, UTF-8, a line end."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return (text + "\n").encode()


def _write_numbers(
    packed: zipfile.ZipFile, footage: Iterable[Fingerprint]
) -> tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any]]:
    """Write the arrays of all footage one after the other; what is told of each, and of the whole."""
    digest, size = hashlib.sha256(), 0
    entries: list[dict[str, Any]] = []
    head: dict[str, Any] = {"model": "", "dimension": 0, "sound": ""}
    with packed.open(_member(NUMBERS_MEMBER), "w", force_zip64=True) as out:
        for one in footage:
            for piece in _arrays(one):
                out.write(piece)
                digest.update(piece)
                size += len(piece)
            if len(one.pictures):
                head["model"], head["dimension"] = one.pictures.model, one.pictures.vectors.shape[1]
            if len(one.sound):
                head["sound"] = one.sound.version
            entries.append(_entry(one))
    return entries, {"bytes": size, "sha256": digest.hexdigest()}, head


def _arrays(one: Fingerprint) -> Iterator[bytes]:
    """The numbers of one file in the order that docs/reference/exchange.md gives, little-endian."""
    yield one.pdq.times_s.astype("<f8").tobytes()
    yield one.pdq.bits.astype(np.uint8).tobytes()
    yield one.pdq.quality.astype(np.uint8).tobytes()
    yield one.pictures.times_s.astype("<f8").tobytes()
    yield one.pictures.view_index.astype("<i2").tobytes()
    yield one.pictures.vectors.astype("<f2").tobytes()
    yield one.sound.times_s.astype("<f4").tobytes()
    yield one.sound.hashes.astype("<u4").tobytes()


def _entry(one: Fingerprint) -> dict[str, Any]:
    return {
        "id": one.key,
        "duration_s": round(one.duration_s, 3),
        "pdq": len(one.pdq),
        "pictures": len(one.pictures),
        "sound": len(one.sound),
        "views": [asdict(view) | {"box": list(view.box)} for view in one.pictures.views]
        if len(one.pictures)
        else [],
        "said": said_object(one.said),
    }


def said_object(said: Said) -> dict[str, Any]:
    """What a desk says of footage, as JSON: only what it says."""
    checks = [{name: value for name, value in asdict(check).items() if value} for check in said.checks]
    found = {
        "first_seen": _date_object(said.first_seen) if said.first_seen else None,
        "url": said.url,
        "source": said.source,
        "checks": checks,
    }
    return {name: value for name, value in found.items() if value}


def _date_object(date: PartialDate) -> dict[str, str]:
    return {"date": date.iso, "basis": date.basis}


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _MADE_AT)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member
