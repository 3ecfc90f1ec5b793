"""Names on poles: none covers another, and none is crossed by the pole of a higher one."""

from hypothesis import given
from hypothesis import strategies as st

from timeline.drawing.flags import Flag, place_flags


def test_names_stand_beside_each_other_where_they_can_and_else_above() -> None:
    assert place_flags([(0, 100), (50, 100), (100, 100)], narrowest=400, rows=2) == (
        Flag(number=0, row=0, align="start"),
        Flag(number=1, row=1, align="start"),
        Flag(number=2, row=0, align="end"),
    )


def test_without_room_there_are_no_names() -> None:
    assert place_flags([(50, 500)], narrowest=400, rows=3) == ()


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(10, 200)), max_size=20), st.integers(300, 1200))
def test_no_name_covers_another_at_this_width_or_twice_it(
    marks: list[tuple[float, float]], narrowest: int
) -> None:
    found = place_flags(sorted(marks), narrowest=narrowest, rows=3)
    for width in (narrowest, 2 * narrowest):
        boxes = []
        for flag in found:
            share, length = sorted(marks)[flag.number]
            pole = share / 100 * width
            left = pole if flag.align == "start" else pole - length
            boxes.append((flag.row, left, left + length, pole))
        for number, one in enumerate(boxes):
            for other in boxes[:number]:
                if one[0] == other[0]:
                    assert one[1] >= other[2] or other[1] >= one[2]
                    continue
                high, low = (one, other) if one[0] > other[0] else (other, one)
                assert not low[1] < high[3] < low[2]
