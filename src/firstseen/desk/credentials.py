"""Names that cannot be taken for one another, passwords that cannot be guessed soon, and what is kept of them."""

from __future__ import annotations

import functools
import secrets
import threading
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from firstseen.errors import InputError

SHORTEST_PASSWORD: Final = 12
"""Characters. Source: NIST SP 800-63B-4 asks for 15 where a password stands alone, and for 8 at least."""

LONGEST_PASSWORD: Final = 256
_SHORTEST_NAME: Final = 2
_LONGEST_NAME: Final = 64
_LONGEST_SHOWN: Final = 100
_JOINING: Final = frozenset(".-_@")
_FEWEST_DIFFERENT: Final = 5
_AT_ONCE: Final = 2
"""Passwords checked at the same time: each takes 64 MiB. Source: argon2-cffi's defaults, RFC 9106's second choice."""

_COMMON: Final = frozenset(
    """abc abcdef abcdefgh abcdefghijkl access admin administrator asdf asdfgh asdfghjkl baseball changeme computer
    desk dragon football firstseen hello iloveyou internet letmein login master monkey newsroom p@ssw0rd p@ssword
    passw0rd password passwort princess qazwsx qwerty qwertyuiop qwertyuiopasdf secret shadow sunshine superman
    test trustno welcome zaq1zaq1 zxcvbnm admin123 كلمةالسر كلمةالمرور""".split()  # noqa: SIM905 - a list of words
)
"""Words that the commonest passwords are made of. Source: what published lists of leaked passwords begin with."""

_ALIKE: Final = {
    ord(pair[0]): pair[1:]
    for pair in (  # noqa: SIM905 - a list of pairs
        "аa вb еe з3 кk мm нh оo рp сc тt уy хx іl јj ѕs ԁd ԛq ԝw һh ӏl "
        "αa εe ιl κk νv οo ρp τt υu χx ωw ىي یي کك ەه ہه ھه "
        "0o 1l il ıl 5s ـ"
    ).split()
}
"""Characters that look like another. Source: Unicode's confusables (UTS #39), those of our languages' neighbours."""


def account_name(text: str) -> str:
    """The name that an account goes by: in Unicode's form NFKC, case-folded, so that one name is written in one way.

    Raises InputError for anything but letters, digits and . - _ @, and for letters of different scripts in one name.
    """
    name = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", _plain(text, "name")).casefold())
    if not _SHORTEST_NAME <= len(name) <= _LONGEST_NAME:
        raise InputError(f"a name has {_SHORTEST_NAME} to {_LONGEST_NAME} characters; choose another")
    if not all(_is_of_word(c) or c in _JOINING for c in name) or not name[0].isalnum():
        raise InputError("a name has letters, digits and . - _ @ and begins with a letter or digit")
    scripts = {unicodedata.name(c, "?").partition(" ")[0] for c in name if c.isalpha()}
    if len(scripts) > 1:
        raise InputError("a name has letters of one script only; choose another")
    return name


def looks_of(name: str) -> str:
    """What a name looks like: equal for names that people may take for one another."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return "".join(c for c in bare.translate(_ALIKE) if c not in _JOINING)


def shown_name(text: str, name: str) -> str:
    """How an account is shown to people: one line of text; the account's name when nothing is given."""
    shown = " ".join(unicodedata.normalize("NFC", _plain(text, "name")).split())
    if len(shown) > _LONGEST_SHOWN or not all(c.isprintable() or c == "\u200c" for c in shown):
        raise InputError(f"a shown name is one line of at most {_LONGEST_SHOWN} characters; shorten it")
    return shown or name


def checked_password(text: str, name: str) -> str:
    """The password in one form (NFKC). Raises InputError when it is short, common or made of the account's name."""
    password = unicodedata.normalize("NFKC", _plain(text, "password"))
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InputError(
            f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; a few words will do"
        )
    folded = password.casefold()
    beside = sum(c.isalpha() for c in folded.replace(name, ""))
    if name in folded and beside < SHORTEST_PASSWORD // 2:
        raise InputError("the password is made of the account's name; choose another")
    if len(set(folded)) < _FEWEST_DIFFERENT or _is_common(folded):
        raise InputError("the password is one of the first that anybody would try; choose another")
    return password


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _turns():
        return _hasher().hash(password)


def verified(kept: str, password: str) -> bool:
    """Whether this is the password; takes as long when nothing is kept, as of a name that nobody has."""
    nobodys = _nobodys()
    with _turns():
        try:
            _hasher().verify(kept or nobodys, typed_password(password))
        except (VerificationError, InvalidHashError):
            return False
    return bool(kept)


def is_outdated(kept: str) -> bool:
    """Whether argon2 makes passwords stronger now than this one was made."""
    return _hasher().check_needs_rehash(kept)


def typed_password(text: str) -> str:
    """A password as somebody typed it, in the form in which it was kept."""
    whole = text[: LONGEST_PASSWORD + 1].encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFKC", whole)


def _is_common(folded: str) -> bool:
    words = "".join(c for c in folded if c.isalpha())
    repeated = any(folded == (folded[:size] * len(folded))[: len(folded)] for size in range(1, 6))
    rising = folded in "01234567890123456789012345678901234567890"
    return repeated or rising or words in _COMMON or any(words == one * 2 for one in _COMMON)


def _is_of_word(c: str) -> bool:
    return c.isalnum() or unicodedata.category(c) in {"Mn", "Mc"}


def _plain(text: str, what: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"the {what} is no text; type it again") from error
    return text.strip() if what == "name" else text


@functools.cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@functools.cache
def _turns() -> threading.Semaphore:
    return threading.Semaphore(_AT_ONCE)


@functools.cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe())
