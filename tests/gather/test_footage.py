"""Footage is fetched from addresses and pages through the one door, and nothing else is."""

import contextlib
import gzip
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from firstseen.errors import InputError, NotFetched, TooLarge
from firstseen.gather.footage import fetch_footage
from firstseen.gather.web import Fetcher, is_public
from firstseen.web.uploads import Uploads
from tests.footage import make_clip

FILM = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "VideoObject",
            "contentUrl": "/clip.mp4",
            "description": "Rebels send a message",
            "uploadDate": "2024-12-05",
            "author": {"@type": "Person", "name": "A page"},
        }
    ],
}
PAGES = {
    "og": '<meta property="og:video" content="/clip.mp4"><meta property="og:description" content="وصف">',
    "player": "<p>x</p><video controls><source src='/missing'><source src='clip.mp4'></video>",
    "jsonld": f"<script type='application/ld+json'>{json.dumps(FILM)}</script>",
    "embed": '<meta property="og:video" content="/nothing"><video src="/clip.mp4"></video>',
    "nothing": "<p>no video here</p><img src='/clip.mp4'>",
    "inside": '<meta property="og:video" content="http://169.254.169.254/latest/meta-data/">',
    "file": '<meta property="og:video" content="file:///etc/passwd">',
}


class Server(BaseHTTPRequestHandler):
    """A site with a clip, pages that name it, and traps."""

    clip = b""

    def do_GET(self) -> None:
        name = self.path.strip("/")
        if name == "clip.mp4":
            self.send(self.clip, "video/mp4")
        elif name == "bomb":
            packed = gzip.compress(b"x" * 50_000_000)
            self.send(packed, "video/mp4", Content_Encoding="gzip")
        elif name == "endless":
            self.endless()
        elif name == "missing":
            self.send_error(404)
        else:
            self.send(PAGES[name].encode(), "text/html; charset=utf-8")

    def endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 65536)
        except OSError:
            return

    def send(self, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        with contextlib.suppress(OSError):  # whoever has enough of it hangs up
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_clip(tmp_path_factory.mktemp("clip") / "clip.mp4", seconds=1).read_bytes()


@pytest.fixture(scope="module")
def site(clip: bytes) -> Iterator[str]:
    Server.clip = clip
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path, 4)


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(longest_s=5.0, also_allowed=["127.0.0.1"], any_port=True)


def test_a_file_is_fetched_as_it_is(site: str, uploads: Uploads, fetcher: Fetcher, clip: bytes) -> None:
    found = fetch_footage(f"{site}/clip.mp4", uploads.writing, fetcher)
    assert (found.kept.name, found.kept.path.read_bytes(), found.page) == ("clip.mp4", clip, "")


@pytest.mark.parametrize("page", ["og", "player", "jsonld", "embed"])
def test_the_file_that_a_page_names_is_fetched(
    site: str, uploads: Uploads, fetcher: Fetcher, page: str, clip: bytes
) -> None:
    found = fetch_footage(f"{site}/{page}", uploads.writing, fetcher)
    assert found.kept.path.read_bytes() == clip
    assert (found.page, found.url) == (f"{site}/{page}", f"{site}/clip.mp4")
    assert [path.name for path in uploads.folder.iterdir()] == [found.kept.id]


def test_what_the_markup_says_is_offered_as_it_is_written(
    site: str, uploads: Uploads, fetcher: Fetcher
) -> None:
    found = fetch_footage(f"{site}/jsonld", uploads.writing, fetcher)
    assert found.said == {"caption": "Rebels send a message", "published": "2024-12-05", "author": "A page"}
    assert fetch_footage(f"{site}/player", uploads.writing, fetcher).said == {}


def test_a_page_without_footage_says_what_to_do(site: str, uploads: Uploads, fetcher: Fetcher) -> None:
    with pytest.raises(InputError, match="save the video and upload it"):
        fetch_footage(f"{site}/nothing", uploads.writing, fetcher)
    assert list(uploads.folder.iterdir()) == []


@pytest.mark.parametrize(("page", "why"), [("inside", "not on the public web"), ("file", "no web address")])
def test_what_a_page_names_passes_the_same_door(
    site: str, uploads: Uploads, fetcher: Fetcher, page: str, why: str
) -> None:
    with pytest.raises(InputError, match=why):
        fetch_footage(f"{site}/{page}", uploads.writing, fetcher)


@pytest.mark.parametrize("trap", ["bomb", "endless"])
def test_what_is_too_large_is_given_up_and_leaves_nothing(
    site: str, uploads: Uploads, fetcher: Fetcher, trap: str
) -> None:
    with pytest.raises(TooLarge):
        fetch_footage(f"{site}/{trap}", uploads.writing, fetcher)
    assert list(uploads.folder.iterdir()) == []


def test_a_missing_file_is_said(site: str, uploads: Uploads, fetcher: Fetcher) -> None:
    with pytest.raises(NotFetched, match="404"):
        fetch_footage(f"{site}/missing", uploads.writing, fetcher)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x.mp4",
        "http://localhost/x.mp4",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.100.100.200/",
        "http://0/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://017700000001/",
        "http://127.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1%25lo]/",
        "http://[fd00::1]/",
        "http://user@example.org/",
        "http://user:word@example.org/",
        "http://example.org:22/",
        "http://example.org:6379/",
        "ftp://example.org/x.mp4",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_x",
        "data:video/mp4;base64,AAAA",
        "//example.org/x",
        "http://",
        "http://\ud800/",
        "http://exa mple.org/",
        "",
    ],
)
def test_no_address_leads_inside(address: str, uploads: Uploads) -> None:
    with pytest.raises((InputError, NotFetched)) as refused:
        fetch_footage(address, uploads.writing, Fetcher(longest_s=2.0))
    if "example" not in address and "fe80" not in address and "exa mple" not in address:
        assert isinstance(refused.value, InputError), refused.value


def test_a_name_is_looked_up_once_and_the_answer_that_was_checked_is_used(
    site: str, uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def first_outside_then_inside(host: str, port: int, *rest: object, **more: object) -> object:
        if host != "rebinding.example":
            return real(host, port, *rest, **more)
        asked.append(host)
        address = "203.0.113.7" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", first_outside_then_inside)
    port = site.rpartition(":")[2]
    with pytest.raises((InputError, NotFetched)):
        fetch_footage(
            f"http://rebinding.example:{port}/clip.mp4",
            uploads.writing,
            Fetcher(longest_s=1.0, any_port=True),
        )
    assert asked == ["rebinding.example"]
    assert not is_public("203.0.113.7")
    assert list(uploads.folder.iterdir()) == []
