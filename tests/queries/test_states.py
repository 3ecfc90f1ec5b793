"""The rule on a day, asked of a database."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from tests.store.archive import ARCHIVE, load
from timeline.db import read_session, write_transaction
from timeline.errors import BadRequestError, NotFoundError
from timeline.past.kept import KeptPast
from timeline.queries.as_of import get_revision, id_at, session_at
from timeline.queries.policy_changes import list_evidence
from timeline.queries.records import get_record
from timeline.queries.state_rows import intervals, states_table
from timeline.queries.states import (
    changes_of_event,
    contradictions,
    history_of,
    labels_for,
    state_on,
    states_on,
)
from timeline.records.authority import Place
from timeline.records.event import Citation, Event, PolicyChange
from timeline.records.kinds import Record
from timeline.states.flags import Judged
from timeline.states.words import sentence
from timeline.store.move import rename
from timeline.store.save import save

DAY = dt.date(2011, 6, 1)
SAID = Citation(source="report")


def happening(
    slug: str, date: str, *changes: PolicyChange, disputed_by: Sequence[tuple[str, str]] = ()
) -> Event:
    return Event(
        id=slug,
        timelines=("secure-communities",),
        title=f"The {slug}",
        kind="guidance",
        date=date,
        summary="Something was decided.",
        citations=(
            SAID,
            *(
                Citation(source=source, stance="disputes", bears_on=(bearing,) if bearing else ())
                for source, bearing in disputed_by
            ),
        ),
        changes=changes,
    )


def to(state: str, action: str = "changed", place: str = "", **more: str) -> PolicyChange:
    return PolicyChange(policy="may-stay-out", state=state, action=action, place=place, **more)


RECORDS: tuple[Record, ...] = (
    *(replace(each, changes=(), citations=(SAID,)) if isinstance(each, Event) else each for each in ARCHIVE),
    Place(id="us-ca-sf", name="San Francisco", kind="county", part_of="us-ca"),
    happening("launch", "2008-03", to("yes", "introduced")),
    happening("order", "2010-10-06", to("no", stated_from="yes")),
    happening("law", "2011-01-01", to("yes", place="us-ca")),
)


def keep(session: Session, record: Record, version: int = 0, *, status: str | None = "published") -> None:
    """Save a record; `version` is the one that it has."""
    change = "update" if version else "new"
    save(
        session, record, base_version=version, change=change, status=status, by="Ann Archivist", reason="Test"
    )


def move(session: Session, kind: str, old: str, new: str, version: int) -> None:
    """Give a record another id."""
    rename(session, kind=kind, slug=old, to=new, base_version=version, by="Ann Archivist", reason="Test")


@pytest.fixture
def filled(engine: Engine) -> Engine:
    load(engine, RECORDS)
    return engine


def test_one_policy_on_a_day(filled: Engine) -> None:
    with read_session(filled) as session:
        answer = state_on(session, "may-stay-out", DAY)
        assert (answer.kind, answer.states, answer.changes[0].event) == ("state", ("no",), "order")
        assert answer.complete_to == dt.date(2012, 12, 31)
        there = state_on(session, "may-stay-out", DAY, "us-ca-sf")
        assert (there.states, there.rule_of) == (("yes",), "us-ca")
        assert state_on(session, "may-stay-out", dt.date(2008, 3, 15)).kind == "changing"
        labels = labels_for(session, "may-stay-out", answer.changes)
        assert sentence(answer, labels) == (
            "On 1 June 2011 the answer was “No”, since 6 October 2010 (“The order”)."
        )


def test_all_policies_on_a_day_or_those_of_a_timeline(filled: Engine) -> None:
    with read_session(filled) as session:
        assert [answer.policy for answer in states_on(session, DAY)] == ["may-stay-out"]
        assert states_on(session, DAY, "us-ca")[0].states == ("yes",)
        assert len(states_on(session, DAY, timeline="secure-communities")) == 1
        assert states_on(session, DAY, timeline="another") == ()


def test_what_there_is_not_is_said_to_be_missing(filled: Engine) -> None:
    with read_session(filled) as session:
        with pytest.raises(NotFoundError, match="no policy with the id “nothing”"):
            state_on(session, "nothing", DAY)
        with pytest.raises(NotFoundError, match="no place with the id “atlantis”"):
            state_on(session, "may-stay-out", DAY, "atlantis")
        with pytest.raises(NotFoundError, match="no place with the id “atlantis”"):
            states_on(session, DAY, "atlantis")


def changes_of(session: Session, event_id: str) -> Sequence[Judged]:
    event = get_record(session, "event", event_id).record
    assert isinstance(event, Event)
    found = changes_of_event(session, event)
    assert [states["no"] for states in found.states.values()] == ["No"]
    return found.changes


def test_changes_of_an_event_say_what_they_found(filled: Engine) -> None:
    with read_session(filled) as session:
        (found,) = changes_of(session, "order")
        assert (found.before.only, found.change.state, found.flags) == ("yes", "no", ())
        (local,) = changes_of(session, "law")
        assert (local.before.only, local.before.inherited) == ("no", True)
        assert contradictions(session) == ()


def test_only_public_events_count(filled: Engine) -> None:
    draft = happening("plan", "2011-03-01", to("yes"))
    with write_transaction(filled) as session:
        keep(session, draft, status="draft")
    with read_session(filled) as session:
        assert state_on(session, "may-stay-out", DAY).states == ("no",)
    with write_transaction(filled) as session:
        keep(session, draft, 1)
    with read_session(filled) as session:
        assert state_on(session, "may-stay-out", DAY).states == ("yes",)
    with write_transaction(filled) as session:
        keep(session, draft, 2, status="withdrawn")
    with read_session(filled) as session:
        assert state_on(session, "may-stay-out", DAY).states == ("no",)


def test_a_kept_history_gives_way_to_what_is_written(filled: Engine) -> None:
    """Every kind of record that a history rests on is written after it was folded."""
    with read_session(filled) as session:
        assert state_on(session, "may-stay-out", DAY, "us-ca-sf").states == ("yes",)
    apart = Place(id="us-ca-sf", name="San Francisco", kind="county", part_of="us")
    with write_transaction(filled) as session:
        keep(session, apart, 1)
    with read_session(filled) as session:
        assert state_on(session, "may-stay-out", DAY, "us-ca-sf").states == ("no",)
    disputed = happening("order", "2010-10-06", to("no"), disputed_by=[("page", "change:may-stay-out")])
    with write_transaction(filled) as session:
        keep(session, disputed, 1)
    with read_session(filled) as session:
        answer = state_on(session, "may-stay-out", DAY)
        assert (answer.kind, answer.changes[0].disputed_by) == ("disputed", ("page",))
    with write_transaction(filled) as session:
        move(session, "event", "order", "the-order", 2)
    with read_session(filled) as session:
        assert state_on(session, "may-stay-out", DAY).changes[0].event == "the-order"
    with write_transaction(filled) as session:
        settled = replace(happening("order", "2010-10-06", to("no")), id="the-order")
        keep(session, settled, 3)
    with read_session(filled) as session:
        assert state_on(session, "may-stay-out", DAY).kind == "state"


def test_a_transaction_that_is_undone_leaves_nothing_behind(filled: Engine) -> None:
    with Session(filled) as session:
        keep(session, happening("plan", "2011-03-01", to("yes")))
        assert state_on(session, "may-stay-out", DAY).states == ("yes",)
        session.rollback()
    with read_session(filled) as session:
        assert state_on(session, "may-stay-out", DAY).states == ("no",)
    with write_transaction(filled) as session:
        keep(session, happening("note", "2012", to("no", "clarified")))
    with read_session(filled) as session:
        assert state_on(session, "may-stay-out", DAY).states == ("no",)


def test_a_dispute_of_something_else_in_the_event_does_not_count(filled: Engine) -> None:
    about_the_title = happening("order", "2010-10-06", to("no"), disputed_by=[("page", "title")])
    about_all = happening("law", "2011-01-01", to("yes", place="us-ca"), disputed_by=[("page", "")])
    with write_transaction(filled) as session:
        for record in (about_the_title, about_all):
            keep(session, record, 1)
    with read_session(filled) as session:
        assert state_on(session, "may-stay-out", DAY).kind == "state"
        disputed = state_on(session, "may-stay-out", DAY, "us-ca")
        assert (disputed.kind, disputed.states) == ("disputed", ("yes", "no"))
        evidence = list_evidence(session, disputed.changes)
        assert [(each.source, each.stance) for each in evidence["law", 1]] == [
            ("report", "supports"),
            ("page", "disputes"),
        ]


def test_the_archive_as_it_stood(filled: Engine, tmp_path: Path) -> None:
    with read_session(filled) as session:
        before = state_on(session, "may-stay-out", DAY)
        revision = get_revision(session, None)
    then = dt.datetime.now(dt.UTC)
    with write_transaction(filled) as session:
        keep(session, happening("order", "2011-10-06", to("no")), 1)
        move(session, "policy", "may-stay-out", "staying-out", 1)
    with read_session(filled) as session:
        assert state_on(session, "staying-out", DAY).states == ("yes",)
        assert get_revision(session, then) == revision
        last = get_revision(session, dt.datetime.now(dt.UTC))
        assert last == get_revision(session, None) > revision
        # A record is found by each id that it had or has; what it was called then is another matter.
        for name in ("staying-out", "may-stay-out"):
            assert id_at(session, "policy", name, revision) == "may-stay-out"
            assert id_at(session, "policy", name, last) == "staying-out"
        with pytest.raises(NotFoundError, match="no policy"):
            id_at(session, "policy", "nothing", revision)
        with pytest.raises(BadRequestError, match="“staying-out” was not public"):
            id_at(session, "policy", "staying-out", 1)
        with pytest.raises(BadRequestError, match="Give a revision from 1"):
            get_revision(session, 10_000)
        with pytest.raises(BadRequestError, match="Give a moment from"):
            get_revision(session, dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    past = KeptPast(filled, tmp_path)
    with session_at(filled, past, revision) as session:
        assert state_on(session, "may-stay-out", DAY) == before
        assert states_on(session, DAY) == (before,)
        assert history_of(session, "may-stay-out").changes[1].date == before.changes[0].date
    past.close()


def test_a_kept_history_costs_no_statement_in_a_session_that_knows_the_state(filled: Engine) -> None:
    with read_session(filled) as session:
        states_on(session, DAY)
        statements: list[str] = []
        listener = lambda *arguments: statements.append(arguments[2])  # noqa: E731
        event.listen(session.get_bind(), "before_cursor_execute", listener)
        states_on(session, DAY)
        state_on(session, "may-stay-out", DAY)
        event.remove(session.get_bind(), "before_cursor_execute", listener)
    assert statements == []


def test_histories_as_intervals(filled: Engine) -> None:
    with read_session(filled) as session:
        rows = list(intervals(session))
    assert [(row.place, row.state, row.label, row.event) for row in rows] == [
        ("", "yes", "Yes", "launch"),
        ("", "no", "No", "order"),
        ("us-ca", "yes", "Yes", "law"),
    ]
    assert (rows[0].from_date, rows[0].from_earliest, rows[0].from_latest) == (
        "2008-03",
        dt.date(2008, 3, 1),
        dt.date(2008, 3, 31),
    )
    assert (rows[0].to_earliest, rows[0].to_events) == (dt.date(2010, 10, 6), ("order",))
    assert (rows[1].to_latest, rows[1].sources) == (None, ("report",))


def test_states_on_a_day_as_rows(filled: Engine) -> None:
    with read_session(filled) as session:
        rows = list(states_table(session, DAY))
    assert [(row.place, row.kind, row.states, row.labels, row.events, row.sources) for row in rows] == [
        ("", "state", ("no",), ("No",), ("order",), ("report",)),
        ("us-ca", "state", ("yes",), ("Yes",), ("law",), ("report",)),
    ]
    assert rows[1].remarks == ("California has a rule of its own; everywhere the answer was “No”.",)
