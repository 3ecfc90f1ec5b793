import pytest

from tests.figures.making import figure, series
from timeline.figures.form import form_of, why_none
from timeline.figures.reading import Origin, is_percentage, origins, read_figures
from timeline.records.series import Figure


@pytest.mark.parametrize(
    ("figures", "form"),
    [
        ([figure("4", "2010")], "none"),
        ([figure("4", "2010"), figure("4", "2011")], "none"),
        ([figure("4"), figure("4", "", "about")], "none"),
        ([figure("4", "2010"), figure("5", "2011")], "time"),
        ([figure("4", "../2010"), figure("5", "2011/..")], "time"),
        ([figure("4", "2010"), figure("5", "2010")], "rows"),
        ([figure("4"), figure("5")], "rows"),
        ([figure("4", "2010"), figure("5")], "rows"),
        ([figure("4", "2010"), figure("4", "2011"), figure("5")], "rows"),
        ([figure("4", "2010"), figure("5", "XXXX")], "rows"),
    ],
)
def test_the_picture_suits_the_figures(figures: list[Figure], form: str) -> None:
    assert form_of(read_figures(series(*figures))) == form


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        ([figure("4")], "There is one figure, which a picture would not make clearer."),
        (
            [figure("89", "2010"), figure("89", "2011")],
            "All 2 figures say 89 persons, so there is nothing to draw.",
        ),
        (
            [figure("4"), figure("4", "", "about")],
            "All 2 figures give the same number and differ in how exact they call it,"
            " so there is nothing to draw.",
        ),
    ],
)
def test_a_sentence_stands_where_there_is_no_picture(figures: list[Figure], why: str) -> None:
    assert why_none(read_figures(series(*figures)), "persons") == why


def test_an_origin_is_a_source_and_the_work_behind_it() -> None:
    figures = read_figures(
        series(figure("1"), figure("2", attributed_to="letter"), figure("3", source="page"), figure("4"))
    )
    assert origins(figures) == (
        Origin(source="paper", attributed_to=""),
        Origin(source="paper", attributed_to="letter"),
        Origin(source="page", attributed_to=""),
    )


def test_figures_are_numbered_and_said_in_words() -> None:
    read = read_figures(series(figure("1049"), figure("3000", "2012", "more-than")))
    assert [(each.number, each.words) for each in read] == [(1, "1,049"), (2, "more than 3,000")]
    assert [each.is_dated for each in read] == [False, True]


def test_units_of_percentages() -> None:
    assert [is_percentage(series(figure("1"), unit=unit)) for unit in ("percent", "%", "points")] == [
        True,
        True,
        False,
    ]
