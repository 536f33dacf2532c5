"""The desk's own key: what it signs fingerprint files with."""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from firstseen.errors import InputError, NotAllowed

if TYPE_CHECKING:
    from pathlib import Path

KEYS_FOLDER: Final = "keys"
KEY_FILE: Final = "exchange.key"
_OWNER_ONLY: Final = 0o600
_OTHERS: Final = 0o077
_LARGEST_KEY_BYTES: Final = 10_000


class DeskKey:
    """The Ed25519 key of a desk."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @property
    def public(self) -> str:
        """The public key, 64 hexadecimal digits: what other desks trust."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """The signature of a message, in hexadecimal digits."""
        return self._private.sign(message).hex()

    def pseudonym(self, media_id: str) -> str:
        """A name for footage that only this desk can make: the same each time, and not the digest of the file."""
        secret = hashlib.sha256(b"firstseen exchange ids\n" + self._private.private_bytes_raw()).digest()
        return hmac.new(secret, media_id.encode(), hashlib.sha256).hexdigest()


def desk_key(desk: Path) -> DeskKey:
    """The key of a desk, made when it has none yet.

    Raises InputError for a file that is no such key, NotAllowed for one that other people of this machine can read.
    """
    path = desk / KEYS_FOLDER / KEY_FILE
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & _OTHERS:
            raise NotAllowed(
                f"{path}: other people can read the desk's key; take that away: chmod 600 {path}"
            )
        with path.open("rb") as source:
            held = load_pem_private_key(source.read(_LARGEST_KEY_BYTES), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise InputError(
            f"{path}: is no private key; restore it from a backup, or remove it for a new one"
        ) from error
    except OSError as error:
        raise InputError(f"{path}: the desk's key cannot be used: {error.strerror}") from error
    if not isinstance(held, Ed25519PrivateKey):
        raise InputError(f"{path}: is no Ed25519 key; restore it from a backup, or remove it for a new one")
    return DeskKey(held)


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    part = path.with_name(f"{path.name}.{os.getpid()}")
    # Made for its owner alone, not made and then closed off.
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    try:
        # Two processes may make the first key at once: the first one's stays.
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
