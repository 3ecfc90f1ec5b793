"""What reckoning finds odd: each rule on the smallest case, and on the nearest case that is in order."""

import pytest

from tests.figures.making import figure, series
from timeline.figures.flags import Flag, flags_of
from timeline.records.series import Figure, Series


def _kinds(*given: Series) -> list[str]:
    return [flag.kind for flag in flags_of(given)]


def _only(*given: Series) -> Flag:
    (flag,) = flags_of(given)
    return flag


# --- A number counted from a start on ------------------------------------------------------------------


def test_a_cumulative_count_that_falls() -> None:
    flag = _only(
        series(figure("10", "2010-01-05"), figure("30", "2010-02"), figure("20", "2010-03"),
               measure="cumulative-count")
    )  # fmt: skip
    assert flag.kind == "cumulative-falls"
    assert flag.figures == (("people", 2), ("people", 3))
    assert flag.message == (
        "A number counted from a start on should never fall, but this one does: from 30 persons"
        " (February 2010) to 20 persons (March 2010)."
    )


@pytest.mark.parametrize(
    "figures",
    [
        [figure("10", "2010"), figure("20", "2011")],
        [figure("10", "2010"), figure("10", "2011")],
        # The later number is a lower bound, the earlier an upper one, or the number is approximate.
        [figure("3074", "2012-06-05"), figure("3000", "2012-10", "more-than")],
        [figure("30", "2010", "at-most"), figure("20", "2011")],
        [figure("101", "2010", "about"), figure("100", "2011")],
        # Which of the two is later is not sure, or not known.
        [figure("30", "2010"), figure("20", "2010-06")],
        [figure("30"), figure("20", "2011")],
        [figure("30", "2010/.."), figure("20", "2011")],
        # They are counted of two places, or from two starts.
        [figure("30", "2010", place="us-ca"), figure("20", "2011")],
        [figure("30", "2008/2010"), figure("20", "2010/2011")],
    ],
)
def test_cumulative_counts_in_order(figures: list[Figure]) -> None:
    assert _kinds(series(*figures, measure="cumulative-count")) == []


def test_periods_that_end_later_are_later_counts() -> None:
    given = series(figure("30", "../2010"), figure("20", "2008/2011"), measure="cumulative-count")
    assert _kinds(given) == ["cumulative-falls"]


def test_a_bound_can_fall_too() -> None:
    given = series(
        figure("30", "2010", "more-than"), figure("30", "2011", "at-most"), measure="cumulative-count"
    )
    assert _kinds(given) == ["cumulative-falls"]


def test_a_count_that_is_not_cumulative_may_fall() -> None:
    assert _kinds(series(figure("30", "2010"), figure("20", "2011"))) == []


def test_a_decrease_of_a_cumulative_count() -> None:
    flag = _only(series(figure("1731"), figure("0"), figure("279"), measure="cumulative-decrease"))
    assert (flag.kind, flag.figures) == ("cumulative-falls", (("people", 1), ("people", 3)))
    assert flag.message.startswith("2 figures say by how much a number fell")
    assert _kinds(series(figure("0"), measure="cumulative-decrease")) == []


# --- Percentages of different numbers --------------------------------------------------------------------


def test_changes_from_different_starts() -> None:
    given = series(
        figure("89", "2008/2011"), figure("89", "2008-10/2011-10"), measure="change", unit="percent"
    )
    flag = _only(given)
    assert (flag.kind, len(flag.figures)) == ("bases-differ", 2)
    assert "89 percent (2008 to 2011) and 89 percent (October 2008 to October 2011)" in flag.message


@pytest.mark.parametrize(
    "given",
    [
        series(figure("5", "2008/2010"), figure("9", "2008/2011"), measure="change", unit="percent"),
        series(figure("5", "2008/2010"), figure("9", "2009/2011"), measure="change", unit="persons"),
        series(
            figure("5", "2008/2010", place="us-ca"),
            figure("9", "2009/2011", place="us-ny"),
            measure="change",
            unit="percent",
        ),
        series(figure("5", "2008/2010"), figure("9"), measure="change", unit="percent"),
    ],
)
def test_changes_that_can_be_compared_or_are_not_percentages(given: Series) -> None:
    assert _kinds(given) == []


def _share(name: str, whole: str, *values: Figure, topics: tuple[str, ...] = ("levels",)) -> Series:
    return series(*values, id=name, measure="share", unit="percent", whole=whole, topics=topics)


