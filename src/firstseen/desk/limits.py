"""How much text a case takes, and how much of a caption is read."""

from __future__ import annotations

from typing import Final

from firstseen.errors import InputError

LONGEST_TEXT: Final = 100_000
"""Characters a text of a case can have. Source: the longest post of any large platform has 63,206 (Facebook)."""

LONGEST_READ: Final = 10_000
"""Characters of a caption that are read for what it claims. Source: measured, they are read in half a second at worst;
captions of footage end before (YouTube takes 5,000, Instagram 2,200, Telegram 4,096)."""


def checked_text(name: str, text: str) -> str:
    """The text, when it is one. Raises InputError for what is longer than any post or no Unicode text."""
    if len(text) > LONGEST_TEXT:
        raise InputError(f"the {name} has {len(text):,} characters; no post has more than {LONGEST_TEXT:,}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"the {name} is broken at character {error.start + 1}: half a surrogate pair is no text; save it as UTF-8"
        ) from error
    return text


def named(by: str) -> str:
    """The name of who decides. Raises InputError when there is none."""
    name = checked_text("name", by).strip()
    if not name:
        raise InputError("a decision needs the name of who makes it: say by whom")
    return name
