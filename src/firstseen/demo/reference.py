"""The reference case, from two files to a decision: a real claim and its real history, on footage that stands in.

The video of 2015 is not ours to give. A clip of a package stands in for it, with a banner in the picture itself that
says so: whatever page, card or bundle is made of it says so too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen.demo.reposts import captioned, mirrored, sized, written
from firstseen.gather.records import make_record
from firstseen.media.probe import media_id
from firstseen.model.dates import read_date
from firstseen.model.post import Post, Reach, post_id

if TYPE_CHECKING:
    from pathlib import Path

    from firstseen.desk import CaseFile, Desk

BANNER: Final = "STAND-IN: not the real footage"
NOTE: Final = "demonstration: the footage is a stand-in, posts and addresses are made up"

CAPTION: Final = (
    "Syrian rebels delivered a message to the “tyrants” of Hamas and other political parties in Palestine"
)
CAPTION_AR: Final = "ثوار سوريا يوجهون رسالة تهديد إلى حركة حماس وباقي الفصائل الفلسطينية"
POSTED: Final = "2024-12-05"
_TOPIC: Final = "war"
_SHOWN_SIZE: Final = (720, 404)
_REPOSTED_SIZE: Final = (640, 360)
_REPOSTED_S: Final = (1.2, 6.8)


@dataclass(frozen=True, slots=True)
class Seen:
    """One appearance of the video of 2015, as far as the published fact-check tells it."""

    url: str
    source: str
    published: str
    basis: str


SEEN: Final = (
    Seen("https://video.example.org/2015/message", "a video site", "2015", "date on the page"),
    Seen("https://news.example.org/2015/message", "a news site", "2015", "date on the page"),
)
"""Source: https://misbar.com/en/factcheck/2024/12/06/old-footage-of-isis-militants-circulated-as-syrian-rebels-threatening-hamas
(year, place, speakers); the two addresses are made up."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A post that carries the claim; made up, but for its words."""

    number: int
    author: str
    caption: str
    language: str
    published: str
    views: int


POSTED_TOO: Final = (
    Posted(1, "@news_now_stand_in", CAPTION, "en", POSTED, 48_200),
    Posted(2, "@akhbar_stand_in", CAPTION_AR, "ar", POSTED, 91_500),
    Posted(3, "@voice_stand_in", CAPTION_AR, "ar", "2024-12-06", 12_700),
)


def reference_case(desk: Desk, folder: Path, clip: Path, by: str) -> CaseFile:
    """The case of the reference claim in `desk`, decided by `by`; its two videos are made of `clip`, in `folder`."""
    folder.mkdir(exist_ok=True)
    shown = (captioned(picture, BANNER) for picture in sized(clip, _SHOWN_SIZE))
    original = written(folder / "message-2015.mp4", shown)
    taken = (captioned(mirrored(picture), BANNER) for picture in sized(clip, _REPOSTED_SIZE, *_REPOSTED_S))
    repost = written(folder / "post-2024.mp4", taken)
    for seen in SEEN:
        desk.add(original, make_record(original.name, _fields(seen)), added_by=by)
    posts = [_post(posted, media_id(repost)) for posted in POSTED_TOO]
    desk.gather_posts(posts, by)
    case = desk.check(
        repost,
        caption=CAPTION,
        posted=POSTED,
        language="en",
        claimant=posts[0].author,
        url=posts[0].url,
        by=by,
    )
    if case.case.verdict is None:
        seen_by_eye = "the same footage, mirrored: seen frame by frame"
        case.accept(f"match:{media_id(original)}", by=by, reason=seen_by_eye)
        case.decide("Misleading", by=by, reason="a video of Islamic State militants from 2015, told as new")
    return case


def _post(posted: Posted, media: str) -> Post:
    url = f"https://social.example.org/posts/{posted.number}"
    day = read_date(posted.published, "platform timestamp")
    return Post(
        id=post_id(url),
        url=url,
        platform="a social platform (stand-in)",
        author=posted.author,
        caption=posted.caption,
        language=posted.language,
        published=day,
        media_ids=(media,),
        archived_urls=(f"https://archive.example.org/2024/{url}",),
        reach=(Reach(at=read_date("2024-12-06", "date on the page"), views=posted.views),),
        extra=(("note", NOTE),),
    )


def _fields(seen: Seen) -> dict[str, str]:
    return {
        "url": seen.url,
        "published": seen.published,
        "published_basis": seen.basis,
        "place": "an Islamic State stronghold in Syria",
        "actors": "Islamic State militants",
        "event": "Islamic State militants threaten Hamas over lax enforcement of religious law",
        "source": f"{seen.source} (stand-in)",
        "archived_url": f"https://archive.example.org/{seen.published}/{seen.url}",
        "note": NOTE,
        "language": "en",
    }


def publish_reference_case(desk: Desk, case: CaseFile, site: Path, by: str) -> Path:
    """The folder of the site that the case's article was published to, in both languages."""
    article = desk.draft(case.id, by)
    if not desk.publication_history(case.id):
        desk.edit_article(case.id, by, article.version, topic=_TOPIC)
        desk.publish(case.id, by)
    return desk.write_site(site)
