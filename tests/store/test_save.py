"""Saving: what is kept, what is refused, and in which words."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.records.strategies import BULKY, archives
from tests.store.archive import (
    ARCHIVE,
    LETTER,
    MEMO,
    START,
    UNASKED,
    contents,
    current,
    load,
    record_now,
)
from timeline.db import read_session, write_transaction
from timeline.errors import ConflictError, InvalidRecordError, InvalidRecordsError
from timeline.models.history import DatasetRow, RevisionRow
from timeline.queries.records import list_records
from timeline.records.canonical import fingerprint, to_document
from timeline.records.event import Citation
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.store.check import check
from timeline.store.save import save, save_all
from timeline.store.write import Saved

NOON = dt.datetime(2026, 1, 31, 12, 0, tzinfo=dt.UTC)
LATER = NOON + dt.timedelta(hours=1)


def change(engine: Engine, record: Record, **options: Any) -> Saved:
    given_options = {"by": "Ed", "base_version": 1, "change": "correction", "reason": "It was wrong"}
    with write_transaction(engine) as session:
        return save(session, record, **{**given_options, **options})


def revisions(engine: Engine) -> list[dict[str, Any]]:
    with read_session(engine) as session:
        rows = session.execute(select(RevisionRow.__table__).order_by(RevisionRow.number)).mappings()
        return [dict(row) for row in rows]


def dataset(engine: Engine) -> tuple[int, int, dt.datetime | None]:
    with read_session(engine) as session:
        row = session.execute(select(DatasetRow.version, DatasetRow.revision, DatasetRow.at_utc)).one()
        return row.version, row.revision, row.at_utc


def by_key(records: tuple[Record, ...]) -> dict[tuple[str, str], Record]:
    return {(record.record_kind, record.id): record for record in records}


def read_all(session: Session) -> dict[tuple[str, str], Record]:
    read = tuple(stored.record for kind in CLASS_OF_KIND for stored in list_records(session, kind))
    return by_key(read)


# --- What is kept ------------------------------------------------------------------------------------


def test_what_is_saved_is_read_back(engine: Engine) -> None:
    assert len(load(engine).changed) == len(ARCHIVE)
    with read_session(engine) as session:
        assert read_all(session) == by_key(ARCHIVE)


def test_any_archive_survives_saving_and_reading(engine: Engine) -> None:
    """Whatever right records hold comes back as it was, and the store is sound after it."""
    empty = contents(engine)

    @settings(max_examples=6, **BULKY)
    @given(archives())
    def survives(records: tuple[Record, ...]) -> None:
        with Session(engine) as session:
            save_all(session, records, by="Ann", reason="First load", batch="load")
            assert read_all(session) == by_key(records)
            # Random dates and relations may contradict each other; all else must be sound.
            findings = [found for found in check(session) if not found.field.startswith("relations[")]
            assert findings == []
            session.rollback()

    survives()
    assert contents(engine) == empty


def test_a_revision_says_who_when_why_and_through_what(engine: Engine) -> None:
    load(engine, UNASKED)
    memo = replace(MEMO, title="A memo")
    saved = change(
        engine,
        memo,
        through="admin",
        note="The title was too long.",
        status="review",
        batch="tidying",
        at_utc=dt.datetime(2126, 1, 31, 14, 0, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    )
    assert (saved.kind, saved.id, saved.version, saved.changed) == ("event", "memo", 2, True)
    last = revisions(engine)[-1]
    assert saved.revision == last["number"] == len(UNASKED) + 1
    expected = {
        "kind": "event",
        "slug": "memo",
        "version": 2,
        "at_utc": dt.datetime(2126, 1, 31, 12, 0, tzinfo=dt.UTC),
        "by": "Ed",
        "through": "admin",
        "change": "correction",
        "reason": "It was wrong",
        "note": "The title was too long.",
        "status": "review",
        "batch": "tidying",
        "merged_into_id": None,
        "fingerprint": fingerprint(memo),
    }
    assert {name: last[name] for name in expected} == expected
    assert record_now(engine, "event", "memo") == to_document(memo)


def test_the_first_revision_is_new_and_numbers_have_no_gaps(engine: Engine, small_archive: None) -> None:
    made = revisions(engine)
    assert [row["number"] for row in made] == list(range(1, len(ARCHIVE) + 1))
    assert {(row["version"], row["change"], row["status"]) for row in made} == {(1, "new", "published")}
    assert {row["batch"] for row in made} == {"import-1"}


def test_a_new_record_is_a_draft_unless_said_otherwise(engine: Engine, small_archive: None) -> None:
    saved = change(engine, replace(START, id="start-2"), base_version=0, change="new")
    assert (saved.version, current(engine)["event", "start-2"]["status"]) == (1, "draft")
    kept = change(engine, replace(START, id="start-2", title="Again"), base_version=1)
    assert (kept.version, current(engine)["event", "start-2"]["status"]) == (2, "draft")


def test_the_dataset_version_grows_with_every_write(engine: Engine) -> None:
    load(engine, at_utc=NOON)
    first = dataset(engine)
    assert first == (len(ARCHIVE), len(ARCHIVE), NOON)
    change(engine, replace(MEMO, title="A memo"), at_utc=LATER)
    assert dataset(engine) == (first[0] + 1, first[1] + 1, LATER)


def test_saving_what_is_there_already_changes_nothing(engine: Engine, small_archive: None) -> None:
    before = contents(engine)
    saved = change(engine, MEMO)
    assert saved == Saved(kind="event", id="memo", version=1, revision=None, changed=False)
    again = load(engine, base_versions={(r.record_kind, r.id): 1 for r in ARCHIVE})
    assert again.changed == ()
    assert contents(engine) == before


def test_a_status_alone_is_a_change(engine: Engine) -> None:
    load(engine, UNASKED)
    saved = change(engine, MEMO, status="review")
    assert saved.version == 2
    assert current(engine)["event", "memo"]["status"] == "review"


def test_a_failed_write_leaves_nothing(engine: Engine, small_archive: None) -> None:
    before = contents(engine)

    def fail_after_saving() -> None:
        with write_transaction(engine) as session:
            save(session, replace(MEMO, title="A"), by="Ed", base_version=1, change="update", reason="Why")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_saving()
    assert contents(engine) == before


def test_time_never_runs_backwards(engine: Engine) -> None:
    load(engine, at_utc=NOON)
    with pytest.raises(ValueError, match="before that of the last revision"):
        change(engine, replace(MEMO, title="A memo"), at_utc=NOON - dt.timedelta(seconds=1))
    with pytest.raises(ValueError, match="has no zone"):
        change(engine, replace(MEMO, title="A memo"), at_utc=dt.datetime(2127, 1, 1))  # noqa: DTZ001 - meant
    far = dt.datetime(2127, 1, 1, tzinfo=dt.UTC)
    change(engine, replace(MEMO, title="A memo"), at_utc=far)
    # The clock of this machine is long before that, and the next revision is not.
    change(engine, MEMO, base_version=2)
    assert revisions(engine)[-1]["at_utc"] == far


# --- What is refused ---------------------------------------------------------------------------------


def test_a_stale_version_is_refused(engine: Engine, small_archive: None) -> None:
    change(engine, replace(MEMO, title="Mine"))
    with pytest.raises(ConflictError) as caught:
        change(engine, replace(MEMO, title="Yours"))
    assert (caught.value.base_version, caught.value.version) == (1, 2)
    assert str(caught.value) == (
        "The event “memo” is at version 2, and this change starts from version 1. Look at what was saved in "
        "between and make the change again on top of it."
    )
    with pytest.raises(ConflictError):
        change(engine, MEMO, base_version=0)
    with pytest.raises(ConflictError):
        change(engine, replace(MEMO, id="no-such-memo"), base_version=3)
    with pytest.raises(ConflictError):
        load(engine, (replace(MEMO, title="Ours"),), base_versions={("event", "memo"): 1})


def test_all_problems_are_listed_at_once(engine: Engine, small_archive: None) -> None:
    wrong = replace(
        MEMO,
        title="",
        date="2010-02-30",
        places=("us", "atlantis"),
        citations=(Citation(source="no-such-source"), *MEMO.citations),
        changes=(replace(MEMO.changes[0], state="perhaps", stated_from="never"),),
    )
    with pytest.raises(InvalidRecordError) as caught:
        change(engine, wrong, reason="", through="post")
    assert [problem.path for problem in caught.value.problems] == [
        "reason",
        "through",
        "title",
        "date",
        "places[1]",
        "citations[0].source",
        "changes[0].state",
        "changes[0].stated_from",
    ]
    lines = str(caught.value).splitlines()
    assert lines[0] == "The event “memo” has 8 problems:"
    assert lines[1] == "  reason: is missing. Say why the change is made."
    assert lines[5] == (
        "  places[1]: there is no place with this id (found “atlantis”). Add the place, or write the id of"
        " one."
    )
    assert lines[7] == (
        "  changes[0].state: is not a state of the policy may-stay-out (found “perhaps”). Write one of: yes,"
        " no."
    )


def test_a_batch_lists_the_problems_of_all_its_records(engine: Engine) -> None:
    before = contents(engine)
    records = tuple(record for record in ARCHIVE if record.id not in {"page", "dhs"})
    with pytest.raises(InvalidRecordsError) as caught:
        load(engine, records)
    found = {
        (error.kind, error.record_id): [problem.path for problem in error.problems]
        for error in caught.value.records
    }
    assert found == {
        ("question", "what-day"): ["touches[1]", "claims[1].source"],
        ("event", "memo"): ["citations[1].source"],
        ("event", "start"): ["citations[0].source"],
        ("series", "places"): ["figures[1].source"],
        ("source", "report"): ["mentions[0].source"],
        ("actor", "ice"): ["part_of"],
    }
    assert str(caught.value).startswith("Nothing was kept, because 6 records cannot be kept as they stand:\n")
    assert contents(engine) == before


@pytest.mark.parametrize(
    ("kind", "slug", "field", "value", "found"),
    [
        ("place", "us", "part_of", "us-ca", "would make it part of itself (us → us-ca → us)"),
        ("topic", "programme", "broader", "participation", "(programme → participation → programme)"),
        ("actor", "dhs", "part_of", "ice", "(dhs → ice → dhs)"),
        ("source", "report", "part_of", "page", "(report → page → report)"),
        ("series", "places", "whole", "share", "(places → share → places)"),
    ],
)
def test_nothing_is_part_of_itself(
    sqlite_engine: Engine, small_archive: None, kind: str, slug: str, field: str, value: str, found: str
) -> None:
    record: Any = by_key(ARCHIVE)[kind, slug]
    with pytest.raises(InvalidRecordError) as caught:
        change(sqlite_engine, replace(record, **{field: value}))
    (problem,) = caught.value.problems
    assert problem.path == field
    assert found in problem.message


def test_nothing_is_part_of_itself_within_one_batch(engine: Engine) -> None:
    names = ["a", "b", "c", "d"]
    place: Any = by_key(ARCHIVE)["place", "us"]
    around = tuple(
        replace(place, id=slug, part_of=whole)
        for slug, whole in zip(names, ["b", "c", "a", "a"], strict=True)
    )
    with pytest.raises(InvalidRecordsError) as caught:
        load(engine, around)
    assert [error.record_id for error in caught.value.records] == ["a", "b", "c"]


def test_a_state_in_use_cannot_be_taken_from_a_policy(engine: Engine, small_archive: None) -> None:
    policy: Any = by_key(ARCHIVE)["policy", "may-stay-out"]
    states = (replace(policy.states[0], state="certainly"), policy.states[1])
    with pytest.raises(InvalidRecordError) as caught:
        change(engine, replace(policy, states=states))
    assert {str(problem) for problem in caught.value.problems} == {
        "states: is missing, and the event memo names it (found “yes”). Keep the state, or change the event"
        " first."
    }
    # Together with the event it can.
    memo = replace(MEMO, changes=tuple(replace(change, state="certainly") for change in MEMO.changes))
    versions = {("policy", "may-stay-out"): 1, ("event", "memo"): 1}
    batch = load(engine, (memo, replace(policy, states=states)), base_versions=versions)
    assert len(batch.changed) == 2


def test_two_records_of_a_batch_cannot_have_one_id(engine: Engine) -> None:
    with pytest.raises(InvalidRecordsError, match="id: stands for two records"):
        load(engine, (*ARCHIVE, replace(LETTER, title="Another letter")))


def test_only_a_new_record_is_new(sqlite_engine: Engine) -> None:
    load(sqlite_engine, change="new")
    with pytest.raises(InvalidRecordError) as caught:
        change(sqlite_engine, replace(MEMO, title="A memo"), change="new")
    assert [str(problem) for problem in caught.value.problems] == [
        "change: is said of a record that is there (found “new”). Say whether it is an update, a correction"
        " or an editorial change."
    ]


def test_a_status_must_be_one(sqlite_engine: Engine, small_archive: None) -> None:
    with pytest.raises(InvalidRecordError, match="status: is not a status"):
        change(sqlite_engine, MEMO, status="secret")


HOSTILE = ("\x00", "a\x00b", "\ud800", "a\r\nb", "\x1b[31m", "\x7f")


@pytest.mark.parametrize("field", ["title", "summary", "date", "id", "note", "kind", "by", "reason", "batch"])
def test_what_a_database_cannot_hold_is_refused_before_it(
    engine: Engine, small_archive: None, field: str
) -> None:
    before = contents(engine)
    shorter: Any = replace(MEMO, title="A memo")
    for hostile in HOSTILE:
        of_act = {field: hostile} if field in {"by", "reason", "batch"} else {}
        wrong = shorter if of_act else replace(shorter, **{field: hostile})
        with pytest.raises(InvalidRecordError):
            change(engine, wrong, **{"base_version": 0 if field == "id" else 1, **of_act})
    for hostile in HOSTILE:
        with pytest.raises(InvalidRecordError):
            change(engine, replace(shorter, places=(hostile,), topics=(hostile, "participation")))
    assert contents(engine) == before


# --- What the database itself refuses ----------------------------------------------------------------


def refuse_all(engine: Engine, *statements: str) -> None:
    """See the database refuse each statement and keep what it has."""
    before = contents(engine)
    for statement in statements:
        with pytest.raises(DBAPIError), write_transaction(engine) as session:
            session.execute(text(statement))
    assert contents(engine) == before


def test_the_history_cannot_be_changed(engine: Engine, small_archive: None) -> None:
    replacing = "INSERT OR REPLACE INTO revisions SELECT * FROM revisions WHERE number = 1"
    refuse_all(
        engine,
        "UPDATE revisions SET note = 'x' WHERE number = 1",
        "UPDATE revisions SET note = note",
        "DELETE FROM revisions WHERE number = 1",
        "DELETE FROM revisions",
        replacing if engine.dialect.name == "sqlite" else "TRUNCATE revisions CASCADE",
    )
    with pytest.raises(DBAPIError, match="revisions are never changed"), write_transaction(engine) as session:
        session.execute(text("UPDATE revisions SET note = 'x'"))


def test_the_database_refuses_what_cannot_be(engine: Engine, small_archive: None) -> None:
    refuse_all(
        engine,
        "UPDATE citations SET source_id = 999",
        "UPDATE citations SET record_id = 999",
        "UPDATE figures SET source_id = NULL",
        "UPDATE events SET kind = 'party'",
        "UPDATE events SET date_earliest = '2030-01-01'",
        "UPDATE events SET significance = 4",
        "UPDATE citations SET position = 0",
        "UPDATE records SET slug = 'us' WHERE kind = 'place'",
        "UPDATE records SET merged_into_id = id, status = 'withdrawn'",
        "DELETE FROM sources",
        "UPDATE actors SET part_of_id = 999",
        "INSERT INTO dataset (id, version, revision, head) VALUES (2, 0, 0, '')",
    )
