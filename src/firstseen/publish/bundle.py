"""Evidence bundles: everything a check rests on in one file, whose every byte can be checked by hand.

A bundle is a zip. MANIFEST.sha256 names every file with its SHA-256 as `sha256sum -c` reads it; the stamp is of the
manifest. `record/` holds the texts that the desk kept, of which its audit has the digests; `audit/chain.jsonl` holds
the audit's entries about the case whole and the others by their digests. Source: docs/reference/bundle.md.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from firstseen.errors import InputError
from firstseen.model.audit import first_form, told_digest
from firstseen.publish.hashlists import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from firstseen.archive.base import AuditEntry
    from firstseen.archive.casetexts import CaseTexts

FORMAT: Final = 1
"""Version of the bundle's layout. Verifying refuses a newer one and must keep checking every older one."""

MANIFEST: Final = "MANIFEST.sha256"
STAMP: Final = "timestamp.tsr"
STAMP_NOTE: Final = "timestamp.txt"
FACTS: Final = "bundle.json"
CHAIN: Final = "audit/chain.jsonl"
UNLISTED: Final = frozenset({MANIFEST, STAMP, STAMP_NOTE})
"""What the manifest cannot name: itself, and what was made of it."""

_MADE_AT: Final = (1980, 1, 1, 0, 0, 0)
_BLOCK: Final = 1024 * 1024
_EXPORTED: Final = "export bundle"


@dataclass(slots=True)
class Bundle:
    """The files of a bundle by their names, and those that are taken from the disk."""

    files: dict[str, bytes] = field(default_factory=dict)
    from_disk: dict[str, Path] = field(default_factory=dict)

    def add(self, name: str, content: bytes | str | Iterable[str]) -> None:
        """Put in a file."""
        if isinstance(content, bytes):
            self.files[name] = content
        else:
            self.files[name] = (content if isinstance(content, str) else "".join(content)).encode()

    def add_json(self, name: str, value: object) -> None:
        """Put in a value as JSON that a person can read, always written the same way."""
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
        # A file's name need not be text.
        self.add(name, (text + "\n").encode("utf-8", "backslashreplace"))

    def names(self) -> list[str]:
        """Every name, in the order in which they are packed."""
        return sorted({*self.files, *self.from_disk})

    def manifest(self) -> bytes:
        """A line for each file, as `sha256sum -c` reads them."""
        lines = [f"{self._digest(name)}  {name}\n" for name in self.names() if name not in UNLISTED]
        return "".join(lines).encode()

    def write(self, path: Path) -> None:
        """Pack everything. The same files give the same bytes. Raises InputError when it cannot be written."""
        part = path.with_name(f"{path.name}.part")
        try:
            with zipfile.ZipFile(part, "w") as packed:
                for name in self.names():
                    self._pack(packed, name)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise InputError(f"{path}: cannot be written: {error.strerror}; name another place") from error

    def _digest(self, name: str) -> str:
        if name in self.files:
            return hashlib.sha256(self.files[name]).hexdigest()
        with self.from_disk[name].open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()

    def _pack(self, packed: zipfile.ZipFile, name: str) -> None:
        member = zipfile.ZipInfo(name, _MADE_AT)
        member.external_attr = 0o644 << 16
        # Media is packed already: kept as it is, it cannot unpack to more than it says.
        member.compress_type = zipfile.ZIP_STORED if name in self.from_disk else zipfile.ZIP_DEFLATED
        with packed.open(member, "w", force_zip64=name in self.from_disk) as out:
            if name in self.files:
                out.write(self.files[name])
                return
            with self.from_disk[name].open("rb") as source:
                while piece := source.read(_BLOCK):
                    out.write(piece)


def add_record(bundle: Bundle, texts: CaseTexts) -> None:
    """Put in the texts that the desk kept of a case: of each the audit has a digest."""
    for number, row in enumerate(texts.rows["stage"], 1):
        stem = f"record/stages/{number:04d}-{row['stage']}"
        bundle.add(f"{stem}.json", row["value"])
        bundle.add_json(
            f"{stem}.made-with.json", {"at": row["at"], "made_with": json.loads(row["made_with"])}
        )
    for row in texts.rows["verdict"]:
        bundle.add(f"record/verdicts/{_number(row['id'])}.json", row["content"])
    for row in texts.rows["article"]:
        bundle.add(f"record/articles/{row['version']:04d}.json", row["content"])
    for row in texts.rows["publication"]:
        bundle.add(f"record/publications/{row['ordinal']:04d}.json", row["content"])
    for name in ("decision", "approval", "flag"):
        bundle.add_json(f"record/{name}s.json", [dict(row) for row in texts.rows[name]])
    bundle.add_json("record/claims.json", [json.loads(row["content"]) for row in texts.rows["claim"]])
    bundle.add_json(
        "record/footage.json",
        [
            {
                "media_id": row["media_id"],
                "role": row["role"],
                "deleted": bool(row["deleted"]),
                "facts": json.loads(row["facts"]),
            }
            for row in texts.rows["footage"]
        ],
    )


def _number(verdict_id: str) -> str:
    return f"{int(verdict_id.rpartition('/')[2]):04d}"


def add_chain(bundle: Bundle, texts: CaseTexts) -> str:
    """Put in the audit: entries about the case whole, the others as the digest of what they tell. Its head comes back.

    It ends with the newest entry about the case, so that a case that nothing happened to gives the same bundle again.
    """
    ours = {texts.case_id}
    for table, column in (("footage", "media_id"), ("evidence", "evidence_id"), ("post", "post_id")):
        ours |= {row[column] for row in texts.rows[table]}
    shown = [_is_about(entry, ours) for entry in texts.audit]
    last = max((place for place, one in enumerate(shown) if one), default=-1)
    lines = []
    for entry, whole in zip(texts.audit[: last + 1], shown, strict=False):
        told: dict[str, object] = {"number": entry.number, "digest": entry.digest}
        fields = (entry.who, entry.at, entry.what, entry.subject, entry.detail)
        if whole:
            told |= dict(zip(("who", "at", "what", "subject", "detail"), fields, strict=True))
        elif entry.digest != first_form(entry.previous, *fields):
            told["told"] = told_digest(*fields)
        lines.append(canonical(told).decode())
    bundle.add(CHAIN, lines)
    return texts.audit[last].digest if last >= 0 else ""


def _is_about(entry: AuditEntry, ours: set[str]) -> bool:
    if entry.what == _EXPORTED:
        return False
    detail: dict[str, Any] = json.loads(entry.detail)
    return entry.subject in ours or (entry.what == "add sighting" and detail.get("media") in ours)


def add_facts(bundle: Bundle, facts: Mapping[str, object]) -> None:
    """Put in what the bundle is: its format, its case, its desk."""
    bundle.add_json(FACTS, {"format": FORMAT, **facts})
