"""What is too large or too slow is cut off, early where it says so itself, and leaves nothing behind."""

import json
import socket
import time
from collections.abc import Iterator
from typing import Self

import pytest

from firstseen.web import limits, serving
from firstseen.web.app import make_app
from firstseen.web.limits import Limits, Patience
from tests.web.api.desks import Newsroom, listening

GB = 1024**3


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = Newsroom(tmp_path_factory.mktemp("limits"), upload_mb=1, bare=True)
    # The same limits, in less time than people have.
    for middleware in made.app.user_middleware:
        if middleware.cls is Limits:
            middleware.kwargs["patience"] = Patience(stall_s=0.5, after_s=1.0, least_per_s=1000)
    return made


@pytest.fixture(scope="module")
def address(newsroom: Newsroom) -> Iterator[tuple[str, int]]:
    with listening(newsroom.app, http=serving.Impatient) as served:
        host, _, port = served.removeprefix("http://").rstrip("/").partition(":")
        yield host, int(port)


class Client:
    """A client that sends what it likes, as slowly as it likes."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address, timeout=20)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def ask(self, path: str, key: str, *headers: str) -> None:
        lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {key}", *headers, "", ""]
        self.socket.sendall("\r\n".join(lines).encode())

    def answer(self) -> tuple[int, dict[str, object]]:
        """The status, and what the body says."""
        whole = b""
        while piece := self.socket.recv(65536):
            whole += piece
        head, _, body = whole.partition(b"\r\n\r\n")
        return int(head.split()[1]), json.loads(body)["error"]


def test_five_gigabytes_are_refused_before_a_byte_of_them_is_sent(
    newsroom: Newsroom, address: tuple[str, int]
) -> None:
    with Client(address) as client:
        client.ask("/api/v1/uploads?name=x.mp4", newsroom.keys["editor"], f"Content-Length: {5 * GB}")
        status, error = client.answer()
    assert (status, error["kind"]) == (413, "TooLarge")
    assert "1 MB" in str(error["message"])


@pytest.mark.parametrize("form", [False, True])
def test_what_does_not_say_how_large_it_is_is_cut_off(
    newsroom: Newsroom, address: tuple[str, int], *, form: bool
) -> None:
    kind = "multipart/form-data; boundary=b" if form else "video/mp4"
    with Client(address) as client:
        client.ask(
            "/api/v1/uploads?name=x.mp4",
            newsroom.keys["editor"],
            "Transfer-Encoding: chunked",
            f"Content-Type: {kind}",
        )
        if form:
            head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.mp4"\r\n\r\n'
            client.socket.sendall(b"%x\r\n%s\r\n" % (len(head), head))
        try:
            for _ in range(200):
                client.socket.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        except OSError:
            pass
        else:
            pytest.fail("13 MB were taken")
    left = list((newsroom.folder / "uploads").glob(".part-*"))
    until_s = time.monotonic() + 5
    while left and time.monotonic() < until_s:
        time.sleep(0.05)
        left = list((newsroom.folder / "uploads").glob(".part-*"))
    assert left == []


def test_a_request_without_files_is_small(newsroom: Newsroom, address: tuple[str, int]) -> None:
    with Client(address) as client:
        length = limits.LARGEST_BODY + 1
        client.ask(
            "/api/v1/match",
            newsroom.keys["editor"],
            f"Content-Length: {length}",
            "Content-Type: application/json",
        )
        status, error = client.answer()
    assert (status, error["kind"]) == (413, "TooLarge")


def test_a_client_that_stalls_is_told_and_cut_off(newsroom: Newsroom, address: tuple[str, int]) -> None:
    with Client(address) as client:
        client.ask("/api/v1/uploads?name=x.mp4", newsroom.keys["editor"], "Content-Length: 1000")
        client.socket.sendall(b"x")
        status, error = client.answer()
    assert (status, error["kind"]) == (408, "TooSlow")


def test_a_client_that_drips_is_told_and_cut_off(newsroom: Newsroom, address: tuple[str, int]) -> None:
    with Client(address) as client:
        client.ask("/api/v1/uploads?name=x.mp4", newsroom.keys["editor"], "Content-Length: 100000")
        since_s = time.monotonic()
        client.socket.settimeout(0.1)
        try:
            while time.monotonic() - since_s < 15:
                client.socket.sendall(b"x")
                time.sleep(0.1)
        except OSError:
            pass
        assert time.monotonic() - since_s < 10


def test_a_client_that_never_says_what_it_wants_is_cut_off(
    newsroom: Newsroom, address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "HEADERS_WITHIN_S", 0.5)
    assert newsroom.folder.is_dir()
    for said in (b"", b"GET / HTTP/1.1\r\nHost: 127"):
        with socket.create_connection(address, timeout=10) as slow:
            slow.sendall(said)
            assert slow.recv(100) == b""


def test_two_servers_never_have_one_desk_open(newsroom: Newsroom, address: tuple[str, int]) -> None:
    assert address
    with pytest.raises(serving.Unavailable, match="another"):
        serving.check_alone(newsroom.folder)
    assert make_app(newsroom.folder)
