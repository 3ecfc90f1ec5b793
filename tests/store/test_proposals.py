"""Proposals: the published version stays until a second person accepts, and nothing is lost between."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests.store.archive import LETTER, MEMO, current, record_now
from tests.store.test_workflow import ANN, CARL, ED, EVE, SOURCE, do
from timeline.db import read_session, write_transaction
from timeline.errors import (
    ConflictError,
    InvalidRecordError,
    InvalidRecordsError,
    NotAllowedError,
    NotFoundError,
)
from timeline.models.curation import ProposalRow, ProposalStepRow, ReviewCommentRow
from timeline.models.history import RevisionRow
from timeline.records.event import Citation
from timeline.store.accepting import Acceptance, accept, accept_all, merged_proposal
from timeline.store.check import check
from timeline.store.comments import (
    comment_on_proposal,
    comment_on_record,
    settle_comment_on_proposal,
    settle_comment_on_record,
)
from timeline.store.proposals import (
    propose,
    return_proposal,
    revise,
    submit_proposal,
    withdraw_proposal,
)
from timeline.store.rebuild import rebuild
from timeline.store.restore import undo_batch
from timeline.store.save import save
from timeline.store.workflow import save_draft

GIVEN: Any = {"who": ANN, "base_version": 1, "change": "correction", "note": "The title was wrong."}
NEW_TITLE = replace(MEMO, title="A memo on staying out")


def row_of(engine: Engine, number: int) -> ProposalRow:
    with read_session(engine) as session:
        return session.scalars(select(ProposalRow).where(ProposalRow.id == number)).one()


def test_a_proposal_is_published_by_somebody_else(engine: Engine, small_archive: None) -> None:
    number = do(engine, propose, NEW_TITLE, **GIVEN)
    assert record_now(engine, "event", "memo")["title"] == MEMO.title
    given: Any = {"version": 1, "record_version": 1, "four_eyes": True}
    with pytest.raises(NotAllowedError, match="As contributor"):
        do(engine, accept, number, who=CARL, **given)
    batch = do(engine, accept, number, who=ED, reason="Right", **given)
    assert record_now(engine, "event", "memo")["title"] == "A memo on staying out"
    with read_session(engine) as session:
        last = session.scalars(select(RevisionRow).order_by(RevisionRow.number.desc()).limit(1)).one()
        assert (last.by, last.change, last.note) == ("ed", "correction", "The title was wrong.")
        assert last.reason == f"Right (proposal {number} by ann)"
        assert check(session) == ()
    row = row_of(engine, number)
    assert (row.state, row.revision, row.version) == ("accepted", batch.saved[0].revision, 2)
    with pytest.raises(
        NotAllowedError, match=f"Proposal {number} was accepted; this can be done with one that"
    ):
        do(engine, accept, number, who=ED, **{**given, "version": 2, "record_version": 2})
    do(engine, undo_batch, batch.batch, by="ed", reason="Too early")
    assert record_now(engine, "event", "memo")["title"] == MEMO.title


def test_who_wrote_it_last_does_not_accept_it(engine: Engine, small_archive: None) -> None:
    number = do(engine, propose, NEW_TITLE, **GIVEN)
    do(engine, revise, number, replace(NEW_TITLE, title="On staying out"), who=ED, version=1)
    with pytest.raises(NotAllowedError, match="You made the last change to proposal"):
        do(engine, accept, number, who=ED, version=2, record_version=1, four_eyes=True)
    do(engine, accept, number, who=EVE, version=2, record_version=1, four_eyes=True)
    assert record_now(engine, "event", "memo")["title"] == "On staying out"


def test_every_version_of_a_proposal_is_kept(engine: Engine, small_archive: None) -> None:
    number = do(engine, propose, replace(NEW_TITLE, summary=""), **GIVEN, submit=False)
    with pytest.raises(InvalidRecordsError, match="summary: is missing"):
        do(engine, submit_proposal, number, who=ANN, version=1)
    do(engine, revise, number, NEW_TITLE, who=ANN, version=1)
    do(engine, submit_proposal, number, who=ANN, version=2)
    with pytest.raises(InvalidRecordError, match="reason: is missing"):
        do(engine, return_proposal, number, who=ED, version=3, reason="")
    do(engine, return_proposal, number, who=ED, version=3, reason="Which memo?")
    with pytest.raises(ConflictError):
        do(engine, withdraw_proposal, number, who=ANN, version=3)
    with pytest.raises(NotAllowedError, match="is that of ann"):
        do(engine, withdraw_proposal, number, who=CARL, version=4)
    do(engine, withdraw_proposal, number, who=ANN, version=4)
    with read_session(engine) as session:
        kept = session.scalars(select(ProposalStepRow).order_by(ProposalStepRow.version)).all()
        assert [(step.version, step.state, step.by, step.reason) for step in kept] == [
            (1, "open", "ann", ""),
            (2, "open", "ann", ""),
            (3, "review", "ann", ""),
            (4, "returned", "ed", "Which memo?"),
            (5, "withdrawn", "ann", ""),
        ]
        assert '"summary":' not in kept[0].document


def test_what_others_published_since_is_merged_or_asked(engine: Engine, small_archive: None) -> None:
    number = do(engine, propose, NEW_TITLE, **GIVEN)
    theirs = replace(MEMO, summary="Another summary.")
    with write_transaction(engine) as session:
        save(session, theirs, by="eve", base_version=1, change="update", reason="More")
    with pytest.raises(ConflictError):
        do(engine, accept, number, who=ED, version=1, record_version=1, four_eyes=True)
    with read_session(engine) as session:
        merged = merged_proposal(session, number)
        assert (merged.record, merged.conflicts) == (replace(NEW_TITLE, summary="Another summary."), ())
    second = do(engine, propose, replace(theirs, title="Third"), **{**GIVEN, "base_version": 2})
    do(engine, accept, number, who=ED, version=1, record_version=2, four_eyes=True)
    given: Any = {"version": 1, "record_version": 3, "four_eyes": True}
    with pytest.raises(ConflictError) as caught:
        do(engine, accept, second, who=ED, **given)
    assert (caught.value.base_version, caught.value.version) == (2, 3)
    with read_session(engine) as session:
        assert [conflict.path for conflict in merged_proposal(session, second).conflicts] == ["title"]
    do(engine, accept, second, who=ED, resolved=replace(theirs, title="Third"), **given)
    assert record_now(engine, "event", "memo")["title"] == "Third"


def test_the_source_that_a_proposal_brings_is_published_with_it(engine: Engine, small_archive: None) -> None:
    do(engine, save_draft, SOURCE, who=ANN, base_version=0)
    more = replace(MEMO, citations=(*MEMO.citations, Citation(source="new-page", locator="p. 2")))
    number = do(engine, propose, more, **GIVEN)
    do(engine, accept, number, who=ED, version=1, record_version=1, four_eyes=True)
    assert current(engine)["source", "new-page"]["status"] == "published"
    with read_session(engine) as session:
        assert check(session) == ()


def test_a_proposal_has_a_note_a_kind_of_change_and_a_published_record(
    engine: Engine, small_archive: None
) -> None:
    do(engine, save_draft, SOURCE, who=ANN, base_version=0)
    with pytest.raises(InvalidRecordError, match="note: is missing"):
        do(engine, propose, NEW_TITLE, **{**GIVEN, "note": ""})
    with pytest.raises(NotAllowedError, match="is draft; this can be done with what is published"):
        do(engine, propose, SOURCE, **GIVEN)
    with pytest.raises(InvalidRecordsError, match="topics"):
        do(engine, propose, replace(MEMO, topics=("no-such",)), **GIVEN)


def test_several_are_accepted_at_once_and_undone_at_once(engine: Engine, small_archive: None) -> None:
    before = record_now(engine, "event", "letter")
    numbers = [
        do(engine, propose, replace(record, title=f"{record.title}!"), **GIVEN) for record in (MEMO, LETTER)
    ]
    some = [Acceptance(number=number, version=1, record_version=1) for number in numbers]
    batch = do(engine, accept_all, some, who=ED, four_eyes=True)
    assert record_now(engine, "event", "letter")["title"] == f"{LETTER.title}!"
    do(engine, undo_batch, batch.batch, by="ed", reason="No")
    assert record_now(engine, "event", "letter") == before


def test_proposals_outlive_the_rebuilding_of_the_tables(engine: Engine, small_archive: None) -> None:
    number = do(engine, propose, NEW_TITLE, **GIVEN)
    with write_transaction(engine) as session:
        rebuild(session)
    assert row_of(engine, number).state == "review"
    with read_session(engine) as session:
        assert check(session) == ()


def test_remarks_stand_beside_a_field_until_they_are_settled(engine: Engine, small_archive: None) -> None:
    number = do(engine, propose, NEW_TITLE, **GIVEN)
    first = do(engine, comment_on_proposal, number, who=ED, text=" Which? \r\n", path="title")
    second = do(engine, comment_on_record, ("event", "memo"), who=ANN, text="See the note.")
    with pytest.raises(NotFoundError):
        do(engine, settle_comment_on_record, ("event", "memo"), first, who=ANN)
    with pytest.raises(NotFoundError):
        do(engine, settle_comment_on_record, ("event", "letter"), second, who=ANN)
    with pytest.raises(NotFoundError):
        do(engine, settle_comment_on_proposal, number, second, who=ANN)
    do(engine, settle_comment_on_proposal, number, first, who=ANN)
    with pytest.raises(InvalidRecordError, match="text: is missing"):
        do(engine, comment_on_proposal, number, who=ED, text="  ")
    with read_session(engine) as session:
        rows = session.scalars(select(ReviewCommentRow).order_by(ReviewCommentRow.id)).all()
        assert [(row.text, row.path, row.proposal_id, row.settled_by) for row in rows] == [
            ("Which?", "title", number, "ann"),
            ("See the note.", "", None, None),
        ]
