"""One pass over a file makes everything that later stages know of it: `describe`."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from firstseen.archive.folder import load_description, save_description
from firstseen.errors import TooLittleFootage
from firstseen.fingerprint import sscd
from firstseen.fingerprint.gate import reason_to_gate
from firstseen.fingerprint.miniature import ENOUGH, miniature
from firstseen.fingerprint.pdq import pdq
from firstseen.fingerprint.scaling import thinned, within
from firstseen.fingerprint.sound import RATE_HZ, QueryDescriber, SoundDescriber
from firstseen.fingerprint.views import cut
from firstseen.media.borders import snapped, trimmed_boxes
from firstseen.media.cuts import CutDetector
from firstseen.media.pack import PackWriter
from firstseen.media.probe import probe
from firstseen.media.reading import How, Reader
from firstseen.media.sampling import Sampler, interval_for
from firstseen.media.sound import Sound
from firstseen.media.still import read_still
from firstseen.model.descriptor import (
    FULL_FRAME,
    Description,
    Descriptors,
    GatedFrame,
    PdqHashes,
    View,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from firstseen.media.picture import Picture
    from firstseen.model.media import Media

__all__ = ["describe", "load_description", "save_description"]

SHORTEST_S: Final = 0.3
"""A video shorter than this is refused: it is seven frames at most, and shows no motion to align."""

_TOGETHER: Final = 24  # successive samples looked at together for borders
_PARTS_OF: Final = (
    300  # pictures at most have their parts described: at 24 parts that is the cost of two hours whole
)
_CUT_SIZE: Final = (128, 72)
_LOOK_S: Final = (
    1 / 16
)  # an archive looks for cuts so often: a fifteenth of a second is what it knows them to
_SPARE: Final = (
    1.25  # what lies inside borders is cut from a picture this much larger than the descriptor needs
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How `describe` works; the fields are the settings of the section `describe`, see defaults.toml."""

    interval_s: float = 1.0
    model: str = "sscd"
    weights: str = ""
    picture_px: int = 288
    still_px: int = 384
    still_quality: int = 80
    miniatures_per_s: float = 8.0
    keyframes_only: bool = False
    every_picture: bool = False
    longest_s: float = 43_200.0
    largest_picture_mp: float = 140.0
    views: tuple[View, ...] = ()
    sound_bank: bool = False


def describe(
    path: Path,
    *,
    folder: Path,
    interval_s: float = 1.0,
    model: str = "sscd",
    weights: str = "",
    picture_px: int = 288,
    still_px: int = 384,
    still_quality: int = 80,
    miniatures_per_s: float = 8.0,
    keyframes_only: bool = False,
    every_picture: bool = False,
    longest_s: float = 43_200.0,
    largest_picture_mp: float = 140.0,
    views: tuple[View, ...] = (),
    sound_bank: bool = False,
    progress: Callable[[float, float], None] | None = None,
) -> Description:
    """Everything that can be known of the footage in `path`, decoding it once; files are written into `folder`.

    The keyword arguments are the settings of the same names. `every_picture` decodes pictures that an archive may
    skip (give it for queries). `progress` is called about once a second of footage with (done_s, expected_s).
    `views` are parts of every frame that are described besides the whole, and `sound_bank` describes the sound as edits
    of speed and pitch would have left it: both are for queries. What could not be described is told in `losses`.

    Raises:
        InputError: the file is missing or no file. UnreadableMedia: nothing in it decodes. TooLittleFootage: nothing in
        it can serve as evidence, or it is a video of under 0.3 s. Unavailable: a HEIC picture without its package, or
        a weights file that is missing.
    """
    media = probe(path, largest_picture_mp=largest_picture_mp)
    wanted = Wanted(
        interval_s=interval_for(media.duration_s, interval_s) if media.kind == "video" else interval_s,
        model=model,
        weights=weights,
        picture_px=picture_px,
        still_px=still_px,
        still_quality=still_quality,
        miniatures_per_s=miniatures_per_s,
        keyframes_only=keyframes_only,
        every_picture=every_picture,
        longest_s=longest_s,
        largest_picture_mp=largest_picture_mp,
        views=views,
        sound_bank=sound_bank,
    )
    folder.mkdir(parents=True, exist_ok=True)
    description = _pass(path, media, folder, wanted, progress)
    fitting_s = interval_for(description.media.duration_s, interval_s)
    if media.kind == "video" and description.media.duration_s < SHORTEST_S:
        raise TooLittleFootage(str(path), description.media.duration_s, "it ends before anything can move")
    if media.kind == "video" and fitting_s < wanted.interval_s / 2:
        # The header promised more than there is: the clip is short after all, and is sampled as such.
        description = _pass(path, description.media, folder, replace(wanted, interval_s=fitting_s), progress)
    if not (len(description.pdq) or len(description.sound)):
        raise TooLittleFootage(str(path), description.media.duration_s, _nothing(description))
    return description


