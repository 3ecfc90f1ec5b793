"""Renaming, merging, taking back and undoing: the tables follow, and old ids keep answering."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.store.archive import ARCHIVE, LETTER, MEMO, START, UNASKED, contents, current, load, record_now
from timeline.db import read_session, write_transaction
from timeline.errors import ConflictError, InvalidRecordError, InvalidRecordsError, MovedError, NotFoundError
from timeline.queries.records import get_record
from timeline.records.canonical import from_document
from timeline.records.event import Citation, Relation
from timeline.records.kinds import Record
from timeline.records.references import references
from timeline.store.check import check
from timeline.store.move import merge, rename
from timeline.store.restore import restore, undo_batch, withdraw
from timeline.store.save import SavedBatch, save

WHO: Any = {"by": "Ed Editor", "reason": "Tidying"}
RECORDS: dict[tuple[str, str], Any] = {(record.record_kind, record.id): record for record in ARCHIVE}
REPORT = RECORDS["source", "report"]
PAGE = RECORDS["source", "page"]


def renamed(engine: Engine, kind: str, slug: str, *, to: str, base_version: int = 1) -> SavedBatch:
    with write_transaction(engine) as session:
        return rename(session, kind, slug, to=to, base_version=base_version, **WHO)


def merged(
    engine: Engine, record: Record, *, loser: str, base_version: int = 1, loser_version: int = 1
) -> SavedBatch:
    with write_transaction(engine) as session:
        return merge(
            session, record, loser=loser, base_version=base_version, loser_version=loser_version, **WHO
        )


def undone(engine: Engine, batch: str) -> SavedBatch:
    with write_transaction(engine) as session:
        return undo_batch(session, batch, **WHO)


def saved(engine: Engine, record: Record, *, base_version: int = 1, **options: Any) -> None:
    with write_transaction(engine) as session:
        save(session, record, base_version=base_version, change="update", **WHO, **options)


def now(engine: Engine, kind: str, slug: str) -> Any:
    with read_session(engine) as session:
        return get_record(session, kind, slug, status=None).record


def assert_sound(engine: Engine) -> None:
    with read_session(engine) as session:
        assert check(session) == ()


def says(engine: Engine) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Give what the archive says, leaving out how often it was saved."""
    names = ("status", "fingerprint", "merged_into_id")
    return {key: tuple(row[name] for name in names) for key, row in current(engine).items()}


# --- Renaming ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(RECORDS), ids=":".join)
def test_whatever_refers_to_a_renamed_record_follows(
    sqlite_engine: Engine, small_archive: None, key: tuple[str, str]
) -> None:
    kind, slug = key
    renamed(sqlite_engine, kind, slug, to="another-name")
    with read_session(sqlite_engine) as session:
        with pytest.raises(MovedError) as caught:
            get_record(session, kind, slug)
        assert caught.value.to == "another-name"
        assert str(caught.value) == f"The {kind} “{slug}” is now found at “another-name”."
    documents = {other: record_now(sqlite_engine, *other) for other in current(sqlite_engine)}
    now_there = [from_document(other[0], document) for other, document in documents.items()]
    assert not [ref for record in now_there for ref in references(record) if ref.key == key]
    followers = [ref for record in now_there for ref in references(record) if ref.id == "another-name"]
    assert len(followers) == len([ref for record in ARCHIVE for ref in references(record) if ref.key == key])
    assert_sound(sqlite_engine)


def test_a_renamed_policy_is_followed_by_what_bears_on_it(engine: Engine, small_archive: None) -> None:
    batch = renamed(engine, "policy", "may-stay-out", to="staying-out")
    assert [one.id for one in batch.changed] == ["staying-out", "memo"]
    memo = now(engine, "event", "memo")
    assert {change.policy for change in memo.changes} == {"staying-out"}
    assert memo.citations[1].bears_on == ("change:staying-out", "summary")
    assert_sound(engine)


def test_an_id_is_never_given_again(engine: Engine, small_archive: None) -> None:
    renamed(engine, "event", "letter", to="the-letter")
    with pytest.raises(InvalidRecordError) as caught:
        saved(engine, LETTER, base_version=0)
    assert [str(problem) for problem in caught.value.problems] == [
        "id: is a former id of the-letter (found “letter”). Choose another id, or write the-letter."
    ]
    with pytest.raises(InvalidRecordsError, match="id: is taken"):
        renamed(engine, "event", "start", to="the-letter")
    with pytest.raises(InvalidRecordsError, match="id: is a former id of the-letter"):
        renamed(engine, "event", "start", to="letter")
    with pytest.raises(InvalidRecordsError, match="is not an id"):
        renamed(engine, "event", "start", to="The Start")
    # Its own former id it may take up again.
    renamed(engine, "event", "the-letter", to="letter", base_version=2)
    assert now(engine, "event", "letter") == LETTER
    with read_session(engine) as session, pytest.raises(MovedError) as moved:
        get_record(session, "event", "the-letter")
    assert moved.value.to == "letter"
    assert_sound(engine)


