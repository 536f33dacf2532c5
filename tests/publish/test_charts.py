"""Charts: dates and segments stand where they belong."""

import pytest

from firstseen.model.dates import read_date
from firstseen.publish.charts import axis_of, bar_of


def test_an_axis_without_dates_is_empty() -> None:
    assert axis_of([]).ticks == ()


@pytest.mark.parametrize(
    ("dates", "labels"),
    [
        (["2012", "2024-05"], ["2012", "2014", "2016", "2018", "2020", "2022", "2024"]),
        (["2015-03-01", "2015-06-20"], ["2015-03", "2015-04", "2015-05", "2015-06"]),
        (["2015-07-01"], None),
        (["1890", "2024"], None),
    ],
)
def test_ticks_are_round_and_few(dates: list[str], labels: list[str] | None) -> None:
    ticks = axis_of([read_date(date) for date in dates]).ticks
    assert 1 <= len(ticks) <= 8
    assert all(0 <= tick.left <= 100 for tick in ticks)
    if labels is not None:
        assert [tick.label for tick in ticks] == labels


def test_a_bar_is_as_long_as_its_date_is_uncertain() -> None:
    year, month, day = (read_date(text) for text in ("2015", "2015-07", "2015-07-01"))
    axis = axis_of([year, month, day])
    widths = [bar_of(date, axis)[1] for date in (year, month, day)]
    assert widths[0] > widths[1] > widths[2] > 0
    for date in (year, month, day):
        left, width = bar_of(date, axis)
        assert left >= 0
        assert left + width <= 101
