"""Two desks tell each other what they have seen without exchanging footage; nobody is believed who is not trusted."""

import hashlib
import json
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from firstseen import Desk, InputError, NotFound
from firstseen.archive.bits import mirrored_bits
from firstseen.errors import ArchiveMismatch, NotAllowed, TooLarge
from firstseen.gather import exchangefile
from firstseen.gather.exchangefile import read_signed
from firstseen.model.descriptor import Description
from firstseen.model.exchange import SIGNED_PREFIX
from firstseen.publish.hashlists import canonical
from firstseen.publish.signing import desk_key
from firstseen.trace.foreign import agreements
from tests.footage import Rgb, make_clip, make_sound, make_still

CAPTION = "Syrian rebels threaten Hamas in a new video message"


def cropped_and_mirrored(picture: Rgb, _time_s: float) -> Rgb:
    """A fifth cut off the borders, the rest mirrored and under a banner."""
    height, width = picture.shape[:2]
    part = picture[height // 10 : -height // 10, width // 10 : -width // 10][:, ::-1]
    whole = cv2.resize(np.ascontiguousarray(part), (width, height))
    whole[-height // 8 :] = (200, 30, 30)
    return np.asarray(whole, np.uint8)


class Desks:
    """Desk A, which knows a clip of 2015 and has published on it; desk B, which knows other footage."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._described: dict[Path, Description] = {}
        self.old = make_clip(folder / "old.mp4", seconds=7, seed=1)
        other = make_clip(folder / "other.mp4", seconds=5, seed=5, sound=False)
        still = make_still(folder / "still.jpg", seed=9)
        self.repost = make_clip(
            folder / "repost.mp4", seconds=4, seed=1, from_s=1.5, sound=False, edit=cropped_and_mirrored
        )
        self.plain = make_clip(
            folder / "plain.mp4", seconds=4, seed=1, from_s=1.5, size=(200, 150), sound=False
        )
        self.voice = make_sound(folder / "voice.wav", seconds=7, seed=1)
        self.new = make_clip(folder / "new.mp4", seconds=4, seed=3, sound=False)
        with Desk(folder / "a") as a, Desk(folder / "b") as b:
            a.add(
                self.old,
                url="https://example.org/broadcaster",
                published="2015-07-01",
                published_basis="platform timestamp",
                place="Syria",
                actors="Islamic State militants",
                source="=A broadcaster",
            )
            a.add(other, published="2020")
            a.add(still, published="2018")
            self.case = a.check(
                self.plain, caption=CAPTION, posted="2024-12-05", url="https://example.org/p", by="ann"
            ).id
            a.case(self.case).accept(f"match:{a.footage('old.mp4').media.id}", by="ann")
            a.decide(self.case, "misleading", "ann", "Shown since 2015")
            a.draft(self.case, "ann")
            a.publish(self.case, "ann")
            self.key = a.exchange_key()
            b.add(make_clip(folder / "own.mp4", seconds=4, seed=8, sound=False), published="2021")
            b.trust("Desk A", self.key, "mona")
            a.trust("Desk B", b.exchange_key(), "ann")
            self.list = folder / "a.fsx"
            a.export_hashes(self.list, by="ann")
            b.import_hashes(self.list, "mona")

    def described(self, path: Path) -> Description:
        """A query as a desk describes it, each once."""
        if path not in self._described:
            with Desk(self.folder / "b") as b:
                self._described[path] = b.described(path)
        return self._described[path]


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Desks:
    return Desks(tmp_path_factory.mktemp("desks"))


@pytest.fixture(scope="module")
def closed(desks: Desks) -> Iterator[Desk]:
    """Desk B for whatever it refuses: nothing of that changes it."""
    with Desk(shutil.copytree(desks.folder / "b", desks.folder / "closed")) as opened:
        yield opened


@pytest.fixture
def a(desks: Desks, tmp_path: Path) -> Iterator[Desk]:
    with Desk(shutil.copytree(desks.folder / "a", tmp_path / "a")) as opened:
        yield opened


@pytest.fixture
def b(desks: Desks, tmp_path: Path) -> Iterator[Desk]:
    with Desk(shutil.copytree(desks.folder / "b", tmp_path / "b")) as opened:
        yield opened


def test_a_desk_that_never_had_the_footage_learns_who_has_it(desks: Desks, b: Desk) -> None:
    case = b.check(desks.repost, caption=CAPTION, posted="2024-12-05", url="https://example.org/q", by="mona")
    seen = case.elsewhere()[0]
    assert (seen.desk, seen.standing, seen.band) == ("Desk A", "trusted", "probable")
    assert seen.said.first_seen.iso == "2015-07-01"
    assert seen.said.first_seen.basis == "platform timestamp"
    assert seen.said.url == "https://example.org/broadcaster"
    (check,) = seen.said.checks
    assert check.rating == "Misleading"
    assert check.url.startswith("https://desk.example.org/en/")
    best = seen.agreements[0]
    assert best.trace == "vectors"
    assert best.matched >= 6
    assert abs(best.reference.start_s - best.query.start_s - 1.5) < 0.6
    # It is a statement, and no sighting: nothing of the case rests on it.
    assert case.timeline().sightings == ()
    assert case.timeline().first_seen is None
    assert all(finding.status != "contradicts" for finding in case.findings() if finding.slot == "when")
    assert not {one.exchange_id for one in case.elsewhere()} & set(case.case.evidence)
    # The same when the case is opened again, or the list is gone.
    b.forget_exchange("list-1", "mona")
    assert b.case(case.id).elsewhere() == case.elsewhere()
    assert not b.seen_elsewhere(desks.described(desks.repost))


def test_a_list_that_comes_later_is_asked_when_the_case_is_examined_again(desks: Desks, b: Desk) -> None:
    b.forget_exchange("list-1", "mona")
    case = b.check(desks.plain, caption=CAPTION, posted="2024-12-05", by="mona")
    assert case.elsewhere() == ()
    b.import_hashes(desks.list, "mona")
    case.rerun("find")
    assert case.elsewhere()[0].said.first_seen.iso == "2015-07-01"


def test_unrelated_footage_is_probable_nowhere(desks: Desks, b: Desk) -> None:
    assert not [one for one in b.seen_elsewhere(desks.described(desks.new)) if one.band == "probable"]


def test_sound_is_found_by_itself_and_says_nothing_of_pictures(desks: Desks, b: Desk) -> None:
    (seen,) = b.seen_elsewhere(desks.described(desks.voice))
    assert [one.trace for one in seen.agreements] == ["sound"]
    assert "nothing of the pictures" in seen.agreements[0].sentence


def test_a_question_is_answered_without_footage_or_list(
    desks: Desks, a: Desk, b: Desk, tmp_path: Path
) -> None:
    b.forget_exchange("list-1", "mona")
    question, reply = tmp_path / "q.fsq", tmp_path / "answer.fsx"
    assert b.ask(desks.repost, question, ids="number", by="mona").footage == 1
    answer = a.answer(question, "ann", out=reply)
    assert (answer.asker, answer.standing, answer.asked) == ("Desk B", "trusted", 1)
    assert answer.known[0].said.first_seen.iso == "2015-07-01"
    assert answer.known[0].agreements[0].band == "probable"
    assert answer.known[0].asked == "1"
    (entry,) = [one for one in a.archive.audit() if one.what == "answer query"]
    assert answer.known[0].media_id in entry.detail
    # The answer can be taken in like any list.
    taken, new, _ = b.import_hashes(reply, "mona")
    assert (taken.desk, taken.standing, new) == ("Desk A", "trusted", True)
    assert b.seen_elsewhere(desks.described(desks.repost))[0].said.url == "https://example.org/broadcaster"
    with pytest.raises(InputError, match="is a question"):
        a.import_hashes(question, "ann", unverified=True)
    with pytest.raises(InputError, match="is no question"):
        b.answer(reply, "mona")
    # What is no more than possible is shown here, and not sent.
    doubtful = b.answer(_signed_by(a, desks.new, tmp_path), "mona", out=tmp_path / "none.fsx")
    assert {one.agreements[0].band for one in doubtful.known} <= {"possible"}
    assert read_signed(tmp_path / "none.fsx").footage == ()


def _signed_by(desk: Desk, path: Path, folder: Path) -> Path:
    desk.ask(path, folder / "other.fsq", by="ann")
    return folder / "other.fsq"


@pytest.mark.parametrize("kind", ["pdq-csv", "pdq-text", "vpdq"])
def test_lists_of_other_tools_find_plain_copies_and_mirrors(
    desks: Desks, a: Desk, b: Desk, tmp_path: Path, kind: str
) -> None:
    b.forget_exchange("list-1", "mona")
    out = tmp_path / "out"
    done = a.export_hashes(out, kind, by="ann")
    assert done.footage == 3
    lists = sorted(out.iterdir()) if kind == "vpdq" else [out]
    for one in lists:
        taken, _, refused = b.import_hashes(one, "mona", desk="A hash bank")
        assert (taken.standing, taken.kind, refused) == ("unsigned", kind, ())
    (seen,) = [one for one in b.seen_elsewhere(desks.described(desks.plain)) if one.band == "probable"]
    assert seen.desk == "A hash bank"
    assert seen.key == a.footage("old.mp4").media.id
    assert seen.agreements[0].trace == "PDQ"
    mirrored = make_clip(
        tmp_path / "m.mp4", seconds=4, seed=1, from_s=1.5, sound=False, edit=lambda p, _: p[:, ::-1]
    )
    (turned,) = [one for one in b.seen_elsewhere(b.described(mirrored)) if one.band == "probable"]
    assert turned.agreements[0].mirrored


def test_a_mirrored_hash_is_near_to_the_hash_of_the_mirrored_picture(a: Desk, tmp_path: Path) -> None:
    mirrored = make_clip(tmp_path / "m.mp4", seconds=7, seed=1, edit=lambda p, _: p[:, ::-1])
    own, turned = a.footage("old.mp4").description.pdq, a.described(mirrored).pdq
    times = np.intersect1d(own.times_s, turned.times_s)
    rows, others = np.searchsorted(own.times_s, times), np.searchsorted(turned.times_s, times)
    assert len(times) >= 5
    far = np.bitwise_count(own.bits[rows] ^ turned.bits[others]).sum(axis=1)
    near = np.bitwise_count(mirrored_bits(own.bits[rows]) ^ turned.bits[others]).sum(axis=1)
    assert near.max() <= 24
    assert far.min() > 60


def test_a_picture_that_stands_still_is_no_more_than_possible(a: Desk, tmp_path: Path) -> None:
    card = make_still(tmp_path / "card.png", seed=4, size=(320, 240))
    picture = cv2.cvtColor(cv2.imread(str(card)), cv2.COLOR_BGR2RGB)
    clips = [
        make_clip(tmp_path / f"{n}.mp4", seconds=5, seed=n, sound=False, edit=lambda _p, _t: picture)
        for n in (1, 2)
    ]
    from firstseen.desk.exchanging import fingerprint_of  # noqa: PLC0415 - only here

    one, two = (fingerprint_of(a.described(clip)) for clip in clips)
    found = [agreed for agreed in agreements(one, two) if agreed.trace == "PDQ"]
    assert {agreed.band for agreed in found} == {"possible"}


def test_what_footage_is_called_is_the_desks_choice(desks: Desks, a: Desk, tmp_path: Path) -> None:
    ids = {one.id for one in a.archive.all_media()}
    names: dict[str, set[str]] = {}
    for kind in ("sha256", "secret", "number"):
        a.export_hashes(tmp_path / kind, ids=kind, say=False, by="ann")
        read = read_signed(tmp_path / kind)
        names[kind] = {one.key for one in read.footage}
        assert all(one.said.first_seen is None and not one.said.checks for one in read.footage)
    assert names["sha256"] == ids
    assert names["number"] == {"1", "2", "3"}
    assert not names["secret"] & ids
    a.export_hashes(tmp_path / "again", ids="secret", by="ann")
    assert {one.key for one in read_signed(tmp_path / "again").footage} == names["secret"]
    assert desks.list.stat().st_size < 60_000


def test_only_what_is_meant_is_exported(desks: Desks, a: Desk, tmp_path: Path) -> None:
    old = a.footage("old.mp4").media.id

    def exported(**wanted: object) -> set[str]:
        a.export_hashes(tmp_path / "x.fsx", by="ann", **wanted)
        return {one.key for one in read_signed(tmp_path / "x.fsx").footage}

    assert exported(published=True) == {old}
    assert exported(case_id=desks.case) == {old}
    assert exported(media=["other.mp4"]) == {a.footage("other.mp4").media.id}
    a.withdraw(desks.case, "wrong", "خطأ", "ann")
    assert exported(published=True) == set()
    with pytest.raises(NotFound):
        exported(case_id="case-9")
    with pytest.raises(InputError, match="cannot be written"):
        a.export_hashes(tmp_path / "no" / "x.fsx", by="ann")


def test_the_key_is_its_owners_alone(a: Desk, desks: Desks) -> None:
    path = a.folder / "keys" / "exchange.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert a.exchange_key() == desks.key
    assert len(desks.key) == 64
    path.chmod(0o644)
    with pytest.raises(NotAllowed, match="chmod 600"):
        a.exchange_key()
    path.chmod(0o600)
    path.write_bytes(b"no key")
    with pytest.raises(InputError, match="no private key"):
        a.exchange_key()


def test_only_keys_that_were_compared_are_believed(desks: Desks, b: Desk) -> None:
    assert [(one.name, one.key, one.by) for one in b.trusted()] == [("Desk A", desks.key, "mona")]
    b.trust("Desk A", " ".join(desks.key[n : n + 8] for n in range(0, 64, 8)).upper(), "mona")
    for name, key, said in (
        ("Desk C", desks.key, "trusted already"),
        ("Desk A", "ab" * 32, "trusted already"),
        ("Desk C", "nonsense", "no desk's key"),
        ("Desk C", "ab" * 31, "no desk's key"),
        ("", "ab" * 32, "name"),
        ("x" * 201, "ab" * 32, "name"),
        ("Us", b.exchange_key(), "own key"),
    ):
        with pytest.raises(InputError, match=said):
            b.trust(name, key, "mona")
    b.distrust("Desk A", "mona")
    assert [one.standing for one in b.exchanges()] == ["unknown"]
    with pytest.raises(NotFound):
        b.distrust("Desk A", "mona")
    assert {"trust key", "distrust key", "import list"} <= {one.what for one in b.archive.audit()}


def test_a_list_comes_in_once_and_is_forgotten_wholly(desks: Desks, b: Desk) -> None:
    again, new, _ = b.import_hashes(desks.list, "ann")
    assert (again.id, new, again.by) == ("list-1", False, "mona")
    assert (again.footage, again.kind) == (3, "signed")
    b.forget_exchange("LIST-1 ", "mona")
    assert b.exchanges() == ()
    for wanted in ("list-1", "list-'; DROP TABLE exchange", "\udcff"):
        with pytest.raises(NotFound):
            b.forget_exchange(wanted, "mona")


def test_strangers_and_forgers_are_refused_unless_allowed(desks: Desks, b: Desk, tmp_path: Path) -> None:
    b.forget_exchange("list-1", "mona")
    b.distrust("Desk A", "mona")
    with pytest.raises(NotAllowed, match=f"exchange trust NAME {desks.key}"):
        b.import_hashes(desks.list, "mona")
    taken, _, _ = b.import_hashes(desks.list, "mona", unverified=True)
    assert (taken.standing, taken.signer) == ("unknown", desks.key)
    b.forget_exchange(taken.id, "mona")
    facts, members = opened(desks.list)
    facts["footage"][0]["said"]["first_seen"]["date"] = "2011-07-01"
    forged = repacked(tmp_path / "f.fsx", members | {"exchange.json": canonical(facts)})
    with pytest.raises(NotAllowed, match="changed after it was signed"):
        b.import_hashes(forged, "mona")
    bare = repacked(tmp_path / "u.fsx", {name: c for name, c in members.items() if name != "signature.json"})
    with pytest.raises(NotAllowed, match="it is not signed"):
        b.import_hashes(bare, "mona")
    assert b.import_hashes(bare, "mona", unverified=True)[0].standing == "unsigned"
    with pytest.raises(InputError, match="this desk itself"), Desk(desks.folder / "a") as other:
        other.import_hashes(desks.list, "ann", unverified=True)


def opened(path: Path) -> tuple[dict[str, object], dict[str, bytes]]:
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    return json.loads(members["exchange.json"]), members


def repacked(path: Path, members: dict[str, bytes], *, how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return path


def signed_anew(desk: Path, path: Path, facts: dict[str, object], numbers: bytes | None = None) -> Path:
    """A file that a trusted desk signed with its own key, whatever it holds."""
    key = desk_key(desk)
    if numbers is not None:
        facts = facts | {"numbers": {"bytes": len(numbers), "sha256": hashlib.sha256(numbers).hexdigest()}}
    content = canonical(facts)
    signature = {"algorithm": "Ed25519", "key": key.public, "signature": key.sign(SIGNED_PREFIX + content)}
    return repacked(
        path,
        {"exchange.json": content, "numbers.bin": numbers or b"", "signature.json": canonical(signature)},
    )


def _change(path: tuple[object, ...], value: object) -> Callable[[dict[str, object]], None]:
    def change(facts: dict[str, object]) -> None:
        place: object = facts
        for step in path[:-1]:
            place = place[step]  # type: ignore[index]
        place[path[-1]] = value  # type: ignore[index]

    return change


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("format",), "1", "version"),
        (("kind",), "gossip", "neither a list nor a query"),
        (("desk",), [], "desk is no object"),
        (("desk", "name"), "x" * 3000, "longer than"),
        (("desk", "name"), 7, "no text"),
        (("key",), "ab" * 32, "another key"),
        (("footage",), {}, "lists no footage"),
        (("footage", 0), "x", "no object"),
        (("footage", 0, "id"), "", "no id"),
        (("footage", 0, "id"), "x" * 501, "longer than"),
        (("footage", 0, "pdq"), 10**9, "no whole number"),
        (("footage", 0, "pdq"), -1, "no whole number"),
        (("footage", 0, "pdq"), 3_999_999, "ends before"),
        (("footage", 0, "pdq"), True, "no whole number"),
        (("footage", 0, "sound"), 0, "no seconds|more than its list|ends before|length 1"),
        (("footage", 0, "duration_s"), -1, "no number of seconds"),
        (("footage", 0, "duration_s"), "x", "no number of seconds"),
        (("footage", 0, "views"), 5, "no list"),
        (("footage", 0, "views"), [], "views that it does not list"),
        (("footage", 0, "views", 0, "box"), [0, 0, 2, 1], "no part of a picture"),
        (("footage", 0, "views", 0, "turn_deg"), 45, "no quarter"),
        (("footage", 0, "said"), [], "no object"),
        (("footage", 0, "said", "first_seen"), {"date": "soon", "basis": "caption"}, "cannot be read"),
        (("footage", 0, "said", "first_seen"), {"date": "2015", "basis": "rumour"}, "cannot be read"),
        (("footage", 0, "said", "checks"), [1], "no object"),
        (("footage", 0, "said", "checks"), [{}] * 101, "no list"),
        (("footage", 1, "id"), None, "no id"),
        (("dimension",), 10**9, "no whole number"),
        (("model",), "", "name no model"),
    ],
)
def test_a_trusted_desk_that_sends_nonsense_is_refused_with_a_reason(  # noqa: PLR0917 - fixtures and a table
    desks: Desks, closed: Desk, tmp_path: Path, path: tuple[object, ...], value: object, said: str
) -> None:
    facts, members = opened(desks.list)
    _change(path, value)(facts)
    file = signed_anew(desks.folder / "a", tmp_path / "n.fsx", facts, members["numbers.bin"])
    with pytest.raises((InputError, ArchiveMismatch), match=said):
        closed.import_hashes(file, "mona")
    assert len(closed.exchanges()) == 1


def test_numbers_that_are_none_are_refused(desks: Desks, closed: Desk, tmp_path: Path) -> None:
    facts, members = opened(desks.list)
    numbers = members["numbers.bin"]
    for changed in (b"\xff" * len(numbers), numbers[:-1], numbers + b"\0"):
        file = signed_anew(desks.folder / "a", tmp_path / "n.fsx", facts, changed)
        with pytest.raises(InputError):
            closed.import_hashes(file, "mona")
    swapped = repacked(tmp_path / "s.fsx", members | {"numbers.bin": bytes(len(numbers))})
    with pytest.raises(InputError, match="not what was signed"):
        closed.import_hashes(swapped, "mona")
    newer = signed_anew(desks.folder / "a", tmp_path / "v.fsx", facts | {"format": 2}, numbers)
    with pytest.raises(ArchiveMismatch):
        closed.import_hashes(newer, "mona")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_zips_are_refused(
    desks: Desks, closed: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, members = opened(desks.list)
    for name in ("../evil", "/etc/passwd", "another.json"):
        with pytest.raises(InputError, match="not part of the format"):
            closed.import_hashes(repacked(tmp_path / "h.fsx", members | {name: b"x"}), "mona")
    with zipfile.ZipFile(tmp_path / "twice.fsx", "w") as out:
        for name in (*members, "exchange.json"):
            out.writestr(name, members[name])
    with pytest.raises(InputError, match="twice"):
        closed.import_hashes(tmp_path / "twice.fsx", "mona")
    for content in (b"PK\x03\x04", b"PK\x03\x04" + b"x" * 1000, desks.list.read_bytes()[:-200]):
        (tmp_path / "d.fsx").write_bytes(content)
        with pytest.raises(InputError, match="damaged"):
            closed.import_hashes(tmp_path / "d.fsx", "mona")
    for content in (b"[" * 100_000, b"{", b"[]", b'{"format": NaN}', b"\xff"):
        with pytest.raises(InputError):
            closed.import_hashes(
                repacked(tmp_path / "j.fsx", members | {"exchange.json": content}), "mona", unverified=True
            )
    bomb = repacked(tmp_path / "bomb.fsx", members | {"signature.json": b" " * 50_000_000})
    with pytest.raises(InputError, match="more than is taken"):
        closed.import_hashes(bomb, "mona")
    # One that lies about its size is read no further than it says, and its checksum does not fit.
    lying = bomb.read_bytes().replace((50_000_000).to_bytes(4, "little"), (4000).to_bytes(4, "little"))
    (tmp_path / "lying.fsx").write_bytes(lying)
    with pytest.raises(InputError, match="damaged"):
        closed.import_hashes(tmp_path / "lying.fsx", "mona")
    monkeypatch.setattr(exchangefile, "LARGEST_NUMBERS_BYTES", 10)
    monkeypatch.setattr(exchangefile, "LARGEST_FACTS_BYTES", 10)
    with pytest.raises(TooLarge):
        closed.import_hashes(desks.list, "mona")


def test_vectors_of_another_model_are_told_and_not_compared(
    desks: Desks, a: Desk, b: Desk, tmp_path: Path
) -> None:
    b.ask(desks.plain, tmp_path / "q.fsq", by="mona")
    facts, members = opened(tmp_path / "q.fsq")
    numbers = members["numbers.bin"]
    other = signed_anew(b.folder, tmp_path / "o.fsq", facts | {"model": "another model"}, numbers)
    answer = a.answer(other, "ann")
    assert "another model" in answer.notes[0]
    assert {one.trace for known in answer.known for one in known.agreements} == {"PDQ"}


def test_what_other_desks_write_cannot_steer_a_terminal_or_a_query(
    desks: Desks, b: Desk, tmp_path: Path
) -> None:
    facts, members = opened(desks.list)
    facts["footage"][0]["said"]["source"] = "\x1b[2J\u202eevil'; DROP TABLE exchange;--"
    facts["desk"]["name"] = "A\x00\x1b]0;pwned\x07"
    file = signed_anew(desks.folder / "a", tmp_path / "x.fsx", facts, members["numbers.bin"])
    b.import_hashes(file, "mona")
    (seen, *_) = b.seen_elsewhere(desks.described(desks.plain))
    from firstseen.publish.exchangewords import elsewhere_lines  # noqa: PLC0415 - only here

    told = "\n".join(elsewhere_lines((seen,)))
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert len(b.exchanges()) == 2
