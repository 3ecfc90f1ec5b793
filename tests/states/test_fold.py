"""The semantics of the fold, one small history a rule."""

import datetime as dt

from tests.states.small import ask, change, history, kinds_of_flags, summary
from timeline.dates.parse import parse
from timeline.states.change import day_of, days_of
from timeline.states.eve import before
from timeline.states.flags import flags
from timeline.states.fold import fold
from timeline.states.segments import segments


def test_a_state_holds_from_its_day_on() -> None:
    told = history(change("introduced", "a", "2010-01-10"), change("changed", "b", "2011-05-01"))
    assert ask(told, "2010-01-09").reason == "before-first"
    assert summary(ask(told, "2010-01-10")) == ("state", ("a",))
    assert summary(ask(told, "2011-04-30")) == ("state", ("a",))
    assert summary(ask(told, "2011-05-01")) == ("state", ("b",))


def test_within_the_bounds_both_states_are_named_and_on_the_last_day_the_new_one_is_certain() -> None:
    told = history(change("introduced", "a", "2010-01-10"), change("changed", "b", "2011-05"))
    assert summary(ask(told, "2011-04-30")) == ("state", ("a",))
    assert summary(ask(told, "2011-05-01")) == ("changing", ("a", "b"))
    assert summary(ask(told, "2011-05-30")) == ("changing", ("a", "b"))
    assert summary(ask(told, "2011-05-31")) == ("state", ("b",))


def test_before_a_bound_without_a_start_the_answer_is_unknown_and_after_it_certain() -> None:
    told = history(change("introduced", "a", "[..2011-03]"))
    answer = ask(told, "1900-01-01")
    assert (answer.kind, answer.reason, answer.states) == ("unknown", "start-unknown", ("a",))
    assert ask(told, "2011-03-30").kind == "unknown"
    assert summary(ask(told, "2011-03-31")) == ("state", ("a",))


def test_a_change_without_a_date_leaves_every_later_day_open() -> None:
    told = history(change("introduced", "a", "2010"), change("changed", "b"))
    assert summary(ask(told, "2020-01-01")) == ("changing", ("a", "b"))
    assert kinds_of_flags(told) == ["without-date"]


def test_an_interval_without_an_end_holds_from_its_start() -> None:
    assert days_of(parse("2012-08-31/..")) == days_of(parse("2012-08-31"))
    assert days_of(parse("2010-11-09/2010-11-12")) == days_of(parse("[2010-11-09..2010-11-12]"))
    assert [day_of(day) for day in days_of(parse("[..2011-03]"))] == [None, dt.date(2011, 3, 31)]


def test_changes_in_the_same_bounds_leave_either_order_open_unless_a_source_gives_it() -> None:
    spring = "2011-21"
    free = history(
        change("introduced", "a", "2010"), change("changed", "b", spring), change("changed", "c", spring)
    )
    assert summary(ask(free, "2012-01-01")) == ("changing", ("b", "c"))
    told = history(
        change("introduced", "a", "2010"),
        change("changed", "b", spring),
        change("changed", "c", spring, stated_from="b"),
    )
    assert summary(ask(told, "2012-01-01")) == ("state", ("c",))
    assert before(told, told.changes[2]).only == "b"


def test_what_was_introduced_once_came_first() -> None:
    told = history(change("introduced", "a", "2010"), change("changed", "b", "[..2012-12-31]"))
    assert ask(told, "2009-12-31").kind == "unknown"
    assert summary(ask(told, "2011-06-01")) == ("changing", ("a", "b"))
    assert summary(ask(told, "2012-12-31")) == ("state", ("b",))


def test_nothing_is_interpolated_across_a_gap() -> None:
    told = history(
        change("introduced", "a", "2010-01-01"),
        change("ended", date="2011-01-01"),
        change("introduced", "b", "2012-01-01"),
    )
    answer = ask(told, "2011-06-01")
    assert (answer.kind, answer.reason, answer.states) == ("unknown", "ended", ())
    assert answer.previous is not None
    assert answer.previous.action == "ended"
    assert answer.next is not None
    assert answer.next.state == "b"


