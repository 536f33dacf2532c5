"""Circular evidence: posts of the story that is checked, which say the claim once more and prove nothing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from firstseen.model.wording import days_of
from firstseen.model.words import fold
from firstseen.verdict.claimed import claimed_times

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firstseen.model.claim import Assertion, Claim
    from firstseen.model.sighting import Sighting, Timeline
    from firstseen.settings import Verdict as Tolerances

_COMPARED: Final = 10_000
"""Characters of a caption that are compared with the claim's."""

_SHARED: Final = 0.8
"""The share of all their words that two captions have in common from which the one repeats the other."""

_A_SENTENCE: Final = 4
"""Words from which a claim that stands whole in a longer caption is repeated by it."""


def without_own_post(timeline: Timeline, claim: Claim) -> Timeline:
    """The history without the claim's own post, which is no source on itself."""
    kept = tuple(one for one in timeline.sightings if not _is_own(one.record.url, claim))
    first = timeline.first_seen if timeline.first_seen in kept else None
    return timeline if kept == timeline.sightings else replace(timeline, sightings=kept, first_seen=first)


def without_own_words(said: Iterable[Assertion], timeline: Timeline, claim: Claim) -> tuple[Assertion, ...]:
    """What is said by others than the claim's own post."""
    own = {one.id for one in timeline.sightings if _is_own(one.record.url, claim)}
    return tuple(a for a in said if a.source_id not in own and not _is_own(a.url, claim))


def echoes_of(
    said: Iterable[Assertion], timeline: Timeline, claim: Claim, tolerances: Tolerances
) -> tuple[Assertion, ...]:
    """The captions that may only say the claim once more.

    Those that repeat its words, and those of sightings that are not certainly older than the time it claims and than
    its post. What a person noted of a sighting is no caption.
    """
    older = {one.id for one in timeline.sightings if _is_older(one, claim, tolerances)}
    words = _words_of(claim.reading.text)
    return tuple(
        a
        for a in said
        if a.kind == "caption" and (a.source_id not in older or _repeats(words, _words_of(a.reading.text)))
    )


def _is_own(url: str, claim: Claim) -> bool:
    return bool(url.strip()) and bool(claim.url.strip()) and _address(url) == _address(claim.url)


def _address(url: str) -> str:
    """What a link leads to, however it is written; the link itself where it is none."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    host = parts.netloc.casefold()
    for prefix in ("www.", "m.", "mobile."):
        host = host.removeprefix(prefix)
    host = "x.com" if host == "twitter.com" else host
    # What follows "?" names the video on some platforms and only the way of sharing on X.
    query = parts.query if host != "x.com" else ""
    return f"{host}{parts.path.rstrip('/')}?{query}"


def _is_older(sighting: Sighting, claim: Claim, tolerances: Tolerances) -> bool:
    """Whether it was published before all that the claim can be about, by more than the tolerance of time."""
    published = sighting.record.published
    if published is None:
        return False
    times = claimed_times(claim, tolerances)
    before = all(claimed.gap_days(published) >= claimed.tolerance_days for claimed in times)
    if claim.posted is None:
        return bool(times) and before
    apart = days_of(claim.posted)[0] - days_of(published)[1]
    undated = not times and apart <= timedelta(days=tolerances.undated_tolerance_days)
    return before and apart > timedelta(0) and not undated


def _words_of(text: str) -> frozenset[str]:
    return frozenset(fold(text[:_COMPARED]).split())


def _repeats(claimed: frozenset[str], caption: frozenset[str]) -> bool:
    common = len(claimed & caption)
    whole = common == len(claimed) >= _A_SENTENCE
    return whole or (common > 0 and common >= _SHARED * len(claimed | caption))
