"""Known events with a date, and which of them a text refers to."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from firstseen.claims.naming.lexicon import known_countries
from firstseen.claims.occasions.feasts import feasts
from firstseen.claims.occasions.kinds import kind_phrases
from firstseen.claims.tokens import Phrases, find_phrases, fold_phrase, quote_of, read_tokens
from firstseen.model.dates import read_date
from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firstseen.claims.occasions.feasts import Feast
    from firstseen.claims.tokens import Phrase, Token
    from firstseen.model.claim import Quote
    from firstseen.model.time import PartialDate

FRESH: Final = timedelta(days=62)
"""How long after an event a post that names only its kind and place still means it.

Source: two months, beyond which "the earthquake in Turkey" is as likely the next one; wrong is worse than none.
"""

_TOGETHER: Final = 12
"""Words between the kind of an event and its place, at most, for the two to be said of each other."""

_YEAR: Final = re.compile(r"(?:19|20)\d\d")

_ELSEWHEN: Final = frozenset(
    fold(word)
    for word in (
        *(
            "before",
            "predates",
            "predate",
            "predating",
            "preceding",
            "prior",
            "since",
            "anniversary",
            "commemorate",
        ),
        *("commemorating", "commemoration", "unrelated", "not", "until", "like", "recalls", "remembering"),
        *(
            "قبل",
            "قبيل",
            "منذ",
            "ذكرى",
            "الذكرى",
            "سبق",
            "سبقت",
            "يسبق",
            "تسبق",
            "ليس",
            "ليست",
            "وليس",
            "وليست",
        ),
        *("لا", "يشبه", "أشبه", "كما", "مثل", "إحياء", "ذكراه", "سبقوا", "أقدم"),
    )
)
"""Words right before an event's name that put what is told at another time than the event's own."""

_WORDS_BEFORE: Final = 3


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """A known event that a text refers to, and the words that do.

    `kind` is an id of our kinds; `countries` are ISO 3166-1 alpha-2; `reason` says why this event and no other.
    """

    id: str
    name: str
    name_ar: str
    kind: str
    date: PartialDate
    countries: tuple[str, ...]
    quote: Quote
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """A fact of our list. `open_ended` goes on to this day; `names` are its own, `shared` others have too."""

    id: str
    name: str
    name_ar: str
    kind: str
    date: PartialDate
    open_ended: bool
    countries: tuple[str, ...]
    names: tuple[str, ...]
    shared: tuple[str, ...]
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    """Words in tokens [first, last) that may refer to an event; `own` when they are a name of its own."""

    event: KnownEvent
    first: int
    last: int
    skipped: int
    own: bool


def find_dated_events(
    text: str, language: str = "", posted: PartialDate | None = None
) -> tuple[DatedEvent, ...]:
    """The known events a text refers to, in its order, each once; of those that share the words, the latest before.

    A name of an event's own refers to it at any time; a shared name, or its kind together with its place, only in a
    post of the two months after it (`posted`), or where the text states the event's year. An event later than the post
    is never meant, nor one that the words put at another time ("before", "since", "anniversary"). No reference found
    is no error: a wrong one would be worse. `language` is not needed. Only the first 30,000 characters are read.
    """
    del language
    tokens = read_tokens(text)
    years = {int(token.word) for token in tokens if _YEAR.fullmatch(token.word)}
    hits = [
        hit
        for hit in (*_hits(tokens), *_feast_hits(tokens, years, posted))
        if _can_be_meant(hit, years, posted)
    ]
    chosen: dict[str, _Hit] = {}
    for group in _overlapping(hits):
        if _is_elsewhen(tokens, group[0].first):
            continue
        best = max(group, key=lambda hit: (hit.own, hit.event.date.earliest, hit.last - hit.first))
        others = any(hit.event.id != best.event.id and hit.event.kind == best.event.kind for hit in group)
        if others and not best.own and not _is_fresh(best.event.date, posted):
            continue
        chosen.setdefault(best.event.id, best)
    found = sorted(chosen.values(), key=lambda hit: hit.first)
    return tuple(_referred(text, tokens, hit, posted) for hit in found)


@cache
def known_events() -> tuple[KnownEvent, ...]:
    """Every event of our list."""
    text = files("firstseen.claims").joinpath("data/dated_events.toml").read_text(encoding="utf-8")
    return tuple(
        KnownEvent(
            id=id_,
            name=fact["name"],
            name_ar=fact["ar"],
            kind=fact["kind"],
            date=_read_when(fact["when"]),
            open_ended=fact["when"].endswith("/"),
            countries=tuple(fact.get("in", ())),
            names=(fact["name"], fact["ar"], *fact.get("names", ())),
            shared=tuple(fact.get("also", ())),
            near=tuple(fact.get("near", ())),
        )
        for id_, fact in tomllib.loads(text).items()
    )


def _read_when(written: str) -> PartialDate:
    if not written.endswith("/"):
        return read_date(written, "estimate")
    start = read_date(written[:-1], "estimate")
    end = datetime(2100, 1, 1, tzinfo=UTC)
    return replace(start, latest=end, precision="interval")


def _hits(tokens: Sequence[Token]) -> list[_Hit]:
    named = [
        _Hit(event, phrase.first, phrase.last, phrase.skipped, own)
        for phrase in find_phrases(_names(), tokens)
        for event, own in phrase.values
    ]
    return [*named, *_by_kind_and_place(tokens)]


def _by_kind_and_place(tokens: Sequence[Token]) -> Iterable[_Hit]:
    places = find_phrases(_places(), tokens)
    if not places:
        return
    starts = [place.first for place in places]
    for kind in find_phrases(kind_phrases(), tokens):
        nearest = bisect_left(starts, kind.first - 2 * _TOGETHER)
        for place in places[nearest : bisect_right(starts, kind.last + _TOGETHER)]:
            if _together(tokens, kind, place):
                for event in place.values:
                    if event.kind in kind.values:
                        yield _Hit(event, kind.first, kind.last, kind.skipped, own=False)


def _together(tokens: Sequence[Token], kind: Phrase[str], place: Phrase[KnownEvent]) -> bool:
    first, last = min(kind.last, place.last), max(kind.first, place.first)
    return last - first <= _TOGETHER and not any(token.begins for token in tokens[first : last + 1])


def _can_be_meant(hit: _Hit, years: set[int], posted: PartialDate | None) -> bool:
    date = hit.event.date
    if posted is not None and posted.latest <= date.earliest:
        return False
    if years:
        return any(date.earliest.year <= year <= date.latest.year for year in years)
    if hit.own:
        return True
    return _is_fresh(date, posted)


def _is_fresh(date: PartialDate, posted: PartialDate | None) -> bool:
    return posted is not None and posted.earliest <= date.latest + FRESH


def _is_elsewhen(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word right before puts what is told before, after or beside the event; a new sentence breaks that."""
    for _ in range(_WORDS_BEFORE):
        if at == 0 or tokens[at].begins:
            return False
        at -= 1
        if tokens[at].word in _ELSEWHEN:
            return True
    return False