def test_an_end_and_a_beginning_on_one_day_leave_no_gap() -> None:
    told = history(
        change("introduced", "a", "2010-01-01"),
        change("introduced", "b", "2012-01-01", event="aa"),
        change("ended", date="2012-01-01", event="zz"),
    )
    assert summary(ask(told, "2012-01-01")) == ("state", ("b",))


def test_a_suspension_lies_over_the_rule_and_gives_it_back() -> None:
    told = history(
        change("introduced", "a", "2010-01-01"),
        change("suspended", "a", "2011-01-01"),
        change("changed", "b", "2011-06-01"),
        change("resumed", date="2012-01-01"),
    )
    during = ask(told, "2011-07-01")
    assert summary(during) == ("state", ("b",))
    assert during.suspension is not None
    assert during.suspension.sure
    assert ask(told, "2010-12-31").suspension is None
    assert ask(told, "2012-01-01").suspension is None


def test_a_suspension_of_an_uncertain_day_makes_the_answer_uncertain() -> None:
    told = history(change("introduced", "a", "2010-01-01"), change("suspended", "a", "2011-01"))
    answer = ask(told, "2011-01-15")
    assert answer.kind == "changing"
    assert answer.suspension is not None
    assert not answer.suspension.sure


def test_the_nearest_place_wins_and_the_wider_rule_stays_visible() -> None:
    told = history(
        change("introduced", "a", "2010-01-01"),
        change("changed", "b", "2011-01-01", "state"),
        change("changed", "c", "2012-01-01", "county"),
    )
    assert summary(ask(told, "2012-06-01")) == ("state", ("a",))
    county = ask(told, "2012-06-01", "county")
    assert summary(county) == ("state", ("c",))
    assert county.inherited is not None
    assert summary(county.inherited) == ("state", ("b",))
    assert county.inherited.inherited is not None
    assert county.inherited.inherited.states == ("a",)
    other = ask(told, "2012-06-01", "other")
    assert summary(other) == ("state", ("b",))
    assert (other.is_inherited, other.rule_of) == (True, "state")
    assert ask(told, "2012-06-01").elsewhere == ("state", "county")


def test_an_end_gives_a_place_back_to_the_wider_rule() -> None:
    told = history(
        change("introduced", "a", "2010-01-01"),
        change("introduced", "b", "2011-01-01", "state"),
        change("ended", date="2012-01-01", place="state"),
    )
    assert summary(ask(told, "2012-01-01", "state")) == ("state", ("a",))
    assert ask(told, "2012-01-01", "state").is_inherited


def test_a_suspension_in_one_place_leaves_the_others_alone() -> None:
    told = history(change("introduced", "a", "2010-01-01"), change("suspended", "a", "2011-01-01", "state"))
    assert ask(told, "2011-06-01").suspension is None
    assert ask(told, "2011-06-01", "county").suspension is not None


def test_what_is_held_otherwise_makes_a_dispute_until_a_later_change() -> None:
    told = history(
        change("introduced", "a", "2010-01-01"),
        change("disputed", "b", "2010-09-30"),
        change("changed", "b", "2010-10-06"),
    )
    assert summary(ask(told, "2010-09-29")) == ("state", ("a",))
    assert summary(ask(told, "2010-09-30")) == ("disputed", ("a", "b"))
    assert summary(ask(told, "2010-10-05")) == ("disputed", ("a", "b"))
    assert summary(ask(told, "2010-10-06")) == ("state", ("b",))


def test_a_change_that_may_have_come_before_does_not_settle_a_dispute() -> None:
    told = history(
        change("introduced", "a", "2010-01-01"),
        change("disputed", "c", "2010-06-15"),
        change("changed", "b", "2010-06"),
    )
    assert ask(told, "2011-01-01").kind == "disputed"


def test_evidence_that_conflicts_makes_a_dispute_and_names_what_else_may_have_held() -> None:
    told = history(
        change("introduced", "a", "2010-01-01"),
        change("changed", "b", "2011-01-01", disputed_by=("critics",)),
    )
    answer = ask(told, "2011-06-01")
    assert summary(answer) == ("disputed", ("b", "a"))
    assert answer.claims[0].claim.against == ("a",)


