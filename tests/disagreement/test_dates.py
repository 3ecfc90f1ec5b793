"""When the dates that sources give for one event differ."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.parse import parse
from timeline.disagreement.dates import DatedCitation, DatedEvent, dates_differ, of_event


def event(*dates: str, date: str = "", bears_on: tuple[str, ...] = ()) -> DatedEvent:
    return DatedEvent(
        id="letter",
        title="A letter",
        date=date,
        date_note="Why so.",
        dates=(("signed", "2010-09-07"),),
        citations=tuple(
            DatedCitation(date=text, source=f"source-{position}", bears_on=bears_on)
            for position, text in enumerate(dates)
        ),
    )


@pytest.mark.parametrize(
    ("dates", "differ"),
    [
        ((), False),
        (("2010-09-07",), False),
        (("2010-09-07", "2010-09-07"), False),
        (("2010-09-07", "2010-09-08"), True),
        (("2010-09-07", "2010-09"), False),
        (("2010-09-07", "2010-09", "2010-09-08"), True),
        (("2010-09-07", "2010-10"), True),
        (("2010", "2011-21"), True),
        (("2010-04/2010-06", "2010-04/2010-07"), False),
        (("[..2010-10-04]", "2010-10"), False),
        (("[..2010-09-30]", "2010-10"), True),
        (("2010-10-05~", "2010-10-06"), True),
        (("[2010-09-07,2010-09-08]", "2010-09-08"), False),
    ],
)
def test_dates_differ_when_they_have_no_day_in_common(dates: tuple[str, ...], differ: bool) -> None:
    found = event(*dates)
    assert dates_differ(found.citations) is differ
    assert bool(list(of_event(found))) is differ


@given(
    st.lists(
        st.sampled_from(
            ["2010", "2010-09", "2010-09-07", "2010-09-08", "2010-10", "[..2010-09-07]", "2010-23"]
        ),
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_citations_does_not_matter(dates: list[str], chance: random.Random) -> None:
    shuffled = list(dates)
    chance.shuffle(shuffled)
    found = [point.answers for point in of_event(event(*dates))]
    assert [point.answers for point in of_event(event(*shuffled))] == found


@given(
    st.lists(st.sampled_from(["2010", "2010-09", "2010-09-07", "2010-09-08", "2010-10", "2011"]), min_size=2)
)
def test_to_agree_is_mutual_and_somebody_does_not(dates: list[str]) -> None:
    for point in of_event(event(*dates)):
        agree = {(answer.letter, other) for answer in point.answers for other in answer.agrees_with}
        assert agree == {(other, letter) for letter, other in agree}
        assert len(agree) < len(point.answers) * (len(point.answers) - 1)
        assert {statement.letter for statement in point.statements} == {a.letter for a in point.answers}


@pytest.mark.parametrize(
    ("own", "follows"),
    [
        ("2010-09-07", ("A",)),
        ("2010-09-08", ("B",)),
        ("[2010-09-07,2010-09-08]", ()),
        ("2010-09", ()),
        ("2010-09-20", ()),
        ("", ()),
    ],
)
def test_the_archive_follows_what_its_own_date_lies_within(own: str, follows: tuple[str, ...]) -> None:
    (found,) = of_event(event("2010-09-08", "2010-09-07", date=own))
    assert found.follows == follows
    assert found.is_settled is bool(follows)
    assert [parse(answer.value).text for answer in found.answers] == ["2010-09-07", "2010-09-08"]


def test_a_coarser_date_is_shown_as_fitting_both() -> None:
    (found,) = of_event(event("2010-09-07", "2010-09", "2010-09-08", date="2010-09-07"))
    assert {answer.label: answer.agrees_with for answer in found.answers} == {
        "September 2010": ("B", "C"),
        "7 September 2010": ("A",),
        "8 September 2010": ("A",),
    }
    assert found.follows == ("A", "B")


def test_a_date_of_another_role_is_another_fact() -> None:
    signed = DatedCitation(date="2010-09-07", source="one", bears_on=("date:signed",))
    sent = DatedCitation(date="2010-09-09", source="two")
    assert not dates_differ([signed, sent])
    assert dates_differ([signed, sent, DatedCitation(date="2010-09-09", bears_on=("date:signed",))])


def test_a_further_date_is_compared_with_the_one_that_the_archive_has() -> None:
    (found,) = of_event(event("2010-09-07", "2010-09-09", date="2010-12", bears_on=("date:signed",)))
    assert found.key == "event:letter:date:signed"
    assert found.title == "Date “signed” of: A letter"
    assert (found.follows, found.why) == (("A",), "")
