"""A desk under load: readers, reviewers who decide, and footage coming in, all at the same time on one server."""

from __future__ import annotations

import json
import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen import Desk
from tests.footage import make_clip
from tests.web.newsroom import OPEN, PEOPLE
from tests.web.visiting import Answer, Crowd, Visitor, quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.web.newsroom import Newsroom
    from tests.web.serving import Served

READERS: Final = 50
REVIEWERS: Final = 5
READING_S: Final = 3.0
"""How long a reader looks at a page on average before the next one."""

DECIDING_S: Final = 1.5
MANY_REQUESTS: Final = {"FIRSTSEEN_WEB_REQUESTS_PER_MINUTE": "100000"}
"""Fifty readers share five accounts here, and each account counts its requests."""


@dataclass(frozen=True)
class Measured:
    """What came of a run. Times are in seconds."""

    idle_median_s: float
    loaded_median_s: float
    loaded_p95_s: float
    reads: int
    decisions: int
    added: int
    failures: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """How many times as long the slow reads take under load as the usual read of an idle desk."""
        return self.loaded_p95_s / self.idle_median_s

    def told(self) -> str:
        """The figures in a few lines."""
        ms = {
            name: 1000 * getattr(self, f"{name}_s") for name in ("idle_median", "loaded_median", "loaded_p95")
        }
        return (
            f"idle median {ms['idle_median']:.1f} ms; under load: median {ms['loaded_median']:.1f} ms, "
            f"p95 {ms['loaded_p95']:.1f} ms ({self.ratio:.1f} times the idle median)\n"
            f"{self.reads} reads, {self.decisions} decisions, {self.added} files added; "
            f"{len(self.failures)} failures, {len(self.lost)} decisions lost"
        )


def measure(
    served: Served, newsroom: Newsroom, seconds: float, cases: Sequence[str], work: Path, *, run: int = 1
) -> Measured:
    """A run of `seconds` on a served desk whose `cases` are read and decided on; clips are made in `work`."""
    steps = _reading([OPEN, *cases])
    with Visitor(served.url, cookie=newsroom.token("omar")) as alone:
        idle = sorted(step(alone).seconds for _ in range(4) for step in steps)
    clips = [make_clip(work / f"in-{run}-{n}.mp4", seconds=6, seed=100 * run + n) for n in range(3)]
    ingest = _Ingest(served, newsroom, clips)
    crowd = Crowd(seconds)
    visitors = []
    for number in range(READERS):
        visitors.append(Visitor(served.url, cookie=newsroom.token(list(PEOPLE)[number % len(PEOPLE)])))
        crowd.join_in(visitors[-1], steps, READING_S)
    deciders = [_Decider(f"run {run}, reviewer {number}", cases) for number in range(REVIEWERS)]
    for number, decider in enumerate(deciders):
        visitors.append(Visitor(served.url, cookie=newsroom.token(("mona", "sara", "ali")[number % 3])))
        crowd.join_in(visitors[-1], [decider.decide], DECIDING_S)
    ingest.start()
    crowd.run()
    added = ingest.stop()
    for visitor in visitors:
        visitor.close()
    reads = crowd.took_s("GET")
    kept = _kept(newsroom.folder, cases)
    lost = [reason for decider in deciders for reason in decider.acknowledged if kept[reason] != 1]
    return Measured(
        idle_median_s=quantile(idle, 0.5),
        loaded_median_s=quantile(reads, 0.5),
        loaded_p95_s=quantile(reads, 0.95),
        reads=len(reads),
        decisions=sum(len(decider.acknowledged) for decider in deciders),
        added=added,
        failures=(*crowd.failures, *ingest.failures),
        lost=tuple(lost),
    )


def _reading(cases: Sequence[str]) -> list[Callable[[Visitor], Answer]]:
    """What readers look at: lists, a search, cases as pages and as data."""
    some = [cases[len(cases) * part // 7] for part in range(7)]
    paths = [
        "/cases?list=inbox",
        "/cases?list=published",
        "/cases?list=inbox&q=convoy",
        *(f"/cases/{case_id}" for case_id in some),
        "/footage",
        f"/api/v1/cases/{some[1]}",
        "/api/v1/cases?limit=50",
    ]
    return [lambda visitor, path=path: visitor.get(path) for path in paths]  # type: ignore[misc]


class _Decider:
    """A reviewer who goes from case to case; two of them meet in the same one again and again."""

    def __init__(self, name: str, cases: Sequence[str]) -> None:
        self.name = name
        self.acknowledged: list[str] = []
        self._cases = cases
        self._made = 0

    def decide(self, visitor: Visitor) -> Answer:
        case_id = self._cases[self._made % 3]
        slot = ("when", "where", "who")[self._made % 3]
        reason = f"{self.name}, decision {self._made}"
        self._made += 1
        value = {"when": "March 2014", "where": "Homs", "who": "Islamic State"}[slot]
        body = {"action": "edit", "subject": f"slot:{slot}", "value": value, "reason": reason}
        answer = visitor.post_json(f"/api/v1/cases/{case_id}/decisions", body)
        if answer.status == 201:
            self.acknowledged.append(reason)
        return answer


class _Ingest:
    """Footage sent one file after the other, each described before the next one comes."""

    def __init__(self, served: Served, newsroom: Newsroom, clips: Sequence[Path]) -> None:
        self.failures: list[str] = []
        self._url, self._cookie, self._clips = served.url, newsroom.token("lina"), clips
        self._ending = threading.Event()
        self._added = 0
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> int:
        """How many files were added."""
        self._ending.set()
        self._thread.join()
        return self._added

    def _run(self) -> None:
        with Visitor(self._url, cookie=self._cookie) as visitor:
            for number, clip in enumerate(self._clips):
                if self._ending.is_set():
                    return
                sent = visitor.send(
                    "POST",
                    f"/api/v1/uploads?name={clip.name}",
                    clip.read_bytes(),
                    "application/octet-stream",
                    **visitor.token_header(),
                )
                if sent.status != 201:
                    self.failures.append(f"upload {number}: {sent.status} {sent.text[:300]}")
                    return
                self._add(visitor, sent.json()["upload"])

    def _add(self, visitor: Visitor, upload: str) -> None:
        job = visitor.post_json("/api/v1/footage", {"upload": upload}).json()
        while job.get("state") in {"waiting", "running"}:
            self._ending.wait(0.3)
            job = visitor.get(f"/api/v1/jobs/{job['job']}").json()
        if job.get("state") == "done":
            self._added += 1
        else:
            self.failures.append(json.dumps(job)[:300])


def _kept(folder: Path, cases: Sequence[str]) -> Counter[str]:
    """How often each decision stands in the desk, by its reason."""
    with Desk(folder) as desk:
        return Counter(made.reason for case_id in cases[:3] for made in desk.archive.cases.decisions(case_id))
