"""Pictures become a small video again: what the demonstration makes its reposts with."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import av
import numpy as np

from firstseen.errors import Unavailable
from firstseen.media.picture import Picture
from firstseen.media.reading import How, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

_ENCODERS: Final = ("libx264", "mpeg4")


def read_pictures(
    path: Path, fps: float, start_s: float = 0.0, end_s: float = float("inf")
) -> Iterator[NDArray[np.uint8]]:
    """The pictures (height, width, 3) of a video on display at `fps` times a second, from `start_s` to `end_s`."""
    following = 0
    with Reader(path, How()) as reader:
        for piece in reader:
            if not isinstance(piece, Picture):
                continue
            shown_until_s = piece.time_s + piece.duration_s
            while (time_s := start_s + following / fps) < min(shown_until_s, end_s):
                yield piece.rgb
                following += 1
            if time_s >= end_s:
                return


def write_pictures(path: Path, pictures: Iterable[NDArray[np.uint8]], fps: int, quality: int = 28) -> None:
    """Write pictures of one size (height, width, 3), both even, as a silent video; `quality` is x264's CRF.

    Raises Unavailable where no encoder is built in.
    """
    encoder = next((name for name in _ENCODERS if name in av.codecs_available), None)
    if encoder is None:
        raise Unavailable("a video encoder", "install PyAV from its wheel: `pip install --only-binary av av`")
    with av.open(str(path), "w") as container:
        stream = container.add_stream(encoder, rate=Fraction(fps))
        if encoder == "libx264":
            stream.options = {"crf": str(quality), "preset": "veryfast"}
        stream.pix_fmt = "yuv420p"
        for picture in pictures:
            if not stream.codec_context.is_open:
                stream.height, stream.width = picture.shape[:2]
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
