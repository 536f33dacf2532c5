"""Whatever a text holds, dates are found or not: no exception, no long wait, quotes where they say they stand."""

from __future__ import annotations

import random
from contextlib import suppress
from importlib.resources import files

import pytest

from firstseen.claims.calendar.words import READ_AT_MOST
from firstseen.claims.dates import find_dates, read_written_date, says_old
from firstseen.errors import UnclearDate
from firstseen.model.dates import read_date

WORDS = files("firstseen.claims").joinpath("data/dates.toml").read_text(encoding="utf-8").split('"')
MARKS = [*".,/-:()'#+%$|\n\ud800\u202e", "2015", "3", "31", "1442", "5:30", "0", "99999", "٢٠١٥", "1" * 5_000]
POSTS = [None, "2024-12-05", "2024-12", "2024", "2024-02-29", "1826-01-01", "2024-12-05T01:00Z", "2024/2025"]


@pytest.mark.parametrize("seed", range(8))
def test_words_of_time_thrown_together(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(400):
        text = chance.choice(["", " "]).join(
            chance.choice(chance.choice([WORDS, MARKS])) for _ in range(chance.randint(1, 8))
        )
        posted = chance.choice(POSTS)
        for when in find_dates(text, posted=read_date(posted) if posted else None):
            assert when.quote
            assert text[when.quote.start : when.quote.end] == when.quote.text != ""
        says_old(text)
        with suppress(UnclearDate):
            read_written_date(text)


def test_a_long_text_is_read_up_to_a_point_and_the_rest_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        found = find_dates("2 May 2021 " + "x " * READ_AT_MOST + "3 May 2021")
    assert [when.date.iso for when in found] == ["2021-05-02"]
    assert str(READ_AT_MOST) in caplog.text
