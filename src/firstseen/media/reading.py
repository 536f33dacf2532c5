"""One pass over a file: its pictures as shown and its sound, in order, each with its exact time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Self

import av
import numpy as np

from firstseen.errors import UnreadableMedia
from firstseen.media.clock import Clock
from firstseen.media.opening import check_file, check_size, open_container
from firstseen.media.picture import Picture, Shape
from firstseen.media.sound import Sound, SoundTrack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from av import AudioStream, Packet, VideoFrame, VideoStream

_GIVE_UP_AFTER: Final = 500  # packets in a row that do not decode, before anything did
_SPARSE_TRIAL: Final = 48  # pictures looked at before deciding that too many were skipped
_COVERS: Final = (
    av.stream.Disposition.attached_pic
    | av.stream.Disposition.timed_thumbnails
    | av.stream.Disposition.still_image
)


@dataclass(frozen=True, slots=True)
class How:
    """How to read a file.

    `sound_rate_hz` is the rate sound is brought to (0 = leave sound out). With `sparse_per_s` above 0, pictures that
    no other picture refers to are left undecoded as long as at least so many a second remain. `keyframes_only` decodes
    nothing but keyframes. What lies past `longest_s` is left out; pictures above `largest_picture_mp` are refused.
    """

    sound_rate_hz: int = 0
    sparse_per_s: float = 0.0
    keyframes_only: bool = False
    longest_s: float = 43_200.0
    largest_picture_mp: float = 140.0


class Reader:
    """The pictures and the sound of one file, decoded once, on one thread, in bounded memory.

    Iterate it once inside `with`: it yields `Picture` (ascending times from 0) and `Sound`. Afterwards `losses` says in
    sentences what could not be read, `end_s` is when the last picture or sample ends.
    Raises UnreadableMedia when nothing in the file decodes.
    """

    def __init__(self, path: Path, how: How = How()) -> None:
        self.path = path
        self.how = how
        self.losses: list[str] = []
        self.end_s = 0.0
        size_bytes = check_file(path)
        self._packet_limit = 10_000 + size_bytes
        self.container = open_container(path, largest_picture_mp=how.largest_picture_mp)
        self.video = _best_video(self.container.streams.video)
        self.audio = _best_audio(self.container.streams.audio)
        self._clock = Clock(_frame_s(self.video))
        self._track = SoundTrack(how.sound_rate_hz) if how.sound_rate_hz and self.audio else None
        self._damage = _Damage()
        self._pictures = 0
        self._wide_gaps = 0
        self._passed_s = 0.0
        self._origin_s: float | None = None
        self.pixel_aspect = _pixel_aspect(self.video)
        self._prepare()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Pictures already handed out stay valid."""
        self.container.close()

    def __iter__(self) -> Iterator[Picture | Sound]:
        pending: VideoFrame | None = None
        for frame_or_sound in self._decoded():
            if isinstance(frame_or_sound, Sound):
                self.end_s = max(self.end_s, frame_or_sound.end_s)
                yield frame_or_sound
                continue
            # One picture is held back: how long it stood is known when the next one comes.
            self._clock.look_ahead(frame_or_sound)
            if pending is not None:
                yield self._picture(pending)
            pending = frame_or_sound
        if pending is not None:
            yield self._picture(pending)
        self._conclude()

    def _prepare(self) -> None:
        if self.video is None and self.audio is None:
            raise UnreadableMedia(str(self.path), "it holds neither a picture nor a sound stream")
        if self.video is not None:
            context = self.video.codec_context
            check_size(self.path, context.width, context.height, self.how.largest_picture_mp)
            context.thread_type = "NONE"
            context.thread_count = 1
            rate = float(self.video.average_rate or 0)
            if self.how.keyframes_only:
                context.skip_frame = "NONKEY"
            elif self.how.sparse_per_s and rate >= 2 * self.how.sparse_per_s:
                context.skip_frame = "NONREF"
        if self.audio is not None:
            self.audio.codec_context.thread_type = "NONE"
            self.audio.codec_context.thread_count = 1

    def _decoded(self) -> Iterator[VideoFrame | Sound]:
        wanted = [
            stream for stream in (self.video, self.audio if self._track else None) if stream is not None
        ]
        for number, packet in enumerate(self._packets(wanted)):
            if number > self._packet_limit:
                self.losses.append("The file claims more packets than it has bytes; reading stopped there.")
                return
            if packet.stream.type == "video":
                if self.how.keyframes_only:
                    self._passed_s = max(self._passed_s, _end_s(packet))
                for frame in self._frames(packet):
                    if self._origin_s is None:
                        self._origin_s = self._clock.start_s(frame)
                    yield frame
                if self._clock.now_s > self.how.longest_s:
                    self.losses.append(f"Only the first {self.how.longest_s / 3600:.1f} hours were read.")
                    return
            elif self._track is not None:
                self._hear(packet)
                if self._track.end_s - (self._origin_s or 0.0) > self.how.longest_s and self.video is None:
                    self.losses.append(f"Only the first {self.how.longest_s / 3600:.1f} hours were heard.")
                    break
            yield from self._sounds(last=False)
        yield from self._sounds(last=True)

    def _packets(self, wanted: list[VideoStream | AudioStream]) -> Iterator[Packet[Any]]:
        if not wanted:
            return
        packets = self.container.demux(*wanted)
        while True:
            try:
                yield next(packets)
            except (StopIteration, EOFError):
                return
            except (av.FFmpegError, ValueError, OSError) as problem:
                self.losses.append(f"Reading stopped at {self._clock.now_s:.1f} s: {_short(problem)}.")
                return

    def _frames(self, packet: Packet[VideoStream]) -> list[VideoFrame]:
        try:
            frames = packet.decode()
        except EOFError:
            return []
        except (av.FFmpegError, ValueError, MemoryError) as problem:
            self._damage.note(self._clock.now_s, problem)
            if self._damage.in_a_row > _GIVE_UP_AFTER and not self._pictures:
                raise UnreadableMedia(
                    str(self.path), f"no picture in it decodes ({_short(problem)})"
                ) from problem
            return []
        good = []
        for frame in frames:
            check_size(self.path, frame.width, frame.height, self.how.largest_picture_mp)
            self._damage.in_a_row = 0
            if frame.is_corrupt:
                self._damage.note(self._clock.now_s, None)
            good.append(frame)
        self._pictures += len(good)
        return good

    def _picture(self, frame: VideoFrame) -> Picture:
        time_s, duration_s = self._clock.place(frame)
        self.end_s = max(self.end_s, time_s + duration_s)
        self._watch_sparseness(duration_s)
        return Picture(time_s, duration_s, frame, partial(shape_of, frame, self.pixel_aspect))

    def _watch_sparseness(self, duration_s: float) -> None:
        if self.video is None or self.video.codec_context.skip_frame != "NONREF":
            return
        self._wide_gaps += duration_s > 1.0 / self.how.sparse_per_s + 1e-3
        if self._wide_gaps > _SPARSE_TRIAL // 8:
            # This encoder lets too few pictures refer to others: from here on every one is decoded.
            self.video.codec_context.skip_frame = "DEFAULT"

    def _hear(self, packet: Packet[AudioStream]) -> None:
        assert self._track is not None  # noqa: S101 - only called with a track
        try:
            for frame in packet.decode():
                self._track.add(frame)
        except EOFError:
            return
        except (av.FFmpegError, ValueError, MemoryError):
            self._track.damaged += 1

    def _sounds(self, *, last: bool) -> Iterator[Sound]:
        if self._track is None:
            return
        if self._origin_s is None:
            if self.video is not None and not last and self._track.waiting_s < 60.0:  # noqa: PLR2004 - a minute
                return  # times count from the first picture, which has not come yet
            self._origin_s = self._track.start_s if self._pictures == 0 else self._clock.origin_s
        yield from self._track.take(self._origin_s, last=last)

    def _conclude(self) -> None:
        if self.how.keyframes_only and self._pictures:
            # The last keyframe is not the end: what follows it was passed over.
            self.end_s = max(self.end_s, self._passed_s - self._clock.origin_s)
        damaged_sound = self._track.damaged if self._track else 0
        heard = self._track is not None and self._track.end_s > self._track.start_s
        if not self._pictures and not heard and (self.video is not None or self._track is not None):
            raise UnreadableMedia(
                str(self.path), self._damage.reason or "nothing in it decodes; it may be cut off"
            )
        if self.video is not None and not self._pictures:
            self.losses.append("No picture decodes; only the sound was described.")
        self.losses += self._damage.sentences()
        if damaged_sound:
            self.losses.append(f"The sound has {damaged_sound} damaged or missing pieces.")
        declared_s = declared_duration_s(self)
        if (
            self._pictures
            and declared_s - self.end_s - self._clock.origin_s > max(1.0, 0.05 * declared_s)
            and not self.losses
        ):
            self.losses.append(
                f"The file says it lasts {declared_s:.1f} s but holds only {self.end_s:.1f} s; it may be cut off."
            )


