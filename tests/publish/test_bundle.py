"""A check leaves as a bundle that holds, by hand and by our own check; whatever is changed in it is told."""

import hashlib
import json
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from firstseen import Desk, InputError, NotDecided
from firstseen.archive.base import AuditEntry
from firstseen.errors import ArchiveMismatch
from firstseen.gather.web import Fetcher
from firstseen.model.audit import ORIGIN, chained, told_digest
from firstseen.publish.bundle import MANIFEST
from firstseen.publish.bundlecheck import Checked, verify_bundle
from tests.footage import make_clip
from tests.publish.stampers import OPENSSL, Stamper

needs_openssl = pytest.mark.skipif(
    OPENSSL is None, reason="openssl, which stamps in these tests, is not installed"
)
CAPTION = "Syrian rebels send a message to the tyrants of Hamas: we will reach you when our march gets to you"
Files = dict[str, bytes]


class Kept:
    """A desk with a published and corrected check, another case, and the bundle of the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = folder / "desk"
        self.stamper = Stamper(folder / "tsa", "A service") if OPENSSL else None
        known = make_clip(folder / "known.mp4", seconds=6, seed=1)
        self.post = make_clip(folder / "post.mp4", seconds=3, seed=1, from_s=2.0, size=(200, 150))
        with Desk(self.desk) as desk:
            desk.add(
                known,
                url="https://example.org/broadcaster",
                published="2015-07-01",
                published_basis="platform timestamp",
                place="Syria",
                actors="Islamic State militants",
                source="A broadcaster",
            )
            case = desk.check(
                self.post,
                caption=CAPTION,
                posted="5 December 2024",
                url="https://example.org/p",
                by="mona",
            )
            desk.check(caption="A flood in Homs today", posted="2020-01-01", by="someone else")
            for subject in case.subjects():
                if subject.startswith("match:"):
                    case.accept(subject, by="mona", reason="the same frames")
            desk.decide(case.id, "misleading", "mona", "Shown since 2015")
            desk.check(caption="A fire in Aleppo today", posted="2020-01-02", by="someone else")
            desk.draft(case.id, "mona")
            desk.publish(case.id, "mona")
            self.plain = folder / "plain.zip"
            desk.bundle(case.id, self.plain, "mona")
            self.stamped = folder / "stamped.zip"
            if self.stamper:
                with self.stamper.serving():
                    settings = replace(
                        desk.settings, publish=replace(desk.settings.publish, timestamp_url=self.stamper.url)
                    )
                    desk.settings = settings
                    self.told = desk.bundle(case.id, self.stamped, "mona", fetcher=door())


def door() -> Fetcher:
    return Fetcher(also_allowed=["127.0.0.1"], any_port=True, largest_bytes=256 * 1024, longest_s=20)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("bundles"))


def unpacked(path: Path) -> Files:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(path: Path, files: Files, *, manifest: bool = False) -> Path:
    """The files as a bundle, with a manifest written anew when asked for."""
    if manifest:
        names = sorted(name for name in files if name not in {MANIFEST, "timestamp.tsr", "timestamp.txt"})
        lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in names]
        files = files | {MANIFEST: "".join(lines).encode()}
    with zipfile.ZipFile(path, "w") as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


def broken(checked: Checked) -> str:
    return "\n".join(line.what for line in checked.lines if line.state == "broken")


def test_a_bundle_holds_and_says_what_was_not_checked(kept: Kept) -> None:
    checked = verify_bundle(kept.plain)
    assert checked.holds
    assert checked.case == "case-1"
    told = {line.what for line in checked.lines if line.state == "holds"}
    assert any("are one chain" in one for one in told)
    for records in ("stages", "verdicts", "articles", "publications"):
        assert any(one.startswith(f"record/{records}:") for one in told)
    not_checked = [line.what for line in checked.lines if line.state == "not checked"]
    assert any("no time-stamping service is set" in one for one in not_checked)
    assert any("--media" in one for one in not_checked)


def test_it_holds_what_the_check_rests_on(kept: Kept) -> None:
    files = unpacked(kept.plain)
    readme, page = files["README.txt"].decode(), files["INDEX.html"].decode()
    for text in (readme, page):
        assert "sha256sum -c MANIFEST.sha256" in text
        assert "Shown since 2015" in text
        assert "https://example.org/broadcaster" in text
        assert "Published" in text
    assert "<script" not in page
    links = {one["url"] for one in json.loads(files["links.json"])}
    assert {"https://example.org/broadcaster", "https://example.org/p"} <= links
    (segment, *_) = json.loads(files["evidence/segments.json"])
    assert {frame["file"] for frame in segment["frames"]} <= set(files)
    assert any(name.endswith("-query.jpg") for name in files)
    assert any(name.startswith("pictures/") for name in files)
    footage = {one["media_id"] for one in json.loads(files["record/footage.json"])}
    assert {
        name.removeprefix("fingerprints/").removesuffix(".vpdq.txt") for name in files if "vpdq" in name
    } == footage
    assert not [name for name in files if name.startswith("media/")]
    # Nothing of the other cases but digests of what the log tells.
    assert b"someone else" not in b"".join(files.values())
    assert any("told" in json.loads(line) for line in files["audit/chain.jsonl"].splitlines())


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_the_manifest_is_checked_by_hand(kept: Kept, tmp_path: Path) -> None:
    for name, content in unpacked(kept.plain).items():
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    done = subprocess.run(
        [str(shutil.which("sha256sum")), "-c", "--strict", MANIFEST],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK") == len(unpacked(kept.plain)) - 2


def test_the_log_is_checked_by_hand_as_the_readme_says(kept: Kept) -> None:
    previous = ORIGIN
    for line in unpacked(kept.plain)["audit/chain.jsonl"].splitlines():
        entry = json.loads(line)
        told = entry.get("told")
        if told is None:
            five = {name: entry[name] for name in ("at", "detail", "subject", "what", "who")}
            told = hashlib.sha256(
                json.dumps(five, ensure_ascii=False, separators=(",", ":")).encode()
            ).hexdigest()
        assert hashlib.sha256(f"{previous}{told}".encode()).hexdigest() == entry["digest"]
        previous = entry["digest"]


def test_the_same_case_gives_the_same_bytes(kept: Kept, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(kept.desk, tmp_path / "desk"))
    with Desk(copy) as desk:
        # Packing is written down in the log, and changes no later bundle.
        desk.bundle("case-1", tmp_path / "again.zip", "ann")
        assert (tmp_path / "again.zip").read_bytes() == kept.plain.read_bytes()
        head = verify_bundle(kept.plain).head
        assert not desk.archive.check_audit(head).problem
        assert [one.who for one in desk.archive.audit() if one.what == "export bundle"][-1] == "ann"


def test_media_goes_along_when_asked_for(kept: Kept, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(kept.desk, tmp_path / "desk"))
    with Desk(copy) as desk:
        desk.bundle("case-1", tmp_path / "b.zip", "mona", with_media=True)
    files = unpacked(tmp_path / "b.zip")
    (name,) = [name for name in files if name.startswith("media/")]
    assert files[name] == kept.post.read_bytes()
    assert verify_bundle(tmp_path / "b.zip").holds
    assert not verify_bundle(
        packed(tmp_path / "c.zip", files | {name: files[name] + b"x"}, manifest=True)
    ).holds


def test_footage_in_a_folder_is_known_by_its_digest(kept: Kept, tmp_path: Path) -> None:
    folder = tmp_path / "footage"
    folder.mkdir()
    shutil.copy(kept.post, folder / "renamed.mov")
    lines = verify_bundle(kept.plain, folder).lines
    assert any(
        line.state == "holds" and "renamed.mov is the file that was checked" in line.what for line in lines
    )
    assert any(line.state == "not checked" and "known footage" in line.what for line in lines)


def test_an_undecided_case_has_no_bundle(kept: Kept, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(kept.desk, tmp_path / "desk"))
    with Desk(copy) as desk:
        with pytest.raises(NotDecided):
            desk.bundle("case-2", tmp_path / "b.zip", "mona")
        desk.decide("case-2", "doubtful", "mona", category="OriginalMediaContent")
        desk.bundle("case-2", tmp_path / "b.zip", "mona")
        with pytest.raises(InputError, match="cannot be written"):
            desk.bundle("case-2", tmp_path / "no" / "b.zip", "mona")
    assert "Decided, not published" in unpacked(tmp_path / "b.zip")["README.txt"].decode()
    assert verify_bundle(tmp_path / "b.zip").holds


def test_captions_cannot_steer_who_reads_a_bundle(kept: Kept, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(kept.desk, tmp_path / "desk"))
    hostile = "\x1b[2J\u202e<script>alert(1)</script> \u0641\u064a\u0636\u0627\u0646 in Homs"
    with Desk(copy) as desk:
        case = desk.check(caption=hostile, posted="2020-01-01", by='<img src=x onerror="alert(2)">')
        desk.decide(case.id, "doubtful", "\x1b]0;x\x07<b>", category="OriginalMediaContent")
        desk.bundle(case.id, tmp_path / "b.zip", "mona")
    files = unpacked(tmp_path / "b.zip")
    readme, page = files["README.txt"].decode(), files["INDEX.html"].decode()
    assert not [one for one in readme if one != "\n" and not one.isprintable() and one not in "\u200e\u200f"]
    assert "<script>" not in page
    assert "<img src=x" not in page
    assert "فيضان" in readme
    assert verify_bundle(tmp_path / "b.zip").holds


def test_a_changed_byte_in_any_file_is_told(kept: Kept, tmp_path: Path) -> None:
    whole = unpacked(kept.plain)
    for name in whole:
        if name == "timestamp.txt":
            continue
        content = bytearray(whole[name])
        content[len(content) // 2] ^= 1
        checked = verify_bundle(packed(tmp_path / "b.zip", whole | {name: bytes(content)}))
        assert not checked.holds, name
        assert name in broken(checked) or name in {MANIFEST, "bundle.json"}, name


def test_a_missing_and_an_added_file_are_told(kept: Kept, tmp_path: Path) -> None:
    whole = unpacked(kept.plain)
    for name in ("record/verdicts/0001.json", "README.txt", "audit/chain.jsonl", MANIFEST, "bundle.json"):
        fewer = {one: content for one, content in whole.items() if one != name}
        assert name in broken(verify_bundle(packed(tmp_path / "b.zip", fewer))), name
    more = whole | {"record/verdicts/0002.json": whole["record/verdicts/0001.json"]}
    assert "record/verdicts/0002.json is not named" in broken(verify_bundle(packed(tmp_path / "b.zip", more)))


def lines_of(files: Files) -> list[dict[str, object]]:
    return [json.loads(line) for line in files["audit/chain.jsonl"].splitlines()]


def as_chain(lines: list[dict[str, object]]) -> dict[str, bytes]:
    return {"audit/chain.jsonl": "".join(json.dumps(line) + "\n" for line in lines).encode()}


def test_the_log_tells_what_a_new_manifest_hides(kept: Kept, tmp_path: Path) -> None:
    whole = unpacked(kept.plain)
    lines = lines_of(whole)

    def told(changed: Files) -> str:
        return broken(verify_bundle(packed(tmp_path / "b.zip", whole | changed, manifest=True)))

    verdict = json.loads(whole["record/verdicts/0001.json"])
    edited = json.dumps(verdict | {"rating": "true"}, separators=(",", ":"), sort_keys=True).encode()
    assert "record/verdicts" in told({"record/verdicts/0001.json": edited})
    stage = next(name for name in whole if name.endswith("-find.json"))
    assert stage in told({stage: whole[stage].replace(b"2015-07-01", b"2014-07-01")})
    article = whole["record/publications/0001.json"]
    assert "record/publications" in told(
        {"record/publications/0001.json": article.replace(b"misleading", b"satire")}
    )
    decisions = whole["record/decisions.json"].replace(b"the same frames", b"other frames")
    assert "record/decisions.json" in told({"record/decisions.json": decisions})
    assert "does not follow" in told(as_chain([lines[1], lines[0], *lines[2:]]))
    assert "does not follow" in told(as_chain([*lines[:3], *lines[4:]]))
    assert "cut off" in told(as_chain(lines[:-1]))
    at = next(n for n, line in enumerate(lines) if line.get("what") == "decide")
    assert "does not follow" in told(
        as_chain([*lines[:at], lines[at] | {"who": "another"}, *lines[at + 1 :]])
    )
    assert "the log" in told({"audit/chain.jsonl": b"[]\n"})
    assert "the log" in told({"audit/chain.jsonl": b'{"number": 1}\n'})
    assert "the log" in told({"audit/chain.jsonl": b"[" * 100_000})


def forged(files: Files) -> Files:
    """Everything written anew around another rating: verdict, log, head; what no check without a stamp can tell."""
    verdict = json.loads(files["record/verdicts/0001.json"]) | {"rating": "true"}
    content = json.dumps(verdict, separators=(",", ":"), sort_keys=True)
    lines, previous = lines_of(files), ORIGIN
    for line in lines:
        if line.get("what") == "decide":
            detail = json.loads(str(line["detail"]))
            detail |= {"rating": "true", "content": hashlib.sha256(content.encode()).hexdigest()}
            line["detail"] = json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        told = line.get("told") or told_digest(
            *(str(line[n]) for n in ("who", "at", "what", "subject", "detail"))
        )
        line["digest"] = previous = chained(previous, str(told))
    facts = json.loads(files["bundle.json"]) | {"head": previous}
    changed = {"record/verdicts/0001.json": content.encode(), "bundle.json": json.dumps(facts).encode()}
    return files | changed | as_chain(lines)


@needs_openssl
def test_a_stamp_holds_under_the_services_certificate(kept: Kept, tmp_path: Path) -> None:
    assert kept.told.stamped
    assert "A service stamps" in kept.told.stamp
    checked = verify_bundle(kept.stamped, trust=kept.stamper.root)
    assert checked.holds
    assert any("signed under root.pem" in line.what for line in checked.lines)
    without = verify_bundle(kept.stamped)
    assert without.holds
    assert any(line.state == "not checked" and "--trust" in line.what for line in without.lines)
    files = unpacked(kept.stamped)
    (tmp_path / "t.tsr").write_bytes(files["timestamp.tsr"])
    (tmp_path / "m").write_bytes(files[MANIFEST])
    command = [OPENSSL, "ts", "-verify", "-in", "t.tsr", "-data", "m", "-CAfile", str(kept.stamper.root)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout + done.stderr


@needs_openssl
def test_the_stamp_tells_what_manifest_and_log_written_anew_hide(kept: Kept, tmp_path: Path) -> None:
    whole = unpacked(kept.stamped)
    bare = {name: content for name, content in forged(whole).items() if not name.startswith("timestamp")}
    # Without the stamp the forgery holds: that is what a stamp, or a head that was noted, is for.
    assert verify_bundle(packed(tmp_path / "bare.zip", bare, manifest=True)).holds
    assert not verify_bundle(tmp_path / "bare.zip", trust=kept.stamper.root).holds
    checked = verify_bundle(packed(tmp_path / "forged.zip", forged(whole), manifest=True))
    assert "timestamp.tsr is of another manifest" in broken(checked)


@needs_openssl
def test_a_swapped_or_broken_stamp_is_told(kept: Kept, tmp_path: Path) -> None:
    whole = unpacked(kept.stamped)
    other = Stamper(tmp_path / "other", "Another service")
    from firstseen.publish.stamping import ask_for_stamp  # noqa: PLC0415 - only where there is an openssl

    elsewhere = other.stamp(ask_for_stamp(b"another manifest").content)
    theirs = other.stamp(ask_for_stamp(whole[MANIFEST]).content)
    changed = bytearray(whole["timestamp.tsr"])
    changed[-3] ^= 1
    for stamp, said in (
        (elsewhere, "another manifest"),
        (b"nonsense", "no time stamp"),
        (b"x" * 300_000, "too large"),
        (theirs, "does not hold under root.pem"),
        (bytes(changed), "does not hold under root.pem"),
    ):
        swapped = packed(tmp_path / "b.zip", whole | {"timestamp.tsr": stamp})
        assert said in broken(verify_bundle(swapped, trust=kept.stamper.root)), said


@needs_openssl
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("page", "answers with 'text/html'"),
        ("noise", "no time stamp"),
        ("huge", "larger than"),
        ("replay", "another request"),
        ("down", "answers 500"),
        ("away", "leads on"),
    ],
)
def test_a_service_that_fails_is_told_and_the_bundle_is_made(
    kept: Kept, tmp_path: Path, fault: str, said: str
) -> None:
    copy = Path(shutil.copytree(kept.desk, tmp_path / "desk"))
    service = kept.stamper
    from firstseen.publish.stamping import ask_for_stamp  # noqa: PLC0415

    (service.folder / "old.tsr").write_bytes(service.stamp(ask_for_stamp(b"something").content))
    service.fault = fault
    with Desk(copy) as desk, service.serving():
        publish = replace(desk.settings.publish, timestamp_url=service.url)
        desk.settings = replace(desk.settings, publish=publish)
        desk.decide("case-2", "doubtful", "mona", category="OriginalMediaContent")
        told = desk.bundle("case-2", tmp_path / "b.zip", "mona", fetcher=door())
    service.fault = ""
    assert not told.stamped
    assert told.stamp.startswith("not stamped: ")
    assert said in told.stamp
    files = unpacked(tmp_path / "b.zip")
    assert "timestamp.tsr" not in files
    assert files["timestamp.txt"].decode().strip() == told.stamp
    assert verify_bundle(tmp_path / "b.zip").holds


def test_a_service_on_this_machine_is_not_asked_by_the_desks_own_door(kept: Kept, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(kept.desk, tmp_path / "desk"))
    with Desk(copy) as desk:
        publish = replace(desk.settings.publish, timestamp_url="http://127.0.0.1/tsa")
        desk.settings = replace(desk.settings, publish=publish)
        desk.decide("case-2", "doubtful", "mona", category="OriginalMediaContent")
        assert "not on the public web" in desk.bundle("case-2", tmp_path / "b.zip", "mona").stamp


def hostile(path: Path, change: Callable[[zipfile.ZipFile], None], files: Files) -> Checked:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
        change(out)
    return verify_bundle(path)


def _entry(name: str, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_zips_are_refused_unread(kept: Kept, tmp_path: Path) -> None:
    whole = unpacked(kept.plain)
    for name in ("../evil", "/etc/passwd", "a/../../b", "a\\b", "C:evil", "a//b", "\u202egpj.exe", "x" * 400):
        checked = hostile(tmp_path / "b.zip", lambda out, name=name: out.writestr(name, b"x"), whole)
        assert "outside its folder" in broken(checked), name
    twice = hostile(tmp_path / "b.zip", lambda out: out.writestr("README.txt", b"another"), whole)
    assert "twice" in broken(twice)
    alike = hostile(tmp_path / "b.zip", lambda out: out.writestr("readme.TXT", b"another"), whole)
    assert "twice" in broken(alike)
    link = hostile(
        tmp_path / "b.zip",
        lambda out: out.writestr(_entry("link", stat.S_IFLNK | 0o777), b"/etc/passwd"),
        whole,
    )
    assert "link or a special file" in broken(link)
    media = hostile(tmp_path / "b.zip", lambda out: out.writestr("media/x.mp4", b"\0" * 100_000), whole)
    assert "may unpack to anything" in broken(media)
    many = hostile(
        tmp_path / "b.zip", lambda out: [out.writestr(f"f{n}", b"") for n in range(20_001)] and None, whole
    )
    assert "more than 20,000 files" in broken(many)


def test_a_bomb_is_not_unpacked(kept: Kept, tmp_path: Path) -> None:
    whole = unpacked(kept.plain)

    def bomb(out: zipfile.ZipFile) -> None:
        with out.open("zeros", "w") as member:
            for _ in range(300):
                member.write(bytes(1024 * 1024))

    assert "more than any bundle has" in broken(hostile(tmp_path / "b.zip", bomb, whole))
    # One that lies about its size is read no further than what it says, and does not fit its checksum.
    content = bytearray((tmp_path / "b.zip").read_bytes())
    size = (300 * 1024 * 1024).to_bytes(4, "little")
    while (place := content.find(size)) >= 0:
        content[place : place + 4] = (1000).to_bytes(4, "little")
    (tmp_path / "c.zip").write_bytes(content)
    assert not verify_bundle(tmp_path / "c.zip").holds


def test_what_is_no_bundle_is_refused(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"no zip at all")
    with pytest.raises(InputError, match="no evidence bundle"):
        verify_bundle(tmp_path / "b.zip")
    with pytest.raises(InputError, match="cannot be read"):
        verify_bundle(tmp_path / "missing.zip")
    newer = unpacked(kept.plain) | {"bundle.json": b'{"format": 2}'}
    with pytest.raises(ArchiveMismatch):
        verify_bundle(packed(tmp_path / "n.zip", newer))
    for facts in (b"[]", b"{", b'{"format": "x"}', b"[" * 100_000):
        checked = verify_bundle(packed(tmp_path / "n.zip", unpacked(kept.plain) | {"bundle.json": facts}))
        assert "bundle.json" in broken(checked)
    whole = kept.plain.read_bytes()
    for share in (0.3, 0.9):
        (tmp_path / "cut.zip").write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(InputError):
            verify_bundle(tmp_path / "cut.zip")


def test_a_log_that_was_altered_is_not_packed(kept: Kept, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(kept.desk, tmp_path / "desk"))
    import sqlite3  # noqa: PLC0415 - as somebody with the file would

    with sqlite3.connect(copy / "records.sqlite") as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE audit SET who = 'nobody' WHERE number = 2")
    database.close()
    with Desk(copy) as desk, pytest.raises(Exception, match="audit entry 2 was altered"):
        desk.bundle("case-1", tmp_path / "b.zip", "mona")


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, kept: Kept) -> Callable[..., subprocess.CompletedProcess[str]]:
    import sys  # noqa: PLC0415

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from firstseen.cli import main; main()", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=kept.folder)

    monkeypatch.delenv("FIRSTSEEN_DESK", raising=False)
    return run


def test_the_exit_code_says_whether_it_holds(
    kept: Kept, tmp_path: Path, program: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    good = program("bundle", "verify", kept.plain)
    assert good.returncode == 0, good.stderr
    assert "everything that was checked holds" in good.stdout
    bad = packed(tmp_path / "bad.zip", unpacked(kept.plain) | {"README.txt": b"x"})
    done = program("bundle", "verify", bad)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout
    assert "do not rely on it" in done.stderr
    assert program("bundle", "verify").returncode == 2


def test_an_entry_proves_itself() -> None:
    entry = AuditEntry(1, "ann", "2024-01-01", "decide", "case-1", "{}", ORIGIN, "")
    told = told_digest(entry.who, entry.at, entry.what, entry.subject, entry.detail)
    assert chained(ORIGIN, told) != chained(told, ORIGIN)
    assert told_digest("ann", "2024-01-01", "decide", "case-1", "{ }") != told
