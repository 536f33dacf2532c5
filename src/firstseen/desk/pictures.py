"""Text in the pictures of footage that is checked, read into what it asserts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, UnidentifiedImageError

from firstseen.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from firstseen.claims.naming.lexicon import Lexicon
    from firstseen.model.claim import Assertion
    from firstseen.model.descriptor import Description, Stills


def read_pictures(
    query: Description, frames: int, lexicon: Lexicon | None
) -> tuple[tuple[Assertion, ...], tuple[str, ...]]:
    """What text in at most `frames` pictures of a query asserts, weak, and notes on how they were read.

    What is missing to read them is a note, not an error: most footage carries no text that matters.
    """
    if not frames or not len(query.stills):
        return (), ()
    from firstseen.claims.picture_text import picture_reader, picture_text_asserts  # noqa: PLC0415 - an extra

    try:
        reader = picture_reader()
    except Unavailable as error:
        return (), (f"not read: {error}",)
    lines = reader.read(_frames(query.stills, frames))
    said = picture_text_asserts(query.media.id, query.media.name, lines, lexicon)
    looked = f"{len(lines)} lines in {min(frames, len(query.stills))} frames"
    return said, tuple(note for note in (looked, reader.missing) if note)


def _frames(stills: Stills, count: int) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """(time, RGB picture) of at most `count` kept pictures, spread over the footage."""
    chosen = np.unique(np.linspace(0, len(stills) - 1, min(count, len(stills))).round().astype(int))
    for index in chosen:
        try:
            with Image.open(io.BytesIO(stills.jpeg(int(index)))) as image:
                yield float(stills.times_s[index]), np.asarray(image.convert("RGB"))
        except (OSError, UnidentifiedImageError):
            # A picture that is damaged shows no text.
            continue