def test_a_former_id_in_a_reference_is_refused_with_the_present_one(
    engine: Engine, small_archive: None
) -> None:
    renamed(engine, "source", "page", to="the-page")
    with pytest.raises(InvalidRecordError) as caught:
        saved(engine, replace(LETTER, citations=(Citation(source="page"),)), base_version=1)
    assert [str(problem) for problem in caught.value.problems] == [
        "citations[0].source: is a former id (found “page”). Write the-page."
    ]


def test_only_the_present_version_of_what_is_there_is_renamed(engine: Engine, small_archive: None) -> None:
    with pytest.raises(ConflictError):
        renamed(engine, "event", "memo", to="a-memo", base_version=4)
    with pytest.raises(NotFoundError, match="There is no event with the id “memorandum”"):
        renamed(engine, "event", "memorandum", to="a-memo")


# --- Merging -----------------------------------------------------------------------------------------


def test_merging_redirects_and_rewrites(engine: Engine, small_archive: None) -> None:
    merged(engine, replace(REPORT, note="Also known as the page."), loser="page")
    with read_session(engine) as session, pytest.raises(MovedError) as moved:
        get_record(session, "source", "page")
    assert moved.value.to == "report"
    memo = now(engine, "event", "memo")
    assert [citation.source for citation in memo.citations] == ["report", "report"]
    report = now(engine, "source", "report")
    # The report was named in the page; it is not named in itself.
    assert (report.note, report.mentions) == ("Also known as the page.", ())
    assert now(engine, "question", "what-day").touches == ("event:memo", "source:report")
    assert current(engine)["source", "page"]["status"] == "withdrawn"
    assert_sound(engine)


def test_two_places_of_an_event_that_become_one_are_one(engine: Engine, small_archive: None) -> None:
    merged(engine, RECORDS["place", "us"], loser="us-ca")
    assert now(engine, "event", "memo").places == ("us",)
    assert_sound(engine)


def test_an_event_is_not_related_to_what_it_absorbs(engine: Engine, small_archive: None) -> None:
    merged(engine, MEMO, loser="letter")
    memo = now(engine, "event", "memo")
    assert memo.relations == ()
    assert_sound(engine)


def test_merging_is_undone_whole(engine: Engine, small_archive: None) -> None:
    before = says(engine)
    batch = merged(engine, replace(REPORT, note="Merged."), loser="page")
    assert says(engine) != before
    undo = undone(engine, batch.batch)
    assert says(engine) == before
    assert now(engine, "source", "page") == PAGE
    assert_sound(engine)
    undone(engine, undo.batch)
    assert current(engine)["source", "page"]["merged_into_id"] == current(engine)["source", "report"]["id"]
    assert_sound(engine)


def test_merged_records_lead_to_the_last_one(engine: Engine) -> None:
    load(engine, (*ARCHIVE, replace(PAGE, id="copy", part_of="")))
    merged(engine, PAGE, loser="copy")
    merged(engine, REPORT, loser="page")
    renamed(engine, "source", "report", to="the-report", base_version=2)
    with read_session(engine) as session, pytest.raises(MovedError) as moved:
        get_record(session, "source", "copy")
    assert moved.value.to == "the-report"
    assert_sound(engine)


def test_a_merge_that_would_break_a_rule_says_where(engine: Engine) -> None:
    policy = replace(RECORDS["policy", "may-stay-out"], id="opting-out")
    states = tuple(replace(state, state=f"{state.state}-indeed") for state in policy.states)
    load(engine, (*ARCHIVE, replace(policy, states=states)))
    before = contents(engine)
    with pytest.raises(InvalidRecordsError) as caught:
        merged(engine, replace(policy, states=states), loser="may-stay-out")
    assert "changes[0].state: is not a state of the policy opting-out" in str(caught.value)
    assert contents(engine) == before


def test_a_record_is_not_merged_into_itself(engine: Engine, small_archive: None) -> None:
    with pytest.raises(InvalidRecordError, match="is to be merged into itself"):
        merged(engine, PAGE, loser="page")
    with pytest.raises(NotFoundError):
        merged(engine, PAGE, loser="no-page")
    with pytest.raises(ConflictError):
        merged(engine, PAGE, loser="report", loser_version=3)
    merged(engine, REPORT, loser="page")
    with pytest.raises(MovedError):
        merged(engine, PAGE, loser="report", base_version=2)


def test_a_merged_record_is_not_saved(engine: Engine, small_archive: None) -> None:
    merged(engine, REPORT, loser="page")
    with pytest.raises(InvalidRecordError, match="id: is a former id of report"):
        saved(engine, PAGE, base_version=2)


# --- Taking back, bringing back, undoing -------------------------------------------------------------


