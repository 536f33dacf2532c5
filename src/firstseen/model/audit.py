"""How the audit's entries are chained: so that one of them can be proven without showing the others."""

from __future__ import annotations

import hashlib
import json
from typing import Final

ORIGIN: Final = "0" * 64
"""What stands before the first entry."""


def told_digest(who: str, at: str, what: str, subject: str, detail: str) -> str:
    """The SHA-256 of what an entry tells, as JSON with sorted names and no spaces, in UTF-8."""
    told = {"at": at, "detail": detail, "subject": subject, "what": what, "who": who}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def chained(previous: str, told: str) -> str:
    """The digest of an entry: the SHA-256 of the digest before it and the digest of what it tells, one after the other.

    An entry that is nobody's business is given by the digest of what it tells, and the chain still holds.
    """
    return hashlib.sha256(f"{previous}{told}".encode()).hexdigest()


def first_form(previous: str, *told: str) -> str:
    """The digest that an entry got from desks made before entries could be proven alone: of all of it at once.

    `told` is who, at, what, subject and detail, in the order of `told_digest`.
    """
    names = ("who", "at", "what", "subject", "detail")
    entry = dict(zip(names, told, strict=True)) | {"previous": previous}
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
