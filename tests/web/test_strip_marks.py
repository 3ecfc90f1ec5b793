"""The names above the overview tell its beginning, however few of them there is room for."""

import datetime as dt
from collections.abc import Sequence

import pytest
from flask import Flask

from timeline.dates.parse import parse
from timeline.drawing.time_scale import TimeScale
from timeline.queries.density import Landmark
from timeline.web.strip_marks import WIDTHS, Mark, marks_of

SCALE = TimeScale(first=dt.date(2008, 1, 1), last=dt.date(2012, 12, 31))
TITLES = (
    "The launch: it begins",
    *(f"Step {number}" for number in range(11)),
    "The reforms: one",
    "The reforms: two",
)


@pytest.fixture
def marks(app: Flask) -> Sequence[Mark]:
    """Lay out one landmark early, most in one year late, and two of one name at the end."""
    dates = ("2008-03", *(f"2011-{month:02}-15" for month in range(1, 12)), "2012-04", "2012-06-16")
    landmarks = [
        Landmark(id=f"mark-{number}", title=title, date=parse(date))
        for number, (title, date) in enumerate(zip(TITLES, dates, strict=True))
    ]
    with app.test_request_context("/"):
        return marks_of(landmarks, SCALE)


def test_the_first_is_named_and_no_name_twice_at_every_width(marks: Sequence[Mark]) -> None:
    for key, _, most in WIDTHS:
        named = [mark for mark in marks if any(f"at-{key}" in keys.split() for keys, _ in mark.flags)]
        assert marks[0] in named
        assert len(named) > 1
        assert len(named) <= most
        names = [mark.name for mark in named]
        assert len(set(names)) == len(names)
