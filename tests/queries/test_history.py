"""The history of a record, everything that was done, and the queue of review."""

import csv
import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.store.archive import ARCHIVE, LETTER, MEMO, UNASKED, load
from tests.store.test_workflow import ANN, CARL, ED, EVE, EVENT, begin, do
from timeline.db import read_session, write_transaction
from timeline.errors import MovedError, NotFoundError
from timeline.exports.activity_csv import COLUMNS, activity_lines
from timeline.queries.activity import ActivityFilter, page_of_activity, stream_activity
from timeline.queries.history import get_version, list_versions, three_way
from timeline.queries.proposals import (
    get_proposal,
    list_comments_on_proposal,
    list_comments_on_record,
    list_waiting_on,
)
from timeline.queries.queue import count_queues, find_place, list_queue
from timeline.queries.versions import list_versions as public_versions
from timeline.records.authority import Topic
from timeline.rights import Who
from timeline.store.accepting import accept
from timeline.store.comments import comment_on_proposal, comment_on_record
from timeline.store.move import rename
from timeline.store.proposals import propose, return_proposal
from timeline.store.publishing import publish
from timeline.store.restore import withdraw
from timeline.store.save import save
from timeline.store.workflow import return_to_author, save_draft, submit

GIVEN: Any = {"who": ANN, "base_version": 1, "change": "correction", "note": "It was wrong."}


def published(engine: Engine) -> None:
    begin(engine)
    do(engine, submit, "event", "new-letter", who=ANN, base_version=2)
    do(engine, publish, "event", "new-letter", who=ED, base_version=3, four_eyes=True, note="Found.")


def test_a_history_says_who_when_why_and_through_what(engine: Engine) -> None:
    published(engine)
    with read_session(engine) as session:
        found = list_versions(session, "event", "new-letter")
        assert [(v.version, v.by, v.status, v.change, v.says_the_same, v.alone) for v in found] == [
            (4, "ed", "published", "new", True, False),
            (3, "ann", "review", "update", True, False),
            (2, "ann", "draft", "update", False, False),
            (1, "ann", "draft", "new", False, False),
        ]
        assert (found[0].note, found[0].through, found[0].reason) == ("Found.", "admin", "Published.")
        assert [v.version for v in list_versions(session, "event", "new-letter", before=3, limit=1)] == [2]
        first = get_version(session, "event", "new-letter", 1)
        assert first.record == replace(EVENT, title="A letter")
        with pytest.raises(NotFoundError):
            get_version(session, "event", "new-letter", 9)
        with pytest.raises(NotFoundError):
            list_versions(session, "event", "\x00")


def test_what_nobody_else_has_seen_is_told(engine: Engine, small_archive: None) -> None:
    number = do(engine, propose, replace(MEMO, title="A memo"), **GIVEN)
    do(engine, accept, number, who=ED, version=1, record_version=1, four_eyes=True)
    own = do(engine, propose, replace(LETTER, title="A letter"), **{**GIVEN, "who": ED})
    do(engine, accept, own, who=ED, version=1, record_version=1, four_eyes=False)
    with read_session(engine) as session:
        (memo, _), (letter, _) = (list_versions(session, "event", slug) for slug in ("memo", "letter"))
        assert (memo.alone, memo.proposal, memo.proposed_by) == (False, number, "ann")
        assert (letter.alone, letter.proposal, letter.proposed_by) == (True, own, "ed")


