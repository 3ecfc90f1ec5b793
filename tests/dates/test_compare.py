"""Comparison, against brute force: every day, and every reading, written out one by one.

The oracle reads EDTF texts by itself, digit by digit, and shares no code with the package. It looks
at the days of a window of years; all that lies outside is one far day in the past and one in the
future, and an interval without an end ends at infinity.
"""

import datetime as dt
import re
from functools import lru_cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.dates.strategies import edtf_texts, points
from timeline.dates.compare import (
    certainly_before,
    certainly_within,
    overlaps,
    overlaps_range,
    possibly_before,
    possibly_within,
    relation,
    sort_key,
)
from timeline.dates.parse import parse

WINDOW = [
    dt.date.fromordinal(day)
    for day in range(dt.date(2000, 1, 1).toordinal(), dt.date(2021, 12, 31).toordinal() + 1)
]
PAST, FUTURE = float(-(10**6)), float(10**8)
NUMBERED = [(float(day.toordinal()), day.isoformat()) for day in WINDOW]
EVER = [PAST, *(number for number, _ in NUMBERED), FUTURE]
NEVER = float("inf")
#: The months of each code; 13 and 14 are January and February of the next year.
MONTHS = (
    dict.fromkeys((21, 25, 31), (3, 4, 5))
    | dict.fromkeys((22, 26, 32), (6, 7, 8))
    | dict.fromkeys((23, 27, 29), (9, 10, 11))
    | dict.fromkeys((24, 28, 30), (12, 13, 14))
    | {33: (1, 2, 3), 34: (4, 5, 6), 35: (7, 8, 9), 36: (10, 11, 12)}
    | {37: (1, 2, 3, 4), 38: (5, 6, 7, 8), 39: (9, 10, 11, 12)}
    | {40: (1, 2, 3, 4, 5, 6), 41: (7, 8, 9, 10, 11, 12)}
)

near_points = points(st.sampled_from(["2009", "2010", "2011", "2012", "200X", "201X"]))
near_texts = edtf_texts(near_points.filter(lambda text: "S1" not in text and "S2" not in text))
near_days = st.sampled_from(WINDOW[3000:5000]) | st.none()


def alike(pattern: str, digits: str) -> bool:
    return all(sign in {"X", digit} for sign, digit in zip(pattern, digits, strict=True))


@lru_cache(maxsize=4096)
def point_days(text: str) -> list[float]:
    """List the days that one date can mean."""
    bare = re.sub("[?~%]", "", text)
    year, _, rest = bare.partition("-")
    if "S" in year:
        kept = int(year[5])
        return [number for number, iso in NUMBERED if iso[:kept] == year[:kept]]
    months = MONTHS.get(int(rest)) if rest.isdigit() else None
    if months is None:
        begins = re.compile(re.escape(bare).replace("X", "[0-9]")).match
        return [number for number, iso in NUMBERED if begins(iso)]
    return [number for number, iso in NUMBERED if in_period(iso, year, months)]


def in_period(iso: str, year: str, months: tuple[int, ...]) -> bool:
    month = int(iso[5:7])
    if month in months:
        return alike(year, iso[:4])
    return month + 12 in months and alike(year, str(int(iso[:4]) - 1))


def members(text: str) -> list[str]:
    return text[1:-1].split(",") if text[0] in "[{" else [text]


def ends_of(member: str) -> tuple[list[float], list[float]] | None:
    """List the days on which a period can begin and can end; None when it is a single date."""
    if "/" in member:
        start, end = member.split("/")
        first = [-NEVER] if start == ".." else point_days(start) if start else EVER
        last = [NEVER] if end == ".." else point_days(end) if end else EVER
        return first, last
    if ".." in member:
        start, end = member.split("..")
        return (point_days(start) if start else [-NEVER]), (point_days(end) if end else [NEVER])
    return None


def all_days(text: str) -> set[float]:
    """Collect every day that a date can touch."""
    found: set[float] = set()
    for member in members(text):
        ends = ends_of(member)
        if ends is None:
            found.update(point_days(member))
        else:
            low, high = min(ends[0]), max(ends[1])
            found.update(day for day in EVER if low <= day <= high)
    return found


def extents(member: str) -> tuple[list[float], list[float]]:
    """List the first days, and the last days, of all readings of a member."""
    ends = ends_of(member)
    if ends is None:
        return point_days(member), point_days(member)
    low, high = min(ends[0]), max(ends[1])
    return [day for day in ends[0] if day <= high], [day for day in ends[1] if day >= low]


