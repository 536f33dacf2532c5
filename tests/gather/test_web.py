"""The one door to the web: public addresses only, within limits, whatever a name, a redirect or a server tries."""

import contextlib
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from firstseen.errors import BadRecord, FirstseenError, InputError, NotFetched
from firstseen.gather.reviews import read_reviews
from firstseen.gather.web import Fetcher, is_public
from firstseen.model.review import ClaimReview

PAGE = "<html lang=ar><h1>فيديو قديم جدا هنا</h1><h2>الادعاء</h2><p>فيضان</p></html>"


class Server(BaseHTTPRequestHandler):
    """Answers by the path that is asked for."""

    def do_GET(self) -> None:
        answer: Callable[[], None] = getattr(
            self, f"say_{self.path.strip('/').partition('/')[0]}", self.say_page
        )
        answer()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def say_page(self) -> None:
        self.send(PAGE.encode("cp1256"), Content_Type="text/html; charset=windows-1256")

    def say_packed(self) -> None:
        self.send(gzip.compress(PAGE.encode()), Content_Type="text/html", Content_Encoding="gzip")

    def say_bomb(self) -> None:
        body = gzip.compress(b"x" * 50_000_000)
        self.send(body, Content_Type="text/html", Content_Encoding="gzip")

    def say_large(self) -> None:
        self.send(b"x" * 3_000_000, Content_Type="text/html")

    def say_slow(self) -> None:
        self.send(b"", Content_Type="text/html")
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def say_missing(self) -> None:
        self.send(b"no", 404)

    def say_video(self) -> None:
        self.send(b"\x00", Content_Type="video/mp4")

    def say_brotli(self) -> None:
        self.send(b"x", Content_Type="text/html", Content_Encoding="br")

    def say_moved(self) -> None:
        self.send(b"", 302, Location="/page")

    def say_around(self) -> None:
        self.send(b"", 302, Location="/around")

    def say_inside(self) -> None:
        self.send(b"", 302, Location="http://169.254.169.254/latest/meta-data/")

    def say_file(self) -> None:
        self.send(b"", 302, Location="file:///etc/passwd")

    def say_nowhere(self) -> None:
        self.send(b"", 302, Location="http://[::1")

    def say_dripping(self) -> None:
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.05)

    def say_garbled(self) -> None:
        self.wfile.write(b"nonsense\r\n\r\n")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(largest_bytes=1_000_000, longest_s=2.0, also_allowed=["127.0.0.1"], any_port=True)


@pytest.mark.parametrize("path", ["page", "moved", "packed", "صفحة?q=ا ب"])
def test_a_page_is_fetched_and_read(server: str, fetcher: Fetcher, path: str) -> None:
    (review,) = read_reviews([f"{server}/{path}"], fetcher=fetcher)
    assert isinstance(review, ClaimReview)
    assert (review.claim, review.name) == ("فيضان", "فيديو قديم جدا هنا")
    assert review.url.startswith(server)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing", "answers 404"),
        ("large", "larger than"),
        ("bomb", "larger than"),
        ("slow", "too slow"),
        ("dripping", "too slow"),
        ("nowhere", "leads on to 'http://\\[::1', which is no web address"),
        ("video", "'video/mp4'"),
        ("brotli", "packed as 'br'"),
        ("around", "more than 5 times"),
        ("garbled", "could not be fetched"),
    ],
)
def test_what_cannot_be_had_is_one_clear_error(server: str, fetcher: Fetcher, path: str, reason: str) -> None:
    with pytest.raises(NotFetched, match=reason):
        fetcher.fetch(f"{server}/{path}")


@pytest.mark.parametrize(
    ("path", "reason"), [("inside", "not on the public web"), ("file", "no web address")]
)
def test_a_redirect_passes_the_same_door(server: str, fetcher: Fetcher, path: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        fetcher.fetch(f"{server}/{path}")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/",
        "http://100.64.0.1/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://224.0.0.1/",
    ],
)
def test_addresses_that_are_not_public_are_never_asked(url: str) -> None:
    with pytest.raises(InputError, match="not on the public web"):
        Fetcher(longest_s=1.0).fetch(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://",
        "http://user:word@example.org/",
        "http://example.org:22/",
        "http://[::1",
        "http://example.org:99999/",
        "https://" + "a" * 5000,
        "javascript:alert(1)",
        "http://..../",
    ],
)
def test_what_is_no_public_web_address_is_refused(url: str) -> None:
    with pytest.raises(InputError):
        Fetcher(longest_s=1.0).fetch(url)


def test_a_port_of_this_machine_is_not_open_unless_a_test_says_so(server: str) -> None:
    with pytest.raises(InputError):
        Fetcher().fetch(server)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("::ffff:93.184.216.34", True),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("198.51.100.1", False),
        ("nonsense", False),
    ],
)
def test_public_addresses_are_told_from_others(address: str, public: bool) -> None:  # noqa: FBT001
    assert is_public(address) == public


def test_an_address_that_fails_is_one_error_and_the_other_sources_come_in(
    server: str, fetcher: Fetcher
) -> None:
    first, second = read_reviews([f"{server}/missing", f"{server}/page"], fetcher=fetcher)
    assert isinstance(first, BadRecord)
    assert isinstance(first, FirstseenError)
    assert isinstance(second, ClaimReview)