def test_a_conflict_is_shown_with_all_three(engine: Engine, small_archive: None) -> None:
    with write_transaction(engine) as session:
        save(session, replace(MEMO, title="A"), by="Eve", base_version=1, change="update", reason="More")
        save(session, replace(MEMO, title="B"), by="Cid", base_version=2, change="update", reason="Less")
        rename(session, "event", "letter", to="a-letter", base_version=1, by="Ed", reason="Short")
    with read_session(engine) as session:
        three = three_way(session, "event", "memo", 1)
        assert three.base is not None
        assert three.base.record == MEMO
        assert getattr(three.theirs.record, "title", "") == "B"
        # The renaming of the letter has gone through the memo as well.
        assert [(v.version, v.by, v.reason) for v in three.between] == [
            (4, "Ed", "Short"),
            (3, "Cid", "Less"),
            (2, "Eve", "More"),
        ]
        assert three_way(session, "event", "memo", 0).base is None
        with pytest.raises(MovedError):
            list_versions(session, "event", "letter")
        assert [v.record_id for v in list_versions(session, "event", "a-letter")] == ["a-letter", "letter"]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (ActivityFilter(), len(UNASKED) + 3),
        (ActivityFilter(by="Ann Archivist"), len(UNASKED)),
        (ActivityFilter(by="ann"), 3),
        (ActivityFilter(by="nobody\x00"), 0),
        (ActivityFilter(kind="event"), 6),
        (ActivityFilter(kind="event", by="ann", change="new"), 1),
        (ActivityFilter(through="admin"), 3),
        (ActivityFilter(status="draft"), 3),
        (ActivityFilter(batch="first"), len(UNASKED)),
        (ActivityFilter(from_day=dt.date(2126, 2, 1)), 3),
        (ActivityFilter(to_day=dt.date(2126, 1, 31)), len(UNASKED)),
        (ActivityFilter(from_day=dt.date(2126, 1, 31), to_day=dt.date(2126, 1, 31)), len(UNASKED)),
        (ActivityFilter(from_day=dt.date(2127, 1, 1)), 0),
        (ActivityFilter(to_day=dt.date.max), len(UNASKED) + 3),
    ],
)
def test_activity_is_filtered(sqlite_engine: Engine, asked: ActivityFilter, count: int) -> None:
    load(sqlite_engine, UNASKED, batch="first", at_utc=dt.datetime(2126, 1, 31, 12, tzinfo=dt.UTC))
    with write_transaction(sqlite_engine) as session:
        for title in ("A", "B", "C"):
            event = replace(EVENT, title=title, citations=())
            version = {"A": 0, "B": 1, "C": 2}[title]
            moment = dt.datetime(2126, 2, 1, 0, 0, tzinfo=dt.UTC)
            save(
                session,
                event,
                by="ann",
                base_version=version,
                change="update",
                reason="-",
                through="admin",
                at_utc=moment,
            )
    with read_session(sqlite_engine) as session:
        assert len(list(stream_activity(session, asked))) == count


def test_activity_goes_on_page_by_page_and_comes_as_csv(engine: Engine) -> None:
    published(engine)
    with read_session(engine) as session:
        every = list(stream_activity(session, ActivityFilter()))
        page = page_of_activity(session, ActivityFilter(), limit=4)
        assert page.before is not None
        more = page_of_activity(session, ActivityFilter(), before=page.before, limit=100)
    assert (*page.lines, *more.lines) == tuple(every)
    assert (len(page.lines), more.before) == (4, None)
    assert [line.number for line in every] == sorted((line.number for line in every), reverse=True)
    assert len(every) == len(ARCHIVE) + 7
    rows = list(csv.reader(io.StringIO(b"".join(activity_lines(every)).decode())))
    assert rows[0] == list(COLUMNS)
    newest = dict(zip(rows[0], rows[1], strict=True))
    assert (newest["by"], newest["status"], newest["kind"]) == ("ed", "published", every[0].kind)
    assert len(rows) == len(every) + 1


def test_a_cell_of_the_activity_is_no_formula(sqlite_engine: Engine) -> None:
    load(sqlite_engine, by="=cmd()", reason="+1")
    with read_session(sqlite_engine) as session:
        text = b"".join(activity_lines(stream_activity(session, ActivityFilter()))).decode()
    assert ",'=cmd()," in text
    assert ",=cmd()" not in text


# --- Proposals and the queue -------------------------------------------------------------------------


def test_a_proposal_is_read_with_all_that_happened(engine: Engine, small_archive: None) -> None:
    number = do(engine, propose, replace(MEMO, title="A memo"), **GIVEN)
    do(engine, return_proposal, number, who=ED, version=1, reason="Why?")
    do(engine, comment_on_proposal, number, who=ED, text="Which?", path="title")
    do(engine, comment_on_record, ("event", "memo"), who=ED, text="Hm.")
    with read_session(engine) as session:
        found = get_proposal(session, number)
        assert (found.base, found.record) == (MEMO, replace(MEMO, title="A memo"))
        assert (found.state, found.author, found.is_stale) == ("returned", "ann", False)
        assert [(step.state, step.by, step.reason) for step in found.steps] == [
            ("review", "ann", ""),
            ("returned", "ed", "Why?"),
        ]
        assert list_waiting_on(session, ("event", "memo")) == (number,)
        assert [(c.path, c.text) for c in list_comments_on_proposal(session, number)] == [("title", "Which?")]
        assert [c.text for c in list_comments_on_record(session, ("event", "memo"))] == ["Hm."]
        with pytest.raises(NotFoundError):
            get_proposal(session, 99)
    with write_transaction(engine) as session:
        save(session, replace(MEMO, title="B"), by="Eve", base_version=1, change="update", reason="-")
    with read_session(engine) as session:
        assert get_proposal(session, number).is_stale


