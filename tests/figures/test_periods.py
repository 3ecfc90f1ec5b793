import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.parse import parse
from timeline.drawing.time_scale import TimeScale
from timeline.figures.periods import covered, draw

SCALE = TimeScale(first=dt.date(2010, 1, 1), last=dt.date(2010, 12, 31), right=365.0)


def _drawn(text: str, *, cumulative: bool = False) -> tuple[float, list[tuple[float, float, bool]]]:
    found = draw(parse(text), SCALE, cumulative=cumulative)
    lines = [(round(line.stretch.start), round(line.stretch.end), line.sure) for line in found.lines]
    return round(found.mark, 1), [(float(start), float(end), sure) for start, end, sure in lines]


@pytest.mark.parametrize(
    ("text", "mark", "lines"),
    [
        ("2010-01-02", 1.5, []),
        ("2010-02", 45.0, [(31, 59, False)]),
        ("2010-01-11/2010-01-20", 15.0, [(10, 20, True)]),
        ("2010-01/2010-03", 45.0, [(0, 31, False), (30, 60, True), (59, 90, False)]),
        ("2010-01-11~/2010-01-20", 15.0, [(10, 20, False)]),
        ("[2010-01-01..2010-01-10]", 5.0, [(0, 10, False)]),
        ("2010-01/2010-01-20", 10.0, [(0, 20, False)]),
        ("../2010-01-20", 20.0, [(0, 20, True)]),
        ("2010-12-22/..", 355.0, [(355, 365, True)]),
    ],
)
def test_what_is_sure_is_drawn_apart_from_what_is_not(
    text: str, mark: float, lines: list[tuple[float, float, bool]]
) -> None:
    assert _drawn(text) == (mark, lines)


def test_a_cumulative_number_stands_at_the_end_of_what_was_counted() -> None:
    assert _drawn("2010-01-11/2010-01-20", cumulative=True)[0] == 20.0
    assert _drawn("2010-02", cumulative=True)[0] == 45.0


def test_open_ends_are_said() -> None:
    found = draw(parse("../2010-01-20"), SCALE, cumulative=False)
    assert (found.open_start, found.open_end, found.start, found.end) == (True, False, 0.0, 20.0)
    day = draw(parse("2010-01-02"), SCALE, cumulative=False)
    assert (day.open_start, day.open_end) == (False, False)
    assert day.start == day.mark == day.end


DAYS = st.dates(SCALE.first, SCALE.last).map(str)
MONTHS = st.integers(1, 12).map("2010-{:02d}".format)
ENDS = st.one_of(DAYS, MONTHS, st.just(".."), st.just(""))


@given(ENDS, ENDS, st.booleans())
def test_lines_cover_the_days_that_are_possible_and_no_others(start: str, end: str, cumulative: bool) -> None:
    if max(len(start), len(end)) < 3 or (len(start) > 2 and len(end) > 2 and start[:7] >= end[:7]):
        return
    period = parse(f"{start}/{end}")
    drawn = draw(period, SCALE, cumulative=cumulative)
    whole = SCALE.stretch(period.earliest, period.latest)
    assert whole is not None
    assert (drawn.start, drawn.end) == (whole.start, whole.end)
    assert drawn.start <= drawn.mark <= drawn.end
    assert (drawn.open_start, drawn.open_end) == (period.earliest is None, period.latest is None)


@pytest.mark.parametrize(
    ("texts", "time"),
    [
        ([], None),
        ([""], None),
        (["2010~"], "2010~"),
        (["2008", "2012-06-05"], "2008/2012-06-05"),
        (["2008-10/2009-10", "2011-03"], "2008-10/2011-03"),
        (["../2012-08-31", "2008/2012-07-26"], "../2012-08-31"),
        (["2011", "2010/..", ""], "2010/.."),
        (["2009~", "2011~"], "2009~/2011~"),
        (["2009?", "2011%"], "2009?/2011%"),
        (["2010-21", "[2011-03-01,2011-04-02]"], "2010-03-01/2011-04-02"),
        (["198X", "1999"], "1980-01-01/1999"),
        (["2010-06-30", "2012-07-26"], "2010-06-30/2012-07-26"),
    ],
)
def test_the_time_covered(texts: list[str], time: str | None) -> None:
    found = covered(parse(text) if text else None for text in texts)
    assert (found.text if found else None) == time
