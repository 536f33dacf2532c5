"""Lists of hashes as other tools write them come in, line by line; what cannot be used is named with its reason."""

import json
from pathlib import Path

import numpy as np
import pytest

from firstseen.errors import InputError, TooLarge
from firstseen.gather import hashlists
from firstseen.gather.hashlists import ReadList, read_hashlist
from firstseen.model.dates import read_date
from firstseen.model.descriptor import Descriptors, PdqHashes, SoundLandmarks
from firstseen.model.exchange import Fingerprint, Said
from firstseen.publish.hashlists import pdq_csv, pdq_text, vpdq_frames, write_plain

# Of vPDQ's own sample hashes (facebook/ThreatExchange, vpdq/sample-hashes), with one that begins with zeros.
A = "e271017837246aaccddea259648fb7d62f435c89d9e99b2497763e216c8d055c"
B = "c0f11178372c6aaccddea259648fbfd62f434c89c9e99b249772be216c8d055c"
C = "008d716973e367a7a74632e4746ccf42ca8b1c4b38fe379eb71e22111c334e6e"


def read(folder: Path, content: str | bytes, name: str = "list.txt") -> ReadList:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_hashlist(path)


def digits(one: Fingerprint) -> list[str]:
    return [bits.tobytes().hex() for bits in one.pdq.bits]


def fingerprint(key: str = "clip", said: Said | None = None) -> Fingerprint:
    bits = np.frombuffer(bytes.fromhex(A + B + C), np.uint8).reshape(3, 32)
    return Fingerprint(
        key,
        2.5,
        PdqHashes(np.array([0.0, 0.96, 1.1234]), bits, np.array([100, 98, 49], np.uint8)),
        Descriptors("", np.zeros(0), np.zeros((0, 0), np.float32), np.zeros(0, np.int16), ()),
        SoundLandmarks("", np.zeros(0, np.uint32), np.zeros(0, np.float32)),
        said or Said(),
    )


def test_vpdq_lists_are_read_and_written_as_vpdq_does(tmp_path: Path) -> None:
    sample = f"0,100,{A},0\n1,100,{B},0.0319\n2,7,{C},1.02\n"
    (one,) = read(tmp_path, sample, "chair.txt").footage
    assert one.key == "chair"
    assert digits(one) == [A, B, C]
    assert one.pdq.times_s.tolist() == [0, 0.0319, 1.02]
    assert one.pdq.quality.tolist() == [100, 100, 7]
    assert "".join(vpdq_frames(one)) == f"0,100,{A},0.000\n1,100,{B},0.032\n2,7,{C},1.020\n"


def test_what_vpdqs_python_example_prints_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, f"0,{A},100,0\n1,{C},98,1\n")
    assert found.kind == "vpdq"
    assert digits(found.footage[0]) == [A, C]
    assert found.footage[0].pdq.quality.tolist() == [100, 98]


def test_the_json_of_python_threatexchange_is_read(tmp_path: Path) -> None:
    content = json.dumps([f"{A},100,0.000", f"{C},60,1.500", "nonsense", 7])
    found = read(tmp_path, content, "video.json")
    assert digits(found.footage[0]) == [A, C]
    assert found.refused_count == 2


def test_lines_of_pdqs_tools_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, f"{A},100,one.jpg\n{B},99,two.jpg\nhash={C},one,and more\n{A}\n")
    assert {one.key: digits(one) for one in found.footage} == {
        "one.jpg": [A],
        "two.jpg": [B],
        "one,and more": [C],
        A: [A],
    }
    assert found.without_quality == 2
    assert found.footage[-1].pdq.quality.tolist() == [50]


