"""Alternative texts and captions of evidence pictures, in both languages, from what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from firstseen.model.article import Picture
from firstseen.model.wording import Words, date_words, dated, shortened
from firstseen.publish.prose.names import noun_of
from firstseen.publish.prose.segments import clock_words
from firstseen.publish.prose.sources import CHECKED, sighting_name

if TYPE_CHECKING:
    from firstseen.model.match import Segment
    from firstseen.model.sighting import Sighting
    from firstseen.publish.materials import CaseValues
    from firstseen.publish.prose.sources import SourceList

_EVENT = 120


class Placed(NamedTuple):
    """A picture as it was kept: its id in the article, its file, its size."""

    id: str
    file: str
    width_px: int
    height_px: int


def side_by_side_words(
    values: CaseValues, sighting: Sighting, segment: Segment, times_s: tuple[float, float], picture: Placed
) -> Picture:
    """A pair of frames, of the query and of the copy at these times, with the words that say what it shows."""
    mine, theirs = clock_words(times_s[0]), clock_words(times_s[1])
    noun = noun_of(values.case.query.media if values.case.query else None)
    published, posted = sighting.record.published, values.claim.posted
    copy = Words(
        f"the copy published {dated(published).en}" if published else "a copy without a date",
        f"النسخة المنشورة {dated(published).ar}" if published else "نسخة بلا تاريخ",
    )
    event = shortened(sighting.record.event, _EVENT).rstrip(".")
    mirrored = Words(", mirrored", " معكوسة كما في المرآة") if segment.mirrored else Words("", "")
    said = (
        Words(f" Its source describes it as: “{event}”.", f" ويصفها المصدر بأنها: «{event}».")
        if event
        else Words("", "")
    )
    shared = Words(
        f"The {noun.en} shared {dated(posted).en}" if posted else f"The {noun.en} that circulates",
        f"{noun.ar} {noun.gender('المتداول', 'المتداولة')}" + (f" {dated(posted).ar}" if posted else ""),
    )
    return Picture(
        id=picture.id,
        kind="side by side",
        file=picture.file,
        width_px=picture.width_px,
        height_px=picture.height_px,
        alt=f"Two frames that show the same{mirrored.en}: left the {noun.en} that was checked, at {mine}; "
        f"right {copy.en}, at {theirs}.{said.en}",
        alt_ar=f"إطاران يُظهران الصورة نفسها{mirrored.ar}: إلى اليسار {noun.ar} موضع التحقق عند {mine}، "
        f"وإلى اليمين {copy.ar} عند {theirs}.{said.ar}",
        caption=f"{shared.en} (left) and {copy.en} (right).",
        caption_ar=f"{shared.ar} (إلى اليسار) و{copy.ar} (إلى اليمين).",
        credit=_credit(values, sighting),
        evidence=(sighting.id,),
    )


def _credit(values: CaseValues, sighting: Sighting) -> str:
    names = [
        values.claim.claimant.strip(),
        sighting_name(sighting).en if sighting.record.source.strip() else "",
    ]
    return "; ".join(dict.fromkeys(name for name in names if name))


def timeline_words(values: CaseValues, sources: SourceList, picture: Placed) -> Picture:
    """The timeline with every date it shows in words."""
    en: list[str] = []
    ar: list[str] = []
    evidence: list[str] = []
    for sighting in values.timeline.sightings:
        mark, date = next(iter(sources.marks(sighting.id)), ""), sighting.record.published
        if mark and date and len(en) < 8:  # noqa: PLR2004 - as many as are drawn
            when = date_words(date)
            en.append(f"{mark}, a copy of {when.en}")
            ar.append(f"{mark}، نسخة من {when.ar}")
            evidence.append(sighting.id)
    if values.claim.posted:
        when = date_words(values.claim.posted)
        en.append(f"{CHECKED}, the claim of {when.en}")
        ar.append(f"{CHECKED}، الادعاء في {when.ar}")
    return Picture(
        id=picture.id,
        kind="timeline",
        file=picture.file,
        width_px=picture.width_px,
        height_px=picture.height_px,
        alt=f"Timeline from left to right: {'; '.join(en)}.",
        alt_ar=f"خط زمني من اليسار إلى اليمين: {'؛ '.join(ar)}.",
        caption="Where the footage was found, by date; a wide bar is an uncertain date.",
        caption_ar="النسخ التي عُثر عليها بحسب التاريخ؛ ويدل الشريط العريض على تاريخ غير دقيق.",
        credit=values.publisher.en,
        evidence=tuple(evidence),
    )
