"""When figures of one series differ beyond their qualifiers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import vocab
from timeline.disagreement.numbers import allowed, comparable, figures_differ, of_series
from timeline.records.series import Figure, Series


def figure(value: str, qualifier: str = "exactly", *, period: str = "2010", place: str = "") -> Figure:
    return Figure(value=value, qualifier=qualifier, period=period, place=place, source=f"s{value}")


def series(*figures: Figure, measure: str = "count") -> Series:
    return Series(
        id="people",
        timelines=("t",),
        title="People",
        definition="People.",
        unit="people",
        measure=measure,
        figures=figures,
    )


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (("39", "exactly"), ("39", "exactly"), False),
        (("39", "exactly"), ("39.0", "exactly"), False),
        (("39", "exactly"), ("40", "exactly"), True),
        (("110000", "exactly"), ("110000", "more-than"), True),
        (("110000", "exactly"), ("110000", "at-least"), False),
        (("110000", "more-than"), ("111000", "more-than"), False),
        (("110000", "exactly"), ("111000", "more-than"), True),
        (("3000", "more-than"), ("3074", "exactly"), False),
        (("10", "less-than"), ("10", "at-least"), True),
        (("10", "at-most"), ("10", "at-least"), False),
        (("10", "at-most"), ("10", "more-than"), True),
        (("1000", "about"), ("1100", "exactly"), False),
        (("1000", "about"), ("1101", "exactly"), True),
        (("1000", "about"), ("900", "exactly"), False),
        (("1000", "about"), ("899", "at-most"), True),
        (("3", "about"), ("3.5", "exactly"), False),
        (("3", "about"), ("4", "exactly"), True),
        (("-50", "about"), ("-46", "exactly"), False),
        (("0", "about"), ("0.5", "exactly"), False),
        (("0.25", "about"), ("0.28", "exactly"), True),
    ],
)
def test_figures_differ_when_no_number_is_allowed_by_both(
    one: tuple[str, str], other: tuple[str, str], differ: bool
) -> None:
    assert figures_differ([figure(*one), figure(*other)]) is differ
    assert figures_differ([figure(*other), figure(*one)]) is differ


VALUES = st.builds(
    lambda whole, places: str(Decimal(whole).scaleb(-places)), st.integers(-300, 300), st.integers(0, 2)
)
QUALIFIERS = st.sampled_from(list(vocab.QUALIFIERS))


def allows(value: str, qualifier: str, number: Decimal) -> bool:
    """Say by the words of the rule, and not by intervals, whether a figure allows a number."""
    stated = Decimal(value)
    places = len(value.partition(".")[2])
    off = abs(number - stated)
    return {
        "exactly": number == stated,
        "about": off * 10 <= abs(stated) or off * 2 <= Decimal(10) ** -places,
        "more-than": number > stated,
        "at-least": number >= stated,
        "less-than": number < stated,
        "at-most": number <= stated,
    }[qualifier]


@given(VALUES, QUALIFIERS, VALUES, QUALIFIERS)
def test_two_figures_are_judged_as_by_trying_numbers(
    value: str, qualifier: str, other: str, with_other: str
) -> None:
    ends = {Decimal(value), Decimal(other)}
    for given_value, given_qualifier in ((value, qualifier), (other, with_other)):
        found = allowed(given_value, given_qualifier)
        ends |= {end for end in (found.low, found.high) if end is not None}
    # What two ranges share, if anything, reaches one of their ends, or a point beside it.
    tries = {end + step for end in ends for step in (Decimal(0), Decimal("0.0001"), Decimal("-0.0001"))}
    shared = any(allows(value, qualifier, number) and allows(other, with_other, number) for number in tries)
    assert figures_differ([figure(value, qualifier), figure(other, with_other)]) is not shared


def test_other_periods_and_places_are_other_things() -> None:
    assert not list(of_series(series(figure("1", period="2010"), figure("2", period="2011"))))
    assert not list(of_series(series(figure("1", place="us"), figure("2", place="us-ca"))))
    assert not list(of_series(series(figure("1", period="2010"), figure("2", period="2010-06"))))


def test_a_figure_without_a_period_is_compared_only_as_a_limit() -> None:
    figures = (figure("48", period=""), figure("72", period=""))
    assert not list(of_series(series(*figures)))
    (found,) = of_series(series(*figures, measure="limit"))
    assert [answer.label for answer in found.answers] == ["48", "72"]


def test_one_period_may_be_written_in_two_ways() -> None:
    (figures,) = comparable(series(figure("1", period="2010-04"), figure("2", period="2010-04~")))
    assert len(figures) == 2


def test_what_fits_is_said_beside_what_does_not() -> None:
    (found,) = of_series(
        series(figure("110000"), figure("110000", "more-than"), figure("111000", "more-than"))
    )
    assert [(answer.letter, answer.label, answer.agrees_with) for answer in found.answers] == [
        ("A", "110,000", ()),
        ("B", "more than 110,000", ("C",)),
        ("C", "more than 111,000", ("B",)),
    ]
    assert found.key == "series:people:figures:2010:"
    assert found.title == "People, 2010"
    assert (found.status, found.follows) == ("open", ())
