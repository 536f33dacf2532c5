"""The report page: it holds what it shows, escapes what others wrote, and says the same as the prompt."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from firstseen.errors import InputError
from firstseen.model.dates import read_date
from firstseen.model.descriptor import (
    Description,
    Descriptors,
    GatedFrame,
    Miniatures,
    PdqHashes,
    SoundLandmarks,
    Stills,
    View,
)
from firstseen.model.found import Found, Part
from firstseen.model.match import Reason, Segment
from firstseen.model.media import Media
from firstseen.model.sighting import Record, Sighting, Timeline
from firstseen.model.time import Span
from firstseen.publish.pages import safe_url
from firstseen.publish.pictures import mapped_s, pairs
from firstseen.publish.report import Report
from firstseen.settings import default_settings

SETTINGS = default_settings().report
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def description(folder: Path, name: str, *, seconds: int = 6) -> Description:
    folder.mkdir()
    offsets, content = [0], b""
    for number in range(seconds):
        picture = io.BytesIO()
        Image.new("RGB", (384, 216), (40 * number % 255, 80, 120)).save(picture, "JPEG")
        content += picture.getvalue()
        offsets.append(len(content))
    (folder / "stills.pack").write_bytes(content)
    times_s = np.arange(seconds, dtype=np.float64)
    media = Media(
        name.encode().hex().ljust(64, "0"),
        name,
        1000,
        "video",
        float(seconds),
        384,
        216,
        25.0,
        0,
        "mp4",
        "h264",
        "aac",
    )
    return Description(
        media=media,
        folder=folder,
        interval_s=1.0,
        pictures=Descriptors(
            "sscd",
            times_s,
            np.eye(seconds, 8, dtype=np.float32),
            np.zeros(seconds, np.int16),
            (View("full"),),
        ),
        pdq=PdqHashes(times_s, np.zeros((seconds, 32), np.uint8), np.zeros(seconds, np.uint8)),
        sound=SoundLandmarks("landmarks-1", np.zeros(0, np.uint32), np.zeros(0, np.float32)),
        miniatures=Miniatures(times_s, np.zeros((seconds, 18, 32), np.uint8)),
        stills=Stills(folder / "stills.pack", times_s, np.array(offsets, np.int64)),
        cuts_s=(),
        gated=(GatedFrame(2.0, "black"),),
        losses=("The sound is damaged from 0:03 on.",),
    )


def segment(media_id: str, **changes: Any) -> Segment:
    fields: dict[str, Any] = {
        "score": 0.97,
        "band": "certain",
        "track": "picture",
        "outcome": "same_footage",
        "mirrored": True,
        "evidence_times_s": (3.0, 2.0),
        "outline": ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)),
        "reasons": (Reason("inliers", 120, "120 points of the two pictures agree."),),
    }
    return Segment(media_id, Span(1, 5), Span(0, 4), **(fields | changes))


@pytest.fixture
def found(tmp_path: Path) -> tuple[Found, Description]:
    query = description(tmp_path / "query", "post.mp4")
    reference = description(tmp_path / "reference", "old.mp4")
    record = Record(
        "old.mp4",
        url="https://example.org/2015",
        published=read_date("2015-07", "platform timestamp"),
        caption="رسالة «داعش» إلى حماس",
        language="ar",
    )
    late = Record("copy.mp4", url="javascript:alert(1)", caption=HOSTILE)
    segments = (segment(reference.media.id),)
    first = Sighting("1", reference.media.id, record, segments)
    sightings = (first, Sighting("2", reference.media.id, late, segments))
    line = Timeline(sightings, first, "established", ("Published 2015-07.",))
    return (
        Found(
            path="post.mp4",
            query=query,
            segments=segments,
            sightings={reference.media.id: sightings},
            media={reference.media.id: reference.media},
            timeline=line,
            made_with=(("picture descriptor", "sscd"),),
        ),
        reference,
    )


def html_of(found: Found, *references: Description) -> str:
    report = Report(SETTINGS)
    report.add(found, {one.media.id: one for one in references}, 7)
    return report.html(datetime(2026, 1, 2, 3, 4, tzinfo=UTC))


class Page(HTMLParser):
    """What a browser would load, run, and close."""

    VOID = frozenset({"meta", "img", "br", "input", "link", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sources: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.handlers: list[str] = []
        self.without_alt = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        self.sources += [named[name] or "" for name in ("src", "srcset", "poster") if name in named]
        self.links += [named["href"] or ""] if "href" in named else []
        self.handlers += [name for name in named if name.startswith("on")]
        self.without_alt += tag == "img" and not named.get("alt")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_loads_nothing(found: tuple[Found, Description]) -> None:
    page = Page(html_of(*found))
    assert page.open == []
    assert page.sources
    assert all(source.startswith("data:image/jpeg;base64,") for source in page.sources)
    assert "script" not in page.tags
    assert not page.handlers
    assert page.without_alt == 0


def test_what_others_wrote_is_text_and_only_harmless_links_are_links(
    found: tuple[Found, Description],
) -> None:
    html = html_of(*found)
    page = Page(html)
    assert HOSTILE not in html
    assert "&lt;script&gt;" in html
    assert page.links == ["https://example.org/2015"] * 2


def test_the_page_says_when_first_and_why(found: tuple[Found, Description]) -> None:
    html = html_of(*found)
    for text in (
        "post.mp4",
        "2015-07",
        "established",
        "Published 2015-07.",
        "رسالة «داعش» إلى حماس",
        "0:01.0–0:05.0",
        "0:00.0–0:04.0",
        "mirrored",
        "120 points of the two pictures agree.",
        "The sound is damaged from 0:03 on.",
        "1 gated: black",
        "2026-01-02 03:04 UTC",
    ):
        assert text in html, text
    assert 'lang="ar"' in html
    assert 'points="10.00,10.00 90.00,10.00 90.00,90.00 10.00,90.00"' in html


def test_nothing_found_is_said_with_the_size_of_the_desk(found: tuple[Found, Description]) -> None:
    query, _ = found
    reasons = ("No known footage shows the same; that is no evidence of novelty.",)
    empty = replace(query, segments=(), sightings={}, media={}, timeline=Timeline(reasons=reasons))
    html = html_of(empty)
    assert "among 7 files" in html
    assert "no evidence of novelty" in html
    Page(html)


def test_a_comparison_speaks_of_no_dates(found: tuple[Found, Description]) -> None:
    whole, reference = found
    bare = (Sighting("", reference.media.id, Record("old.mp4")),)
    html = html_of(replace(whole, sightings={reference.media.id: bare}, timeline=Timeline(bare)), reference)
    assert "1 shared stretch" in html
    assert "irst seen" not in html
    assert "Published" not in html


def test_a_compilation_is_told_part_by_part(found: tuple[Found, Description]) -> None:
    whole, reference = found
    split = (
        Part(Span(0, 3), whole.timeline),
        Part(Span(3, 6), Timeline(), region=(0.5, 0.5, 1.0, 1.0)),
    )
    html = html_of(replace(whole, parts=split), reference)
    assert "2 pieces" in html
    assert "0:03.0–0:06.0, 50–100 % across, 50–100 % down" in html


def test_several_queries_share_a_page_with_a_list_of_them(
    found: tuple[Found, Description], tmp_path: Path
) -> None:
    report = Report(SETTINGS)
    for _ in range(2):
        report.add(found[0], {found[1].media.id: found[1]})
    report.write(tmp_path / "r.html")
    html = (tmp_path / "r.html").read_text()
    assert Page(html).links.count("#q2") == 1
    assert len(re.findall(r"<h1 ", html)) == 2


def test_a_page_that_cannot_be_written_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        Report(SETTINGS).write(tmp_path / "none" / "r.html")


def test_pictures_that_are_gone_leave_a_page_all_the_same(found: tuple[Found, Description]) -> None:
    for one in (found[0].query, found[1]):
        one.stills.path.unlink()
    Page(html_of(*found).replace('src=""', 'src="data:image/jpeg;base64,"'))


def test_pairs_of_pictures_show_the_same_moment(found: tuple[Found, Description]) -> None:
    query, reference = found[0].query.stills, found[1].stills
    assert pairs(segment("x"), query, reference, 3) == [(2, 1), (3, 2), (4, 3)]
    backwards = segment("x", reversed=True, evidence_times_s=(0.0, 0.0))
    assert pairs(backwards, query, reference, 2) == [(2, 3), (4, 1)]
    still = replace(segment("x"), query=Span(0, 0), reference=Span(3, 3), evidence_times_s=(0.0, 3.0))
    assert pairs(still, query, reference, 3) == [(0, 3)]


def test_times_map_by_the_segment_forwards_and_backwards() -> None:
    one = replace(segment("x"), query=Span(10, 20), reference=Span(100, 105))
    assert mapped_s(one, 12) == pytest.approx(101)
    assert mapped_s(replace(one, reversed=True), 12) == pytest.approx(104)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://[", ""]
)
def test_an_address_that_could_harm_is_no_link(url: str) -> None:
    assert safe_url(url) == ""