def _nothing(description: Description) -> str:
    """Why none of a description can serve as evidence, in words."""
    reasons = sorted({frame.reason for frame in description.gated})
    silent = "its sound holds nothing but silence" if description.media.has_sound else "it has no sound"
    if not reasons:
        return f"no picture in it decodes, and {silent}"
    return f"every picture in it is {' or '.join(reasons)}, and {silent}"


def _pass(
    path: Path,
    media: Media,
    folder: Path,
    wanted: Wanted,
    progress: Callable[[float, float], None] | None,
) -> Description:
    with PackWriter(folder, still_quality=wanted.still_quality) as pack:
        work = _Work(media, wanted, pack)
        if media.kind == "still":
            work.sample([0.0], read_still(path, largest_picture_mp=wanted.largest_picture_mp))
            return work.finished(folder, duration_s=0.0)
        how = How(
            sound_rate_hz=RATE_HZ,
            sparse_per_s=0.0 if wanted.every_picture else wanted.miniatures_per_s,
            keyframes_only=wanted.keyframes_only,
            longest_s=wanted.longest_s,
            largest_picture_mp=wanted.largest_picture_mp,
        )
        with Reader(path, how) as reader:
            told_s = 0.0
            for piece in reader:
                if isinstance(piece, Sound):
                    work.hear(piece)
                else:
                    work.see(piece)
                    if progress is not None and piece.time_s >= told_s:
                        progress(piece.time_s, max(media.duration_s, piece.time_s))
                        told_s = piece.time_s + 1.0
            work.losses += reader.losses
            return work.finished(folder, duration_s=reader.end_s)


@dataclass(slots=True, eq=False)
class _Rows:
    """Descriptor rows as they come."""

    times_s: list[float] = field(default_factory=list)
    vectors: list[NDArray[np.float32]] = field(default_factory=list)
    views: list[int] = field(default_factory=list)


