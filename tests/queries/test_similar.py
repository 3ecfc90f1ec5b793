"""Events like the one that is being written, and what a change that is being written would find."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from timeline.dates.parse import parse
from timeline.db import read_session
from timeline.queries.similar import similar_events
from timeline.queries.trial_change import try_change
from timeline.states.change import Change

MEMO = "setting-the-record-straight-memo"
CHANGE = Change(
    policy="local-participation",
    event="",
    position=1,
    action="changed",
    state="voluntary",
    date=parse("2011-06-01"),
)


@pytest.mark.parametrize(
    ("title", "date", "actors", "why"),
    [
        ("Setting the Record Straight memo", "", (), "like title"),
        ("A memo: setting the record straight", "2010-08-20", (), "like title, near in time"),
        (
            "The memo “Setting the Record Straight”",
            "2010-09",
            ("ice",),
            "like title, near in time, same actors",
        ),
    ],
)
def test_the_event_that_is_meant_is_found(
    record_engine: Engine, title: str, date: str, actors: tuple[str, ...], why: str
) -> None:
    with read_session(record_engine) as session:
        found = similar_events(session, title=title, date=date, actors=actors)
    assert next((each.id, each.why) for each in found) == (MEMO, why)


def test_the_event_that_is_edited_is_not_like_itself(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        found = similar_events(session, title="Setting the Record Straight memo", but=MEMO)
    assert MEMO not in [each.id for each in found]


@pytest.mark.parametrize("title", ["", "xyzzy plugh", "\x00", "%", "a"])
def test_what_is_like_nothing_finds_nothing(record_engine: Engine, title: str) -> None:
    with read_session(record_engine) as session:
        assert similar_events(session, title=title, date="1776-07-04", actors=["nobody", "\x00"]) == ()


def test_a_change_finds_what_is_in_effect_and_what_is_odd_about_it(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        found = try_change(session, CHANGE)
        assert found is not None
        assert set(found.states) <= {"Mandatory", "No local choice", "Voluntary"}
        assert found.states
        clarified = try_change(session, replace(CHANGE, action="clarified"))
        assert clarified is not None
        assert clarified.remarks


@pytest.mark.parametrize("changed", [replace(CHANGE, policy="nothing"), replace(CHANGE, place="nowhere")])
def test_of_what_is_not_public_nothing_is_said(record_engine: Engine, changed: Change) -> None:
    with read_session(record_engine) as session:
        assert try_change(session, changed) is None
