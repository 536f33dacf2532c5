"""Whether an evidence bundle holds: every file, the log, the records, the stamp and the media, line by line.

Nothing of a bundle is believed or unpacked to disk: names are looked at first, and bytes are read no further than their
limits.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final, Literal

from firstseen.errors import ArchiveMismatch, InputError
from firstseen.model.audit import ORIGIN, chained, first_form, told_digest
from firstseen.publish import stamping
from firstseen.publish.bundle import CHAIN, FACTS, FORMAT, MANIFEST, STAMP, STAMP_NOTE, UNLISTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LARGEST_FILE_BYTES: Final = 256 * 1024 * 1024
LARGEST_WHOLE_BYTES: Final = 1024 * 1024 * 1024
"""What the files of a bundle may unpack to, without media: those are stored as they are, so their size is the zip's."""

MOST_FILES: Final = 20_000
LARGEST_TEXT_BYTES: Final = 64 * 1024 * 1024
"""A file that is read as a whole: the manifest, the log, a record."""

_BLOCK: Final = 1024 * 1024
_MEDIA: Final = "media/"
_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")
_SAFE: Final = re.compile(r"[0-9A-Za-z_.-]+(?:/[0-9A-Za-z_.-]+)*")
_TOLD: Final = 10

State = Literal["holds", "broken", "not checked"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at: whether it holds, does not, or could not be checked, and what it is."""

    state: State
    what: str


@dataclass(slots=True)
class Checked:
    """What checking a bundle came to. `case` and `head` are what it says of itself."""

    lines: list[Line] = field(default_factory=list)
    case: str = ""
    head: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing is broken. What could not be checked is no proof of anything."""
        return all(line.state != "broken" for line in self.lines)

    def say(self, state: State, what: str) -> None:
        """Add a line."""
        self.lines.append(Line(state, what))


class _Bad(Exception):
    """Something that ends the check of one thing; its text says what."""


def verify_bundle(path: Path, media: Path | None = None, trust: Path | None = None) -> Checked:
    """What checking a bundle came to, line by line.

    `media` is a folder with footage that is compared with the digests the bundle names, `trust` the certificate of the
    time-stamping service, in PEM. Raises InputError for a file that is no bundle, ArchiveMismatch for a newer one.
    """
    checked = Checked()
    try:
        with zipfile.ZipFile(path) as packed:
            try:
                members = _members(packed)
                files = _Files(packed, members)
                _check_all(files, checked, media, trust)
            except _Bad as error:
                checked.say("broken", str(error))
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
                checked.say("broken", f"the zip is damaged: {error}")
    except zipfile.BadZipFile as error:
        raise InputError(f"{path}: is no evidence bundle: {error}") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; check the path") from error
    return checked


class _Files:
    """The members of a bundle, read within limits."""

    def __init__(self, packed: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> None:
        self._packed = packed
        self.members = members
        self.digests: dict[str, str] = {}

    def text(self, name: str) -> bytes:
        """A whole file that is read, not only digested."""
        if name not in self.members:
            raise _Bad(f"{name} is missing")
        whole = b"".join(self._pieces(name, LARGEST_TEXT_BYTES))
        self.digests[name] = hashlib.sha256(whole).hexdigest()
        return whole

    def digest(self, name: str) -> str:
        """The SHA-256 of a file."""
        if name not in self.digests:
            found = hashlib.sha256()
            limit = self.members[name].file_size if name.startswith(_MEDIA) else LARGEST_FILE_BYTES
            for piece in self._pieces(name, limit):
                found.update(piece)
            self.digests[name] = found.hexdigest()
        return self.digests[name]

    def _pieces(self, name: str, limit: int) -> Iterator[bytes]:
        size = 0
        with self._packed.open(self.members[name]) as source:
            while piece := source.read(_BLOCK):
                size += len(piece)
                if size > limit:
                    raise _Bad(f"{name} unpacks to more than {limit:,} bytes: it was not read to its end")
                yield piece


def _members(packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members by name. Raises _Bad for names and sizes that no bundle of ours has."""
    found: dict[str, zipfile.ZipInfo] = {}
    # Some file systems take README and readme for one.
    folded: set[str] = set()
    whole = 0
    for member in packed.infolist():
        name = member.filename
        if not _SAFE.fullmatch(name) or ".." in name.split("/") or len(name) > 300:  # noqa: PLR2004 - no name is longer
            raise _Bad(f"it holds a file named {name[:80]!r}, which could be written outside its folder")
        if name.lower() in folded:
            raise _Bad(f"it holds {name} twice")
        folded.add(name.lower())
        if stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG}:
            raise _Bad(f"{name} is a link or a special file, not a file")
        if name.startswith(_MEDIA):
            if member.compress_type != zipfile.ZIP_STORED:
                raise _Bad(f"{name} is packed, and may unpack to anything")
        else:
            whole += member.file_size
            if member.file_size > LARGEST_FILE_BYTES or whole > LARGEST_WHOLE_BYTES:
                raise _Bad(f"{name} makes it unpack to {whole:,} bytes, more than any bundle has")
        found[name] = member
        if len(found) > MOST_FILES:
            raise _Bad(f"it holds more than {MOST_FILES:,} files")
    return found


def _check_all(files: _Files, checked: Checked, media: Path | None, trust: Path | None) -> None:
    facts = _facts(files)
    checked.case, checked.head = str(facts.get("case", "")), str(facts.get("head", ""))
    manifest = files.text(MANIFEST)
    _check_manifest(files, manifest, checked)
    _guarded(checked, "the log", lambda: _check_log(files, checked))
    _check_stamp(files, manifest, checked, trust)
    _check_media(files, checked, media)


def _guarded(checked: Checked, what: str, check: Any) -> None:  # noqa: ANN401 - a function of nothing
    """Run one check; what it cannot read is broken, not an end of the program."""
    try:
        check()
    except _Bad as error:
        checked.say("broken", f"{what}: {error}")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        checked.say("broken", f"{what} cannot be read: {type(error).__name__}: {error}"[:300])


def _facts(files: _Files) -> dict[str, Any]:
    try:
        facts = json.loads(files.text(FACTS))
    except (ValueError, RecursionError) as error:
        raise _Bad(f"{FACTS} is no JSON") from error
    version = facts.get("format") if isinstance(facts, dict) else None
    if not isinstance(version, int):
        raise _Bad(f"{FACTS} names no version of the format")
    if version > FORMAT:
        raise ArchiveMismatch(f"bundle format {FORMAT}", f"bundle format {version}")
    found: dict[str, Any] = facts
    return found


def _check_manifest(files: _Files, manifest: bytes, checked: Checked) -> None:
    """Every file against its line, and every file has one."""
    stated: dict[str, str] = {}
    for number, line in enumerate(manifest.decode("utf-8", "replace").splitlines(), 1):
        found = _LINE.fullmatch(line)
        if found is None or found[2] in stated:
            checked.say("broken", f"{MANIFEST}: line {number} is no digest and name, or names a file twice")
            continue
        stated[found[2]] = found[1]
    wrong = [name for name in stated if name in files.members and files.digest(name) != stated[name]]
    missing = [name for name in stated if name not in files.members]
    extra = [name for name in files.members if name not in stated and name not in UNLISTED]
    for names, what in (
        (wrong, "was changed after it was packed"),
        (missing, "is named in the manifest, and missing"),
        (extra, "is not named in the manifest: it was put in later"),
    ):
        for name in names[:_TOLD]:
            checked.say("broken", f"{name} {what}")
        if len(names) > _TOLD:
            checked.say("broken", f"and {len(names) - _TOLD} more of these")
    if not (wrong or missing or extra):
        checked.say("holds", f"all {len(stated)} files are as the manifest names them")


def _check_log(files: _Files, checked: Checked) -> None:
    """The chain of the log, then the records that it has digests of."""
    entries = [json.loads(line) for line in files.text(CHAIN).splitlines()]
    previous, expected, bare = ORIGIN, 0, 0
    shown: list[dict[str, Any]] = []
    for place, entry in enumerate(entries, 1):
        number = entry["number"]
        if "told" in entry:
            possible = {chained(previous, entry["told"])}
        elif "what" in entry:
            fields = [entry[name] for name in ("who", "at", "what", "subject", "detail")]
            possible = {chained(previous, told_digest(*fields)), first_form(previous, *fields)}
            shown.append(entry)
        else:
            possible = {entry["digest"]}
            bare += 1
        if entry["digest"] not in possible or number <= expected:
            raise _Bad(
                f"entry {number} (line {place}) does not follow the one before: changed, moved or left out"
            )
        previous, expected = entry["digest"], number
    if previous != checked.head:
        raise _Bad(f"its end is not the head that {FACTS} names: entries were cut off")
    checked.say(
        "holds",
        f"the log's {len(entries)} entries are one chain; {len(shown)} are about this case, shown whole",
    )
    if bare:
        checked.say(
            "not checked",
            f"{bare} entries about other cases are of an older form, given by their digest alone: that each follows "
            "the one before it is not proven",
        )
    _check_records(files, shown, checked)


def _check_records(files: _Files, shown: list[dict[str, Any]], checked: Checked) -> None:
    """What the log has digests of is there as it was, and nothing is there that it does not know."""
    wanted = {folder: [digest for one in shown for digest in read(one)] for folder, read in _READERS.items()}
    for folder, digests in wanted.items():
        names = [name for name in sorted(files.members) if _is_record(name, folder)]
        held = {files.digest(name): name for name in names}
        unknown = [name for digest, name in held.items() if digest not in digests]
        absent = [digest for digest in digests if digest not in held]
        for name in unknown[:_TOLD]:
            checked.say(
                "broken", f"{name} is not what the log has the digest of: it was changed, or never kept so"
            )
        if absent:
            checked.say("broken", f"{folder}: {len(absent)} that the log tells of are missing or changed")
        if not unknown and not absent:
            checked.say("holds", f"{folder}: {len(names)} as the log has their digests")
    _check_decisions(files, shown, checked)


def _is_record(name: str, folder: str) -> bool:
    return name.startswith(f"{folder}/") and not name.endswith(".made-with.json")


def _stages(entry: Mapping[str, Any]) -> list[str]:
    return list(json.loads(entry["detail"]).values()) if entry["what"] == "examine" else []


def _content(*whats: str) -> Any:  # noqa: ANN401 - a reader of entries
    def read(entry: Mapping[str, Any]) -> list[str]:
        return [json.loads(entry["detail"])["content"]] if entry["what"] in whats else []

    return read


_READERS: Final = {
    "record/stages": _stages,
    "record/verdicts": _content("decide"),
    "record/articles": _content("write article"),
    "record/publications": _content("publish"),
}


def _check_decisions(files: _Files, shown: list[dict[str, Any]], checked: Checked) -> None:
    """Decisions on parts, and consents, word for word as the log tells them."""
    kept = [
        (one["action"], f"{one['kind']}:{one['key']}", one["value"], one["reason"], one["by"])
        for one in json.loads(files.text("record/decisions.json"))
    ]
    logged = []
    for entry in shown:
        if entry["what"] in {"accept", "reject", "edit"}:
            detail = json.loads(entry["detail"])
            logged.append((entry["what"], detail["subject"], detail["value"], detail["reason"], entry["who"]))
    if kept != logged:
        checked.say("broken", "record/decisions.json is not what the log tells of decisions")
    else:
        checked.say("holds", f"record/decisions.json: {len(kept)} as the log tells them")
    agreed = [(one["version"], one["by"]) for one in json.loads(files.text("record/approvals.json"))]
    said = [
        (json.loads(entry["detail"])["version"], entry["who"])
        for entry in shown
        if entry["what"] == "approve article"
    ]
    if sorted(agreed) != sorted(said):
        checked.say("broken", "record/approvals.json is not what the log tells of consents")


def _check_stamp(files: _Files, manifest: bytes, checked: Checked, trust: Path | None) -> None:
    """The time stamp against the manifest, and against the certificate where one is given."""
    if STAMP not in files.members:
        why = (
            files.text(STAMP_NOTE).decode("utf-8", "replace").strip()
            if STAMP_NOTE in files.members
            else "no stamp"
        )
        state: State = "broken" if trust is not None else "not checked"
        checked.say(state, f"when it was made: {why[:300]}")
        return
    try:
        answer = files.text(STAMP)
        stamp = stamping.read_stamp(answer)
        if stamp.digest != hashlib.sha256(manifest).hexdigest():
            checked.say(
                "broken", f"{STAMP} is of another manifest: it was swapped, or the manifest was written anew"
            )
            return
        at = stamp.at.astimezone(UTC).isoformat(timespec="seconds")
        if trust is None:
            checked.say("holds", f"{STAMP} is of this manifest, and says {at}")
            checked.say(
                "not checked",
                f"who stamped it: it says {stamp.by}; give that service's certificate with --trust",
            )
            return
        stamping.prove_stamp(answer, manifest, trust)
        checked.say("holds", f"{STAMP}: stamped {at} by {stamp.by}, signed under {trust.name}")
    except InputError as error:
        checked.say("broken", f"{STAMP}: {error}")


def _check_media(files: _Files, checked: Checked, folder: Path | None) -> None:
    """Footage in the bundle and in a folder, against the ids that the bundle names."""
    inside = [name for name in files.members if name.startswith(_MEDIA)]
    for name in inside:
        media_id = name.removeprefix(_MEDIA).partition(".")[0]
        holds = files.digest(name) == media_id
        checked.say(
            "holds" if holds else "broken", f"{name} {'is' if holds else 'is not'} the file of that id"
        )
    _guarded(checked, "record/footage.json", lambda: _check_folder(files, checked, folder, bool(inside)))


def _check_folder(files: _Files, checked: Checked, folder: Path | None, inside: bool) -> None:  # noqa: FBT001 - ours
    footage = {one["media_id"]: one["role"] for one in json.loads(files.text("record/footage.json"))}
    if folder is None:
        if not inside:
            checked.say(
                "not checked",
                f"the footage itself ({len(footage)} files): give a folder that holds it with --media",
            )
        return
    held = {_file_digest(path): path.name for path in sorted(folder.rglob("*")) if path.is_file()}
    for media_id, role in footage.items():
        what = "the file that was checked" if role == "query" else "known footage"
        if media_id in held:
            checked.say("holds", f"{held[media_id]} is {what} {media_id[:16]}…")
        else:
            checked.say("not checked", f"{what} {media_id[:16]}…: no file in {folder.name} has that digest")


def _file_digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
