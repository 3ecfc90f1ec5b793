"""Histories as segments, and as spells with soft ends."""

import datetime as dt
from itertools import pairwise

from tests.states.small import change, history
from timeline.states.answer import state_on
from timeline.states.change import day_of
from timeline.states.segments import segments
from timeline.states.spells import spells


def test_segments_cover_all_time_and_say_what_a_day_says() -> None:
    told = history(
        change("introduced", "a", "2010-03"),
        change("disputed", "b", "2010-06-01"),
        change("changed", "b", "2011-01-01"),
        change("ended", date="2012"),
    )
    found = segments(told)
    assert found[0].start is None
    assert found[-1].end is None
    for segment, following in pairwise(found):
        assert segment.end is not None
        assert following.start == segment.end + dt.timedelta(days=1)
        assert state_on(told, segment.end).kind == segment.found.kind
        assert state_on(told, following.start).kind == following.found.kind
    kinds = [segment.found.kind for segment in found]
    assert kinds == ["unknown", "changing", "state", "disputed", "state", "changing", "unknown"]


def test_spells_have_the_bounds_of_both_ends() -> None:
    told = history(
        change("introduced", "a", "2010-03"),
        change("disputed", "b", "2010-06-01"),
        change("changed", "b", "[2011-01-01..2011-02-01]"),
    )
    found = [
        (spell.kind, spell.state, *(day_of(day) for day in (*spell.began, *spell.ended)))
        for spell in spells(told)
    ]
    start, end = dt.date(2011, 1, 1), dt.date(2011, 2, 1)
    assert found == [
        ("state", "a", dt.date(2010, 3, 1), dt.date(2010, 3, 31), start, end),
        ("disputed", "b", dt.date(2010, 6, 1), dt.date(2010, 6, 1), start, end),
        ("state", "b", start, end, None, None),
    ]
