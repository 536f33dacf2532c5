"""The program as a process: exit codes and signals as a shell sees them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.footage import make_clip

FIRSTSEEN = [sys.executable, "-c", "from firstseen.cli import main; main()"]


def run(words: Sequence[object], **options: object) -> "subprocess.CompletedProcess[str]":
    command = [*FIRSTSEEN, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **options)  # type: ignore[call-overload,no-any-return]


def children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def wait_for(condition, seconds: float = 60.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def clips(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "clips"
    folder.mkdir()
    return [
        make_clip(folder / f"{seed}.mp4", seconds=20, seed=seed, size=(640, 360), sound=False)
        for seed in range(3)
    ]


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    done = run(["add", "--help"])
    assert done.returncode == 0
    assert "--records" in done.stdout
    code = "import sys, firstseen.cli; print(*{m.partition('.')[0] for m in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"av", "cv2", "lance", "onnxruntime", "sqlalchemy", "jinja2"} & set(loaded.split())


@pytest.mark.parametrize(
    ("words", "code"),
    [(["--help"], 0), (["nonsense"], 2), (["show", "--desk", "nowhere"], 2), (["find"], 2)],
)
def test_exit_codes(tmp_path: Path, words: list[str], code: int) -> None:
    assert run(words, cwd=tmp_path).returncode == code


@pytest.fixture
def heeding_interrupts() -> Iterator[None]:
    """A run in the background of a script ignores Ctrl-C, and so would every program it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform != "linux", reason="children are looked up in /proc")
@pytest.mark.usefixtures("heeding_interrupts")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupting_add_ends_it_at_once_and_keeps_what_was_stored(
    tmp_path: Path, clips: list[Path], sent: int, code: int
) -> None:
    desk = tmp_path / "desk"
    environment = os.environ | {"FIRSTSEEN_WORKERS_PROCESSES": "1"}
    with subprocess.Popen(
        [*FIRSTSEEN, "add", *map(str, clips), "--desk", str(desk)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment | {"PYTHONUNBUFFERED": "1"},
    ) as adding:
        assert adding.stdout is not None
        first = adding.stdout.readline()
        assert first.startswith("added")
        workers = children_of(adding.pid)
        adding.send_signal(sent)
        _, said = adding.communicate(timeout=30)
    assert adding.returncode == code
    assert "Traceback" not in said
    assert wait_for(lambda: not [w for w in workers if Path(f"/proc/{w}/cmdline").exists()], 10)
    assert "1 file, 1 record" in run(["show", "--desk", desk]).stdout
    assert not (desk / "incoming").exists()
    again = run(["add", *clips, "--desk", desk])
    assert again.returncode == 0
    assert "2 added, 1 known" in again.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="children are looked up in /proc")
def test_a_worker_killed_from_outside_costs_its_own_file(tmp_path: Path, clips: list[Path]) -> None:
    with subprocess.Popen(
        [*FIRSTSEEN, "add", *map(str, clips), "--desk", str(tmp_path / "desk")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"FIRSTSEEN_WORKERS_PROCESSES": "1", "PYTHONUNBUFFERED": "1"},
    ) as adding:
        assert adding.stdout is not None
        assert adding.stdout.readline().startswith("added")
        assert wait_for(lambda: children_of(adding.pid))
        os.kill(children_of(adding.pid)[0], signal.SIGKILL)
        out, said = adding.communicate(timeout=90)
    assert adding.returncode == 2
    assert "SIGKILL" in said
    assert "2 added, 1 failed" in out


def test_a_reader_that_has_enough_is_no_error(tmp_path: Path) -> None:
    run(["init", tmp_path / "desk"])
    command = (
        f"{sys.executable} -c 'from firstseen.cli import main; main()' show --desk {tmp_path / 'desk'} | true"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)  # noqa: S607
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_a_script_without_a_main_guard_can_use_the_desk(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", seconds=2, size=(160, 120), sound=False)
    script = tmp_path / "script.py"
    script.write_text(
        "from firstseen import Desk\n"
        f"with Desk({str(tmp_path / 'desk')!r}) as desk:\n"
        f"    desk.add({str(clip)!r}, published='2015-07-01', caption='فيديو')\n"
        f"    print(desk.find({str(clip)!r}).timeline.first_seen.record.published.iso)\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stderr == ""
    assert done.stdout == "2015-07-01\n"
