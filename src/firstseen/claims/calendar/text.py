"""A text as pieces whose meanings and numbers are known: what every form of date is read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firstseen.claims.calendar.words import is_beside, lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.claims.calendar.words import Meaning, Piece

_WORDLIKE: Final = frozenset({"word", "mark", "number"})
_LONGEST_NUMBER: Final = 4
_LONGEST_PHRASE: Final = 5
"""Pieces of the longest phrase that is looked for backwards."""

_SENTENCE: Final = 10
"""Words back to which a "will" still governs a date."""

_THOUSAND: Final = 3
"""Digits behind the comma of a thousand."""


class Text:
    """The pieces of a text, what phrase begins at each, and which are plain numbers."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        words = lexicon()
        self._meanings = [words.at(pieces, i) if p.kind in _WORDLIKE else {} for i, p in enumerate(pieces)]
        self._numbers = [self._whole_number(i) for i in range(len(pieces))]

    def knows(self, at: int) -> bool:
        """Whether a date may begin at a piece: a number, or a word of time."""
        return self.pieces[at].kind == "number" or bool(self._meanings[at])

    def at(self, at: int, kind: str) -> tuple[Meaning, int] | None:
        """What the longest phrase of that kind that begins at a piece means, and the piece after it."""
        return self._meanings[at].get(kind) if 0 <= at < len(self._meanings) else None

    def past(self, at: int, kind: str) -> int:
        """The piece after a phrase of that kind, or `at` when there is none."""
        found = self.at(at, kind)
        return found[1] if found else at

    def start(self, at: int, kind: str) -> int | None:
        """Where the longest phrase of that kind begins that ends right before a piece; None when there is none."""
        starts = range(max(0, at - _LONGEST_PHRASE), at)
        return next((s for s in starts if (found := self.at(s, kind)) and found[1] == at), None)

    def ends(self, at: int, kind: str) -> bool:
        """Whether a phrase of that kind ends right before a piece."""
        return self.start(at, kind) is not None

    def word(self, at: int) -> str:
        """The folded word, number or mark at a piece; empty outside the text."""
        return self.pieces[at].text if 0 <= at < len(self.pieces) else ""

    def is_coming(self, at: int) -> bool:
        """Whether the words before a piece, in its sentence, speak of what is still to come: will, expected, سوف."""
        for i in range(at - 1, max(-1, at - _SENTENCE - 1), -1):
            if self.is_mark(i, ".!?؟;؛") or self.pieces[i + 1].line:
                return False
            if is_beside(self.word(i), "coming"):
                return True
        return False

    def is_word(self, at: int) -> bool:
        """Whether the piece is a word."""
        return 0 <= at < len(self.pieces) and self.pieces[at].kind == "word"

    def is_glued(self, at: int) -> bool:
        """Whether nothing stands between a piece and the one before it."""
        return 0 <= at < len(self.pieces) and self.pieces[at].glued

    def is_mark(self, at: int, marks: str) -> bool:
        """Whether the piece is one of those marks."""
        return 0 <= at < len(self.pieces) and self.pieces[at].kind == "mark" and self.pieces[at].text in marks

    def mark(self, at: int, marks: str) -> int:
        """The piece after a mark of those, or `at` when it is none."""
        return at + 1 if self.is_mark(at, marks) else at

    def past_marks(self, at: int, marks: str) -> int:
        """The piece after up to three marks of those."""
        for _ in range(3):
            at = self.mark(at, marks)
        return at

    def number(self, at: int) -> int | None:
        """A plain whole number of up to four digits; None for a decimal, a thousand, money, a share or a code."""
        return self._numbers[at] if 0 <= at < len(self._numbers) else None

    def digits(self, at: int) -> int:
        """How many digits the number at a piece has; 0 where there is none."""
        return (
            len(self.pieces[at].text)
            if 0 <= at < len(self.pieces) and self.pieces[at].kind == "number"
            else 0
        )

    def _whole_number(self, at: int) -> int | None:
        if not 0 < self.digits(at) <= _LONGEST_NUMBER or self._is_amount(at):
            return None
        return int(self.pieces[at].text)

    def _is_amount(self, at: int) -> bool:
        """Whether the number is money, a share, or part of a longer one: $20, 20%, 1,500, 3.5."""
        if self.is_glued(at) and self.word(at - 1) in {"$", "€", "£", "+"}:
            return True
        if self.is_glued(at + 1) and self.is_mark(at + 1, "%٪$€£"):
            return True
        return self._splits(at - 2) or self._splits(at)

    def _splits(self, at: int) -> bool:
        """Whether the three pieces from `at` are a number with a decimal or thousand mark in it."""
        if not (self.digits(at) and self.digits(at + 2) and self.is_glued(at + 1) and self.is_glued(at + 2)):
            return False
        return self.is_mark(at + 1, ".٫") or (self.is_mark(at + 1, ",٬") and self.digits(at + 2) == _THOUSAND)