def starts_and_ends(text: str) -> tuple[list[float], list[float]]:
    """List the first days, and the last days, of all readings of a date.

    A reading of `{a,b}` begins with whichever of its parts begins first, and ends with the last.
    """
    if text[0] == "[":
        days = list(all_days(text))
        return days, days
    each = [extents(member) for member in members(text)]
    latest_start, earliest_end = min(max(s) for s, _ in each), max(min(e) for _, e in each)
    first = [day for starts, _ in each for day in starts if day <= latest_start]
    last = [day for _, ends in each for day in ends if day >= earliest_end]
    return first, last


@settings(deadline=None)  # brute force takes its time
@given(near_texts, near_texts)
@example("2010-09-08", "[2010-09-07,2010-09-08]")
@example("201X-24", "2020-02")
@example("2010-06", "2010-06-01/2010-06-30")
@example("2010/..", "2010/")
def test_relation_compares_the_sets_of_days(one: str, other: str) -> None:
    mine, theirs = all_days(one), all_days(other)
    found = relation(parse(one), parse(other))
    assert overlaps(parse(one), parse(other)) is bool(mine & theirs)
    if not mine & theirs:
        assert found == "disjoint"
    elif mine < theirs:
        assert found == "finer"
    elif mine > theirs:
        assert found == "coarser"
    elif mine != theirs:
        assert found == "overlap"
    else:
        assert found in {"same", "overlap"}


@settings(deadline=None)  # brute force takes its time
@given(near_texts, near_texts)
@example("2004/2012", "2010")
@example("2010/201X-02-29", "2011")
@example("[..2010]", "../2010")
@example("{2010,2012}", "2011")
def test_before_agrees_with_every_reading(one: str, other: str) -> None:
    _, ends = starts_and_ends(one)
    starts, _ = starts_and_ends(other)
    assert possibly_before(parse(one), parse(other)) is (min(ends) < max(starts))
    last, first = max(all_days(one)), min(all_days(other))
    certain = last < first and last != FUTURE and first != PAST
    assert certainly_before(parse(one), parse(other)) is certain


@settings(deadline=None)  # brute force takes its time
@given(near_texts, near_days, near_days)
@example("2004/2012", dt.date(2010, 1, 1), dt.date(2010, 12, 31))
@example("2004/2012", dt.date(2010, 1, 1), dt.date(2009, 12, 31))
@example("2009-X1", dt.date(2009, 1, 1), dt.date(2008, 3, 19))
@example("{2010,2012}", dt.date(2010, 6, 1), dt.date(2012, 1, 1))
def test_within_agrees_with_every_reading(text: str, start: dt.date | None, end: dt.date | None) -> None:
    low = float(start.toordinal()) if start else -NEVER
    high = float(end.toordinal()) if end else NEVER
    days = all_days(text)
    value = parse(text)
    assert overlaps_range(value, start, end) is any(low <= day <= high for day in days)
    assert certainly_within(value, start, end) is all(low <= day <= high for day in days)
    assert possibly_within(value, start, end) is fits(text, low, high)


def fits(text: str, low: float, high: float) -> bool:
    """Tell whether some reading lies from one day to another."""
    if text[0] == "[":
        return any(low <= day <= high for day in all_days(text))
    return all(member_fits(member, low, high) for member in members(text))


def member_fits(member: str, low: float, high: float) -> bool:
    ends = ends_of(member)
    if ends is None:
        return any(low <= day <= high for day in point_days(member))
    starts, lasts = ([day for day in days if low <= day <= high] for days in ends)
    return bool(starts) and bool(lasts) and min(starts) <= max(lasts)


