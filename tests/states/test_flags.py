"""What the fold flags as wrong or odd."""

import pytest

from tests.states.small import change, history, kinds_of_flags
from timeline.states.flags import flags


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("introduced", "a", "2010"), ("changed", "b", "2011", "c")], ["stated-from"]),
        ([("introduced", "a", "2010"), ("changed", "a", "2011", "")], ["already-so"]),
        ([("introduced", "a", "2010"), ("introduced", "b", "2011", "")], ["introduced-again"]),
        (
            [("changed", "b", "2010"), ("introduced", "a", "2011", "")],
            ["changed-before-introduced", "introduced-again"],
        ),
        ([("ended", "", "2010")], ["nothing-to-end"]),
        ([("suspended", "a", "2010")], ["nothing-to-suspend"]),
        (
            [("introduced", "a", "2009"), ("suspended", "a", "2010"), ("suspended", "a", "2011")],
            ["suspended-twice"],
        ),
        ([("introduced", "a", "2009"), ("resumed", "", "2010")], ["nothing-to-resume"]),
        (
            [("introduced", "a", "2008"), ("suspended", "a", "2009"), ("resumed", "b", "2010")],
            ["resumed-otherwise"],
        ),
        ([("introduced", "x", "2010")], ["no-such-state"]),
        ([("introduced", "a", "")], ["without-date"]),
    ],
)
def test_contradictions_are_flagged(changes: list[tuple[str, ...]], expected: list[str]) -> None:
    told = history(
        *(change(each[0], each[1], each[2], stated_from=each[3] if len(each) > 3 else "") for each in changes)
    )
    assert kinds_of_flags(told) == expected


def test_a_state_that_a_place_inherits_already_is_flagged() -> None:
    told = history(change("introduced", "a", "2010"), change("changed", "a", "2012", "state"))
    assert kinds_of_flags(told) == ["same-as-inherited"]


def test_an_announcement_cannot_take_effect_before_it_is_made() -> None:
    told = history(change("announced", "a", "2011", effective="2010"))
    assert kinds_of_flags(told) == ["effective-before-announced"]


def test_a_stated_state_that_may_have_held_is_not_flagged() -> None:
    told = history(change("changed", "b", "2010", stated_from="a"))
    assert flags(told) == ()
