"""Every error firstseen raises on purpose, as one tree.

    FirstseenError                    exit 1
    ├── InputError                    exit 2   what the user gave cannot be used
    │   ├── UnreadableMedia             does not decode
    │   ├── TooLittleFootage            no usable frame or sound
    │   ├── UnclearDate                 a date that cannot be placed
    │   ├── BadRecord                   one item of a table, file or feed that cannot be used
    │   └── TooLarge                    more than is taken in at once
    ├── SettingsError                 exit 2   a setting is unknown or out of range
    ├── NotFound                      exit 1   nothing of that kind has that id
    ├── NotFetched                    exit 1   something on the web that could not be had
    ├── ArchiveMismatch               exit 1   made with another fingerprint or format version
    ├── NotDecided                    exit 1   a case that nobody has decided yet
    ├── NotReady                      exit 1   an article that cannot be published as it is
    ├── Conflict                      exit 1   somebody else changed it meanwhile
    ├── NotSignedIn                   exit 1   nobody, or somebody who cannot be told apart from anybody
    ├── NotAllowed                    exit 1   somebody whose role does not allow it
    ├── TooManyRequests               exit 1   more than one person asks for at once
    ├── NoRoom                        exit 1   the disk is full
    └── Unavailable                   exit 3   a model, program or service is missing

A message says what happened, to what, and what to do next, in one line.
Errors of other libraries never cross a stage's edge: they are chained to one of these.
"""

from __future__ import annotations

from typing import ClassVar


