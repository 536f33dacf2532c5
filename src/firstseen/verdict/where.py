"""R4: whether the footage was taken somewhere else than its caption claims."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from firstseen.model.ladder import a_step_down
from firstseen.model.relations import place_relation
from firstseen.model.verdict import Finding
from firstseen.model.wording import Words, alternatives, listed, shortened
from firstseen.verdict.evidence import caps_of, cited

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firstseen.model.claim import Assertion, Footing, Place, Where
    from firstseen.model.sighting import Confidence
    from firstseen.model.verdict import Status
    from firstseen.verdict.evidence import Evidence

RULE: Final = "R4 another place"
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_HAPPENING: Final = frozenset({"at", "towards", "from", ""})
_HELD: Final = frozenset({"same", "contains", "within"})


type _Said = tuple[Assertion, tuple[Place, ...]]


class ClaimedPlaces(NamedTuple):
    """The places that a caption may mean by where it happened, all of which count."""

    wheres: tuple[Where, ...]
    footing: Footing

    @property
    def places(self) -> tuple[Place, ...]:
        """Every alternative of every one."""
        return tuple(chain.from_iterable(where.places for where in self.wheres))

    @property
    def words(self) -> Words:
        """The likeliest meaning of each, joined by "or"."""
        return alternatives(place_words(where.places[0]) for where in self.wheres)


def another_place(evidence: Evidence) -> Iterator[Finding]:
    """Footage of one place cannot show what happened at another one.

    Place is contradicted only when both the claim's and the source's places are known and every reading of the one is
    apart from every reading of the other: neither contains the other, they are not in one first-level region, not
    within a town's width, and not in disputed land that captions count to either country. Same region or next to each
    other: unknown, with the advice to check. One inside the other: consistent.

    The claim's places are those that its words say it happens at, is aimed at or comes from; without any, those that
    follow from the people and events it names, marked as inferred. Where several remain, the source's place has to be
    apart from all of them. When sources disagree, the one of the oldest sighting decides and all are listed; where
    it speaks against the claim and another one agrees with it, that is unknown.
    """
    claimed = claimed_places(evidence)
    sources = [(said, places_said(said)) for said in evidence.saying("where")]
    sources = [(said, places) for said, places in sources if places]
    if claimed is None or not sources:
        yield _unknown(claimed, sources)
        return
    said, places = sources[0]
    relations = {place_relation(one, other) for one in claimed.places for other in places}
    agreeing = tuple(a for a, theirs in sources if _apart(claimed.places, theirs) == (relations == {"apart"}))
    confidence = _confidence(evidence, claimed, agreeing)
    other = next((source for source in sources[1:] if _apart(places, source[1])), None)
    if relations == {"apart"} and (backing := _backing(claimed, sources)):
        yield _finding(
            claimed, sources, "unknown", _sentence_disputed(claimed, sources[0], backing), confidence
        )
    elif relations == {"apart"}:
        sentence = _with_another(_sentence_apart(claimed, said, places), other)
        yield _finding(claimed, sources, "contradicts", sentence, confidence)
    elif _all_held(claimed.wheres, places):
        sentence = _with_another(_sentence_same(claimed, said, places), other)
        yield _finding(claimed, sources, "consistent", sentence, confidence)
    else:
        yield _finding(claimed, sources, "unknown", _sentence_near(claimed, said, places), confidence)


def place_disputed(evidence: Evidence) -> bool:
    """Whether a source speaks against the place of the claim and another one agrees with it."""
    claimed = claimed_places(evidence)
    sources = [(said, places_said(said)) for said in evidence.saying("where")]
    return claimed is not None and _backing(claimed, [source for source in sources if source[1]]) is not None


def _backing(claimed: ClaimedPlaces, sources: Sequence[_Said]) -> _Said | None:
    """A source that agrees with the claim's place where the one that decides does not."""
    return next((source for source in sources[1:] if _all_held(claimed.wheres, source[1])), None)


def claimed_places(evidence: Evidence) -> ClaimedPlaces | None:
    """The places the caption may mean by where it happened; None when it names none."""
    told = [where for where in evidence.claim.reading.where if where.role != "denied"]
    meant = [where for where in told if where.footing == "explicit" and where.role in _HAPPENING]
    if meant:
        meant += [where for where in told if where.footing == "inferred" and where.role == "from"]
        return ClaimedPlaces(_outermost_dropped(meant), "explicit")
    # A place in somebody's name ("people of X") and one that follows from a person or an event weigh alike.
    return ClaimedPlaces(_outermost_dropped(told), "inferred") if told else None