class _Work:
    """What one pass has gathered so far."""

    def __init__(self, media: Media, wanted: Wanted, pack: PackWriter) -> None:
        self.media = media
        self.wanted = wanted
        self.pack = pack
        self.losses: list[str] = []
        self.seen = 0
        self._sampler = Sampler(wanted.interval_s, displayed=not wanted.keyframes_only)
        self._cuts = CutDetector()
        self._cuts_s: list[float] = []
        self._listener = SoundDescriber(RATE_HZ)
        self._bank = QueryDescriber(RATE_HZ) if wanted.sound_bank else None
        self._describer = self._load()
        self._views = [View("full")]
        self._rows = _Rows()
        self._pdq: list[tuple[float, NDArray[np.uint8], int]] = []
        self._gated: list[GatedFrame] = []
        self._together: list[tuple[list[float], NDArray[np.uint8], int]] = []
        self._next_miniature_s = 0.0
        self._looked_s = -1.0
        self._sampled = 0
        expected = media.duration_s / wanted.interval_s
        self._parts_every = max(1, math.ceil(expected / _PARTS_OF))

    def see(self, picture: Picture) -> None:
        """Take one decoded picture."""
        self.seen += 1
        cut_s = self._cut(picture)
        if cut_s is not None:
            self._cuts_s.append(cut_s)
        self._keep_miniature(picture)
        times_s = self._sampler.times_s(picture, asked=cut_s is not None)
        if times_s:
            self.sample(times_s, picture.rgb)

    def _cut(self, picture: Picture) -> float | None:
        """When the shot began that this picture confirms, if it does."""
        due_s = self._looked_s + _LOOK_S - picture.duration_s / 2
        if self.wanted.keyframes_only or (picture.time_s < due_s and not self.wanted.every_picture):
            return None
        self._looked_s = picture.time_s
        return self._cuts.feed(picture.time_s, miniature(picture.raw_luma(_CUT_SIZE)))

    def hear(self, sound: Sound) -> None:
        """Take one block of sound."""
        self._listener.feed(sound.samples, sound.start_s)
        if self._bank is not None:
            self._bank.feed(sound.samples, sound.start_s)

    def sample(self, times_s: list[float], rgb: NDArray[np.uint8]) -> None:
        """Describe one picture (height, width, 3) that is on display at each of `times_s`."""
        work = thinned(rgb, round(_SPARE * self.wanted.picture_px))
        still = within(rgb if max(work.shape) < self.wanted.still_px else work, self.wanted.still_px)
        for time_s in times_s:
            self.pack.add_still(time_s, still)
        self._sampled += 1
        reason = reason_to_gate(work)
        if reason is not None:
            self._gated += [GatedFrame(time_s, reason) for time_s in times_s]
            return
        bits, quality = pdq(rgb)
        self._pdq += [(time_s, bits, quality) for time_s in times_s]
        if self._describer is None:
            return
        self._describe(times_s, work, 0)
        self._describe_parts(times_s, rgb)
        if self._together and self._together[-1][1].shape != work.shape:
            self._trim()
        self._together.append((times_s, work, len(self._cuts_s)))
        if len(self._together) >= _TOGETHER:
            self._trim()

    def _describe_parts(self, times_s: list[float], rgb: NDArray[np.uint8]) -> None:
        """Describe the views asked for, in as many pictures as keep a query of hours within reach."""
        if not self.wanted.views or (self._sampled - 1) % self._parts_every:
            return
        for view in self.wanted.views:
            part = cut(rgb, view)
            # A corner of sky alone pairs with any other, as a whole frame of it would.
            if view.box == FULL_FRAME or reason_to_gate(part) is None:
                self._describe(times_s, part, self._view(view))

    def finished(self, folder: Path, *, duration_s: float) -> Description:
        """The whole description, once everything has been seen and heard."""
        self._trim()
        return Description(
            media=replace(self.media, duration_s=duration_s),
            folder=folder,
            interval_s=self.wanted.interval_s,
            pictures=self._descriptors(),
            pdq=_hashes(self._pdq),
            sound=self._listener.finish(),
            miniatures=self.pack.miniatures(),
            stills=self.pack.stills(),
            cuts_s=tuple(self._cuts_s),
            gated=tuple(self._gated),
            losses=tuple(self.losses),
            sound_bank=self._bank.finish() if self._bank is not None else (),
        )

    def _load(self) -> sscd.Describer | None:
        wanted = self.wanted
        if self.media.kind == "sound":
            return None
        if not wanted.weights and not sscd.available(wanted.model):
            self.losses.append(
                f"The picture descriptor {wanted.model!r} is not available: only near-identical pictures (PDQ) and "
                "sound can be found; install it with `pip install 'firstseen[models]'`."
            )
            return None
        return sscd.load(wanted.model, picture_px=wanted.picture_px, weights=wanted.weights)

    def _keep_miniature(self, picture: Picture) -> None:
        step_s = 1.0 / self.wanted.miniatures_per_s
        if picture.time_s < self._next_miniature_s - picture.duration_s / 2:
            return
        self.pack.add_miniature(picture.time_s, miniature(picture.luma(ENOUGH)))
        while self._next_miniature_s <= picture.time_s + picture.duration_s / 2:
            self._next_miniature_s += step_s

    def _trim(self) -> None:
        """Describe what lies inside the borders of the pictures gathered, where they have borders."""
        together, self._together = self._together, []
        boxes = trimmed_boxes([work for _, work, _ in together], [shot for _, _, shot in together])
        for (times_s, work, _), box in zip(together, boxes, strict=True):
            if box is not None:
                view = View("trimmed", snapped(box, [view.box for view in self._views]))
                self._describe(times_s, cut(work, view), self._view(view))

    def _view(self, view: View) -> int:
        if view not in self._views:
            self._views.append(view)
        return self._views.index(view)

    def _describe(self, times_s: list[float], picture: NDArray[np.uint8], view: int) -> None:
        assert self._describer is not None  # noqa: S101 - checked by the callers
        vector = self._describer.vector(picture)
        for time_s in times_s:
            self._rows.times_s.append(time_s)
            self._rows.vectors.append(vector)
            self._rows.views.append(view)

    def _descriptors(self) -> Descriptors:
        rows = self._rows
        times_s = np.array(rows.times_s, np.float64)
        views = np.array(rows.views, np.int16)
        vectors = np.array(rows.vectors, np.float32).reshape(len(times_s), sscd.DIMENSIONS)
        order = np.lexsort((times_s, views))
        model = self._describer.model if self._describer is not None else sscd.NO_MODEL
        return Descriptors(model, times_s[order], vectors[order], views[order], tuple(self._views))


def _hashes(found: list[tuple[float, NDArray[np.uint8], int]]) -> PdqHashes:
    return PdqHashes(
        np.array([time_s for time_s, _, _ in found], np.float64),
        np.array([bits for _, bits, _ in found], np.uint8).reshape(len(found), 32),
        np.array([quality for _, _, quality in found], np.uint8),
    )
