"""Worker processes: whatever one file does to its worker, it does to itself alone."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from firstseen.errors import FirstseenError, UnreadableMedia
from firstseen.settings import Workers as Limits
from firstseen.settings import default_settings
from firstseen.workers import Call, Done, Workers, cores, report_progress

LIMITS = replace(default_settings().workers, processes=2)


def call(name: str, function: object, *arguments: object) -> Call:
    return Call(name, function, arguments)  # type: ignore[arg-type]


def run(*calls: Call, limits: Limits = LIMITS) -> list[Done]:
    with Workers(limits) as workers:
        return sorted(workers.run(calls), key=lambda done: done.index)


def test_every_call_comes_back_with_its_result() -> None:
    done = run(*[call(str(n), pow, n, 2) for n in range(7)])
    assert [d.result for d in done] == [n * n for n in range(7)]
    assert not [d.error for d in done if d.error]


def test_nothing_to_do_starts_nothing() -> None:
    assert run() == []


def test_a_worker_is_used_again_for_the_next_call() -> None:
    with Workers(replace(LIMITS, processes=1)) as workers:
        first = {d.result for d in workers.run([call("a", os.getpid), call("b", os.getpid)])}
        second = {d.result for d in workers.run([call("c", os.getpid)])}
    assert len(first) == 1
    assert first == second
    assert os.getpid() not in first


@pytest.mark.parametrize(
    ("ending", "says"),
    [
        (call("bad", os.abort), "SIGABRT"),
        (call("bad", signal.raise_signal, signal.SIGKILL), "SIGKILL"),
        (call("bad", signal.raise_signal, signal.SIGSEGV), "SIGSEGV"),
        (call("bad", os._exit, 3), "exit code 3"),
        (call("bad", os.close, -1), "failed unexpectedly: OSError"),
        (call("bad", exec, "raise SystemExit(4)"), "exit code 4"),
    ],
    ids=["abort", "kill", "segfault", "exit", "error", "sys.exit"],
)
def test_a_call_that_ends_its_worker_fails_alone_and_the_rest_goes_on(ending: Call, says: str) -> None:
    done = run(call("a", abs, -1), ending, call("b", abs, -2), call("c", abs, -3))
    assert [d.result for d in done] == [1, None, 2, 3]
    assert done[1].error is not None
    assert says in str(done[1].error)
    assert str(done[1].error).startswith("bad: ")


def test_a_refusal_comes_back_as_itself() -> None:
    done = run(call("bad", exec, "from firstseen.errors import *; raise UnreadableMedia('x.mp4', 'no')"))
    assert isinstance(done[0].error, UnreadableMedia)
    assert done[0].error.path == "x.mp4"


def test_a_call_that_hangs_is_given_up() -> None:
    started = time.monotonic()
    done = run(call("slow", time.sleep, 60), call("a", abs, -1), limits=replace(LIMITS, stall_s=1.5))
    assert "workers.stall_s" in str(done[0].error)
    assert done[1].result == 1
    assert time.monotonic() - started < 20


def test_a_call_that_goes_on_and_on_is_given_up_though_it_reports_progress() -> None:
    code = "import time\nfrom firstseen.workers import report_progress\nwhile 1: report_progress(1, 2); time.sleep(.1)"
    heard: list[tuple[int, float, float]] = []
    with Workers(replace(LIMITS, stall_s=1.0, file_s=2.5)) as workers:
        done = list(workers.run([call("long", exec, code)], lambda *told: heard.append(told)))
    assert "workers.file_s" in str(done[0].error)
    assert (0, 1, 2) in heard


def test_a_call_that_wants_too_much_memory_is_refused() -> None:
    limits = replace(LIMITS, memory_mb=256)
    done = run(call("bomb", bytearray, 2**30), call("a", abs, -1), limits=limits)
    assert "memory" in str(done[0].error)
    assert isinstance(done[0].error, UnreadableMedia)
    assert done[1].result == 1


@pytest.mark.skipif(sys.platform != "linux", reason="memory is watched through /proc")
def test_memory_is_watched_even_where_no_limit_holds() -> None:
    # A shared map: what it holds is resident, but the system's own limit on private memory does not see it.
    code = "import mmap, time\nm = mmap.mmap(-1, 2**29)\nfor _ in range(5): m.write(b'x' * 10**8)\ntime.sleep(30)"
    done = run(call("bomb", exec, code), limits=replace(LIMITS, memory_mb=300))
    assert "memory" in str(done[0].error)


def test_a_file_that_grows_without_end_is_refused(tmp_path: Path) -> None:
    code = f"open({str(tmp_path / 'big')!r}, 'wb').truncate(2**30)"
    done = run(call("big", exec, code), limits=replace(LIMITS, output_mb=16))
    assert "File too large" in str(done[0].error)


def test_what_libraries_print_is_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    run(call("noisy", os.system, "echo noise; echo noise >&2"))
    assert capfd.readouterr() == ("", "")


def test_leaving_ends_workers_in_the_middle_of_a_call() -> None:
    with Workers(replace(LIMITS, processes=2)) as workers:
        results = workers.run([call("a", os.getpid), call("slow", time.sleep, 60)])
        pid = next(results).result
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_workers_end_when_their_desk_is_killed() -> None:
    code = (
        "import os, time\nfrom firstseen.settings import default_settings\n"
        "from firstseen.workers import Call, Workers\n"
        "team = Workers(default_settings().workers)\n"
        "calls = [Call('a', os.getpid, ()), Call('b', time.sleep, (60,))]\n"
        "for done in team.run(calls): print(done.result, flush=True); break\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        worker = int(desk.stdout.readline())
        desk.kill()
    for _ in range(50):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        if (Path("/proc") / str(worker)).exists() and "zombie" in (
            Path("/proc") / str(worker) / "status"
        ).read_text():
            return
        time.sleep(0.1)
    pytest.fail("the worker lives on")


def test_a_worker_that_cannot_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Workers(LIMITS) as workers, pytest.raises(FirstseenError, match="did not start"):
        list(workers.run([call("a", abs, -1)]))


def test_progress_outside_a_worker_goes_nowhere() -> None:
    report_progress(1.0, 2.0)


def test_this_machine_has_a_core() -> None:
    assert cores() >= 1
