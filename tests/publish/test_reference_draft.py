"""The draft of the reference case, word for word in both languages.

`python -m tests.publish.test_reference_draft` writes it anew.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from firstseen.checking import check_claim
from firstseen.claims.caption import read_claim
from firstseen.cli.publishing import article_text
from firstseen.model.article import Article
from firstseen.model.case import CaseFootage, History
from firstseen.model.dates import read_date
from firstseen.model.found import Part
from firstseen.model.match import Segment
from firstseen.model.media import Media
from firstseen.model.post import Post, Reach, post_id
from firstseen.model.sighting import Record, Sighting
from firstseen.model.time import Span
from firstseen.publish.draft import draft_article
from firstseen.publish.materials import CaseValues
from firstseen.trace.stories import story
from firstseen.trace.timeline import history
from tests.publish.articles import CAPTION
from tests.publish.cases import values_from
from tests.publish.test_draft import check

GOLDEN = Path(__file__).with_name("golden")
POSTED = read_date("2024-12-05", "platform timestamp")
POST = "https://x.com/account/status/1"
VIDEO = Media("b" * 64, "post.mp4", 10_000, "video", 42.0, 640, 360, 25.0, 0, "mp4", "h264", "aac")


def segment(media_id: str, **changed: object) -> Segment:
    made = Segment(media_id, Span(0, 42), Span(3, 45), 0.99, "certain", "picture", "same_footage")
    return replace(made, evidence_times_s=(12.0, 15.0), **changed)  # type: ignore[arg-type]


SIGHTINGS = (
    Sighting(
        "paper",
        "1" * 64,
        Record(
            "paper.mp4",
            url="https://paper.example.org/2015/07/video",
            published=read_date("2015-07-01", "date on the page"),
            place="Syria",
            actors="Islamic State militants",
            event="Islamic State militants threaten Hamas over lax enforcement of religious law",
            source="A paper",
            extra=(("archived url", "https://web.archive.org/web/20150702/https://paper.example.org"),),
        ),
        (segment("1" * 64, mirrored=True),),
    ),
    Sighting(
        "broadcaster",
        "2" * 64,
        Record(
            "broadcaster.mp4",
            url="https://tv.example.org/watch",
            published=read_date("2015", "agency record"),
            place="سوريا",
            source="قناة إخبارية",
        ),
        (segment("2" * 64, speed=1.5),),
    ),
)


def post(number: int, published: str, caption: str = CAPTION, **changed: object) -> Post:
    url = f"https://t.me/channel/{number}"
    made = Post(post_id(url), url, "Telegram", caption=caption, language="en", published=read_date(published))
    return replace(made, **changed)  # type: ignore[arg-type]


def reference_values() -> CaseValues:
    """The reference case with two copies, four posts and what they reached."""
    claim = replace(read_claim(CAPTION, posted=POSTED, claimant="An account", url=POST), id="mis-001")
    checked = check_claim(claim, history(SIGHTINGS))
    own = Post(
        post_id(POST), POST, "X", "An account", caption=CAPTION, published=POSTED,
        reach=(Reach(read_date("2024-12-06", "platform timestamp"), views=120_000, shares=1_300),),
    )  # fmt: skip
    told = "A message to Hamas from the Syrian revolution"
    posts = (
        own,
        post(2, "2024-12-05"),
        post(3, "2024-12-06"),
        post(4, "2024-12-07", told, reach=(Reach(read_date("2024-12-07"), views=11),)),
    )
    values = values_from(checked, "mis-001", story=story(posts))
    made = History(checked.timeline, sightings=SIGHTINGS, segments=SIGHTINGS[0].segments)
    return replace(values, history=made, case=replace(values.case, footage=(CaseFootage(VIDEO, "query"),)))


def drafted() -> Article:
    return draft_article(reference_values())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_draft_of_the_reference_case_is_this(language: str) -> None:
    golden = GOLDEN / f"mis-001.{language}.md"
    assert article_text(drafted(), language) + "\n" == golden.read_text(encoding="utf-8")


def test_the_reference_draft_is_whole() -> None:
    check(drafted())


def test_a_compilation_is_told_piece_by_piece() -> None:
    values = reference_values()
    assert values.history is not None
    parts = (
        Part(Span(0, 12.4), history(SIGHTINGS[:1])),
        Part(Span(12.4, 31), history(SIGHTINGS[1:])),
        Part(Span(31, 42), history([Sighting("x", "3" * 64, Record("x.mp4"))])),
    )
    article = draft_article(replace(values, history=replace(values.history, parts=parts)))
    check(article)
    english, arabic = (edition.body for edition in article.editions)
    assert "### The pieces it is joined from" in english
    assert (
        "From 0:00 to 0:12: the earliest copy found (source: A paper) was published on 1 July 2015" in english
    )
    assert "From 0:31 to 0:42: no copy with a date of publication was found" in english
    assert "من 0:12 إلى 0:31" in arabic


if __name__ == "__main__":
    for edition in ("en", "ar"):
        text = article_text(drafted(), edition) + "\n"
        (GOLDEN / f"mis-001.{edition}.md").write_text(text, encoding="utf-8")