class _Damage:
    """Where pictures did not decode, gathered into few sentences."""

    def __init__(self) -> None:
        self.in_a_row = 0
        self.reason = ""
        self._stretches: list[list[float]] = []
        self._count = 0

    def note(self, time_s: float, problem: BaseException | None) -> None:
        """One packet that did not decode, or a picture that decoded with errors."""
        self._count += 1
        if problem is not None:
            self.in_a_row += 1
            self.reason = self.reason or f"no picture in it decodes ({_short(problem)})"
        if self._stretches and time_s - self._stretches[-1][1] < 1.0:
            self._stretches[-1][1] = time_s
        elif len(self._stretches) < 100:  # noqa: PLR2004 - beyond a hundred stretches the number says it all
            self._stretches.append([time_s, time_s])

    def sentences(self) -> list[str]:
        """What was lost, at most one sentence."""
        if not self._count:
            return []
        first, last = self._stretches[0][0], self._stretches[-1][1]
        where = f"near {first:.1f} s" if last - first < 1 else f"between {first:.1f} and {last:.1f} s"
        what = "One picture is" if self._count == 1 else f"{self._count} pictures are"
        return [f"{what} damaged {where}."]


def shape_of(frame: VideoFrame, pixel_aspect: float) -> Shape:
    """How `frame` is turned to be shown: its display matrix, and the pixel aspect of its stream."""
    turn_deg, mirrored = _orientation(frame)
    return Shape(turn_deg, mirrored, pixel_aspect)