def test_shares_about_one_thing_of_different_wholes() -> None:
    flag = _only(
        _share("among-hits", "hits", figure("15")),
        _share("among-identified", "identified", figure("10")),
        series(figure("1000"), id="hits"),
    )
    assert (flag.kind, flag.series) == ("bases-differ", ("among-hits", "among-identified"))
    assert "“Among hits” of “Hits” and “Among identified” of “identified”" in flag.message


def test_shares_of_one_whole_or_about_different_things_are_in_order() -> None:
    assert _kinds(_share("one", "hits", figure("15")), _share("other", "hits", figure("10"))) == []
    assert (
        _kinds(
            _share("one", "hits", figure("15")),
            _share("other", "arrests", figure("10"), topics=("citizens",)),
        )
        == []
    )


def test_shares_without_a_known_whole() -> None:
    assert _kinds(_share("one", "", figure("40", "2009"), figure("29", "2011"))) == ["base-unknown"]
    assert _kinds(_share("one", "", figure("40", "2009"))) == []


# --- Parts of a whole --------------------------------------------------------------------------------


def test_shares_that_come_to_more_than_the_whole() -> None:
    flag = _only(
        _share("high", "hits", figure("15", "2010")),
        _share("low", "hits", figure("85", "2010")),
        _share("citizens", "hits", figure("5")),
        series(figure("248000", "2010"), id="hits"),
    )
    assert (flag.kind, flag.series) == ("more-than-whole", ("citizens", "high", "low"))
    assert flag.message == (
        "Shares of “Hits” come to 105 percent: 5 (“Citizens”), 15 (“High”, 2010) and 85 (“Low”, 2010)."
        " Some are counted twice, not all are of the same time, or the numbers do not go together."
    )


@pytest.mark.parametrize(
    ("high", "low"),
    [
        (figure("15", "2010"), figure("85", "2010")),
        (figure("20", "2010"), figure("85", "2011")),
        (figure("20", "2010", place="us-ca"), figure("85", "2010")),
        (figure("20", "2010", "at-most"), figure("85", "2010")),
    ],
)
def test_shares_that_fit_or_do_not_belong_together(high: Figure, low: Figure) -> None:
    assert _kinds(_share("high", "hits", high), _share("low", "hits", low)) == []


def test_of_several_numbers_the_least_is_reckoned_with() -> None:
    high = _share("high", "hits", figure("15", "2010"), figure("20", "2010", source="page"))
    assert _kinds(high, _share("low", "hits", figure("85", "2010"))) == []
    assert _kinds(high, _share("low", "hits", figure("86", "2010", "more-than"))) == ["more-than-whole"]


def test_a_part_greater_than_its_whole() -> None:
    whole = series(figure("100", "2010"), figure("90", "2010", source="page"), id="removed")
    part = series(figure("101", "2010", "at-least"), id="level-one", whole="removed")
    flag = _only(whole, part)
    assert (flag.kind, flag.figures) == ("more-than-whole", (("level-one", 1),))
    assert flag.message.startswith(
        "Parts of “Removed” come to 101 persons at least, more than the 100 of the whole: at least 101"
    )


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        (series(figure("100", "2010"), id="all"), series(figure("100", "2010"), id="some", whole="all")),
        (
            series(figure("100", "2010", "more-than"), id="all"),
            series(figure("200", "2010"), id="some", whole="all"),
        ),
        (series(figure("100", "2010"), id="all"), series(figure("200", "2011"), id="some", whole="all")),
        (
            series(figure("100", "2010"), id="all", unit="hits"),
            series(figure("200", "2010"), id="some", whole="all"),
        ),
    ],
)
def test_parts_that_fit_or_cannot_be_compared(whole: Series, part: Series) -> None:
    assert _kinds(whole, part) == []


def test_a_share_beyond_the_whole() -> None:
    flag = _only(_share("one", "hits", figure("101", "2010", "at-least")))
    assert (flag.kind, flag.figures) == ("no-share", (("one", 1),))
    assert (
        flag.message == "A share lies between 0 and 100 percent, but this one is at least 101 percent (2010)."
    )
    assert _kinds(_share("one", "hits", figure("-3"))) == ["no-share"]
    assert _kinds(_share("one", "hits", figure("100", "", "at-most"))) == []


def test_flags_come_in_one_order() -> None:
    given = [
        _share("b", "", figure("40"), figure("101")),
        series(figure("9", "2010"), figure("3", "2011"), id="a", measure="cumulative-count"),
    ]
    assert [(flag.series, flag.kind) for flag in flags_of(given)] == [
        (("a",), "cumulative-falls"),
        (("b",), "base-unknown"),
        (("b",), "no-share"),
    ]
    assert flags_of(given) == flags_of(given[::-1])
