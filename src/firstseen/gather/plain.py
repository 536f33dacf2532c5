"""Text as a person reads it: no markup, no control characters, no letters that went through a wrong encoding."""

from __future__ import annotations

import contextlib
import html
import re
from typing import Final

_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufff9-\ufffb]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_TAG: Final = re.compile(r"<[A-Za-z/!?][^<>]*>")
_BREAK: Final = re.compile(r"<(?:br|/p|/div|/li|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_HUGE_NUMBER: Final = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_SPACES: Final = re.compile(r"[^\S\n]+")
_LINE_ENDS: Final = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_EMPTY_LINES: Final = re.compile(r"\s*\n\s*")
_PLAIN: Final = re.compile(
    r"[^\x00-\x1f\x7f-\xa0&<\ud800-\udfff\ufeff\ufff9-\ufffb\u2028\u2029ÂÃØÙÚÛâطظعغأآ]*"
)
"""Text in which nothing can be wrong: most of what comes in, told in one pass."""

_SUSPECT: Final = re.compile(
    "[\xc2-\xf4][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|[طظعغأآ][\x80-\xbf\u0152\u0153\u0192\u02c6\u2013-\u203a\u20ac\u2122]"
)
"""What the first two bytes of a letter in UTF-8 look like when they are read as Latin-1, Windows-1252 or -1256."""

_RUN: Final = re.compile(r"[^\x00-\x7f]+")
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_HOLES: Final = re.compile("\ufffd+")
_FEWEST_LETTERS: Final = 3
_LOST: Final = 0xFF
"""A byte that no text in UTF-8 has, in place of one that was lost."""


def _table(codec: str) -> dict[str, int]:
    """Which byte each character was, by an 8-bit code page; bytes without a character stand for themselves."""
    return {bytes([byte]).decode(codec, "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}


_TABLES: Final = tuple(_table(codec) for codec in ("cp1252", "latin-1", "cp1256"))


def clean(text: str) -> str:
    """The text without tags, entities, control characters and lone surrogates, its spaces single, its lines trimmed.

    Text that went through a wrong encoding is repaired (see `repaired`). Linear in its length.
    """
    if _PLAIN.fullmatch(text):
        return _spaced(text)
    # First of all, because the second byte of a letter may look like a line's end.
    text = _LINE_ENDS.sub("\n", repaired(_SURROGATES.sub("\ufffd", text)))
    if "&" in text:
        text = unescaped(text)
    if "<" in text:
        text = _TAG.sub(" ", _BREAK.sub("\n", text))
    # An entity may have stood for what must not come in.
    text = _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))
    return _spaced(text)


def unescaped(text: str) -> str:
    """The text with its entities written out; a number that no character has becomes U+FFFD."""
    return html.unescape(_HUGE_NUMBER.sub("\ufffd", text))


def _spaced(text: str) -> str:
    text = _SPACES.sub(" ", text)
    return (_EMPTY_LINES.sub("\n", text) if "\n" in text else text).strip()


def storable(text: str) -> str:
    """The text with lone surrogates and NUL, which no database takes, made visible as U+FFFD."""
    return _SURROGATES.sub("\ufffd", text).replace("\0", "\ufffd")


def one_line(text: str) -> str:
    """`clean` text on one line, for titles and names."""
    return " ".join(clean(text).split())


def repaired(text: str) -> str:
    """Text whose UTF-8 was read as Latin-1, Windows-1252 or Windows-1256, read as UTF-8; any other text unchanged.

    Up to two wrong readings are undone, each run of letters by itself: a text may be broken in part only. A run is
    changed only where its bytes are valid UTF-8, which real words in those code pages hardly ever are.
    """
    for _ in range(2):
        if not _SUSPECT.search(text):
            return text
        better = _RUN.sub(lambda run: _reread(run[0]), text)
        if better == text:
            return text
        text = better
    return text


def _reread(run: str) -> str:
    """One run of letters beyond ASCII read again, by the first code page that makes it valid UTF-8."""
    if not _SUSPECT.search(run):
        return run
    for table in _TABLES:
        known = [table.get(character, _LOST) for character in run]
        if _LOST not in known:
            with contextlib.suppress(UnicodeDecodeError):
                return bytes(known).decode("utf-8")
    for table in _TABLES:
        damaged = bytes(table.get(character, _LOST) for character in run).decode("utf-8", "replace")
        damaged = _HOLES.sub("\ufffd", damaged)
        if _is_mostly_arabic(damaged):
            return damaged
    return run


def _is_mostly_arabic(text: str) -> bool:
    """Whether of a word that lost bytes on its way enough came back: four letters in five, all but these Arabic."""
    lost = text.count("\ufffd")
    arabic = len(_ARABIC.findall(text))
    return arabic >= _FEWEST_LETTERS and lost * 4 <= arabic and lost + arabic >= len(text) - 1
