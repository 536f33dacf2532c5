"""What other desks say of the footage stands on the page of a case, apart, under their names, and cannot do harm."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from firstseen import Desk
from firstseen.model.dates import read_date
from firstseen.model.exchange import Agreement, Said, SaidCheck, SeenElsewhere
from firstseen.model.time import Span
from firstseen.web import make_app
from firstseen.web.access import SESSION_COOKIE

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
AGREED = Agreement(
    "vectors", Span(0, 3.5), Span(1.6, 5.1), 8, 8, 4, 7, 0.75, "probable", f"8 of 8 {HOSTILE}", mirrored=True
)


def told(said: Said, desk: str = "Desk A") -> SeenElsewhere:
    return SeenElsewhere("list-1", desk, "trusted", "ab" * 32, 7.0, said, (AGREED,))


@pytest.fixture
def page(tmp_path: Path) -> str:
    """The page of a case in Arabic, and below it in English."""
    said = Said(
        read_date("2015-07-01", "platform timestamp"),
        "https://example.org/2015",
        "A broadcaster",
        (SaidCheck("An old clip", "https://desk.example.org/en/old/", "Misleading"),),
    )
    hostile = Said(None, "javascript:alert(3)", HOSTILE, (SaidCheck(HOSTILE, "data:text/html,x", HOSTILE),))
    with Desk(tmp_path / "desk") as desk:
        case = desk.check(caption="A flood in Homs today", posted="2024-12-05", by="mona")
        desk.archive.exchanges.keep_elsewhere(case.id, [told(said), told(hostile, HOSTILE)])
        desk.add_account("omar", "seven brown horses on a wet road", "reader")
        token = desk.sign_in("omar", "seven brown horses on a wet road")
    with TestClient(make_app(tmp_path / "desk"), base_url="http://127.0.0.1") as client:
        client.cookies.set(SESSION_COOKIE, token)
        pages = [client.get(f"/cases/case-1?lang={lang}") for lang in ("ar", "en")]
    assert [one.status_code for one in pages] == [200, 200]
    return "\n".join(one.text for one in pages)


def test_it_stands_apart_under_the_desks_name(page: str) -> None:
    for words in (
        "Seen at other desks",
        "not sightings of this one",
        "1 July 2015",
        "platform timestamp",
        "شوهدت لدى منصّات أخرى",
        "توقيت المنصّة",
        "<bdi>Desk A</bdi>",
        'href="https://example.org/2015"',
        'href="https://desk.example.org/en/old/"',
        "mirrored",
    ):
        assert words in page, words


def test_what_they_write_is_text(page: str) -> None:
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert 'href="data:' not in page
    assert "&lt;script&gt;alert" in page
