"""The reference case as a published article: real values in both languages, for whatever renders or exports them."""

from __future__ import annotations

import functools
import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from PIL import Image

from firstseen.model.article import (
    Article,
    ArticleSource,
    ChangeKind,
    Correction,
    Edition,
    Picture,
    Publication,
    ReadMore,
)
from firstseen.model.dates import read_date
from firstseen.model.review import Appearance, ClaimReview, MediaReview, Source
from tests.footage import scene

if TYPE_CHECKING:
    from pathlib import Path

CAPTION: Final = (
    "Syrian rebels delivered a message to the “tyrants” of Hamas and other political parties in Palestine. “You are "
    "nothing to us, we will crush you all when our great march gets to you.”"
)
SLUG: Final = "islamic-state-footage-of-2015-shared-as-syrian-rebels-threatening-hamas-2024-12-06"

_BODY_EN: Final = f"""## The Claim

A post of 5 December 2024 shared a video with this caption in English [@p1]:

> {CAPTION}

The video was shared with the same words in 2 other posts [@p1][@p2].

## Emerging story

The footage was found in 3 posts between 5 and 7 December 2024 [@p1][@p2].

## Analysis

### The footage is older than the claim

The earliest copy found was published in July 2015, going by the date on the page [@s1]. What the post shows from \
0:00 to 0:42 appears from 0:03 to 0:45 of that copy [@s1]. The claim was posted about 9 years later, so the footage \
cannot show what happened then [@s1][@p1].

![](side-by-side)

### What the footage shows

Islamic State militants threaten Hamas over lax enforcement of religious law, in an Islamic State stronghold in \
Syria, according to a paper [@s1]. A broadcaster names the same speakers and dates the footage to 2015 [@s2].

### Why it circulates now

The claim was posted on 5 December 2024, when rebels in Syria were advancing [@p1].

![](timeline)

## Classification

Misleading: the footage is genuine and is shown in a wrong context [@s1][@p1].
"""

_BODY_AR: Final = f"""## الادعاء

نشر حساب في 5 ديسمبر/كانون الأول 2024 مقطع فيديو مرفقًا بالنص الآتي بالإنجليزية [@p1]:

> {CAPTION}

وتداول منشوران آخران المقطع بالنص نفسه [@p1][@p2].

## الخبر المتداول

عُثر على المقطع في 3 منشورات بين 5 و7 ديسمبر/كانون الأول 2024 [@p1][@p2].

## التحقيق

### المقطع أقدم من الادعاء

نُشرت أقدم نسخة عُثر عليها في يوليو/تموز 2015، بحسب التاريخ المذكور في الصفحة [@s1]. وما يظهر في المنشور من \
0:00 إلى 0:42 يظهر في تلك النسخة من 0:03 إلى 0:45 [@s1]. ونُشر الادعاء بعد ذلك بنحو 9 سنوات، فلا يمكن أن يُظهر \
المقطع ما حدث حينها [@s1][@p1].

![](side-by-side)

### ما يُظهره المقطع

يُظهر المقطع مسلحين من تنظيم الدولة الإسلامية يهددون حركة حماس، في أحد معاقل التنظيم في سوريا، وفق صحيفة [@s1]. \
وتذكر قناة المتحدثين أنفسهم وتؤرّخ المقطع بعام 2015 [@s2].

### لماذا يُتداول الآن

نُشر الادعاء في 5 ديسمبر/كانون الأول 2024، بالتزامن مع تقدم المعارضة المسلحة في سوريا [@p1].

![](timeline)

## تصنيف الخبر

مضلل: المقطع حقيقي لكنه عُرض في سياق غير سياقه [@s1][@p1].
"""


def reference_article() -> Article:
    """The article of mis-001 as an editor left it: two pictures, four sources, three links."""
    return Article(
        case_id="case-1",
        version=2,
        slug=SLUG,
        topic="war",
        by="mona",
        at=datetime(2024, 12, 6, 9, 30, tzinfo=UTC),
        verdict_id="case-1/1",
        rating="misleading",
        category="DecontextualizedContent",
        review=_review(),
        editions=(
            Edition(
                "en",
                "Islamic State footage of 2015 shared as Syrian rebels threatening Hamas",
                "The video was online by July 2015 and shows Islamic State militants, not Syrian rebels.",
                _BODY_EN,
            ),
            Edition(
                "ar",
                "مقطع لتنظيم الدولة الإسلامية من عام 2015 يُتداول على أنه تهديد من المعارضة السورية لحماس",
                "المقطع منشور منذ يوليو/تموز 2015 ويُظهر مسلحين من تنظيم الدولة الإسلامية لا من المعارضة السورية.",
                _BODY_AR,
            ),
        ),
        sources=_SOURCES,
        pictures=reference_pictures()[0],
        read_more=_READ_MORE,
        evidence=("sighting-1", "sighting-2"),
    )


def reference_publication(
    number: int = 1, change: ChangeKind = "published", *, two_persons: bool = False
) -> Publication:
    """What was published of it: the first, or a later one with a note for readers."""
    article = reference_article()
    first = datetime(2024, 12, 6, 10, 0, tzinfo=UTC)
    at = first if number == 1 else datetime(2024, 12, 8, 16, 20, tzinfo=UTC)
    note, note_ar = "", ""
    if number > 1:
        note = "An earlier version dated the first copy to June 2015. It is of July 2015."
        note_ar = "ذكرت نسخة سابقة أن أقدم نسخة تعود إلى يونيو/حزيران 2015، والصحيح يوليو/تموز 2015."
        article = replace(
            article, version=3, at=at, corrections=(Correction(change, at, "mona", note, note_ar),)
        )
    approved = ("omar",) if two_persons else ()
    return Publication("case-1", number, change, article, "mona", at, first, approved, note, note_ar)


