"""A small newsroom behind the API: footage from 2015, a fact-check, accounts with keys, and a client for each."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from fastapi.testclient import TestClient

from firstseen import ClaimReview, Desk
from firstseen.model.dates import read_date
from firstseen.model.people import ROLES, permissions_of
from firstseen.model.review import Appearance, MediaReview
from firstseen.web import make_app
from tests.footage import make_clip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from firstseen.model.people import Role

CAPTION = "Syrian rebels send a message to the tyrants of Hamas: you are nothing to us"
REVIEW = ClaimReview(
    id="https://example.org/check",
    url="https://example.org/check",
    claim="A video shows Syrian rebels threatening Hamas in December 2024",
    name="This video of militants threatening Hamas is from 2015",
    publisher="Example Checks",
    publisher_url="https://example.org",
    rating="Misleading",
    language="en",
    published=read_date("2024-12-08", "date on the page"),
    claimant="A page",
    media=(MediaReview("DecontextualizedContent", appearances=(Appearance("https://example.org/agency"),)),),
)


class Newsroom:
    """A desk that is served: `as_(role)` is a client that acts for somebody with that role."""

    def __init__(self, folder: Path, upload_mb: int = 64, *, bare: bool = False) -> None:
        self.folder = folder / "desk"
        self.keys: dict[str, str] = {}
        with Desk(self.folder) as desk:
            if not bare:
                self._fill(desk, folder)
            for role in ROLES:
                self._account(desk, role)
        with (self.folder / "firstseen.toml").open("a") as file:
            file.write(f"\n[web]\nrequests_per_minute = 1000000\nupload_mb = {upload_mb}\n")
        self.app = make_app(self.folder)

    def _fill(self, desk: Desk, folder: Path) -> None:
        self.long = make_clip(folder / "long.mp4", seconds=6, seed=1)
        self.post = make_clip(folder / "post.mp4", seconds=3, seed=1, from_s=2.0, size=(200, 150))
        self.other = make_clip(folder / "other.mp4", seconds=3, seed=5)
        desk.add(
            self.long,
            url="https://example.org/agency",
            published="2015-07-01",
            published_basis="agency record",
            place="Syria",
            actors="Islamic State militants",
            source="An agency",
        )
        desk.gather_reviews([REVIEW])
        desk.check(self.post, caption=CAPTION, posted="5 December 2024", by="mona")

    def _account(self, desk: Desk, role: Role) -> None:
        desk.add_account(role, f"a long password of a {role}", role)
        self.keys[role] = desk.make_key(role, "tests", permissions_of(role))[1]

    def as_(self, role: str) -> TestClient:
        """A client with the key of somebody with this role; the application has to be running."""
        headers = {"Authorization": f"Bearer {self.keys[role]}"}
        return TestClient(self.app, base_url="http://127.0.0.1", headers=headers)


def ended(client: TestClient, job: dict[str, Any], seconds: float = 60.0) -> dict[str, Any]:
    """The job once it has ended."""
    until_s = time.monotonic() + seconds
    while job["state"] in {"waiting", "running"}:
        assert time.monotonic() < until_s, job
        time.sleep(0.05)
        job = client.get(f"/api/v1/jobs/{job['job']}").json()
    return job


def send(client: TestClient, path: Path) -> str:
    """The id of a file that was uploaded."""
    answer = client.post(f"/api/v1/uploads?name={path.name}", content=path.read_bytes())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["upload"])


@contextmanager
def listening(app: Any, **how: Any) -> Iterator[str]:
    """The application on a free port of this machine."""
    socket_ = socket.create_server(("127.0.0.1", 0))
    port = socket_.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on", **how))
    thread = threading.Thread(target=server.run, args=([socket_],), daemon=True)
    thread.start()
    until_s = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < until_s
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(20)
    socket_.close()
