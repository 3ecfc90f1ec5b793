"""Answers in sentences."""

import datetime as dt

import pytest

from tests.states.small import ask, change, history
from timeline.states.answer import state_on
from timeline.states.flags import flags
from timeline.states.history import History
from timeline.states.words import Labels, beyond, flag_sentence, remarks, sentence

LABELS = Labels(
    states={"a": "Voluntary", "b": "No choice", "c": "Mandatory"},
    places={"state": "Illinois", "county": "Cook County"},
    events={"launch": "Launch", "memo": "Memo", "letter": "Letter"},
    sources={"paper": "A paper"},
)
LAUNCH = change("introduced", "a", "2008-03", event="launch")


def say(told: History, day: str, place: str = "") -> str:
    return sentence(ask(told, day, place), LABELS)


def test_a_state() -> None:
    assert say(history(LAUNCH), "2008-12-01") == (
        "On 1 December 2008 the answer was “Voluntary”, since March 2008 (“Launch”)."
    )


def test_a_state_after_a_change_of_an_uncertain_date() -> None:
    told = history(change("introduced", "a", "[2008-03..2008-10]", event="launch"))
    assert say(told, "2009-01-01") == (
        "On 1 January 2009 the answer was “Voluntary”, after a change dated between March and October 2008"
        " (“Launch”)."
    )


def test_changing_from_one_state_to_another() -> None:
    told = history(LAUNCH, change("changed", "b", "2011-05", event="memo"))
    assert say(told, "2011-05-15") == (
        "On 15 May 2011 the answer was changing from “Voluntary” to “No choice”: “Memo” is dated May 2011,"
        " and this day lies within that."
    )


def test_several_changes_whose_order_is_open() -> None:
    told = history(
        LAUNCH,
        change("changed", "b", "2011-05", event="memo"),
        change("changed", "c", "2011-05", event="letter"),
    )
    assert say(told, "2011-05-15") == (
        "On 15 May 2011 the answer was “Voluntary”, “Mandatory” or “No choice”, which of them is not"
        " certain: “Letter” (May 2011) and “Memo” (May 2011), and this day lies within their dates."
    )


def test_changes_that_have_come_in_an_order_that_is_not_known() -> None:
    told = history(
        change("changed", "b", "2011-05", event="memo"), change("changed", "c", "2011-05", event="letter")
    )
    assert say(told, "2012-01-01") == (
        "On 1 January 2012 the answer was “Mandatory” or “No choice”: the record does not say in which order"
        " “Letter” (May 2011) and “Memo” (May 2011) came."
    )
    told = history(
        LAUNCH,
        change("changed", "b", "2011-05", event="letter"),
        change("ended", date="2011-05-10", event="memo"),
        change("introduced", "c", "2020", event="later"),
    )
    assert say(told, "2012-01-01") == (
        "On 1 January 2012 the answer was “No choice” or no rule: the record does not say in which order"
        " “Letter” (May 2011) and “Memo” (10 May 2011) came."
    )


def test_what_may_already_have_begun() -> None:
    assert say(history(LAUNCH), "2008-03-15") == (
        "On 15 March 2008 the answer may already have been “Voluntary”: “Launch” is dated March 2008, and"
        " this day lies within that."
    )


def test_a_dispute_names_both_sides() -> None:
    told = history(LAUNCH, change("disputed", "b", "2010-09-30", event="memo"))
    assert say(told, "2010-10-01") == (
        "On 1 October 2010 the answer was disputed: “Voluntary” (“Launch”, March 2008) against “No choice”"
        " (“Memo”, 30 September 2010)."
    )


def test_a_dispute_with_one_account_says_so() -> None:
    told = history(change("disputed", "b", "2010-09-30", event="memo"))
    assert say(told, "2010-10-01") == (
        "On 1 October 2010 the answer was disputed: “No choice” (“Memo”, 30 September 2010); the record has"
        " no other account for this day."
    )


def test_a_dispute_of_the_evidence_names_the_source_that_disputes() -> None:
    told = history(LAUNCH, change("changed", "b", "2010-09-30", event="memo", disputed_by=("paper",)))
    assert say(told, "2010-10-01") == (
        "On 1 October 2010 the answer was disputed: “No choice” (“Memo”, 30 September 2010) against the"
        " account of A paper, by which “Voluntary” may still have held."
    )