def queued(engine: Engine, queue: str, who: Who, *, four_eyes: bool = True) -> list[tuple[str, str, bool]]:
    with read_session(engine) as session:
        found = list_queue(session, queue, who=who, four_eyes=four_eyes)
        assert count_queues(session, who=who, four_eyes=four_eyes)[queue] == len(found)
    return [(item.record_id, item.state, item.proposal is not None) for item in found]


def test_the_queue_is_mine_waiting_for_me_and_returned(engine: Engine) -> None:
    begin(engine)
    do(engine, propose, replace(MEMO, title="A memo"), **GIVEN)
    assert queued(engine, "mine", ANN) == [
        ("new-page", "draft", False),
        ("new-letter", "draft", False),
        ("memo", "review", True),
    ]
    assert queued(engine, "waiting", ED) == [("memo", "review", True)]
    assert queued(engine, "waiting", CARL) == []
    assert queued(engine, "mine", CARL) == []
    do(engine, submit, "event", "new-letter", who=ANN, base_version=2)
    # What one act submitted waits in the order in which it was first written.
    assert queued(engine, "waiting", ED) == [
        ("memo", "review", True),
        ("new-page", "review", False),
        ("new-letter", "review", False),
    ]
    with read_session(engine) as session:
        walked, after = [], None
        while some := list_queue(session, "waiting", who=ED, four_eyes=True, after=after, limit=1):
            after = find_place(str(some[0].place))
            walked.append(some[0].record_id)
        assert walked == ["memo", "new-page", "new-letter"]
        assert find_place("p1.x") is None
    do(engine, return_to_author, "event", "new-letter", who=ED, base_version=3, reason="Which page?")
    assert queued(engine, "returned", ANN) == [("new-letter", "draft", False)]
    assert queued(engine, "returned", ED) == []
    with read_session(engine) as session:
        (item,) = list_queue(session, "returned", who=ANN, four_eyes=True)
        assert (item.title, item.by, item.reason) == (EVENT.title, "ed", "Which page?")
    # It came back until it is submitted again, whatever its author saves in between.
    do(engine, save_draft, replace(EVENT, title="Another title"), who=ANN, base_version=4)
    assert queued(engine, "returned", ANN) == [("new-letter", "draft", False)]
    with read_session(engine) as session:
        (item,) = list_queue(session, "returned", who=ANN, four_eyes=True)
        assert (item.version, item.by, item.reason) == (5, "ed", "Which page?")
    do(engine, submit, "event", "new-letter", who=ANN, base_version=5)
    assert queued(engine, "returned", ANN) == []


def test_ones_own_work_waits_for_somebody_else(engine: Engine, small_archive: None) -> None:
    do(engine, propose, replace(MEMO, title="A memo"), **{**GIVEN, "who": ED})
    assert queued(engine, "waiting", ED) == []
    assert queued(engine, "waiting", ED, four_eyes=False) == [("memo", "review", True)]
    assert queued(engine, "waiting", EVE) == [("memo", "review", True)]


def test_public_versions_tell_what_was_taken_back(engine: Engine) -> None:
    said: Any = {"by": "ann", "reason": "Because."}
    topic = Topic(id="wells", label="Wells", definition="Holes with water.")
    with write_transaction(engine) as session:
        save(session, topic, base_version=0, change="new", **said)
        save(session, topic, base_version=1, change="update", status="published", **said)
        withdraw(session, "topic", "wells", base_version=2, note="Stood twice.", **said)
        save(session, replace(topic, label="All wells"), base_version=3, change="update", **said)
        save(session, topic, base_version=4, change="update", status="published", **said)
        first, second = public_versions(session, "topic", ["wells"])["wells"]
    assert (first.version, second.version, second.taken_back) == (2, 5, None)
    assert first.taken_back is not None
    assert (first.taken_back.change, first.taken_back.note) == ("withdrawal", "Stood twice.")
    assert first.taken_back.revision == first.revision + 1
