"""Long work is kept, run one after the other, told of, cancelled, and begun again after a restart."""

import threading
import time

import pytest

from firstseen import Desk, InputError, NotFound
from firstseen.errors import Conflict
from firstseen.web.queue import Queue


@pytest.fixture
def desk(tmp_path):
    with Desk(tmp_path / "desk") as opened:
        yield opened


def ended(queue, job_id, seconds=10.0):
    """The job once nothing is to come of it any more."""
    until_s = time.monotonic() + seconds
    while (job := queue.job(job_id)).is_open:
        assert time.monotonic() < until_s, job
        time.sleep(0.01)
    return job


class Served:
    """A queue whose work counts, waits to be let go, fails, or crashes."""

    def __init__(self, desk, at_once=1):
        self.go = threading.Event()
        self.begun = threading.Event()
        self.queue = Queue(
            desk,
            {"count": self.count, "wait": self.wait, "refuse": self.refuse, "crash": self.crash},
            at_once,
            lambda text: text.replace("/secret/", ""),
        )

    def __enter__(self):
        self.queue.start()
        return self

    def __exit__(self, *_):
        self.go.set()
        self.queue.stop()

    def count(self, _desk, request, tell):
        for number in range(request["to"]):
            tell(number, request["to"], "counting")
        return {"counted": request["to"]}

    def wait(self, _desk, request, tell):
        self.begun.set()
        tell(1, 3, "waiting to be let go")
        while not self.go.wait(0.01):
            tell(1, 3)
        return {"asked": dict(request)}

    def refuse(self, _desk, _request, _tell):
        raise InputError("/secret/clip.mp4: no footage")

    def crash(self, _desk, _request, _tell):
        raise ZeroDivisionError("inside")


def test_work_is_done_and_its_result_kept(desk):
    with Served(desk) as served:
        job = served.queue.submit("count", "mona", {"to": 3})
        assert (job.state, job.by) == ("waiting", "mona")
        done = ended(served.queue, job.id)
    assert (done.state, done.result, done.message, done.done) == ("done", {"counted": 3}, "counting", 2)
    assert done.started is not None
    assert done.ended >= done.started


def test_running_work_tells_how_far_it_is_and_others_wait(desk):
    with Served(desk) as served:
        first = served.queue.submit("wait", "mona", {})
        second = served.queue.submit("count", "mona", {"to": 1})
        assert served.begun.wait(10)
        assert served.queue.job(second.id).state == "waiting"
        running = served.queue.job(first.id)
        assert (running.state, running.expected) == ("running", 3)
        served.go.set()
        assert ended(served.queue, second.id).state == "done"
        assert [job.id for job in served.queue.jobs(states=["done"])] == [second.id, first.id]


def test_what_is_refused_says_why_and_the_next_goes_on(desk):
    with Served(desk) as served:
        refused = served.queue.submit("refuse", "mona", {})
        after = served.queue.submit("count", "mona", {"to": 1})
        job = ended(served.queue, refused.id)
        assert ended(served.queue, after.id).state == "done"
    assert job.state == "failed"
    assert job.error == {"kind": "InputError", "message": "clip.mp4: no footage", "status": 400}


@pytest.mark.logs_errors
def test_a_crash_is_the_failure_of_its_job_alone_and_tells_nothing_inside(desk):
    with Served(desk) as served:
        crashed = served.queue.submit("crash", "mona", {})
        after = served.queue.submit("count", "mona", {"to": 1})
        job = ended(served.queue, crashed.id)
        assert ended(served.queue, after.id).state == "done"
    assert job.state == "failed"
    assert "ZeroDivision" not in str(job.error)


def test_what_waits_can_be_cancelled_and_is_never_run(desk):
    with Served(desk) as served:
        served.queue.submit("wait", "mona", {})
        assert served.begun.wait(10)
        waiting = served.queue.submit("count", "mona", {"to": 1})
        assert served.queue.cancel(waiting.id, "ali").state == "cancelled"
        served.go.set()
        last = served.queue.submit("count", "mona", {"to": 1})
        ended(served.queue, last.id)
        assert served.queue.job(waiting.id).state == "cancelled"
        with pytest.raises(Conflict):
            served.queue.cancel(waiting.id, "ali")
    assert [entry.what for entry in desk.archive.audit()] == ["cancel job"]


def test_what_runs_stops_when_it_looks_up(desk):
    with Served(desk) as served:
        job = served.queue.submit("wait", "mona", {})
        assert served.begun.wait(10)
        served.queue.cancel(job.id, "ali")
        assert ended(served.queue, job.id).state == "cancelled"


def test_a_stopped_server_parks_its_work_and_the_next_begins_it_again(desk, monkeypatch):
    monkeypatch.setattr("firstseen.web.queue._GRACE_S", 0.05)
    first = Served(desk)
    first.queue.start()
    job = first.queue.submit("wait", "mona", {"clip": "a"})
    assert first.begun.wait(10)
    first.queue.stop()
    assert desk.archive.jobs.get(job.id).state == "waiting"
    with Served(desk) as second:
        second.go.set()
        assert ended(second.queue, job.id).result == {"asked": {"clip": "a"}}


def test_work_of_a_server_that_was_killed_begins_again(desk):
    job = desk.archive.jobs.add("count", "mona", {"to": 2})
    assert desk.archive.jobs.take().state == "running"
    with Served(desk) as served:
        assert ended(served.queue, job.id).state == "done"


def test_two_threads_never_take_the_same_work(desk):
    with Served(desk, at_once=4) as served:
        ids = [served.queue.submit("count", "mona", {"to": 5}).id for _ in range(12)]
        assert {ended(served.queue, one).state for one in ids} == {"done"}


def test_unknown_kinds_and_ids_are_refused(desk):
    queue = Served(desk).queue
    with pytest.raises(InputError, match="count"):
        queue.submit("nothing", "mona", {})
    for job_id in ("", "nothing", "\ud800", "' OR 1=1 --"):
        with pytest.raises(NotFound):
            queue.job(job_id)


def test_work_of_an_unknown_kind_fails_in_words(desk):
    job = desk.archive.jobs.add("from the future", "mona", {})
    with Served(desk) as served:
        assert "no such kind" in ended(served.queue, job.id).error["message"]