@given(edtf_texts(), edtf_texts())
def test_the_answers_fit_together(one: str, other: str) -> None:
    mine, theirs = parse(one), parse(other)
    turned = {"finer": "coarser", "coarser": "finer"}
    forth, back = relation(mine, theirs), relation(theirs, mine)
    assert turned.get(forth, forth) == back
    assert overlaps(mine, theirs) is (forth != "disjoint")
    assert relation(mine, mine) == "same"
    if certainly_before(mine, theirs):
        assert possibly_before(mine, theirs)
        assert not possibly_before(theirs, mine)
        assert forth == "disjoint"
    if mine.earliest and mine.latest:
        assert certainly_within(mine, mine.earliest, mine.latest)
        assert possibly_within(mine, mine.earliest, mine.latest)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Two sources of one fact, as they are met in archives.
        ("2010-09-07", "2010-09-08", "disjoint"),
        ("2010-09-08", "[2010-09-07,2010-09-08]", "finer"),
        ("2010-09-09", "[2010-09-07,2010-09-08]", "disjoint"),
        ("2010-02", "[2010-01,2010-03]", "disjoint"),
        ("2011-11", "2012-11", "disjoint"),
        ("2010-08-17", "2010-08", "finer"),
        ("2010", "2010-08-17", "coarser"),
        ("2011-03-15", "[..2011-03]", "finer"),
        ("2011-04", "[..2011-03]", "disjoint"),
        ("2011-21", "2011-05/2011-06", "overlap"),
        ("2010-08~", "2010-08", "same"),
        ("2010-XX", "2010", "same"),
        ("2010?", "2011", "disjoint"),
        # A moment in June is not all of June; one of two years is not both.
        ("2010-06", "2010-06-01/2010-06-30", "overlap"),
        ("[2010,2012]", "{2010,2012}", "overlap"),
        ("1985/..", "1985/", "overlap"),
        ("[1985..]", "1985/..", "overlap"),
        # Gaps, leap days, and years far apart.
        ("156X-12-25", "1565-12", "overlap"),
        ("156X-12-25", "1565-11", "disjoint"),
        ("XXXX-02-29", "2001", "disjoint"),
        ("XXXX-02-29", "2004-02-29", "coarser"),
        ("XXXX-02-29", "XXXX-02", "finer"),
        ("2XXX-12-XX", "XXXX-12", "finer"),
        ("19X5", "1905", "coarser"),
        ("19X5", "1906/1914", "disjoint"),
        ("XXXX-24", "XXXX-02-29", "coarser"),
        # Open and unknown ends reach beyond the last year.
        ("0001/9999", "../9999", "finer"),
        ("9999-12-31/..", "9999-12-31", "coarser"),
        ("XXXX", "2010", "coarser"),
        ("XXXX", "0001/9999", "coarser"),
    ],
)
def test_relation_on_known_pairs(one: str, other: str, expected: str) -> None:
    assert relation(parse(one), parse(other)) == expected


@pytest.mark.parametrize(
    ("one", "other", "certain", "possible"),
    [
        ("2009", "2010", True, True),
        ("2010", "2010-06", False, True),
        ("2010-06-17", "2010-06-17", False, False),
        ("2010-06", "2010-06", False, True),
        ("1964/2008", "2006", False, False),
        ("2004/2005-06", "2005-07", True, True),
        ("1985/..", "2010", False, False),
        ("1985/", "2010", False, True),
        ("2010", "../2015", False, False),
        ("2010", "/2015", False, True),
        ("[..2011-03]", "2000", False, True),
        ("2030", "[2011..]", False, True),
        ("XXXX", "0001-01-01", False, True),
        ("{2009,2011}", "2010", False, False),
        ("[2009,2011]", "2010", False, True),
        ("0004-02-28", "XXXX-02-29", True, True),
    ],
)
def test_before_on_known_pairs(one: str, other: str, *, certain: bool, possible: bool) -> None:
    assert certainly_before(parse(one), parse(other)) is certain
    assert possibly_before(parse(one), parse(other)) is possible


def test_the_order_of_a_timeline() -> None:
    texts = [
        "2009/2010",
        "2010-01-01",
        "2010-01",
        "2010-01-01/2010-01-31",
        "2010-33",
        "2010",
        "2010-01-01/2010-12-31",
        "[2010-01-01,2010-12-31]",
        "2010/..",
        "2010-02",
        "156X-12-25",
        "[..2011-03]",
        "../2012",
        "XXXX",
        None,
    ]
    ordered = sorted(texts, key=lambda text: sort_key(parse(text) if text else None, "a"))
    assert ordered == ["156X-12-25", *texts[:10], *texts[11:]]


def test_equal_dates_are_ordered_by_id() -> None:
    value = parse("2010-08-17")
    assert sort_key(value, "a") < sort_key(value, "b")
    assert sort_key(None, "a") < sort_key(None, "b")
    assert sort_key(parse("2010"), "z") < sort_key(parse("[2010]"), "a")


@given(edtf_texts(), edtf_texts())
def test_the_order_never_puts_a_certainly_later_date_first(one: str, other: str) -> None:
    mine, theirs = parse(one), parse(other)
    if mine.earliest and certainly_before(mine, theirs):
        assert sort_key(mine, "b") < sort_key(theirs, "a")