def _pixel_aspect(stream: VideoStream | None) -> float:
    stated = stream and (stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio)
    aspect = float(stated) if stated else 1.0
    # A pixel more than four times as wide as high is a broken header, not a camera.
    return aspect if 0.25 <= aspect <= 4.0 else 1.0  # noqa: PLR2004


def _orientation(frame: VideoFrame) -> tuple[int, bool]:
    """(clockwise turn, mirrored first) of a frame's display matrix: three rows of three 16.16 numbers, by columns."""
    side = frame.side_data.get("DISPLAYMATRIX") if len(frame.side_data) else None
    if side is None:
        return 0, False
    a, b, _, c, d = np.frombuffer(bytes(side), np.int32, count=5).astype(np.float64)
    mirrored = a * d - b * c < 0
    if mirrored:
        a, b = -a, -b
    # FFmpeg's matrix maps (x, y) to (a x + c y, b x + d y), y downwards: atan2(b, a) is the clockwise turn.
    turn = round(float(np.degrees(np.arctan2(b, a))) / 90.0) * 90 % 360
    return int(turn), bool(mirrored)


def declared_duration_s(reader: Reader) -> float:
    """How long the file says it lasts, in seconds; 0 when it does not say. Weak: headers lie."""
    for stream in (reader.video, reader.audio):
        if stream is not None and stream.duration and stream.time_base:
            return float(stream.duration * stream.time_base)
    return max(0.0, (reader.container.duration or 0) / 1_000_000)


def _best_video(streams: tuple[VideoStream, ...]) -> VideoStream | None:
    """The moving picture: never a cover, the default one first, then the largest."""
    moving = [s for s in streams if not s.disposition & _COVERS and s.codec_context is not None]
    return max(moving, key=_video_rank, default=None)


def _video_rank(stream: VideoStream) -> tuple[bool, int]:
    default = bool(stream.disposition & av.stream.Disposition.default)
    return default, stream.codec_context.width * stream.codec_context.height


def _best_audio(streams: tuple[AudioStream, ...]) -> AudioStream | None:
    # FFmpeg knows streams it has no decoder for; PyAV gives them no context.
    usable = [s for s in streams if s.codec_context is not None]  # type: ignore[redundant-expr]
    return max(usable, key=lambda s: bool(s.disposition & av.stream.Disposition.default), default=None)


def _frame_s(stream: VideoStream | None) -> float:
    rate = float(stream.average_rate or stream.guessed_rate or 0) if stream is not None else 0.0
    return 1.0 / rate if 0.1 <= rate <= 1000.0 else 0.04  # noqa: PLR2004 - outside, the header is broken


def _end_s(packet: Packet[Any]) -> float:
    """When a packet's picture ends on the file's clock; 0 when it does not say."""
    if packet.pts is None or not packet.time_base:
        return 0.0
    return float((packet.pts + (packet.duration or 0)) * packet.time_base)


def _short(problem: BaseException) -> str:
    text = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
    return str(text).split("\n", maxsplit=1)[0].split("; last error", maxsplit=1)[0][:120]
