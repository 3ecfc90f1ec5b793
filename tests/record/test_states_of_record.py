"""What the rule was on a day: the answers of the record, worked out by hand from the documents.

Each expectation names the passage that it rests on, by document and locator with a few words of it, and
these are looked up in the documents.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from tests.record.documents import Document, plain
from timeline.db import read_session
from timeline.queries.records import get_record
from timeline.queries.states import changes_of_event, contradictions, labels_for, state_on
from timeline.records.event import Event
from timeline.states.words import beyond, sentence

NCSL, NILC, FORUM = "ncsl-secure-communities", "no-rules-of-the-road", "cosmetic-changes"
RESPONSES = "State and Federal Responses to Secure Communities"
IMPOSING = "DHS is imposing"

#: By name: the document, the place in it, and a few words that stand there.
PASSAGES = {
    "voluntary from launch": (NILC, f"{IMPOSING}, para. 1", "From the program’s launch in March 2008 until"),
    "voluntary in the memo": (NILC, f"{IMPOSING}, para. 1", "confirmed the voluntary nature of the program"),
    "unnamed official": (NILC, f"{IMPOSING}, para. 2", "A week before this announcement"),
    "press conference": (NILC, f"{IMPOSING}, para. 2", "a press conference on October 6, 2010"),
    "mandatory": (NCSL, f"{RESPONSES}, para. 1", "effectively making the program mandatory"),
    "normally an agreement": (NILC, f"{IMPOSING}, para. 6", "normally begins with a state investigation"),
    "not in Pennsylvania": (NILC, f"{IMPOSING}, para. 6", "without having the state sign an MOA"),
    "formality": (NILC, f"{IMPOSING}, para. 6", "an unnecessary formality"),
    "not required": (NCSL, f"{RESPONSES}, para. 1", "ICE subsequently determined that MOAs"),
    "terminated": (NCSL, f"{RESPONSES}, para. 1", "ICE terminated all existing MOAs in 2011"),
    "three governors": (NCSL, f"{RESPONSES}, para. 1", "governors in Massachusetts, New York, and Illinois"),
    "after conviction": (
        NCSL,
        f"{RESPONSES}, para. 3",
        "only after conviction (rather than after an",
    ),
    "April 2012": (NCSL, f"{RESPONSES}, para. 3", "responded to these recommendations in April 2012"),
    "traffic violations": (
        NILC,
        "Targets everyone, para. 4",
        "low-level offenses such as traffic violations",
    ),
    "victims": (FORUM, "para. 6", "led to the initiation of deportation proceedings"),
    "at the point of arrest": (FORUM, "para. 7", "at the point of arrest, rather than after a conviction"),
    "opt out by notice": (NILC, f"{IMPOSING}, para. 2", "must formally notify ICE"),
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """What the record answers, and the passages that it rests on."""

    policy: str
    day: str
    kind: str
    states: tuple[str, ...]
    by: tuple[str, ...]
    passages: tuple[str, ...]
    place: str = ""


PARTICIPATION, AGREEMENT, TRAFFIC = "local-participation", "state-agreement", "minor-traffic-detainers"
LAUNCH, PRESS, ENDED = "programme-launch", "napolitano-press-conference", "ice-terminates-moas-2011"
PRACTICE, FORMALITY = "moa-practice", "moa-unnecessary-formality"
DETERMINED = "ice-finds-moas-not-required-2011"


def participation(day: str, kind: str, states: str, by: tuple[str, ...], *passages: str) -> Case:
    return Case(
        policy=PARTICIPATION, day=day, kind=kind, states=tuple(states.split()), by=by, passages=passages
    )


def agreement(day: str, kind: str, states: str, by: tuple[str, ...], *passages: str) -> Case:
    return Case(policy=AGREEMENT, day=day, kind=kind, states=tuple(states.split()), by=by, passages=passages)


CASES = (
    participation("2008-12-01", "state", "voluntary", (LAUNCH,), "voluntary from launch"),
    participation(
        "2010-08-31", "state", "voluntary", (LAUNCH,), "voluntary from launch", "voluntary in the memo"
    ),
    participation(
        "2010-10-01",
        "disputed",
        "voluntary no-local-choice",
        (LAUNCH, "senior-official-opt-out-statement"),
        "voluntary from launch",
        "unnamed official",
    ),
    participation("2010-10-06", "state", "no-local-choice", (PRESS,), "press conference"),
    participation("2010-10-07", "state", "no-local-choice", (PRESS,), "press conference"),
    # The terminations have no day: a day of 2011, after the governors' steps of the spring.
    participation(
        "2011-04-15",
        "changing",
        "no-local-choice mandatory",
        (PRESS, ENDED),
        "press conference",
        "mandatory",
        "three governors",
    ),
    participation("2012-01-15", "state", "mandatory", (ENDED,), "mandatory"),
    agreement("2008-12-01", "state", "required", (PRACTICE,), "normally an agreement"),
    agreement("2010-08-31", "state", "required", (PRACTICE,), "normally an agreement"),
    agreement("2010-10-06", "state", "formality", (FORMALITY,), "formality"),
    agreement("2010-10-07", "state", "formality", (FORMALITY,), "formality"),
    agreement(
        "2011-04-15",
        "changing",
        "formality not-required",
        (FORMALITY, DETERMINED),
        "formality",
        "not required",
    ),
    agreement("2012-01-15", "state", "not-required", (DETERMINED,), "not required"),
    Case(
        policy=AGREEMENT,
        day="2010-08-31",
        place="us-pa",
        kind="state",
        states=("waived",),
        by=("pennsylvania-without-moa",),
        passages=("not in Pennsylvania",),
    ),
    Case(
        policy=TRAFFIC,
        day="2012-03-15",
        kind="state",
        states=("after-arrest",),
        by=("detainers-regardless-of-priority",),
        passages=("after conviction", "traffic violations", "at the point of arrest"),
    ),
    Case(
        policy=TRAFFIC,
        day="2012-04-15",
        kind="changing",
        states=("after-arrest", "after-conviction"),
        by=("detainers-regardless-of-priority", "minor-traffic-detainer-policy-2012"),
        passages=("April 2012",),
    ),
    Case(
        policy=TRAFFIC,
        day="2012-05-01",
        kind="state",
        states=("after-conviction",),
        by=("minor-traffic-detainer-policy-2012",),
        passages=("after conviction", "April 2012"),
    ),
    *(
        Case(
            policy="state-participation",
            day="2011-12-31",
            place=place,
            kind="state",
            states=("regardless-of-state",),
            by=(ENDED,),
            passages=("terminated", "three governors", "not required"),
        )
        for place in ("us-ma", "us-ny", "us-il")
    ),
    # The day before, the terminations may still have been one day off.
    *(
        Case(
            policy="state-participation",
            day="2011-12-30",
            place=place,
            kind="changing",
            states=("withdrawn", "regardless-of-state"),
            by=(event, ENDED),
            passages=("terminated", "three governors"),
        )
        for place, event in (
            ("us-ma", "massachusetts-leaves-2011"),
            ("us-ny", "new-york-leaves-2011"),
            ("us-il", "illinois-leaves-2011"),
        )
    ),
    Case(
        policy="victims-and-witnesses",
        day="2011-12-31",
        kind="disputed",
        states=("no-policy",),
        by=("forum-blog-post-2011-07-19",),
        passages=("victims",),
    ),
    # What the Secretary said on 6 October stands against what her letter had said of how to stay out.
    Case(
        policy="opt-out-procedure",
        day="2010-10-07",
        kind="disputed",
        states=("notice-and-meeting", "none"),
        by=("setting-the-record-straight-memo", PRESS),
        passages=("opt out by notice", "press conference"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.policy} {case.day} {case.place}".strip())
def test_the_rule_on_a_day(case: Case, record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        answer = state_on(session, case.policy, dt.date.fromisoformat(case.day), case.place)
        labels = labels_for(session, case.policy, answer.changes, case.place)
    assert (answer.kind, answer.states) == (case.kind, case.states)
    assert tuple(dict.fromkeys(change.event for change in answer.changes)) == case.by
    said = sentence(answer, labels)
    for state in case.states:
        assert f"“{labels.states[state]}”" in said


@pytest.mark.parametrize("name", sorted({name for case in CASES for name in case.passages}))
def test_the_passages_stand_in_the_documents(name: str, documents: Mapping[str, Document]) -> None:
    document, place, passage = PASSAGES[name]
    assert plain(passage) in documents[document].places[place]


def test_every_passage_is_used() -> None:
    assert set(PASSAGES) == {name for case in CASES for name in case.passages}


def test_counties_inherit_the_rule_for_the_whole_country(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        answer = state_on(session, PARTICIPATION, dt.date(2010, 10, 7), "us-ca-santa-clara")
    assert (answer.states, answer.is_inherited, answer.rule_of) == (("no-local-choice",), True, "")


def test_the_state_beside_the_nation_keeps_the_wider_rule_visible(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        answer = state_on(session, AGREEMENT, dt.date(2010, 8, 31), "us-pa")
    assert answer.inherited is not None
    assert answer.inherited.states == ("required",)


def test_forecasts_are_announced_and_never_take_effect(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        answer = state_on(session, "geographic-scope", dt.date(2014, 1, 1))
    assert "every-jurisdiction" not in answer.states
    assert {change.state for change in answer.announced} == {"every-jurisdiction"}


def test_a_day_after_the_record_is_said_to_be(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        within = state_on(session, PARTICIPATION, dt.date(2012, 8, 31))
        after = state_on(session, PARTICIPATION, dt.date(2012, 9, 1))
    assert beyond(within) == ""
    assert beyond(after).startswith("The record is complete to 31 August 2012")


def test_the_press_conference_changed_voluntary_to_no_local_choice(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        event = get_record(session, "event", PRESS).record
        assert isinstance(event, Event)
        found = {each.change.policy: each for each in changes_of_event(session, event).changes}
    assert found[PARTICIPATION].before.only == "voluntary"
    assert found[PARTICIPATION].change.stated_from == "voluntary"


def test_the_record_does_not_contradict_itself(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        assert contradictions(session) == ()
