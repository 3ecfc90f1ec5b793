"""What the queries find to differ, about all records and about one, on both kinds of database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlalchemy import event as events
from sqlalchemy.orm import Session

from tests.store.archive import ARCHIVE, LETTER, MEMO, load
from timeline.db import read_session
from timeline.queries.disagreements import (
    Disagreements,
    list_all,
    list_computed,
    list_touching,
    list_touching_event,
)
from timeline.queries.records import find_record
from timeline.queries.states import changes_of_event
from timeline.records.event import Citation, Event, PolicyChange
from timeline.records.kinds import Record
from timeline.records.question import Claim, Question
from timeline.records.series import Figure, Series

DIFFERING_MEMO = replace(
    MEMO,
    citations=(
        Citation(source="report", locator="note 2", asserted_date="2010-08-17", asserted_verbatim="Aug. 17"),
        Citation(source="page", asserted_date="2010-09"),
    ),
)
COUNT = Series(
    id="count",
    timelines=("secure-communities",),
    title="Count",
    definition="Counties.",
    unit="counties",
    measure="count",
    figures=(
        Figure(value="14", period="2008", place="us", source="report"),
        Figure(value="15", period="2008", place="us", source="page"),
        Figure(value="99", period="2009", place="us", source="page"),
    ),
)
AGREEING_LETTER = replace(
    LETTER,
    citations=(
        Citation(source="report", asserted_date="2010-07-27"),
        Citation(source="page", asserted_date="2010-07"),
    ),
)
RECORDS = (
    *(record for record in ARCHIVE if record not in {MEMO, LETTER}),
    DIFFERING_MEMO,
    AGREEING_LETTER,
    COUNT,
)
OTHER_QUESTION = Question(
    id="who-sent",
    timelines=("secure-communities",),
    title="Who sent it?",
    kind="actor",
    touches=("event:letter", "series:count"),
    claims=(Claim(answer="a", says="A.", source="report"), Claim(answer="b", says="B.", source="report")),
)


@pytest.fixture
def differing(engine: Engine) -> Engine:
    """Give an archive with an event, a series and a question on which sources differ."""
    load(engine, (*RECORDS, OTHER_QUESTION))
    return engine


def keys(engine: Engine, *record: str) -> list[str]:
    with read_session(engine) as session:
        return [found.key for found in touching(session, record[0], record[1]).items]


def touching(session: Session, kind: str, record_id: str) -> Disagreements:
    """List what bears on a record, as its page asks for it; nothing where there is no such event."""
    if kind != "event":
        return list_touching(session, kind, record_id)
    found = find_record(session, "event", record_id)
    if found is None:
        return Disagreements(items=(), names={})
    assert isinstance(found.record, Event)
    return list_touching_event(session, found.record, changes_of_event(session, found.record))


def test_all_that_differs_is_listed_each_once(differing: Engine) -> None:
    with read_session(differing) as session:
        found = {item.key: item for item in list_all(session)}
    assert list(found) == [
        "question:what-day",
        "question:who-sent",
        "event:memo:date",
        "series:count:figures:2008:us",
    ]
    memo = found["event:memo:date"]
    assert (memo.question, memo.status, memo.follows) == ("what-day", "open", ("A",))
    assert [(said.source, said.locator, said.quotation) for said in memo.statements] == [
        ("report", "note 2", "Aug. 17"),
        ("page", "", ""),
    ]
    assert [answer.label for answer in found["series:count:figures:2008:us"].answers] == ["14", "15"]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (("event", "memo"), ["event:memo:date", "question:what-day"]),
        (("event", "letter"), ["question:who-sent"]),
        (("event", "start"), []),
        (("policy", "may-stay-out"), ["event:memo:date"]),
        (("series", "count"), ["series:count:figures:2008:us", "question:who-sent"]),
        (("series", "places"), []),
        (
            ("source", "page"),
            ["event:memo:date", "series:count:figures:2008:us", "question:what-day"],
        ),
        (
            ("source", "report"),
            ["event:memo:date", "series:count:figures:2008:us", "question:what-day", "question:who-sent"],
        ),
        (("place", "us"), []),
        (("event", "no-such-event"), []),
    ],
)
def test_what_bears_on_a_record(differing: Engine, record: tuple[str, str], expected: list[str]) -> None:
    assert keys(differing, *record) == expected


def test_a_question_that_takes_up_what_was_computed_is_not_shown_twice(differing: Engine) -> None:
    with read_session(differing) as session:
        found = touching(session, "event", "memo")
    assert [item.key for item in found.computed] == ["event:memo:date"]
    assert found.curated == ()
    assert found.names["question", "what-day"] == "On which day was the memo sent?"
    assert found.names["source", "report"] == "No Rules of the Road"


def test_what_computing_finds_in_some_records(differing: Engine) -> None:
    with read_session(differing) as session:
        found = list_computed(session, [("event", "memo"), ("event", "letter"), ("topic", "programme")])
        assert [item.key for item in found] == ["event:memo:date"]
        assert list_computed(session, []) == ()


def test_a_change_that_contradicts_the_fold_is_found_with_both_sides(engine: Engine) -> None:
    reversal = Event(
        id="reversal",
        timelines=("secure-communities",),
        title="Counties may stay out again",
        kind="guidance",
        date="2011",
        summary="The agency says that counties may stay out after all.",
        citations=(
            Citation(
                source="page", locator="para. 1", quotation="after all", bears_on=("change:may-stay-out",)
            ),
            Citation(source="report", stance="disputes", bears_on=("change:may-stay-out",)),
        ),
        changes=(
            PolicyChange(policy="may-stay-out", state="yes", action="changed", place="us", stated_from="no"),
        ),
    )
    load(engine, (*ARCHIVE, reversal))
    with read_session(engine) as session:
        (found,) = [item for item in list_all(session) if item.computed]
    assert found.key == "event:reversal:change:1"
    assert found.title == "State of “Staying out” before: Counties may stay out again"
    assert found.touches == (("event", "reversal"), ("policy", "may-stay-out"), ("place", "us"))
    assert [(answer.letter, answer.label) for answer in found.answers] == [("A", "No"), ("B", "Yes")]
    assert [(said.letter, said.source, said.locator) for said in found.statements] == [
        ("A", "page", "para. 1"),
        ("B", "page", ""),
    ]
    assert found.key in keys(engine, "event", "reversal")
    assert found.key in keys(engine, "policy", "may-stay-out")
    assert found.key in keys(engine, "source", "page")
    assert found.key not in keys(engine, "event", "memo")


def test_what_is_not_public_is_not_found(engine: Engine) -> None:
    hidden = {"memo", "count", "what-day"}
    load(engine, tuple(record for record in RECORDS if record.id not in {"places", "share", *hidden}))
    drafts: tuple[Record, ...] = tuple(record for record in RECORDS if record.id in hidden)
    load(engine, drafts, status="draft")
    with read_session(engine) as session:
        assert list_all(session) == ()
    assert keys(engine, "source", "report") == []
    assert keys(engine, "event", "memo") == []


def test_the_number_of_statements_does_not_grow_with_what_there_is(
    sqlite_engine: Engine,
) -> None:
    load(sqlite_engine, (*RECORDS, OTHER_QUESTION))
    before = {kind: _statements(sqlite_engine, kind, slug) for kind, slug in _LOOKED_AT}
    more = [replace(DIFFERING_MEMO, id=f"memo-{number}", relations=()) for number in range(20)]
    questions = [
        replace(
            OTHER_QUESTION, id=f"who-{number}", touches=("event:memo", f"event:memo-{number}", "series:count")
        )
        for number in range(20)
    ]
    series = [replace(COUNT, id=f"count-{number}") for number in range(20)]
    load(sqlite_engine, (*more, *questions, *series))
    after = {kind: _statements(sqlite_engine, kind, slug) for kind, slug in _LOOKED_AT}
    # The names of a kind of record that was not named before are one statement more.
    assert all(after[kind] - before[kind] <= 1 for kind in before), (before, after)
    assert max(after.values()) <= 35


_LOOKED_AT = (("event", "memo"), ("source", "report"), ("policy", "may-stay-out"), ("series", "count"))


def _statements(engine: Engine, kind: str, slug: str) -> int:
    with _listening(engine) as sent, read_session(engine) as session:
        touching(session, kind, slug)
    return len(sent)


@contextmanager
def _listening(engine: Engine) -> Iterator[list[str]]:
    sent: list[str] = []
    note: Callable[..., None] = lambda _connection, _cursor, statement, *_rest: sent.append(statement)  # noqa: E731
    events.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        events.remove(engine, "before_cursor_execute", note)
