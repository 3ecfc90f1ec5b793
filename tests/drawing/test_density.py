"""Bars over time: what is counted where, which spans they cover, and that nothing is lost or a point."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.drawing.density import MOST_BARS, Count, density, goes_by_day

DAYS = st.dates(min_value=dt.date(1, 1, 1), max_value=dt.date(9999, 12, 31))


def _count(first: str | None, last: str | None, events: int = 1, significance: int = 2) -> Count:
    return Count(
        first=dt.date.fromisoformat(first) if first else None,
        last=dt.date.fromisoformat(last) if last else None,
        significance=significance,
        events=events,
    )


def test_a_date_within_a_month_is_counted_there_by_significance() -> None:
    found = density(
        [_count("2010-08-01", "2010-08-31", 3, 1), _count("2010-10-01", "2010-10-31", 2, 3)], None, None
    )
    assert found is not None
    assert (found.first, found.last, len(found.bars)) == (dt.date(2010, 1, 1), dt.date(2010, 12, 31), 12)
    assert found.bars[7].within == (3, 0, 0)
    assert found.bars[9].within == (0, 0, 2)
    assert sum(bar.total for bar in found.bars) == 5


def test_a_longer_date_is_in_every_bar_that_it_touches_and_within_none() -> None:
    found = density([_count("2010-03-01", "2010-05-31")], None, None)
    assert found is not None
    assert [bar.possible for bar in found.bars] == [0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert [bar.sure for bar in found.bars] == [0] * 12


def test_an_open_date_reaches_the_edge_and_beyond_and_an_unknown_one_is_in_no_bar() -> None:
    counts = [_count(None, "2010-02-28"), _count("2010-11-01", None), _count(None, None, 4)]
    found = density(counts, None, None)
    assert found is not None
    assert [bar.possible for bar in found.bars] == [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]
    assert (found.before, found.after, found.undated) == (1, 1, 4)


def test_a_few_far_events_do_not_press_all_others_together() -> None:
    counts = [_count("1900-01-01", "1900-01-31"), _count("2010-08-01", "2010-08-31", 99)]
    found = density(counts, None, None)
    assert found is not None
    assert (found.first.year, found.last.year, found.before) == (2010, 2010, 1)


def test_a_range_is_shown_as_asked_for_and_a_short_one_by_day() -> None:
    counts = [_count("2010-08-17", "2010-08-17")]
    found = density(counts, dt.date(2010, 8, 1), dt.date(2010, 8, 31))
    assert found is not None
    assert len(found.bars) == 31
    assert found.bars[16].sure == 1
    assert not goes_by_day(dt.date(2010, 1, 1), dt.date(2010, 12, 31))
    assert not goes_by_day(None, dt.date(2010, 12, 31))


def test_without_any_day_there_are_no_bars() -> None:
    assert density([_count(None, None)], None, None) is None
    empty = density([], dt.date(2010, 1, 1), dt.date(2010, 12, 31))
    assert empty is not None
    assert empty.is_empty


@pytest.mark.parametrize(("years", "months"), [(10, 1), (30, 3), (120, 12), (250, 24), (2000, 240)])
def test_the_span_of_a_bar_grows_with_the_range(years: int, months: int) -> None:
    found = density([_count("1001-01-01", f"{1000 + years:04d}-12-31")], None, None)
    assert found is not None
    assert found.months == months
    assert len(found.bars) <= MOST_BARS


@given(
    st.lists(
        st.tuples(st.none() | DAYS, st.none() | DAYS, st.integers(1, 3), st.integers(1, 9)), max_size=12
    ),
    st.none() | DAYS,
    st.none() | DAYS,
)
def test_bars_are_few_follow_each_other_and_count_no_event_twice(
    drawn: list[tuple[dt.date | None, dt.date | None, int, int]], start: dt.date | None, end: dt.date | None
) -> None:
    counts = [
        Count(first=first, last=last, significance=significance, events=events)
        for first, last, significance, events in drawn
        if first is None or last is None or first <= last
    ]
    if start and end and start > end:
        start, end = end, start
    found = density(counts, start, end)
    if found is None:
        return
    assert 1 <= len(found.bars) <= MOST_BARS
    assert all(
        other.first.toordinal() == bar.last.toordinal() + 1
        for bar, other in zip(found.bars, found.bars[1:], strict=False)
    )
    total = sum(count.events for count in counts)
    assert sum(bar.sure for bar in found.bars) + found.undated <= total
    assert all(bar.total <= total for bar in found.bars)