def test_a_clarification_that_agrees_changes_nothing() -> None:
    told = history(change("introduced", "a", "2010-01-01"), change("clarified", "a", "2010-06-01"))
    assert [segment.found.kind for segment in segments(told)] == ["unknown", "state"]
    assert flags(told) == ()


def test_a_clarification_that_differs_keeps_both_sides_visible() -> None:
    told = history(change("introduced", "a", "2010-01-01"), change("clarified", "b", "2010-06-01"))
    assert summary(ask(told, "2010-05-31")) == ("state", ("a",))
    assert summary(ask(told, "2010-06-01")) == ("disputed", ("a", "b"))
    assert kinds_of_flags(told) == ["clarified-otherwise"]


def test_a_clarification_shows_a_rule_where_none_is_known_from_its_day_on() -> None:
    told = history(change("clarified", "a", "2010-06-01"))
    assert ask(told, "2010-05-31").kind == "unknown"
    assert summary(ask(told, "2010-06-01")) == ("state", ("a",))


def test_a_clarification_of_the_wider_rule_makes_no_rule_of_the_place() -> None:
    told = history(
        change("introduced", "a", "2010-01-01"),
        change("clarified", "a", "2010-06-01", "county"),
        change("changed", "b", "2011-01-01"),
    )
    assert summary(ask(told, "2011-06-01", "county")) == ("state", ("b",))


def test_a_clarification_narrows_the_bounds_of_the_change_that_it_confirms() -> None:
    told = history(
        change("introduced", "a", "2009"),
        change("changed", "b", "2010"),
        change("clarified", "b", "2010-06-01"),
    )
    assert summary(ask(told, "2010-05-31")) == ("changing", ("a", "b"))
    assert summary(ask(told, "2010-06-01")) == ("state", ("b",))


def test_an_announcement_takes_effect_on_its_effective_date_and_is_shown_till_then() -> None:
    told = history(
        change("introduced", "a", "2010-01-01"),
        change("announced", "b", "2010-06-01", effective="2011-01-01"),
    )
    assert ask(told, "2010-05-31").announced == ()
    waiting = ask(told, "2010-06-01")
    assert (waiting.kind, waiting.states) == ("state", ("a",))
    assert [pending.state for pending in waiting.announced] == ["b"]
    after = ask(told, "2011-01-01")
    assert (after.states, after.announced) == (("b",), ())


def test_an_announcement_without_an_effective_date_never_takes_effect() -> None:
    told = history(change("introduced", "a", "2010-01-01"), change("announced", "b", "2010-06-01"))
    answer = ask(told, "2020-01-01")
    assert answer.states == ("a",)
    assert [pending.state for pending in answer.announced] == ["b"]
    told = history(*told.changes, change("changed", "b", "2021-01-01"))
    assert ask(told, "2021-01-01").announced == ()


def test_changes_of_one_event_take_effect_in_their_order() -> None:
    told = history(
        change("introduced", "a", "2010", event="e", position=1),
        change("changed", "b", "2010", event="e", position=2),
    )
    assert summary(ask(told, "2010-06-01")) == ("changing", ("b",))
    assert summary(ask(told, "2010-12-31")) == ("state", ("b",))


def test_a_question_without_a_place_is_about_the_widest() -> None:
    assert history(change("introduced", "a", "2010", "county")).widest == "county"
    assert (
        history(change("introduced", "a", "2010", "county"), change("introduced", "a", "2010")).widest == ""
    )
    apart = history(change("introduced", "a", "2010", "county"), change("introduced", "b", "2010", "other"))
    assert apart.widest == ""
    within = history(change("introduced", "a", "2010", "county"), change("introduced", "b", "2011", "state"))
    assert within.widest == "state"


def test_places_that_are_part_of_each_other_end_somewhere() -> None:
    told = fold("rule", [change("introduced", "a", "2010", "x")], {"x": "y", "y": "x"})
    assert ask(told, "2011-01-01", "y").states == ("a",)


def test_a_policy_without_changes_is_unknown() -> None:
    answer = ask(history(), "2010-01-01", "county")
    assert (answer.kind, answer.reason, answer.previous, answer.next) == ("unknown", "no-change", None, None)