def test_withdrawing_hides_and_keeps(engine: Engine) -> None:
    load(engine, UNASKED)
    with write_transaction(engine) as session:
        assert withdraw(session, "event", "memo", base_version=1, **WHO).version == 2
    with read_session(engine) as session:
        with pytest.raises(NotFoundError):
            get_record(session, "event", "memo")
        stored = get_record(session, "event", "memo", status=None)
        assert (stored.record, stored.status, stored.version) == (MEMO, "withdrawn", 2)
    assert_sound(engine)


def test_what_the_public_record_refers_to_is_not_withdrawn(engine: Engine, small_archive: None) -> None:
    before = contents(engine)
    with pytest.raises(InvalidRecordError) as caught, write_transaction(engine) as session:
        withdraw(session, "event", "start", base_version=1, **WHO)
    assert [str(problem) for problem in caught.value.problems] == [
        "status: cannot be given, because 2 published records refer to this event: event letter, series"
        " places (found “withdrawn”). Take the reference out there first, withdraw them together, or merge"
        " this record into another."
    ]
    with pytest.raises(InvalidRecordError, match="2 published records refer"):
        saved(engine, START, status="draft")
    assert contents(engine) == before


def test_a_record_is_published_after_what_it_refers_to_or_with_it(
    engine: Engine, small_archive: None
) -> None:
    source = replace(PAGE, id="new-page", part_of="")
    event = replace(LETTER, id="new-letter", citations=(Citation(source="new-page"),))
    saved(engine, source, base_version=0)
    with pytest.raises(InvalidRecordError) as caught:
        saved(engine, event, base_version=0, status="published")
    assert [str(problem) for problem in caught.value.problems] == [
        "citations[0].source: names a source that is a draft (found “new-page”). Publish it first, or both"
        " together, or leave it out."
    ]
    load(engine, (source, event), base_versions={("source", "new-page"): 1})
    assert_sound(engine)


def test_an_earlier_version_comes_back_with_present_ids(engine: Engine, small_archive: None) -> None:
    saved(engine, replace(MEMO, title="Shorter", citations=MEMO.citations[:1]))
    renamed(engine, "source", "page", to="the-page")
    renamed(engine, "event", "memo", to="the-memo", base_version=2)
    with write_transaction(engine) as session:
        back = restore(session, "event", "the-memo", version=1, base_version=3, **WHO)
    assert back.version == 4
    memo = now(engine, "event", "the-memo")
    assert (memo.title, memo.id) == (MEMO.title, "the-memo")
    assert [citation.source for citation in memo.citations] == ["report", "the-page"]
    assert_sound(engine)
    with (
        pytest.raises(NotFoundError, match="There is no version of the event the-memo with the id “9”"),
        write_transaction(engine) as session,
    ):
        restore(session, "event", "the-memo", version=9, base_version=4, **WHO)


def test_a_withdrawn_record_is_published_again(engine: Engine) -> None:
    load(engine, UNASKED)
    with write_transaction(engine) as session:
        withdraw(session, "event", "memo", base_version=1, **WHO)
        restore(session, "event", "memo", version=1, base_version=2, status="published", **WHO)
    assert now(engine, "event", "memo") == MEMO
    assert_sound(engine)


def test_undoing_an_import_withdraws_what_it_made_and_restores_what_it_changed(
    engine: Engine, small_archive: None
) -> None:
    other = replace(LETTER, id="second-letter")
    versions = {("event", "memo"): 1}
    batch = load(engine, (replace(MEMO, title="Shorter"), other), base_versions=versions, batch="spring")
    assert batch.batch == "spring"
    undone(engine, "spring")
    assert now(engine, "event", "memo") == MEMO
    assert current(engine)["event", "second-letter"]["status"] == "withdrawn"
    assert_sound(engine)


def test_undoing_refuses_to_lose_what_was_saved_since(engine: Engine, small_archive: None) -> None:
    batch = renamed(engine, "source", "page", to="the-page")
    memo = now(engine, "event", "memo")
    saved(engine, replace(memo, title="Shorter"), base_version=2)
    before = contents(engine)
    with pytest.raises(ConflictError, match="The event “memo” is at version 3"):
        undone(engine, batch.batch)
    assert contents(engine) == before
    with pytest.raises(NotFoundError, match="There is no batch with the id “summer”"):
        undone(engine, "summer")


def test_undoing_a_renaming_takes_along_what_was_written_since(engine: Engine, small_archive: None) -> None:
    batch = renamed(engine, "event", "start", to="the-start")
    since = replace(LETTER, id="answer", relations=(Relation(relation="follows", target="the-start"),))
    saved(engine, since, base_version=0, status="published")
    undone(engine, batch.batch)
    assert now(engine, "event", "answer").relations[0].target == "start"
    with read_session(engine) as session, pytest.raises(MovedError):
        get_record(session, "event", "the-start")
    assert_sound(engine)
