"""Opening a file that nobody vouches for: one clear error for everything that is no footage."""

from __future__ import annotations

import codecs
import contextlib
import functools
import stat
import struct
import warnings
from typing import TYPE_CHECKING, Final

import av
from PIL import Image

from firstseen.errors import InputError, Unavailable, UnreadableMedia

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer

MEGAPIXEL: Final = 1_000_000

# Only containers of footage and sound: a playlist or a script that names other files is refused unread.
_CONTAINERS: Final = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpeg,mpegts,mpegvideo,gif,apng,flv,live_flv,asf,ogg,wav,mp3,aac,"
    "flac,m4v,h264,hevc,av1,obu,ivf,mxf,dv,rm,yuv4mpegpipe,caf,aiff,amr,w64,nut,wtv,mjpeg,mpjpeg,webp_anim,"
    "webp_animated,webp,ac3,eac3,au,avs2,avs3,vc1,swf,vob,3dostr,ape,tta,wv,opus"
)
_STILLS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")
_ANIMATED: Final = frozenset({"GIF", "PNG", "WEBP"})
_HEIC_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def check_file(path: Path) -> int:
    """Size in bytes of a regular, readable, non-empty file.

    Raises:
        InputError: it does not exist, or is no regular file. UnreadableMedia: it is empty or may not be read.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file; check the spelling") from None
    except (OSError, ValueError) as problem:
        raise InputError(f"{path}: cannot be looked at: {problem}") from problem
    if stat.S_ISDIR(status.st_mode):
        raise InputError(f"{path}: is a folder; give a file of footage")
    if not stat.S_ISREG(status.st_mode):
        raise InputError(f"{path}: is a pipe or a device; save the footage to a file first")
    if not status.st_size:
        raise UnreadableMedia(str(path), "the file is empty; download it again")
    try:
        with path.open("rb") as opened:
            opened.read(1)
    except OSError as problem:
        raise UnreadableMedia(
            str(path), f"{problem.strerror}; change its permissions or copy it"
        ) from problem
    return status.st_size


def open_container(path: Path, *, largest_picture_mp: float) -> InputContainer:
    """The file opened for demuxing; the caller closes it. Raises UnreadableMedia."""
    pixels = str(int(largest_picture_mp * MEGAPIXEL))
    options = {"format_whitelist": _CONTAINERS, "protocol_whitelist": "file", "max_pixels": pixels}
    try:
        return av.open(str(path.absolute()), mode="r", options=options)
    except (av.FFmpegError, ValueError, OSError, MemoryError) as problem:
        raise UnreadableMedia(str(path), _why_not(path)) from problem


def open_still(path: Path, *, largest_picture_mp: float) -> Image.Image | None:
    """The file as a picture that does not move, not decoded yet; None when it is something else.

    Raises:
        UnreadableMedia: it has more pixels than `largest_picture_mp`. Unavailable: HEIC without its package.
    """
    heic = _is_heic(path)
    if heic and not _register_heif():
        raise Unavailable(
            f"reading HEIC pictures ({path})",
            "install it with `pip install 'firstseen[heic]'`, or give a JPEG",
        )
    _load_plugins()
    try:
        with own_limits():
            image = Image.open(path, formats=[name for name in _STILLS if name in Image.OPEN])
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error, MemoryError):
        return None  # not a still: the caller tries it as a container
    if image.format in _ANIMATED and _moves(image):
        image.close()
        return None
    if image.width * image.height > largest_picture_mp * MEGAPIXEL:
        image.close()
        raise UnreadableMedia(str(path), _too_large(largest_picture_mp, image.width, image.height))
    return image


@contextlib.contextmanager
def own_limits() -> Iterator[None]:
    """Pillow without warnings and without its limit on pixels: ours is a setting, and is checked before decoding."""
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def check_size(path: Path, width_px: int, height_px: int, largest_picture_mp: float) -> None:
    """Nothing, unless the picture is larger than allowed: then UnreadableMedia."""
    if width_px * height_px > largest_picture_mp * MEGAPIXEL:
        raise UnreadableMedia(str(path), _too_large(largest_picture_mp, width_px, height_px))


def _too_large(limit_mp: float, width_px: int = 0, height_px: int = 0) -> str:
    size = f"its picture of {width_px} × {height_px} pixels" if width_px else "its picture"
    return (
        f"{size} is larger than {limit_mp:g} megapixels; raise describe.largest_picture_mp if it is genuine"
    )


def _moves(image: Image.Image) -> bool:
    try:
        return bool(getattr(image, "is_animated", False))
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error):
        return True  # a damaged second picture: the decoder of moving pictures says more


@functools.cache
def _load_plugins() -> None:
    # Pillow knows five formats until all are asked for.
    Image.init()


def _register_heif() -> bool:
    try:
        import pillow_heif  # noqa: PLC0415 - an extra, loaded only when a file needs it
    except ImportError:
        return False
    pillow_heif.register_heif_opener()
    return True


def _is_heic(path: Path) -> bool:
    with path.open("rb") as opened:
        head = opened.read(32)
    return head[4:8] == b"ftyp" and (head[8:12] in _HEIC_BRANDS) and head[8:12] != b"avif"


def _why_not(path: Path) -> str:
    with path.open("rb") as opened:
        head = opened.read(4096)
    if head[4:8] == b"ftyp":
        return (
            "it starts like a video, but its index is missing: it is cut off or still uploading; get it again"
        )
    if not any(head):
        return "it holds only zero bytes; download it again"
    if _is_text(head):
        return "it holds text, not footage; a web page saved in place of the video looks like this"
    return "no video, picture or sound format was recognised in it"


def _is_text(head: bytes) -> bool:
    try:
        # Incremental, because a letter may be cut in two where the head ends.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return b"\0" not in head
