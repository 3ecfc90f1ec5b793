import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.making import figure, series
from timeline.figures.reading import read_figures
from timeline.figures.selection import OF_FIGURES, FigureChoice, choice_of, chosen
from timeline.figures.summary import summary_of
from timeline.filters import FILTER_PARAMETERS
from timeline.records.series import Series

GIVEN = series(
    figure("1", "2010-06", place="us-ca-la"),
    figure("2", "2011", source="page", place="us-ny"),
    replace(figure("3"), event="release"),
    figure("4", "../2012-08-31", place="us"),
    topics=("minor-offences",),
)
PART_OF = {"us": "", "us-ca": "us", "us-ca-la": "us-ca", "us-ny": "us"}
BROADER = {"minor-offences": "offences", "offences": ""}


def _numbers(**parameters: str) -> list[int]:
    given = {name.rstrip("_"): [value] for name, value in parameters.items()}
    choice = choice_of(given, part_of=PART_OF, broader=BROADER)
    return [read.number for read in chosen(GIVEN, choice)]


@pytest.mark.parametrize(
    ("parameters", "numbers"),
    [
        ({}, [1, 2, 3, 4]),
        ({"source": "page"}, [2]),
        ({"place": "us-ca"}, [1]),
        ({"place": "us"}, [1, 2, 4]),
        ({"from_": "2011"}, [2, 4]),
        ({"to": "2010-05"}, [4]),
        ({"from_": "2010", "to": "2010"}, [1, 4]),
        ({"from_": "2010", "to": "2012", "when": "within"}, [1, 2]),
        ({"topic": "offences"}, [1, 2, 3, 4]),
        ({"topic": "training"}, []),
        ({"timeline": "story"}, [1, 2, 3, 4]),
        ({"timeline": "other"}, []),
        ({"kind": "statistics"}, [3]),
        ({"source": "page", "place": "us-ca"}, []),
    ],
)
def test_figures_are_chosen_by_what_they_say_themselves(
    parameters: dict[str, str], numbers: list[int]
) -> None:
    assert _numbers(**parameters) == numbers


def test_every_filter_of_figures_is_one_of_the_timeline() -> None:
    assert set(OF_FIGURES) < set(FILTER_PARAMETERS)


@pytest.mark.parametrize("name", sorted(set(FILTER_PARAMETERS) - set(OF_FIGURES)))
def test_every_other_filter_asks_for_figures_that_name_an_event(name: str) -> None:
    assert _numbers(**{name: "any"}) == [3]


def test_places_that_belong_to_each_other_in_a_ring_come_to_an_end() -> None:
    choice = choice_of({"place": ["a"]}, part_of={"a": "b", "b": "a"}, broader={})
    assert choice.places == {"a", "b"}


@given(st.none() | st.dates(), st.none() | st.dates())
def test_what_lies_surely_in_a_range_may_lie_in_it(start: dt.date | None, end: dt.date | None) -> None:
    if start and end and start > end:
        return
    may = chosen(GIVEN, FigureChoice(start=start, end=end))
    surely = chosen(GIVEN, FigureChoice(start=start, end=end, surely=True))
    assert set(surely) <= set(may) <= set(read_figures(GIVEN))


def _summed(given: Series) -> tuple[int, str, list[str]]:
    found = summary_of(given, read_figures(given))
    return found.figures, found.covered.text if found.covered else "", [read.words for read in found.latest]


def test_a_summary_has_the_latest_numbers_each_once() -> None:
    given = series(
        figure("14", "2008"),
        figure("3000", "2012/2012-12", "more-than"),
        figure("3000", "2012", "more-than", source="page"),
        figure("2990", "2012-12-31"),
        figure("7"),
    )
    assert _summed(given) == (5, "2008/2012-12", ["more than 3,000", "2,990"])


@pytest.mark.parametrize(
    ("given", "latest"),
    [
        (series(figure("5"), figure("5"), figure("6")), ["5", "6"]),
        (series(figure("5", "2010/.."), figure("6")), ["5"]),
        (series(figure("5", "2010", place="us-ca"), figure("5", "2010", place="us-ny")), ["5", "5"]),
    ],
)
def test_without_an_end_the_summary_has_what_there_is(given: Series, latest: list[str]) -> None:
    assert _summed(given)[2] == latest