def places_said(said: Assertion) -> tuple[Place, ...]:
    """The places at which a source says it happened, the most exact ones only; every alternative of each.

    Beside a place on land a sea says only from where it was seen or shot at.
    """
    told = [where for where in said.reading.where if where.role != "denied"]
    for unlikely in ("of", "mentioned"):
        told = [where for where in told if where.role != unlikely] or told
    told = [where for where in told if where.role == "at"] or told
    told = [where for where in told if where.places[0].kind not in {"sea", "area"}] or told
    return tuple(chain.from_iterable(where.places for where in _outermost_dropped(told)))


def place_words(place: Place) -> Words:
    """The place's names."""
    return Words(place.name, place.name_ar or place.name)


def _outermost_dropped(wheres: Sequence[Where]) -> tuple[Where, ...]:
    """The places without those that hold another one of them: of "Homs, Syria" only Homs."""
    return tuple(
        where for where in wheres if not any(_holds(where, inner) for inner in wheres if inner is not where)
    )


def _holds(outer: Where, inner: Where) -> bool:
    return all(
        any(place_relation(one, other) == "contains" for one in outer.places) for other in inner.places[:1]
    )


def _apart(ones: Sequence[Place], others: Sequence[Place]) -> bool:
    return all(place_relation(one, other) == "apart" for one in ones for other in others)


def _all_held(wheres: Sequence[Where], places: Sequence[Place]) -> bool:
    """Whether each place of the claim, in its likeliest meaning, holds or lies in one of the source's."""
    return all(any(place_relation(where.places[0], place) in _HELD for place in places) for where in wheres)


def _confidence(evidence: Evidence, claimed: ClaimedPlaces, agreeing: tuple[Assertion, ...]) -> Confidence:
    word = evidence.confidence_of(agreeing)
    return a_step_down(word) if claimed.footing == "inferred" else word


def _disagree(sources: Sequence[tuple[Assertion, tuple[Place, ...]]]) -> bool:
    """Whether two sources name places that are surely apart."""
    first = sources[0][1] if sources else ()
    return any(_apart(first, places) for _, places in sources[1:])


def _found_text(sources: Sequence[tuple[Assertion, tuple[Place, ...]]]) -> str:
    """What each source says in its own words, with its name where they differ."""
    texts = {said: _written(said, places) for said, places in sources}
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    return "; ".join(f"{text}{cited(said).en}" for said, text in texts.items())


def _written(said: Assertion, places: Sequence[Place]) -> str:
    names = names_said(said, places)
    return names.ar if _is_arabic(said) else names.en


def _is_arabic(said: Assertion) -> bool:
    return any(where.quote and _ARABIC.search(where.quote.text) for where in said.reading.where)


def names_said(said: Assertion, places: Sequence[Place]) -> Words:
    """The source's own words for the place in its language, our names of it in the other."""
    quotes = [w.quote for w in said.reading.where if w.quote and w.role not in {"denied", "of", "mentioned"}]
    names = listed(place_words(place) for place in _first_of_each(said, places))
    if not quotes:
        return names
    line = said.reading.text[min(q.start for q in quotes) : max(q.end for q in quotes)]
    if "\n" in line:
        return names
    written = shortened(line)
    arabic = bool(_ARABIC.search(written))
    return Words(names.en if arabic else written, written if arabic else names.ar)


def _first_of_each(said: Assertion, places: Sequence[Place]) -> list[Place]:
    kept = [
        where.places[0]
        for where in said.reading.where
        if where.role != "denied" and where.places[0] in places
    ]
    return kept or list(places[:1])


def _finding(
    claimed: ClaimedPlaces,
    sources: Sequence[tuple[Assertion, tuple[Place, ...]]],
    status: Status,
    sentence: Words,
    confidence: Confidence,
) -> Finding:
    return Finding(
        slot="where",
        status=status,
        claimed=claimed.words.en,
        found=_found_text(sources),
        rule=RULE,
        sentence=sentence.en,
        sentence_ar=sentence.ar,
        evidence=tuple(dict.fromkeys(said.source_id for said, _ in sources)),
        footing=claimed.footing,
        confidence=confidence,
        caps=caps_of(status, claimed.footing, confidence, disagree=_disagree(sources)),
    )


