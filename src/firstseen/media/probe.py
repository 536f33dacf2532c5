"""What a file is, before it is described: kind, size, length, codecs, and the dates it carries."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from firstseen.media.opening import check_file, open_still
from firstseen.media.picture import Picture
from firstseen.media.reading import How, Reader, declared_duration_s, shape_of
from firstseen.media.sound import Sound
from firstseen.media.still import still_media
from firstseen.model.media import EmbeddedDate, Media

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK_BYTES: Final = 1 << 20
_PROBED_HZ: Final = 8000
_DATE_KEYS: Final = frozenset(
    {
        "creation_time",
        "date",
        "date_digitized",
        "date_recorded",
        "com.apple.quicktime.creationdate",
        "com.android.capture.date",
        "icrd",
        "year",
        "tyer",
        "tdrc",
    }
)


def probe(path: Path, *, largest_picture_mp: float = 140.0) -> Media:
    """The file's `Media`. Reads every byte once for the SHA-256 and decodes one picture.

    `duration_s` is what the file says of itself; `describe` replaces it by what decodes.

    Raises:
        InputError: no such file, a folder, a pipe or a device. UnreadableMedia: nothing in it decodes, or its picture
        is larger than `largest_picture_mp`. Unavailable: a HEIC picture without the package for it.
    """
    size_bytes = check_file(path)
    image = open_still(path, largest_picture_mp=largest_picture_mp)
    if image is not None:
        with image:
            return still_media(image, path, media_id(path), size_bytes)
    with Reader(path, How(sound_rate_hz=_PROBED_HZ, largest_picture_mp=largest_picture_mp)) as reader:
        wanted = Sound if reader.video is None else Picture
        first = next((piece for piece in reader if isinstance(piece, wanted)), None)
        return _moving_media(reader, first if isinstance(first, Picture) else None, path, size_bytes)


def media_id(path: Path) -> str:
    """SHA-256 of the file's bytes, 64 lower-case hex digits."""
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        while block := opened.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _moving_media(reader: Reader, first: Picture | None, path: Path, size_bytes: int) -> Media:
    video, audio = reader.video, reader.audio
    width = height = turn_deg = 0
    fps, codec = 0.0, ""
    if first is not None and video is not None:
        shape = shape_of(first.frame, reader.pixel_aspect)
        width, height = shape.shown_size(first.frame.width, first.frame.height)
        turn_deg = shape.turn_deg
        fps = float(video.average_rate or video.guessed_rate or 0)
        codec = video.codec_context.name
    return Media(
        id=media_id(path),
        name=path.name,
        size_bytes=size_bytes,
        kind="video" if first is not None else "sound",
        duration_s=declared_duration_s(reader),
        width_px=width,
        height_px=height,
        fps=fps,
        rotation_deg=turn_deg,
        container=reader.container.format.name,
        video_codec=codec,
        audio_codec=audio.codec_context.name if audio is not None else "",
        embedded_dates=_dates(reader),
    )


def _dates(reader: Reader) -> tuple[EmbeddedDate, ...]:
    """The dates in the container and its streams, each once, in the order found."""
    sources = [("container", reader.container.metadata)]
    sources += [(f"{s.type} stream", s.metadata) for s in (reader.video, reader.audio) if s is not None]
    found: dict[str, EmbeddedDate] = {}
    for origin, metadata in sources:
        for key, text in metadata.items():
            if key.lower() in _DATE_KEYS and text.strip():
                found.setdefault(text, EmbeddedDate(f"{origin} {key}", text.strip()))
    return tuple(found.values())
