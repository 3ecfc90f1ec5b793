from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.making import figure, series
from timeline import vocab
from timeline.drawing.labels import Wish, box_of
from timeline.figures.form import form_of
from timeline.figures.reading import read_figures
from timeline.figures.row_chart import RowChart, row_chart
from timeline.figures.time_chart import HEIGHT, NARROWEST, TimeChart, label_of, time_chart
from timeline.records.series import Figure

FIGURES = st.lists(
    st.builds(
        Figure,
        value=st.decimals(-(10**9), 10**12, places=2).map(str),
        qualifier=st.sampled_from(sorted(vocab.QUALIFIERS)),
        period=st.sampled_from(
            ["", "2008", "2010~", "2011-02-15", "2008-10/2010-06", "../2012-08-31", "2012-06/..", "1802"]
        ),
        source=st.sampled_from(["paper", "page", "letter"]),
        place=st.sampled_from(["", "us-ca", "us-ny"]),
    ),
    min_size=1,
    max_size=12,
)
PLACES = {"": "everywhere", "us-ca": "California", "us-ny": "New York"}


def _over_time(*figures: Figure, cumulative: bool = False) -> TimeChart:
    return time_chart(read_figures(series(*figures)), cumulative=cumulative, names_of_places={})


def _in_rows(*figures: Figure) -> RowChart:
    return row_chart(read_figures(series(*figures)))


def test_heights_begin_at_zero_and_grow_with_the_numbers() -> None:
    chart = _over_time(figure("14", "2008"), figure("1049", "2011-02-15"), figure("3074", "2012-06-05"))
    assert [tick.label for tick in chart.values] == ["0", "1,000", "2,000", "3,000", "4,000"]
    assert chart.zero == HEIGHT
    heights = [mark.y for mark in chart.marks]
    assert heights == sorted(heights, reverse=True)
    assert chart.gutter == len("4,000")


def test_a_qualifier_has_a_sign_of_its_own() -> None:
    qualifiers = ("exactly", "about", "more-than", "at-least", "less-than", "at-most")
    chart = _over_time(*(figure(str(n + 1), str(2000 + n), given) for n, given in enumerate(qualifiers)))
    signs = [(mark.arrow, mark.is_hollow, mark.is_bracketed) for mark in chart.marks]
    assert signs == [
        ("", False, False),
        ("", False, True),
        ("up", True, False),
        ("up", False, False),
        ("down", True, False),
        ("down", False, False),
    ]
    rows = _in_rows(*(figure(str(n + 1), "", given) for n, given in enumerate(qualifiers)))
    assert [row.arrow for row in rows.rows] == ["", "", "right", "right", "left", "left"]
    assert [row.is_hollow for row in rows.rows] == [mark.is_hollow for mark in chart.marks]
    assert [row.is_bracketed for row in rows.rows] == [mark.is_bracketed for mark in chart.marks]


def test_a_crowd_leaves_numbers_to_the_table() -> None:
    crowd = [figure(str(100 + number), f"2010-01-{number:02}") for number in range(1, 21)]
    chart = _over_time(*crowd)
    assert 0 < chart.unlabelled < len(crowd)
    assert chart.unlabelled == sum(mark.label is None for mark in chart.marks)
    more = [figure(str(number), f"2010-{number % 12 + 1:02}-01") for number in range(1, 40)]
    assert _over_time(*more).unlabelled == len(more)


def test_figures_without_a_period_are_named_as_left_out() -> None:
    chart = _over_time(figure("1", "2008"), figure("2", "2009"), figure("3"))
    assert [read.number for read in chart.undated] == [3]
    assert len(chart.marks) == 2


def test_a_picture_over_time_needs_time() -> None:
    with pytest.raises(ValueError, match="needs a figure with a period"):
        _over_time(figure("1"), figure("2"))


def test_rows_of_several_places_go_by_size() -> None:
    chart = _in_rows(
        figure("279", place="travis"), figure("1731", place="maricopa"), figure("401", place="la")
    )
    assert [row.read.figure.value for row in chart.rows] == ["1731", "401", "279"]
    assert chart.from_zero


def test_rows_of_one_place_keep_the_order_of_the_record() -> None:
    chart = _in_rows(figure("5"), figure("9"), figure("7"))
    assert [row.read.figure.value for row in chart.rows] == ["5", "9", "7"]


def test_near_numbers_are_drawn_without_the_way_from_zero() -> None:
    chart = _in_rows(figure("110000"), figure("111000"))
    assert not chart.from_zero
    assert chart.ticks[0].value == Decimal(110000)
    assert chart.rows[1].x - chart.rows[0].x > 50


def test_the_place_stands_before_the_number_where_places_differ() -> None:
    (read,) = read_figures(series(figure("279", place="us-ca", qualifier="about")))
    assert label_of(read, PLACES) == "California: about 279"
    assert label_of(read, {}) == "about 279"


@given(FIGURES, st.booleans())
def test_every_dated_figure_lies_within_the_picture(figures: list[Figure], cumulative: bool) -> None:
    read = read_figures(series(*figures))
    if form_of(read) != "time":
        return
    chart = time_chart(read, cumulative=cumulative, names_of_places=PLACES)
    assert len(chart.marks) + len(chart.undated) == len(figures)
    assert len(chart.ticks) <= 10
    assert len(chart.few_ticks) <= 4
    for mark in chart.marks:
        assert 0 <= mark.period.start <= mark.period.mark <= mark.period.end <= 100
        assert 0 < mark.y <= HEIGHT
        if mark.label is not None:
            text = label_of(mark.read, PLACES)
            wish = Wish(share=mark.period.mark, y=mark.y, width=len(text) * 7.4, height=16)
            box = box_of(wish, mark.label)
            assert box.left.at(NARROWEST) >= 0
            assert box.right.at(NARROWEST) <= NARROWEST


@given(FIGURES)
def test_every_row_lies_within_the_picture(figures: list[Figure]) -> None:
    chart = _in_rows(*figures)
    assert sorted(row.read.number for row in chart.rows) == list(range(1, len(figures) + 1))
    assert all(0 <= row.x <= 100 for row in chart.rows)
    assert len(chart.ticks) <= 5
