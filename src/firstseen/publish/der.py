"""As much of DER as it takes to bring the certificates of a time stamp into the order that strict readers want.

OpenSSL, and services that run on it, leave them in the order of their chain, where DER asks for that of their bytes.
They are not part of what is signed, so that their order proves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAGGED: Final = 0xA0
_LONG: Final = 0x80
_MOST_LENGTH_BYTES: Final = 4


def with_ordered_certificates(answer: bytes) -> bytes:
    """A time stamp's answer with its certificates in the order of DER, and as it was where it is none.

    The way to them: TimeStampResp, its token, the token's content, the SignedData in it, its first field tagged 0.
    """
    try:
        token = _parts(answer, *_inside(answer, 0))[1]
        content = _parts(answer, *_inside(answer, token[0]))[1]
        signed = _inside(answer, _inside(answer, content[0])[0])
        tagged = next(part for part in _parts(answer, *signed) if answer[part[0]] == _TAGGED)
        start, end = _inside(answer, tagged[0])
        certificates = sorted(answer[first:last] for first, last in _parts(answer, start, end))
    except (IndexError, ValueError, StopIteration):
        return answer
    return answer[:start] + b"".join(certificates) + answer[end:]


def _inside(data: bytes, at: int) -> tuple[int, int]:
    """Where the content of the element at this place starts and ends. Raises ValueError when it is no such element."""
    length, start = data[at + 1], at + 2
    if length >= _LONG:
        count = length - _LONG
        if not 0 < count <= _MOST_LENGTH_BYTES:
            raise ValueError("a length that DER does not have")
        length = int.from_bytes(data[start : start + count])
        start += count
    if start + length > len(data):
        raise ValueError("an element that ends beyond the data")
    return start, start + length


def _parts(data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """Where each element between two places starts and ends."""
    return list(_walk(data, start, end))


def _walk(data: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        following = _inside(data, start)[1]
        yield start, following
        start = following
