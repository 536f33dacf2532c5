"""A desk full of texts that would run in a careless page: in every field that somebody outside can fill."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firstseen import ClaimReview, Desk, Record
from firstseen.model.post import Post
from firstseen.model.review import Appearance, MediaReview
from tests.footage import make_clip
from tests.web.newsroom import PASSWORD

if TYPE_CHECKING:
    from tests.web.newsroom import Newsroom

MARK: Final = "hacked"
"""What a text that runs sets on the window of its page."""

RUNS: Final = (
    f"<script>window.{MARK}=1</script>",
    f"<img src=x onerror=window.{MARK}=2>",
    f'"><svg onload=window.{MARK}=3>',
    f"' autofocus onfocus=window.{MARK}=4 x='",
    f"</textarea></title></script><script>window.{MARK}=5</script>",
    f"{{{{ [].constructor.constructor('window.{MARK}=6')() }}}}",
    f"[click](javascript:window.{MARK}=7) ![](x onerror=window.{MARK}=7)",
    f"<a href=\"javascript:window.{MARK}=8\">link</a><iframe srcdoc='<script>parent.{MARK}=8</script>'>",
    "\u202e<style>@import 'data:text/css,*{display:none}'</style><base href=//evil.example>",
)
ALL: Final = " ".join(RUNS)
BAD_URL: Final = f"javascript:window.{MARK}=9//https://e.org/"
NAME: Final = f"<img src=x onerror=window.{MARK}=10>'\".mp4"


def make_hostile(newsroom: Newsroom) -> str:
    """The id of a case in which everything is hostile, in the newsroom's desk; its article is published."""
    folder = newsroom.folder.parent / "hostile"
    folder.mkdir()
    known = make_clip(folder / "known.mp4", seconds=4, seed=31)
    post = make_clip(folder / "post.mp4", seconds=3, seed=31, from_s=0.5, size=(240, 180))
    known = known.rename(folder / NAME)
    post = post.rename(folder / f"2{NAME}")
    with Desk(newsroom.folder) as desk:
        desk.add_account("eve", PASSWORD, "admin", shown_as=RUNS[1][:60])
        record = Record(
            name=NAME,
            url=BAD_URL,
            place=ALL,
            actors=RUNS[0],
            event=RUNS[1],
            caption=ALL,
            source=RUNS[2],
            added_by="eve",
            extra=((RUNS[1], RUNS[2]),),
        )
        desk.add(known, record, "eve")
        desk.gather_posts([_post(known_id) for known_id in desk_ids(desk)], "eve")
        desk.gather_reviews([_review(n, text) for n, text in enumerate(RUNS)], "eve")
        caption = f"Soldiers in Homs yesterday, Islamic State says {ALL}"
        case = desk.check(
            post, caption=caption, posted="2024-12-05", claimant=RUNS[3], url="https://e.org/p/8", by="eve"
        )
        match = next(s.media_id for s in case.timeline().sightings)
        case.accept(f"match:{match}", by="eve", reason=ALL)
        case.edit("slot:who", RUNS[1], by="eve", reason=RUNS[4])
        case.edit("finding:where", f"contradicts: {ALL}", by="eve", reason=ALL)
        case.decide("Misleading", by="eve", reason=ALL)
        article = desk.draft(case.id, "eve")
        editions = [
            replace(one, title=f"{RUNS[0]} {RUNS[2]}", summary=ALL, body=f"{one.body}\n\n{ALL}\n\n{RUNS[7]}")
            for one in article.editions
        ]
        desk.edit_article(case.id, "eve", article.version, editions=editions)
        desk.archive.jobs.add("check", RUNS[1], {"caption": ALL, "upload": RUNS[0]})
        return case.id


def desk_ids(desk: Desk) -> list[str]:
    """The media ids of the desk's footage."""
    return [media.id for media in desk.archive.all_media()]


def _post(media_id: str) -> Post:
    return Post(
        id=f"post-{media_id[:8]}{RUNS[2]}",
        url=BAD_URL,
        platform=RUNS[0],
        author=RUNS[1],
        caption=ALL,
        media_ids=(media_id,),
        archived_urls=(BAD_URL, f"https://e.org/{RUNS[2]}"),
        extra=((RUNS[1], RUNS[2]),),
    )


def _review(number: int, text: str) -> ClaimReview:
    return ClaimReview(
        f"r:{number}{RUNS[2]}",
        BAD_URL if number % 2 else f"https://e.org/{number}?{RUNS[2]}",
        f"Soldiers in Homs, Islamic State says {text}",
        f"Soldiers in Homs yesterday {text}",
        publisher=text,
        publisher_url=BAD_URL,
        author=text,
        rating=text,
        claimant=text,
        appearances=(Appearance(BAD_URL, caption=text), Appearance("https://e.org/p/8", caption=text)),
        media=(MediaReview("DecontextualizedContent", original_context=text),),
    )