def write_pictures(folder: Path) -> None:
    """Put the pictures of the article into the desk's folder of pictures, under their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for picture, content in zip(*reference_pictures(), strict=True):
        (folder / picture.file).write_bytes(content)


@functools.cache
def reference_pictures() -> tuple[tuple[Picture, ...], tuple[bytes, ...]]:
    """The pictures of the article, and their bytes: frames of a made clip, and a strip that stands for a chart."""
    frames = Image.fromarray(scene(1, 2.0, (640, 240)))
    strip = Image.new("RGB", (640, 120), "white")
    strip.paste((30, 60, 120), (60, 50, 90, 70))
    strip.paste((150, 40, 40), (560, 50, 580, 70))
    jpeg, png = io.BytesIO(), io.BytesIO()
    frames.save(jpeg, "JPEG", quality=80)
    strip.save(png, "PNG")
    contents = (jpeg.getvalue(), png.getvalue())
    names = [
        f"{hashlib.sha256(content).hexdigest()}.{suffix}"
        for content, suffix in zip(contents, ("jpg", "png"), strict=True)
    ]
    return (
        Picture(
            "side-by-side", "side by side", names[0], 640, 240,
            alt="The same frame twice: left in the post of December 2024 at 0:12, right in the copy of 2015 at 0:15.",
            alt_ar="الإطار نفسه مرتين: إلى اليسار في منشور ديسمبر/كانون الأول 2024 عند 0:12، وإلى اليمين في نسخة "
            "يوليو/تموز 2015 عند 0:15.",
            caption="The video shared in December 2024 was online in July 2015.",
            caption_ar="المقطع المتداول في ديسمبر/كانون الأول 2024 منشور منذ يوليو/تموز 2015.",
            credit="A paper; the post that was checked",
            evidence=("sighting-1",),
        ),
        Picture(
            "timeline", "timeline", names[1], 640, 120,
            alt="Timeline: a copy of 2015, a copy of July 2015, and the claim of December 2024.",
            alt_ar="خط زمني: نسخة من 2015، ونسخة من يوليو/تموز 2015، والادعاء في ديسمبر/كانون الأول 2024.",
            caption="Where the footage was found, by date.",
            caption_ar="ما عُثر عليه من نسخ المقطع بحسب التاريخ.",
            credit="A firstseen desk",
            evidence=("sighting-1", "sighting-2"),
        ),
    ), contents  # fmt: skip


_SOURCES: Final = (
    ArticleSource(
        "s1", "A paper", "صحيفة",
        url="https://example.org/paper/2015/07/is-threatens-hamas",
        archived_url="https://web.archive.org/web/20150702000000/https://example.org/paper/2015/07/is-threatens-hamas",
        published="2015-07", evidence="sighting-1",
    ),
    ArticleSource(
        "s2", "A broadcaster", "قناة تلفزيونية",
        url="https://example.org/broadcaster/watch?v=2015&t=3",
        archived_url="https://web.archive.org/web/20160101000000/https://example.org/broadcaster/watch?v=2015&t=3",
        published="2015", evidence="sighting-2",
    ),
    ArticleSource(
        "p1", "Post that was checked", "المنشور موضع التحقق",
        url="https://social.example.org/post/1", archived_url="https://archive.example.org/1",
        published="2024-12-05", evidence="post-1",
    ),
    ArticleSource("p2", "Another post", "منشور آخر", url="https://social.example.org/post/2", published="2024-12-07"),
)  # fmt: skip

_READ_MORE: Final = (
    ReadMore(
        "same footage", "The same video was shared in 2018", "المقطع نفسه تُدوول عام 2018", case_id="case-2"
    ),
    ReadMore(
        "same claim", "A check of the same claim", url="https://example.com/check", publisher="Another desk"
    ),
    ReadMore("same place", "Another video from Syria", "مقطع آخر من سوريا", case_id="case-3"),
)


def _review() -> ClaimReview:
    posted = read_date("2024-12-05", "platform timestamp")
    seen = (
        Appearance(
            "https://social.example.org/post/1", "https://archive.example.org/1", posted, CAPTION
        ),
        Appearance("https://social.example.org/post/2", "", read_date("2024-12-07"), CAPTION),
    )  # fmt: skip
    old = Appearance(
        _SOURCES[0].url,
        _SOURCES[0].archived_url,
        read_date("2015-07", "date on the page"),
        "Islamic State militants threaten Hamas",
    )
    media = MediaReview(
        "DecontextualizedContent",
        original_context="Islamic State militants threaten Hamas in a video that was online by July 2015.",
        original_url=_SOURCES[0].url,
        appearances=(old, *seen),
        kind="video",
    )
    return ClaimReview(
        id="case-1",
        url="",
        claim=CAPTION,
        name="Islamic State footage of 2015 shared as Syrian rebels threatening Hamas",
        rating="Misleading",
        label="misleading",
        language="en",
        claimant="An account",
        claim_date=posted,
        appearances=seen,
        media=(media,),
        sources=tuple(Source(one.name, one.url) for one in _SOURCES),
    )