def test_a_claim_of_an_uncertain_day() -> None:
    told = history(LAUNCH, change("disputed", "b", "2010-09", event="memo"))
    assert say(told, "2010-09-15") == (
        "On 15 September 2010 the answer was “Voluntary”, perhaps already disputed: “Memo” is dated"
        " September 2010, and this day lies within that."
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (history(), "The record has no change of this policy."),
        (
            history(LAUNCH),
            "The record does not say what the rule was on 1 January 2007: the first change that it has is"
            " dated March 2008 (“Launch”).",
        ),
        (
            history(change("changed", "b", "2008-03", event="launch", stated_from="a")),
            "The record does not say what the rule was on 1 January 2007: the first change that it has is"
            " dated March 2008 (“Launch”); a source says that “Voluntary” went before.",
        ),
        (
            history(change("introduced", "a", "[..2008-03]", event="launch")),
            "The record does not say what the rule was on 1 January 2007: “Voluntary” is known from “Launch”"
            " (before April 2008), and not since when.",
        ),
        (
            history(
                change("introduced", "a", "2005", event="launch"), change("ended", date="2006", event="memo")
            ),
            "The record does not say what the rule was on 1 January 2007: the rule was ended (“Memo”, 2006),"
            " and nothing is recorded since.",
        ),
        (
            history(change("announced", "a", "2005", event="launch")),
            "The record does not say what the rule was on 1 January 2007.",
        ),
    ],
)
def test_an_unknown_answer_says_why(told: History, expected: str) -> None:
    assert say(told, "2007-01-01") == expected


def test_a_suspension() -> None:
    told = history(LAUNCH, change("suspended", "a", "2010-01-01", event="memo"))
    assert say(told, "2010-06-01") == (
        "On 1 June 2010 the rule was suspended (“Memo”, 1 January 2010); beneath lay “Voluntary”, since"
        " March 2008 (“Launch”)."
    )
    told = history(LAUNCH, change("suspended", "b", "2010-01", event="memo"))
    assert "suspended (“Memo”, January 2010) and “No choice” held meanwhile" in say(told, "2010-06-01")
    assert say(told, "2010-01-15") == (
        "On 15 January 2010 the answer was “Voluntary”, since March 2008 (“Launch”), but the rule may have"
        " been suspended: “Memo” is dated January 2010, and this day lies within that."
    )


def test_remarks_tell_the_wider_rule_and_what_was_announced() -> None:
    told = history(
        LAUNCH,
        change("changed", "b", "2010-01-01", "state", event="memo"),
        change("announced", "c", "2010-02-01", event="letter"),
    )
    assert remarks(ask(told, "2010-06-01", "state"), LABELS) == (
        "Illinois has a rule of its own; everywhere the answer was “Voluntary”.",
        "Announced, without a date on which it takes effect: “Mandatory” (“Letter”).",
    )
    assert remarks(ask(told, "2010-01-15", "county"), LABELS) == (
        "The record has no rule of its own for Cook County on that day; this is the rule in Illinois.",
    )
    assert remarks(ask(told, "2010-01-15"), LABELS) == ("Changes of their own are recorded for Illinois.",)


def test_a_day_after_the_end_of_the_record_is_said_to_be() -> None:
    told, end = history(LAUNCH), dt.date(2012, 8, 31)
    within = state_on(told, end, complete_to=end)
    after = state_on(told, dt.date(2012, 9, 1), complete_to=end)
    assert (within.is_beyond, beyond(within)) == (False, "")
    assert beyond(after) == (
        "The record is complete to 31 August 2012; it ends before 1 September 2012, and later changes may be"
        " missing."
    )
    assert remarks(after, LABELS)[-1] == beyond(after)


def test_flags_are_said_with_the_names_of_states() -> None:
    told = history(LAUNCH, change("changed", "c", "2011", event="memo", stated_from="b"))
    assert [flag_sentence(flag, LABELS) for flag in flags(told)] == [
        "A source says that “No choice” went before; by the record it was “Voluntary”."
    ]


def test_a_language_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="the languages are: en"):
        sentence(ask(history(), "2010-01-01"), LABELS, "fr")
