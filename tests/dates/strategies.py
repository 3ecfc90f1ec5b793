"""Hypothesis strategies for dates, for every test that needs some."""

import string

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from timeline.dates.parse import MAX_LENGTH, is_date, parse
from timeline.dates.value import Edtf

ALPHABET = string.digits + "X-/.~?%[]{},SYETZ: ux"

_MARKS = st.sampled_from(["", "", "", "", "?", "~", "%"])
_ANY_YEAR = st.one_of(
    st.integers(1, 9999).map("{:04d}".format),
    st.sampled_from(["2008", "2009", "2010", "2011", "2012", "0001", "9999", "1900", "2000"]),
)


@st.composite
def years(draw: st.DrawFn) -> str:
    """Draw four digits, some of which may be unknown."""
    year = list(draw(_ANY_YEAR))
    for place in draw(st.sampled_from([(), (), (), (3,), (2, 3), (1, 2, 3), (2,), (0, 1, 2, 3)])):
        year[place] = "X"
    return "".join(year)


@st.composite
def points(draw: st.DrawFn, year: SearchStrategy[str] | None = None) -> str:
    """Draw the text of one date: a day, month, season, year or estimate, at times not a real one."""
    text = draw(_MARKS) + draw(years() if year is None else year) + draw(_MARKS)
    form = draw(st.sampled_from(["day", "day", "month", "period", "year", "estimate"]))
    if form == "year":
        return text
    if form == "estimate":
        return text.strip("?~%") + "S" + draw(st.sampled_from("1234"))
    if form == "period":
        return f"{text}-{draw(_MARKS)}{draw(st.integers(21, 41))}{draw(_MARKS)}"
    month = draw(st.integers(1, 12).map("{:02d}".format) | st.sampled_from(["XX", "1X", "0X", "X1"]))
    text = f"{text}-{draw(_MARKS)}{month}{draw(_MARKS)}"
    if form == "month":
        return text
    day = draw(st.integers(1, 31).map("{:02d}".format) | st.sampled_from(["XX", "0X", "3X", "X9"]))
    return f"{text}-{draw(_MARKS)}{day}{draw(_MARKS)}"


def intervals(point: SearchStrategy[str]) -> SearchStrategy[str]:
    """Draw the text of an interval, at times one that ends before it starts."""
    end = point | st.sampled_from(["", ".."])
    return st.tuples(end, end).map("/".join)


@st.composite
def sets(draw: st.DrawFn, point: SearchStrategy[str], *, max_size: int = 5) -> str:
    """Draw the text of a set, at times with a range that is not one."""
    ranges = st.tuples(point, point).map("..".join)
    items = draw(st.lists(point | ranges, min_size=1, max_size=max_size))
    if draw(st.booleans()) and ".." not in items[0]:
        items[0] = ".." + items[0]
    elif draw(st.booleans()) and ".." not in items[-1]:
        items[-1] += ".."
    inner = ",".join(items)
    return f"[{inner}]" if draw(st.booleans()) else f"{{{inner}}}"


def edtf_texts(point: SearchStrategy[str] | None = None) -> SearchStrategy[str]:
    """Draw texts that are dates, of every kind."""
    single = points() if point is None else point
    return st.one_of(single, single, intervals(single), sets(single)).filter(is_date)


def edtf_values() -> SearchStrategy[Edtf]:
    """Draw dates of every kind."""
    return edtf_texts().map(parse)


@st.composite
def garbled_texts(draw: st.DrawFn) -> str:
    """Draw texts that look like dates and mostly are not."""
    if draw(st.booleans()):
        return draw(st.text(ALPHABET, max_size=24))
    text = draw(edtf_texts())
    place = draw(st.integers(0, len(text)))
    changed = text[:place] + draw(st.text(ALPHABET, max_size=3)) + text[place + 1 :]
    return changed[:MAX_LENGTH]
