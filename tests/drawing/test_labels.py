from hypothesis import given
from hypothesis import strategies as st

from timeline.drawing.labels import Box, Placed, Wish, apart, around, box_of, place_labels
from timeline.drawing.symbols import COLOURS, SYMBOLS, colour_of, symbol_of

NARROWEST = 220.0
HEIGHT = 300.0

WISHES = st.lists(
    st.builds(
        Wish,
        share=st.floats(0, 100),
        y=st.floats(0, HEIGHT),
        width=st.floats(8, 160),
        height=st.just(16.0),
    ),
    max_size=12,
)


def _mark(wish: Wish) -> Box:
    return around(wish.share, wish.y, left=8, right=8, above=8, below=8)


def _place(*wishes: Wish) -> tuple[Placed | None, ...]:
    return place_labels(wishes, [_mark(wish) for wish in wishes], narrowest=NARROWEST, height=HEIGHT)


def test_a_label_with_room_stands_above_its_mark() -> None:
    (placed,) = _place(Wish(share=50, y=100, width=60, height=16))
    assert placed == Placed(dx=0, dy=-18, align="middle")


def test_a_label_at_the_edge_turns_inward() -> None:
    (placed,) = _place(Wish(share=98, y=100, width=60, height=16))
    assert placed is not None
    assert placed.align == "end"


def test_a_label_at_the_top_stands_beside_its_mark() -> None:
    (placed,) = _place(Wish(share=50, y=10, width=40, height=16))
    assert placed == Placed(dx=13, dy=0, align="start")


def test_a_label_without_room_is_left_out() -> None:
    assert _place(Wish(share=50, y=100, width=400, height=16)) == (None,)


def _meet(one: Box, other: Box, width: float) -> bool:
    return (
        one.left.at(width) < other.right.at(width)
        and other.left.at(width) < one.right.at(width)
        and one.top < other.bottom
        and other.top < one.bottom
    )


@given(WISHES, st.floats(NARROWEST, 2000))
def test_no_label_hides_a_label_or_a_mark_at_any_width(wishes: list[Wish], width: float) -> None:
    boxes = [
        box_of(wish, placed)
        for wish, placed in zip(wishes, _place(*wishes), strict=True)
        if placed is not None
    ]
    everything = boxes + [_mark(wish) for wish in wishes]
    for number, box in enumerate(boxes):
        assert box.left.at(width) >= -1e-6
        assert box.right.at(width) <= width + 1e-6
        assert 0 <= box.top <= box.bottom <= HEIGHT
        assert not any(_meet(box, other, width) for other in everything[:number])
        assert not any(_meet(box, other, width) for other in everything[len(boxes) :])


def test_a_label_is_nearer_to_its_own_mark_than_to_any_other() -> None:
    crowd = [Wish(share=50, y=100 + 21 * number, width=90, height=16) for number in range(3)]
    for placed, own in zip(_place(*crowd), crowd, strict=True):
        if placed is not None:
            box = box_of(own, placed)
            middle = (box.top + box.bottom) / 2
            assert min(crowd, key=lambda wish: abs(wish.y - middle)) == own


@given(WISHES)
def test_standing_apart_is_mutual(wishes: list[Wish]) -> None:
    boxes = [_mark(wish) for wish in wishes]
    for one in boxes:
        for other in boxes:
            assert apart(one, other, NARROWEST) == apart(other, one, NARROWEST)


def test_each_of_the_first_sources_has_a_mark_of_its_own() -> None:
    count = len(SYMBOLS) * COLOURS
    assert len({(symbol_of(number), colour_of(number)) for number in range(count)}) == count
    assert symbol_of(count) == symbol_of(0)
    assert len({name for name, _ in SYMBOLS}) == len({outline for _, outline in SYMBOLS}) == len(SYMBOLS)
