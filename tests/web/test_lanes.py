"""Lanes: as many events as there is room for are links, and as many of those as have room are named."""

import datetime as dt
import random
from itertools import groupby, pairwise

from timeline.dates.parse import parse
from timeline.drawing.time_scale import TimeScale
from timeline.queries.lanes import Lane, LaneEvent, shared
from timeline.web.lanes import FOOT_HEIGHT, ROWS, DrawnLane, LaneMark, lanes_of, weightiest

SCALE = TimeScale(first=dt.date(2008, 1, 1), last=dt.date(2012, 12, 31))
#: How much a letter of a name takes, in the narrowest picture.
LETTER = 0.85


def drawn(*events: tuple[str, str, int], room: int = 1_000) -> DrawnLane:
    """Lay out a lane of events: date, title, significance."""
    given = tuple(
        LaneEvent(id=f"event-{number}", title=title, date=parse(date), significance=significance)
        for number, (date, title, significance) in enumerate(events)
    )
    lane = Lane(id="detainers", label="Detainers", total=len(given), events=given)
    found = lanes_of([lane], SCALE, "topic", room=room, address=lambda one: f"/?topic={one}")
    return found.lanes[0]


def names(lane: DrawnLane) -> list[str]:
    return [mark.name for mark in lane.marks]


def reach(mark: LaneMark) -> tuple[float, float]:
    """Give from where to where a mark and its name take their row."""
    letters = len(mark.name) * LETTER
    named = (mark.name_at - letters, mark.name_at) if mark.name_align == "end" else (0, 0)
    if mark.name and mark.name_align == "start":
        named = (mark.name_at, mark.name_at + letters)
    return (min(mark.start, named[0]) if mark.name_align == "end" else mark.start), max(mark.end, named[1])


def test_a_day_with_room_beside_it_is_named_in_full() -> None:
    lane = drawn(("2010-06-30", "The June 2010 memo", 2))
    assert names(lane) == ["The June 2010 memo"]
    assert (lane.marks[0].said, lane.more) == ("30 June 2010: The June 2010 memo", 0)


def test_a_name_begins_in_a_bar_that_has_room_for_it() -> None:
    [mark] = drawn(("2008/2012", "ICE revises the detainer form", 2)).marks
    assert (mark.name, mark.name_at) == ("ICE revises the detainer form", mark.start)


def test_a_name_is_cut_between_words_or_at_its_colon() -> None:
    lane = drawn(
        ("2008-02", "A brochure describes the fingerprint check", 2),
        ("2008-10", "The June 2010 memo: John Morton sets priorities in three levels", 2),
        ("2010-01-05", "Sheriffs write to the President", 2),
        ("2011-01-05", "A reply", 2),
    )
    # The first has no room at all before the second: it is named beneath, and in its tip.
    assert names(lane) == ["", "The June 2010 memo", "Sheriffs write to…", "A reply"]


def test_a_landmark_keeps_room_for_its_name_and_others_go_to_another_row() -> None:
    landmark, other = drawn(("2010-06-01", "The terminations", 1), ("2010-08-01", "A letter", 3)).marks
    assert (landmark.name, other.name) == ("The terminations", "A letter")
    assert landmark.row != other.row


def test_a_landmark_at_the_end_is_named_before_its_mark() -> None:
    [mark] = drawn(("2012-12-20", "The 2012 reforms", 1)).marks
    assert (mark.name, mark.name_align) == ("The 2012 reforms", "end")


def test_no_name_lies_on_a_mark_or_on_another_name() -> None:
    chance = random.Random(2010)
    for _ in range(20):
        days = [f"20{chance.randint(8, 12):02}-{chance.randint(1, 12):02}" for _ in range(60)]
        dates = [f"{day}-1{chance.randint(0, 9)}" if chance.random() < 0.7 else day for day in days]
        lane = drawn(
            *((date, "Some words " * chance.randint(1, 6), chance.choice((1, 2, 3))) for date in dates)
        )
        assert len(lane.marks) == 60
        for row, marks in groupby(sorted(lane.marks, key=lambda it: (it.row, it.start)), lambda it: it.row):
            assert row < ROWS
            for one, other in pairwise(list(marks)):
                if one.name or (other.name and other.name_align == "end"):
                    assert reach(one)[1] <= reach(other)[0] + 1e-9, (one, other)
            assert all(reach(mark)[0] >= 0 and reach(mark)[1] <= 102 for mark in marks)


def test_what_there_is_no_room_for_is_thin_marks_at_the_foot_and_a_link_to_all() -> None:
    days = [(f"20{year:02}-{month:02}-05", "A letter", 3) for year in (9, 10, 11) for month in range(1, 13)]
    dates = (("2008-03-01", "The launch", 1), ("2012-06-15", "The reforms", 1), ("2010/2011", "A quarrel", 2))
    whole, lane = drawn(*dates, *days), drawn(*dates, *days, room=80)
    assert (len(whole.marks), whole.more, whole.foot) == (39, 0, "")
    assert (len(lane.marks) + lane.more, lane.url) == (39, "/?topic=detainers")
    assert {mark.title for mark in lane.marks if mark.significance < 3} == {title for _, title, _ in dates}
    # Of those that weigh the same, some from all of the time.
    years = [mark.date[-4:] for mark in lane.marks if mark.significance == 3]
    assert set(years) == {"2009", "2010", "2011"}
    assert lane.foot.count("M") == lane.more
    nothing = drawn(*dates, room=0)
    assert (nothing.marks, nothing.more) == ((), 3)
    # A day stands upright there, what is longer lies flat: no span is drawn as a point.
    upright = f"v-{FOOT_HEIGHT - 3}"
    assert [upright in part for part in nothing.foot.split("M")[1:]] == [True, True, False]


def test_who_wants_little_has_all_of_it_and_the_others_alike() -> None:
    assert shared([60, 3, 40, 5], 30) == [11, 3, 11, 5]
    assert shared([60, 3, 40, 5], 200) == [60, 3, 40, 5]
    assert (shared([5, 5], -4), shared([], 10)) == ([0, 0], [])
    assert weightiest([], 3) == []