@pytest.mark.parametrize(
    "content",
    [
        f"hash,quality,media,seconds\n{A},100,clip,0\n{C},98,clip,1\n",
        f"Media ID;PDQ Hash;Quality;Timestamp\r\nclip;{A};100;0\r\nclip;{C};98;1\r\n",
        f"pdq\tfile\tquality\ttime\n{A.upper()}\tclip\t100\t0\n{C.upper()}\tclip\t98\t1\n",
        f"\ufeffhash,quality,media,seconds\r\n# a remark\r\n\r\n{A},100,clip,0\r\n// another\r\n{C},98,clip,1",
        f'"hash","quality","media","seconds"\r"{A}","100","clip","0"\r"{C}","98","clip","1"\r',
    ],
)
def test_tables_are_read_however_they_were_saved(tmp_path: Path, content: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        found = read(tmp_path, content.encode(encoding))
        assert found.kind == "pdq-csv"
        (one,) = found.footage
        assert one.key == "clip"
        assert digits(one) == [A, C]
        assert one.pdq.quality.tolist() == [100, 98]
        assert one.pdq.times_s.tolist() == [0, 1]
        assert not found.refused


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"{C.lstrip('0')},100,a,0", "62 digits instead of 64: leading zeros were lost"),
        (f"{A[:63]},100,a,0", "leading zeros were lost"),
        ("5.8E+76,100,a,0", "turned into a number by a spreadsheet"),
        (f"{A}0,100,a,0", "no PDQ hash"),
        (f"{A[:-1]}g,100,a,0", "no PDQ hash"),
        ("=cmd|' /C calc'!A0,100,a,0", "no PDQ hash"),
        (f"{A},101,a,0", "quality is '101'"),
        (f"{A},-1,a,0", "quality is '-1'"),
        (f"{A},100,a,-1", "its time is '-1'"),
        (f"{A},100,a,nan", "its time is 'nan'"),
        (f"{A},100,a,1e99", "its time is '1e99'"),
        (f"{A},100,{'x' * 501},0", "501 characters"),
        (f"{A},100,a\x07b,0", "no text"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_with_its_reason(tmp_path: Path, line: str, reason: str) -> None:
    found = read(tmp_path, f"hash,quality,media,seconds\n{B},100,good,0\n{line}\n{A},100,good,1\n")
    (refused,) = found.refused
    assert refused.line == 3
    assert reason in str(refused)
    assert len(found.footage[0].pdq) == 2


def test_a_frame_whose_hash_lost_its_zeros_is_refused_not_taken_for_another_line(tmp_path: Path) -> None:
    found = read(tmp_path, f"0,100,{A},0\n1,100,{C.lstrip('0')},1\n")
    assert "leading zeros" in str(found.refused[0])
    assert digits(found.footage[0]) == [A]


def test_hashes_of_flat_pictures_prove_nothing_whatever_is_stated(tmp_path: Path) -> None:
    found = read(
        tmp_path, f"hash,quality,media\n{'0' * 64},100,black\n{'0' * 63}1,100,black\n{A},100,black\n"
    )
    assert found.footage[0].pdq.quality.tolist() == [0, 0, 100]
    assert found.footage[0].frames == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"hash,quality\n",
        b"%PDF-1.7\n\x00\x01",
        b"\x00" * 100,
        b"just words\n",
        b"{}",
        b"[",
        b"[" * 90_000,
    ],
)
def test_what_is_no_list_is_refused_with_a_clear_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match=r"list\.txt: "):
        read(tmp_path, content)


def test_huge_lists_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="longer than any line"):
        read(tmp_path, A + "x" * 70_000)
    with pytest.raises(InputError, match="cannot be read"):
        read_hashlist(tmp_path / "missing.txt")
    monkeypatch.setattr(hashlists, "MOST_HASHES", 3)
    with pytest.raises(TooLarge, match="3 hashes"):
        read(tmp_path, f"{A},1,a\n" * 4)
    monkeypatch.setattr(hashlists, "LARGEST_LIST_BYTES", 10)
    with pytest.raises(TooLarge):
        read(tmp_path, A)


def test_many_bad_lines_are_counted_and_the_first_told(tmp_path: Path) -> None:
    found = read(tmp_path, f"{A},100,good\n" + "bad\n" * 100)
    assert found.refused_count == 100
    assert len(found.refused) == 20


def test_what_is_known_of_footage_goes_with_its_hashes(tmp_path: Path) -> None:
    said = Said(read_date("2015-07", "agency record"), "https://example.org/a,b", 'A "broadcaster"')
    path = tmp_path / "out.csv"
    done = write_plain(path, "pdq-csv", [fingerprint("clip", said), fingerprint("other")])
    assert (done.footage, done.frames, done.left_out) == (2, 6, 0)
    clip, other = read_hashlist(path).footage
    assert clip.said == said
    assert digits(clip) == [A, B, C]
    assert clip.pdq.times_s.tolist() == [0, 0.96, 1.123]
    assert clip.pdq.quality.tolist() == [100, 98, 49]
    assert other.said == Said()


def test_a_date_that_cannot_be_read_is_told_and_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, f"hash,media,first_seen,basis\n{A},a,last summer,caption\n{B},b,2015,rumour\n")
    assert [one.said.first_seen for one in found.footage] == [None, None]
    assert "last summer" in str(found.refused[0])
    assert "rumour" in str(found.refused[1])


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "'quoted", "=a,b"]
)
def test_no_cell_that_we_write_is_run_as_a_formula(tmp_path: Path, text: str) -> None:
    lines = list(pdq_csv([fingerprint(text, Said(None, text, text))]))
    for line in lines[1:]:
        for cell in line.rstrip("\r\n").split(","):
            assert not cell.lstrip('"').startswith(("=", "+", "-", "@", "\t", "\r")), line
    path = tmp_path / "out.csv"
    path.write_text("".join(lines), newline="")
    (one,) = read_hashlist(path).footage
    assert one.key == text.strip()
    assert one.said.source == text.strip()


def test_leading_zeros_are_kept_in_every_list() -> None:
    one = fingerprint()
    for lines in (pdq_csv([one]), pdq_text([one]), vpdq_frames(one)):
        assert C in "".join(lines)


def test_footage_without_a_frame_is_left_out_and_counted(tmp_path: Path) -> None:
    empty = Fingerprint(
        "sound",
        3.0,
        PdqHashes(np.zeros(0), np.zeros((0, 32), np.uint8), np.zeros(0, np.uint8)),
        fingerprint().pictures,
        fingerprint().sound,
    )
    done = write_plain(tmp_path / "lists", "vpdq", [empty, fingerprint("a/../b")])
    assert (done.footage, done.left_out) == (1, 1)
    assert [path.name for path in (tmp_path / "lists").iterdir()] == ["a____b.txt"]
    with pytest.raises(InputError, match="cannot be written"):
        write_plain(tmp_path / "no" / "list.csv", "pdq-csv", [fingerprint()])