def _overlapping(hits: list[_Hit]) -> Iterable[list[_Hit]]:
    groups: list[list[_Hit]] = []
    end = -1
    for hit in sorted(hits, key=lambda hit: (hit.first, hit.last)):
        if hit.first < end:
            groups[-1].append(hit)
        else:
            groups.append([hit])
        end = max(end, hit.last)
    return groups


def _feast_hits(tokens: Sequence[Token], years: set[int], posted: PartialDate | None) -> Iterable[_Hit]:
    """Feasts named, each at its latest time before the post, or at that of the one year which the text states."""
    for phrase in find_phrases(_feast_names(), tokens):
        for feast in phrase.values:
            date = feast and _time_of(feast.dates, years, posted)
            if feast and date:
                event = KnownEvent(
                    feast.id, feast.name, feast.name_ar, feast.kind, date, False, (), (), (), ()
                )
                yield _Hit(event, phrase.first, phrase.last, phrase.skipped, own=False)


def _time_of(
    dates: tuple[PartialDate, ...], years: set[int], posted: PartialDate | None
) -> PartialDate | None:
    if len(years) == 1:
        (year,) = years
        return next((date for date in dates if date.text.startswith(str(year))), None)
    if posted is None or years:
        return None
    return max((d for d in dates if d.earliest < posted.latest), key=lambda d: d.earliest, default=None)


def _referred(text: str, tokens: Sequence[Token], hit: _Hit, posted: PartialDate | None) -> DatedEvent:
    event = hit.event
    date = event.date
    if event.open_ended and posted is not None:
        date = replace(date, latest=max(posted.latest, date.earliest))
    reason = (
        f"the text names {event.name}"
        if hit.own
        else f"{event.name} is the latest event of that kind and place that the text can mean"
    )
    return DatedEvent(
        id=event.id,
        name=event.name,
        name_ar=event.name_ar,
        kind=event.kind,
        date=date,
        countries=event.countries,
        quote=quote_of(text, tokens, hit.first, hit.last, hit.skipped),
        reason=reason,
    )


@cache
def _names() -> Phrases[tuple[KnownEvent, bool]]:
    return Phrases(
        [
            (fold_phrase(name), (event, own))
            for event in known_events()
            for names, own in ((event.names, True), (event.shared, False))
            for name in dict.fromkeys(names)
        ]
    )


@cache
def _feast_names() -> Phrases[Feast | None]:
    named = [(fold_phrase(name), feast) for feast in feasts() for name in feast.names]
    return Phrases([*named, *((fold_phrase(name), None) for feast in feasts() for name in feast.never)])


def _of_country(adjectives: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(form for word in adjectives for form in ((word,) if word.isascii() else (word, "ال" + word)))


@cache
def _places() -> Phrases[KnownEvent]:
    """Words for the places of events; one that knows its country's name knows what is said of it too ("Turkish")."""
    told = {
        fold_phrase(name): (*country.adjectives, *(word + end for word in country.nisba for end in ("", "ة")))
        for country in known_countries().values()
        for name in (*country.names, *country.names_ar)
    }
    places = (
        (fold_phrase(word), event)
        for event in known_events()
        for place in event.near
        for word in (place, *_of_country(told.get(fold_phrase(place), ())))
    )
    return Phrases(dict.fromkeys(places))