def _sentence_apart(claimed: ClaimedPlaces, said: Assertion, places: Sequence[Place]) -> Words:
    names, by = names_said(said, places), cited(said)
    where = claimed.words
    says = Words("is claimed to be from", "يُنسب المقطع إلى")
    if claimed.footing == "inferred":
        says = Words(
            "would have to be from, going by whom or what its caption names,", "يوحي المنشور بأن المقطع من"
        )
    en = f"The footage {says.en} {where.en}, but it is from {names.en}{by.en}, which is another place."
    ar = f"{says.ar} {where.ar}، لكنه من {names.ar}{by.ar}، وهو مكان آخر."
    return Words(en, ar)


def _with_another(sentence: Words, other: _Said | None) -> Words:
    """The sentence, and what a source that disagrees says."""
    if other is None:
        return sentence
    names, by = names_said(other[0], other[1]), cited(other[0])
    return Words(
        f"{sentence.en} Another source names a different place: {names.en}{by.en}.",
        f"{sentence.ar} ويذكر مصدر آخر مكانًا مختلفًا: {names.ar}{by.ar}.",
    )


def _sentence_disputed(claimed: ClaimedPlaces, one: _Said, other: _Said) -> Words:
    first, second = names_said(one[0], one[1]), names_said(other[0], other[1])
    by, too = cited(one[0]), cited(other[0])
    return Words(
        f"Sources disagree on where the footage is from: {first.en}{by.en}; {second.en}{too.en}, which agrees with the "
        f"place claimed, {claimed.words.en}: check.",
        f"تختلف المصادر في مكان التصوير: {first.ar}{by.ar}؛ {second.ar}{too.ar}، وهو ما يوافق المكان المزعوم، "
        f"{claimed.words.ar}. تحقّق.",
    )


def _sentence_same(claimed: ClaimedPlaces, said: Assertion, places: Sequence[Place]) -> Words:
    names, by = names_said(said, places), cited(said)
    return Words(
        f"The place claimed, {claimed.words.en}, agrees with where the footage is from: {names.en}{by.en}.",
        f"المكان المزعوم، {claimed.words.ar}، يوافق مكان التصوير: {names.ar}{by.ar}.",
    )


def _sentence_near(claimed: ClaimedPlaces, said: Assertion, places: Sequence[Place]) -> Words:
    names, by = names_said(said, places), cited(said)
    if any(_all_held([where], places) for where in claimed.wheres):
        return Words(
            f"The caption may mean {claimed.words.en}; the footage is from {names.en}{by.en}: no contradiction.",
            f"قد يقصد المنشور {claimed.words.ar}؛ والمقطع من {names.ar}{by.ar}، وهذا لا يناقضه.",
        )
    return Words(
        f"The place claimed, {claimed.words.en}, and the one found, {names.en}{by.en}, are not surely apart: "
        "check on a map.",
        f"المكان المزعوم، {claimed.words.ar}، والمكان الذي عُثر عليه، {names.ar}{by.ar}، ليسا متباعدين على نحو مؤكد: "
        "تحقّق على الخريطة.",
    )


def _unknown(
    claimed: ClaimedPlaces | None, sources: Sequence[tuple[Assertion, tuple[Place, ...]]]
) -> Finding:
    if claimed is None:
        en, ar = "The caption names no place", "لا يذكر المنشور مكانًا"
    else:
        en = f"No source says where the footage is from; going by its caption: {claimed.words.en}"
        ar = f"لا يذكر أي مصدر مكان تصوير المقطع؛ وبحسب المنشور: {claimed.words.ar}"
    return Finding(
        slot="where",
        status="unknown",
        claimed=claimed.words.en if claimed else "",
        found=_found_text(sources) if sources else "",
        rule=RULE,
        sentence=f"{en}.",
        sentence_ar=f"{ar}.",
        evidence=tuple(dict.fromkeys(said.source_id for said, _ in sources)),
        footing=claimed.footing if claimed else "explicit",
    )
