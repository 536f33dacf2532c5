"""The slots of a claim: what is claimed, what was found and on which rule, and what people decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen.model.claim import SLOTS
from firstseen.model.decided import finding_key
from firstseen.publish.words import clock
from firstseen.web.item.words import value_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from firstseen.model.case import Decision, Examination
    from firstseen.model.claim import Claim, Quote, Slot
    from firstseen.model.verdict import Finding, Status
    from firstseen.web.words import InterfaceLanguage

Piece = tuple[str, str]
"""A piece of a text, and the slot whose words it is; an empty one for none."""

_WORST_FIRST: Final[tuple[Status, ...]] = ("contradicts", "consistent", "unknown")


@dataclass(frozen=True, slots=True)
class Value:
    """One value that the caption claims."""

    words: str
    quote: str
    footing: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """One finding, with the subject that it is decided on by."""

    subject: str
    finding: Finding
    sentence: str
    part: str
    rejected: bool
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class SlotView:
    """A slot: its status in one word, the claimed values, the findings, and what was decided on the slot itself."""

    slot: Slot
    status: Status
    values: tuple[Value, ...]
    found: tuple[Found, ...]
    decision: Decision | None
    suggested: str
    """What an edit starts from: the value as it is now, in words that are read back as the same."""

    @property
    def subject(self) -> str:
        """What decisions on it are called."""
        return f"slot:{self.slot}"


def slot_views(
    claim: Claim, examination: Examination, held: Mapping[str, Decision], lang: InterfaceLanguage
) -> tuple[SlotView, ...]:
    """The four slots, in the order in which desks settle them."""
    return tuple(_slot(slot, claim, examination, held, lang) for slot in SLOTS)


def _slot(
    slot: Slot, claim: Claim, examination: Examination, held: Mapping[str, Decision], lang: InterfaceLanguage
) -> SlotView:
    values = getattr(claim.reading, slot)
    found = [one for one in examination.findings if one.slot == slot]
    statuses = {one.status for one in found}
    return SlotView(
        slot=slot,
        status=next((one for one in _WORST_FIRST if one in statuses), "unknown"),
        values=tuple(
            Value(value_words(one, lang), one.quote.text if one.quote else "", one.footing, one.reason)
            for one in values
        ),
        found=(
            *_found(found, held, lang, rejected=False),
            *_found((one for one in examination.rejected if one.slot == slot), held, lang, rejected=True),
        ),
        decision=held.get(f"slot:{slot}"),
        suggested="; ".join(one.date.iso if slot == "when" else value_words(one, "en") for one in values),
    )


def _found(
    findings: Iterable[Finding], held: Mapping[str, Decision], lang: InterfaceLanguage, *, rejected: bool
) -> list[Found]:
    made = []
    for one in findings:
        subject = f"finding:{finding_key(one)}"
        part = f"{clock(one.part.start_s)}–{clock(one.part.end_s)}" if one.part else ""
        sentence = one.sentence_ar if lang == "ar" else one.sentence
        made.append(Found(subject, one, sentence, part, rejected, held.get(subject)))
    return made


def quoted_pieces(text: str, quotes: Iterable[tuple[Slot, Quote | None]]) -> tuple[Piece, ...]:
    """The text in pieces, those that a slot was read from named by it; where two overlap the first begun counts.

    A quote that does not stand where it says it does is not marked: offsets of an older reading name other words.
    """
    marks = sorted(
        (quote.start, -quote.end, slot, quote.end)
        for slot, quote in quotes
        if quote is not None and quote.end > quote.start and text[quote.start : quote.end] == quote.text
    )
    pieces: list[Piece] = []
    at = 0
    for start, _, slot, end in marks:
        if start < at:
            continue
        pieces += [(text[at:start], "")] if start > at else []
        pieces.append((text[start:end], slot))
        at = end
    return (*pieces, *([(text[at:], "")] if at < len(text) else []))


def claim_pieces(text: str, values: Mapping[Slot, Sequence[object]]) -> tuple[Piece, ...]:
    """The text of a claim or of a source, with the words of each slot marked."""
    quotes = [(slot, getattr(one, "quote", None)) for slot in SLOTS for one in values.get(slot, ())]
    return quoted_pieces(text, quotes)
