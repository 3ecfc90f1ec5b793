"""One act on many records: what the preview says is what happens, in one batch that one act undoes."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests.store.archive import LETTER, START, contents, current, load, record_now
from tests.store.test_workflow import ANN, ED, EVE, EVENT, SOURCE, begin, do
from timeline.db import read_session
from timeline.differing.pairing import combine
from timeline.errors import ConflictError, InvalidRecordError, MovedError, NotAllowedError, NotFoundError
from timeline.models.curation import ProposalRow
from timeline.queries.records import get_record
from timeline.store.bulk import BulkPlan, plan_bulk, save_bulk, undo
from timeline.store.bulk_changes import BulkAction
from timeline.store.check import check
from timeline.store.merging import list_referrers, merge_records
from timeline.store.workflow import save_draft

EVENTS = [("event", "memo"), ("event", "letter"), ("event", "start")]
ADD = BulkAction(name="add-topic", value="participation")


def plan(
    engine: Engine, keys: Any, action: BulkAction, *, who: Any = ED, four_eyes: bool = False
) -> BulkPlan:
    with read_session(engine) as session:
        return plan_bulk(session, keys, action, who=who, four_eyes=four_eyes)


def outcomes(planned: BulkPlan) -> dict[str, tuple[str, str]]:
    return {row.record_id: (row.outcome, row.why) for row in planned.rows}


def versions(planned: BulkPlan) -> list[tuple[str, str, int]]:
    return [(row.kind, row.record_id, row.version) for row in planned.rows]


def test_the_preview_says_what_becomes_of_each_record(engine: Engine, small_archive: None) -> None:
    before = contents(engine)
    planned = plan(engine, [*EVENTS, ("source", "report"), ("event", "nothing")], ADD)
    assert outcomes(planned) == {
        "memo": ("same", ""),
        "letter": ("change", ""),
        "start": ("change", ""),
        "report": ("refused", "A record of the kind source has no topics."),
        "nothing": ("refused", "There is no such record any more."),
    }
    assert [(d.key, d.after) for d in planned.rows[1].differences] == [("added:topics[0]", "participation")]
    assert contents(engine) == before


def test_one_batch_is_undone_by_one_act(engine: Engine, small_archive: None) -> None:
    planned = plan(engine, EVENTS, ADD)
    with pytest.raises(InvalidRecordError, match="note: is missing"):
        do(engine, save_bulk, versions(planned), ADD, who=ED, four_eyes=False, reason="Tidying")
    done = do(
        engine, save_bulk, versions(planned), ADD, who=ED, four_eyes=False, reason="Tidying", note="Topics."
    )
    assert {saved.id for saved in done.saved.changed} == {"letter", "start"}
    assert record_now(engine, "event", "start")["topics"] == ["participation"]
    do(engine, undo, done.batch, who=EVE, reason="No")
    assert record_now(engine, "event", "start").get("topics") is None
    with read_session(engine) as session:
        assert check(session) == ()


def test_what_was_edited_since_is_named(engine: Engine, small_archive: None) -> None:
    given: Any = {"who": ED, "four_eyes": False, "reason": "Tidying", "note": "Topics."}
    done = do(engine, save_bulk, versions(plan(engine, EVENTS, ADD)), ADD, **given)
    load(
        engine,
        (replace(LETTER, title="A"), replace(START, title="B")),
        base_versions={("event", "letter"): 2, ("event", "start"): 2},
    )
    with pytest.raises(ConflictError) as caught:
        do(engine, undo, done.batch, who=ED, reason="No")
    assert {stale.record_id for stale in caught.value.stale} == {"letter", "start"}
    with pytest.raises(ConflictError) as stale:
        do(engine, save_bulk, [("event", "letter", 1), ("event", "memo", 1)], ADD, **given)
    assert [one.record_id for one in stale.value.stale] == ["letter"]
    with pytest.raises(NotFoundError):
        do(engine, undo, "no-such-batch", who=ED, reason="No")


def test_with_four_eyes_the_public_record_waits_for_a_second_person(
    engine: Engine, small_archive: None
) -> None:
    planned = plan(engine, EVENTS, ADD, four_eyes=True)
    assert [row.outcome for row in planned.rows] == ["same", "propose", "propose"]
    done = do(engine, save_bulk, versions(planned), ADD, who=ED, four_eyes=True, reason="T", note="Topics.")
    assert (len(done.proposals), done.saved.saved) == (2, ())
    assert record_now(engine, "event", "start").get("topics") is None
    do(engine, undo, done.batch, who=ED, reason="No")
    with read_session(engine) as session:
        assert set(session.scalars(select(ProposalRow.state))) == {"withdrawn"}


def test_drafts_are_submitted_and_published_together(engine: Engine) -> None:
    begin(engine)
    do(engine, save_draft, replace(EVENT, id="bare", citations=()), who=ANN, base_version=0)
    keys = [("event", "new-letter"), ("event", "bare"), ("event", "memo")]
    submitting = BulkAction(name="submit")
    planned = plan(engine, keys, submitting, who=ANN)
    assert [row.outcome for row in planned.rows] == ["change", "change", "refused"]
    do(engine, save_bulk, versions(planned), submitting, who=ANN, four_eyes=True, reason="")
    publishing = BulkAction(name="publish")
    assert outcomes(plan(engine, keys, publishing, four_eyes=True)) == {
        "new-letter": ("change", ""),
        "bare": ("refused", "citations: there must be at least one. Add what is missing."),
        "memo": ("same", ""),
    }
    planned = plan(engine, keys, publishing, four_eyes=True)
    do(engine, save_bulk, versions(planned), publishing, who=ED, four_eyes=True, reason="")
    statuses = {key[1]: row["status"] for key, row in current(engine).items()}
    assert (statuses["new-letter"], statuses["new-page"], statuses["bare"]) == (
        "published",
        "published",
        "review",
    )


def test_nobody_publishes_their_own_work_in_bulk(engine: Engine, small_archive: None) -> None:
    do(engine, save_draft, replace(SOURCE, title=""), who=ANN, base_version=0)
    do(engine, save_draft, EVENT, who=ED, base_version=0)
    other = replace(LETTER, id="another")
    do(engine, save_draft, other, who=ANN, base_version=0)
    keys = [("event", "new-letter"), ("event", "another")]
    publishing = BulkAction(name="publish")
    assert outcomes(plan(engine, keys, publishing, four_eyes=True)) == {
        "new-letter": ("refused", "You made the last change, so somebody else has to publish it."),
        "another": ("change", ""),
    }
    assert outcomes(plan(engine, keys, publishing, who=EVE, four_eyes=True)) == {
        "new-letter": (
            "refused",
            "It refers to the source “new-page”: title: is missing. Give it. Its title as the work or the"
            " document that names it gives it; a description in square brackets where it has none.",
        ),
        "another": ("change", ""),
    }
    with pytest.raises(NotAllowedError):
        plan(engine, keys, publishing, who=ANN)


@pytest.mark.parametrize(
    ("action", "value", "why"),
    [
        ("set-kind", "reform", ""),
        ("set-kind", "party", "“party” is not a kind of event."),
        ("set-significance", "3", ""),
        ("set-significance", "4", "The significance is 1, 2 or 3."),
        ("remove-topic", "participation", ""),
        (
            "add-topic",
            "nothing",
            "topics[1]: there is no topic with this id (found “nothing”). Add the topic, or write the id of"
            " one.",
        ),
    ],
)
def test_every_action_says_why_it_cannot_be(
    sqlite_engine: Engine, small_archive: None, action: str, value: str, why: str
) -> None:
    (row,) = plan(sqlite_engine, [("event", "memo")], BulkAction(name=action, value=value)).rows
    assert (row.outcome, row.why) == ("refused" if why else "change", why)


def test_merging_makes_nothing_public_that_one_person_wrote(
    sqlite_engine: Engine, small_archive: None
) -> None:
    """A published record takes over only what readers could read already; it is never merged into a draft."""
    draft = replace(LETTER, id="draft", summary="Words that nobody has looked at.")
    do(sqlite_engine, save_draft, draft, who=ED, base_version=0)
    given: Any = {"base_version": 1, "loser_version": 1, "reason": "The same", "note": "The same."}
    as_they_are: Any = {**given, "loser": "draft", "who": ED}
    taking = replace(LETTER, summary=draft.summary)
    with pytest.raises(NotAllowedError, match=r"stands under: Summary\. It takes a second person"):
        do(sqlite_engine, merge_records, taking, **as_they_are, four_eyes=True)
    with pytest.raises(NotAllowedError, match="Merge them the other way round"):
        do(sqlite_engine, merge_records, draft, **given, loser="letter", who=ED, four_eyes=False)
    do(sqlite_engine, merge_records, LETTER, **as_they_are, four_eyes=True)
    assert record_now(sqlite_engine, "event", "letter")["summary"] == LETTER.summary


def test_two_records_are_merged_field_by_field_and_parted_again(engine: Engine, small_archive: None) -> None:
    with read_session(engine) as session:
        report, page = (get_record(session, "source", slug).record for slug in ("report", "page"))
        assert ("event", "memo") in list_referrers(session, ("source", "page"))
    result = combine(report, page, {"type": "other"})
    given: Any = {
        "loser": "page", "base_version": 1, "loser_version": 1, "reason": "The same work", "four_eyes": True,
    }  # fmt: skip
    with pytest.raises(NotAllowedError):
        do(engine, merge_records, result, who=ANN, **given)
    before = {key: row["fingerprint"] for key, row in current(engine).items()}
    batch = do(engine, merge_records, result, who=ED, **given)
    merged = record_now(engine, "source", "report")
    assert (merged["type"], merged["url"]) == ("webpage", "https://example.org/")
    with read_session(engine) as session:
        with pytest.raises(MovedError):
            get_record(session, "source", "page")
        assert check(session) == ()
    do(engine, undo, batch.batch, who=ED, reason="They are two")
    assert {key: row["fingerprint"] for key, row in current(engine).items()} == before
    with read_session(engine) as session:
        assert get_record(session, "source", "page").record == page
        assert check(session) == ()
