"""Values come back from their text as they went in."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest

from firstseen.archive.values import from_text, to_text
from firstseen.errors import ArchiveMismatch
from firstseen.model.case import History
from firstseen.model.claim import Claim, Place, Quote, Reading, When, Where
from firstseen.model.dates import read_date
from firstseen.model.match import Reason, Segment
from firstseen.model.sighting import Record, Sighting, Timeline
from firstseen.model.time import Span
from firstseen.model.verdict import Proposal, Verdict

PROPOSAL = Proposal("misleading", "DecontextualizedContent", "strong", ("قديم",), ("قديم",), ("year only",))
SEGMENT = Segment("m", Span(0.0, 4.0), Span(1.0, 5.0), 0.9, "certain", "picture", "same_footage")
SIGHTING = Sighting(
    "s", "m", Record("a.mp4", published=read_date("2015-07"), extra=(("n", "1"),)), (SEGMENT,)
)
VALUES = [
    None,
    "متن",
    (1, 2.5, True, None, "x"),
    read_date("2015-07-01T14:05+02:00", "platform timestamp"),
    Claim(
        "c",
        Reading(
            "في حلب",
            "ar",
            when=(When(read_date("2020"), "inferred", None, "because"),),
            where=(Where((Place("SY", "Syria", "سوريا", "country"),), "explicit", Quote(3, 6, "حلب")),),
        ),
        read_date("2020-01-01"),
    ),
    History(Timeline((SIGHTING,), SIGHTING, "possible", ("why",)), segments=(SEGMENT,)),
    Verdict("v", "case-1", "misleading", "DecontextualizedContent", "mona", datetime.now(UTC), "", PROPOSAL),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_comes_back_equal(value: object) -> None:
    assert from_text(to_text(value)) == value
    assert to_text(from_text(to_text(value))) == to_text(value)


def test_numbers_of_numpy_are_kept_as_numbers() -> None:
    odd = Segment(
        "m",
        Span(np.float64(0), np.float32(4)),
        Span(0.0, 4.0),
        np.float64(0.5),
        "possible",
        "picture",
        "same_footage",
        mirrored=np.bool_(True),
        reasons=(Reason("n", np.int64(3), "s"),),
    )
    back = from_text(to_text(odd))
    assert back.query == Span(0.0, 4.0)
    assert back.mirrored is True
    assert back.reasons[0].value == 3


def test_a_name_that_is_no_unicode_comes_back() -> None:
    assert from_text(to_text(Record("a\udcff.mp4"))).name == "a\udcff.mp4"


def test_a_field_that_was_added_since_has_its_default_and_one_that_went_is_passed_over() -> None:
    plain = json.loads(to_text(Record("a.mp4", place="Homs")))
    del plain["actors"]
    plain["once_known"] = "x"
    assert from_text(json.dumps(plain)) == Record("a.mp4", place="Homs")


def test_a_value_of_a_newer_version_is_refused() -> None:
    with pytest.raises(ArchiveMismatch, match="Hologram"):
        from_text('{"@type": "Hologram"}')


def test_what_is_no_value_is_refused() -> None:
    with pytest.raises(TypeError):
        to_text({1, 2})
    with pytest.raises(ValueError, match="JSON"):
        to_text(float("nan"))