class FirstseenError(Exception):
    """Anything firstseen refuses or fails at; its text is one line for a person."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500


class InputError(FirstseenError):
    """What the user gave cannot be used."""

    exit_code = 2
    http_status = 400


class UnreadableMedia(InputError):
    """A file that does not decode as footage."""

    def __init__(self, path: str, reason: str) -> None:
        """Name the file and why it does not decode, with what to do next."""
        super().__init__(f"{path}: cannot be read as footage: {reason}")
        self.path = path
        self.reason = reason

    def __reduce__(self) -> tuple[type[UnreadableMedia], tuple[str, str]]:
        return type(self), (self.path, self.reason)


class TooLittleFootage(InputError):
    """A file that decodes, but holds no usable frame and no usable sound."""

    def __init__(self, path: str, duration_s: float, reason: str = "") -> None:
        """Name the file, how long it is, and what was missing."""
        detail = reason or "no frame or sound in it can serve as evidence"
        super().__init__(f"{path}: too little footage ({duration_s:.2f} s): {detail}; give a longer excerpt")
        self.path = path
        self.duration_s = duration_s
        self.reason = reason

    def __reduce__(self) -> tuple[type[TooLittleFootage], tuple[str, float, str]]:
        return type(self), (self.path, self.duration_s, self.reason)


class UnclearDate(InputError):
    """A date that cannot be placed in time."""

    def __init__(self, text: str, reason: str = "") -> None:
        """Quote the date as given and say which forms are read."""
        detail = f": {reason}" if reason else ""
        super().__init__(
            f"date {text!r} cannot be placed{detail}; write it as 2015, 2015-07, 2015-07-01, "
            "2015-07-01T14:05+02:00 or 2015-07-01/2015-07-03"
        )
        self.text = text
        self.reason = reason

    def __reduce__(self) -> tuple[type[UnclearDate], tuple[str, str]]:
        return type(self), (self.text, self.reason)


class BadRecord(InputError):
    """One item of many that cannot be used: a row of a table, a line of a file, an object in a document."""

    def __init__(self, source: str, line: int, reason: str, unit: str = "line") -> None:
        """Name the file or address, where in it the item stands (0 for nowhere in particular), and what is wrong."""
        place = f", {unit} {line}" if line else ""
        super().__init__(f"{source}{place}: {reason}")
        self.source = source
        self.line = line
        self.reason = reason
        self.unit = unit

    def __reduce__(self) -> tuple[type[BadRecord], tuple[str, int, str, str]]:
        return type(self), (self.source, self.line, self.reason, self.unit)


class TooLarge(InputError):
    """More than is taken in at once."""

    http_status = 413

    def __init__(self, what: str, allowed: str) -> None:
        """Name what is too large, and how much of it is taken."""
        super().__init__(f"{what} is too large; at most {allowed} is taken")
        self.what = what
        self.allowed = allowed

    def __reduce__(self) -> tuple[type[TooLarge], tuple[str, str]]:
        return type(self), (self.what, self.allowed)


class SettingsError(FirstseenError):
    """A setting that is unknown, of the wrong type, or out of its range."""

    exit_code = 2
    http_status = 400

    def __init__(self, key: str, value: object, allowed: str) -> None:
        """Name the key, the value it was given, and what is allowed."""
        super().__init__(f"setting {key} = {value!r} is not usable: {allowed}")
        self.key = key
        self.value = value
        self.allowed = allowed

    def __reduce__(self) -> tuple[type[SettingsError], tuple[str, object, str]]:
        return type(self), (self.key, self.value, self.allowed)


class NotFound(FirstseenError):
    """Nothing of that kind has that id."""

    http_status = 404
    _listings: ClassVar[dict[str, str]] = {"account": "firstseen account list", "key": "firstseen key list"}

    def __init__(self, kind: str, id: str) -> None:  # noqa: A002 - the field's word for it
        """Say what kind of thing was looked for, and by which id."""
        listing = self._listings.get(kind, "firstseen show")
        super().__init__(f"no {kind} {id!r}; `{listing}` lists what the desk holds")
        self.kind = kind
        self.id = id

    def __reduce__(self) -> tuple[type[NotFound], tuple[str, str]]:
        return type(self), (self.kind, self.id)


class NotFetched(FirstseenError):
    """Something on the web that could not be had: it is not there, its server fails, or it is too large or slow."""

    http_status = 502

    def __init__(self, url: str, reason: str) -> None:
        """Name the address and why it was not fetched."""
        super().__init__(f"{url}: could not be fetched: {reason}")
        self.url = url
        self.reason = reason

    def __reduce__(self) -> tuple[type[NotFetched], tuple[str, str]]:
        return type(self), (self.url, self.reason)


class ArchiveMismatch(FirstseenError):
    """An archive made with another fingerprint or a newer format than this installation has."""

    http_status = 409

    def __init__(self, have: str, want: str) -> None:
        """Say what this installation has and what the archive was made with."""
        super().__init__(
            f"the archive was made with {want}, this installation has {have}; "
            f"use an installation with {want}, or add the footage to a new desk"
        )
        self.have = have
        self.want = want

    def __reduce__(self) -> tuple[type[ArchiveMismatch], tuple[str, str]]:
        return type(self), (self.have, self.want)


class NotDecided(FirstseenError):
    """A case that nobody has decided yet."""

    http_status = 409

    def __init__(self, case_id: str) -> None:
        """Name the case and say how it is decided."""
        super().__init__(
            f"{case_id} is not decided; a person does that: `firstseen decide {case_id} RATING --by NAME`"
        )
        self.case_id = case_id

    def __reduce__(self) -> tuple[type[NotDecided], tuple[str]]:
        return type(self), (self.case_id,)


class NotReady(FirstseenError):
    """An article that cannot be published as it is."""

    http_status = 409

    def __init__(self, case_id: str, reasons: tuple[str, ...]) -> None:
        """Name the case and everything that is missing."""
        super().__init__(f"{case_id} cannot be published yet: {'; '.join(reasons)}")
        self.case_id = case_id
        self.reasons = reasons

    def __reduce__(self) -> tuple[type[NotReady], tuple[str, tuple[str, ...]]]:
        return type(self), (self.case_id, self.reasons)


class Conflict(FirstseenError):
    """What was to be changed is no longer what it was when it was looked at."""

    http_status = 409

    def __init__(self, what: str, next_step: str) -> None:
        """Name what changed, and say what to do."""
        super().__init__(f"{what} was changed meanwhile; {next_step}")
        self.what = what
        self.next_step = next_step

    def __reduce__(self) -> tuple[type[Conflict], tuple[str, str]]:
        return type(self), (self.what, self.next_step)


class NotSignedIn(FirstseenError):
    """Nobody is signed in, or the name, password, session or key does not hold. It never says which of them."""

    http_status = 401


class NotAllowed(FirstseenError):
    """Somebody whose role, or whose key, does not allow it."""

    http_status = 403


class TooManyRequests(FirstseenError):
    """More than is answered in this time; `retry_s` says after how many seconds to come back."""

    http_status = 429

    def __init__(self, what: str, retry_s: float) -> None:
        """Say what there was too much of, and when to come back."""
        super().__init__(f"too many {what}; try again in {max(1, round(retry_s))} s")
        self.what = what
        self.retry_s = retry_s

    def __reduce__(self) -> tuple[type[TooManyRequests], tuple[str, float]]:
        return type(self), (self.what, self.retry_s)


class NoRoom(FirstseenError):
    """The disk that holds the desk has no room for something."""

    http_status = 507

    def __init__(self, what: str) -> None:
        """Say what there is no room for."""
        super().__init__(
            f"the desk's disk has no room for {what}; nothing of it was kept: free some space, and send it again"
        )
        self.what = what

    def __reduce__(self) -> tuple[type[NoRoom], tuple[str]]:
        return type(self), (self.what,)


class Unavailable(FirstseenError):
    """A model, program or service that the work needs is missing."""

    exit_code = 3
    http_status = 503

    def __init__(self, what: str, how_to_get: str) -> None:
        """Say what is missing and how to get it."""
        super().__init__(f"{what} is not available; {how_to_get}")
        self.what = what
        self.how_to_get = how_to_get

    def __reduce__(self) -> tuple[type[Unavailable], tuple[str, str]]:
        return type(self), (self.what, self.how_to_get)
