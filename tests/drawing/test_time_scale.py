import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.drawing.time_scale import Stretch, TimeScale, scale_over

DAYS = st.dates(dt.date.min, dt.date.max)
PAIRS = st.tuples(DAYS, DAYS).map(sorted)


def _scale(first: str, last: str) -> TimeScale:
    return TimeScale(first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last))


def _labels(scale: TimeScale, most: int) -> list[str]:
    return [f"{tick.label} {tick.year}".strip() for tick in scale.ticks(most)]


def test_a_day_is_a_stretch_between_its_neighbours() -> None:
    scale = _scale("2010-01-01", "2010-01-04")
    day = dt.date(2010, 1, 2)
    assert (scale.begin(day), scale.middle(day), scale.end(day)) == (25.0, 37.5, 50.0)
    assert scale.begin(dt.date(2010, 1, 3)) == scale.end(day)


@pytest.mark.parametrize(
    ("first", "last", "most", "labels"),
    [
        ("2008-01-01", "2012-12-31", 5, ["2008", "2009", "2010", "2011", "2012"]),
        ("2008-03-01", "2012-12-31", 3, ["2010", "2012"]),
        ("2010-04-01", "2010-07-31", 5, ["Apr 2010", "May", "Jun", "Jul"]),
        ("2009-10-01", "2010-06-30", 3, ["Oct 2009", "Jan 2010", "Apr"]),
        ("2010-04-01", "2010-04-09", 5, ["1 Apr 2010", "3 Apr", "5 Apr", "7 Apr", "9 Apr"]),
        ("0001-01-01", "9999-12-31", 4, ["2000", "4000", "6000", "8000"]),
        ("2010-04-05", "2010-04-05", 5, ["5 Apr 2010"]),
    ],
)
def test_ticks_are_the_finest_that_have_room(first: str, last: str, most: int, labels: list[str]) -> None:
    assert _labels(_scale(first, last), most) == labels


def test_months_may_have_other_names() -> None:
    months = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
    assert [tick.label for tick in _scale("2010-01-01", "2010-02-28").ticks(2, months)] == ["ene", "feb"]


@given(PAIRS, st.integers(1, 40))
def test_ticks_are_few_in_order_and_on_the_scale(days: list[dt.date], most: int) -> None:
    scale = TimeScale(first=days[0], last=days[1])
    ticks = scale.ticks(most)
    assert len(ticks) <= most
    places = [tick.at for tick in ticks]
    assert places == sorted(set(places))
    assert all(scale.left <= at < scale.right for at in places)
    assert all(tick.at == scale.begin(tick.day) for tick in ticks)


@given(PAIRS, st.integers(3, 40))
def test_a_scale_of_some_years_always_has_a_tick(days: list[dt.date], most: int) -> None:
    scale = TimeScale(first=days[0], last=days[1])
    if days[1].year - days[0].year >= 2 and days[1].year - days[0].year < 9000:
        assert scale.ticks(most)


@given(PAIRS, DAYS, DAYS)
def test_later_days_lie_further_right(days: list[dt.date], one: dt.date, other: dt.date) -> None:
    scale = TimeScale(first=days[0], last=days[1], left=10, right=70)
    if one < other:
        assert scale.begin(one) < scale.middle(one) < scale.end(one) <= scale.begin(other) + 1e-9


@given(PAIRS, st.none() | DAYS, st.none() | DAYS)
def test_a_stretch_lies_on_the_scale_and_says_where_it_goes_on(
    days: list[dt.date], earliest: dt.date | None, latest: dt.date | None
) -> None:
    scale = TimeScale(first=days[0], last=days[1])
    found = scale.stretch(earliest, latest)
    if found is None:
        assert (
            (earliest is not None and earliest > scale.last)
            or (latest is not None and latest < scale.first)
            or (earliest is not None and latest is not None and earliest > latest)
        )
        return
    assert scale.left <= found.start < found.end <= scale.right
    assert found.open_start == (earliest is None or earliest < scale.first)
    assert found.open_end == (latest is None or latest > scale.last)


def test_a_stretch_has_a_middle_and_a_width() -> None:
    found = Stretch(start=10, end=40)
    assert (found.middle, found.width) == (25, 30)


@given(st.lists(st.none() | DAYS, max_size=5))
def test_a_scale_over_days_holds_them_with_room_at_the_sides(days: list[dt.date | None]) -> None:
    known = [day for day in days if day]
    scale = scale_over(days)
    if scale is None:
        assert not known
        return
    assert scale.first <= min(known)
    assert scale.last >= max(known)
    assert scale.first < min(known) or scale.first == dt.date.min


def test_a_scale_cannot_run_backward() -> None:
    with pytest.raises(ValueError, match="cannot run from 2011-01-01 back to 2010-01-01"):
        _scale("2011-01-01", "2010-01-01")
