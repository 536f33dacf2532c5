"""Errors of the databases below become errors of ours, with what to do next."""

from __future__ import annotations

import contextlib
import errno
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DBAPIError

from firstseen.errors import FirstseenError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL: Final = ("no space left", "disk is full", "quota exceeded", "os error 28", "os error 122")
_LOCKED: Final = ("database is locked", "database table is locked")
_DENIED: Final = ("permission denied", "readonly database", "read-only", "unable to open database")


@contextlib.contextmanager
def archive_edge(folder: Path) -> Iterator[None]:
    """Inside it, what SQLite, Lance or the disk raise comes out as a FirstseenError about `folder`."""
    try:
        yield
    except FirstseenError:
        raise
    except (DBAPIError, OSError) as error:
        raise _translated(folder, error) from error
    except (RuntimeError, ValueError) as error:
        # Lance raises its own errors as these two; ours of the same type say what a caller did wrong.
        if "lance" not in str(error).lower():
            raise
        raise _translated(folder, error) from error


def _translated(folder: Path, error: Exception) -> FirstseenError:
    text = str(error.orig if isinstance(error, DBAPIError) else error).splitlines()[0]
    lowered = text.lower()
    code = error.errno if isinstance(error, OSError) else None
    if code in {errno.ENOSPC, errno.EDQUOT} or any(sign in lowered for sign in _FULL):
        return Unavailable(
            f"room on the disk that holds {folder}",
            "free some space and run it again: what was acknowledged is kept, the rest was not begun",
        )
    if any(sign in lowered for sign in _LOCKED):
        return Unavailable(
            f"the archive {folder}", "another process is writing to it: wait, and run it again"
        )
    if code in {errno.EACCES, errno.EPERM, errno.EROFS} or any(sign in lowered for sign in _DENIED):
        return FirstseenError(f"{folder}: not permitted ({text}); give this user the right to write there")
    return FirstseenError(
        f"{folder}: the archive cannot be read or written ({text}); if it persists, restore "
        "the folder from a backup; descriptors.lance alone can be removed, it is made again from footage/"
    )
