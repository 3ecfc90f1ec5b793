"""The check: nothing in a sound store, and each way of breaking one is found."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.store.archive import ARCHIVE, LETTER, MEMO, START, contents, current, load, tampering
from timeline.db import read_session, write_transaction
from timeline.records.event import Citation, Relation
from timeline.records.kinds import Record
from timeline.store.check import check
from timeline.store.finding import Finding
from timeline.store.move import merge, rename
from timeline.store.rebuild import copy_history, rebuild
from timeline.store.restore import undo_batch, withdraw
from timeline.store.save import save

Place = tuple[str, str, str]


def findings(engine: Engine) -> tuple[Finding, ...]:
    with read_session(engine) as session:
        return check(session)


def break_store(engine: Engine, statement: str) -> None:
    with tampering(engine) as session:
        session.execute(text(statement))
        session.flush()


def with_a_past(engine: Engine) -> None:
    """Load the archive and put every kind of act behind it."""
    load(engine)
    records = {record.id: record for record in ARCHIVE}
    with write_transaction(engine) as session:
        who: Any = {"by": "Ed", "reason": "Tidying"}
        shorter = replace(MEMO, title="Shorter", date="2010-08")
        save(session, shorter, base_version=1, change="update", **who)
        rename(session, "event", "memo", to="the-memo", base_version=2, **who)
        merge(session, records["report"], loser="page", base_version=1, loser_version=1, **who)
        withdraw(session, "question", "what-day", base_version=3, **who)
        renamed = rename(session, "topic", "programme", to="all", base_version=1, **who)
        undo_batch(session, renamed.batch, **who)


def test_an_empty_store_is_sound(engine: Engine) -> None:
    assert findings(engine) == ()


def test_a_store_with_a_past_is_sound(engine: Engine) -> None:
    with_a_past(engine)
    assert findings(engine) == ()


def test_the_check_says_how_far_it_is(sqlite_engine: Engine, small_archive: None) -> None:
    told: list[tuple[int, int]] = []
    with read_session(sqlite_engine) as session:
        check(session, progress=lambda done, of: told.append((done, of)))
    assert [of for _, of in told] == [2 * len(ARCHIVE)] * len(told)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == 2 * len(ARCHIVE)


# --- The tables against the history ------------------------------------------------------------------

TABLES: dict[str, Place] = {
    "UPDATE events SET title = 'Another' WHERE date = '2010-08-17'": ("event", "memo", "title"),
    "UPDATE events SET date_latest = '2010-08-18' WHERE date = '2010-08-17'": (
        "event", "memo", "date_latest",
    ),
    "UPDATE events SET date_earliest = NULL WHERE date = '2008~'": ("event", "start", "date_earliest"),
    "UPDATE events SET date_approximate = NOT date_approximate WHERE date = '2008~'": (
        "event", "start", "date_approximate",
    ),
    "UPDATE events SET sort_key = 'x' WHERE date = '2008~'": ("event", "start", "sort_key"),
    "UPDATE policy_changes SET effective_earliest = '2010-01-01' WHERE position = 1": (
        "event", "memo", "changes[0].effective_earliest",
    ),
    "UPDATE citations SET quotation = 'stay out' WHERE quotation <> ''": (
        "event", "memo", "citations[0].quotation",
    ),
    "DELETE FROM citation_bearings WHERE position = 2": ("event", "memo", "citations[1].bears_on[1]"),
    "UPDATE citation_bearings SET bearing = 'date' WHERE bearing = 'title'": (
        "event", "memo", "citations[0].bears_on[0].bearing",
    ),
    "DELETE FROM relations": ("event", "letter", "relations[0]"),
    "UPDATE event_places SET position = position + 5": ("event", "memo", "places[5]"),
    "UPDATE figures SET amount = 15 WHERE value = '14'": ("series", "places", "figures[0].amount"),
    "UPDATE sources SET part_of_id = NULL": ("source", "page", "part_of_id"),
    "UPDATE claims SET source_id = 999 WHERE position = 1": ("question", "what-day", "claims[0].source_id"),
    "DELETE FROM topics": ("topic", "participation", "record"),
    "UPDATE search_texts SET title = 'Another' WHERE title = 'A letter asks how to stay out'": (
        "event", "letter", "search.title",
    ),
    "DELETE FROM search_texts WHERE title = 'A page'": ("source", "page", "search"),
    "INSERT INTO record_topics (record_id, position, topic_id) SELECT record_id, 1, 1 FROM sources": (
        "", "", "record_topics",
    ),
    "UPDATE records SET status = 'draft' WHERE slug = 'ice'": ("actor", "ice", "status"),
    "UPDATE records SET slug = 'us-2' WHERE slug = 'us'": ("place", "us-2", "slug"),
    "UPDATE records SET version = 7 WHERE slug = 'us'": ("place", "us", "version"),
    "UPDATE records SET fingerprint = '0' WHERE slug = 'us'": ("place", "us", "fingerprint"),
    "UPDATE records SET revision = 1 WHERE slug = 'us'": ("place", "us", "revision"),
    "UPDATE records SET merged_into_id = 1, status = 'withdrawn' WHERE slug = 'us-ca'": (
        "place", "us-ca", "merged_into_id",
    ),
    "INSERT INTO aliases (kind, slug, record_id) VALUES ('place', 'usa', 1)": ("place", "usa", "id"),
    "INSERT INTO aliases (kind, slug, record_id) VALUES ('place', 'us', 1)": ("place", "us", "id"),
    "DELETE FROM records WHERE slug = 'start'": ("", "", "records"),
}  # fmt: skip


def found_after(engine: Engine, statements: Iterable[str]) -> dict[str, set[Place]]:
    """Give what the check finds after each statement alone; the store is as it was in the end."""
    found = {}
    with tampering(engine) as session:
        for statement in statements:
            broken = session.begin_nested()
            session.execute(text(statement))
            found[statement] = {(one.kind, one.record, one.field) for one in check(session)}
            broken.rollback()
        assert check(session) == ()
    return found


def not_found(wanted: dict[str, Place], found: dict[str, set[Place]]) -> dict[str, set[Place]]:
    return {statement: found[statement] for statement in wanted if wanted[statement] not in found[statement]}


def test_each_table_that_differs_from_the_history_is_found(engine: Engine, small_archive: None) -> None:
    assert not_found(TABLES, found_after(engine, TABLES)) == {}


def test_a_broken_table_is_rebuilt(engine: Engine, small_archive: None) -> None:
    before = contents(engine, besides=("dataset",))
    with tampering(engine) as session:
        for statement in TABLES:
            if "records" not in statement:
                session.execute(text(statement))
    assert len(findings(engine)) > 10
    with write_transaction(engine) as session:
        rebuild(session)
    assert findings(engine) == ()
    assert contents(engine, besides=("dataset",)) == before


# --- The history in itself ---------------------------------------------------------------------------

HISTORY: dict[str, Place] = {
    "UPDATE revisions SET reason = 'x' WHERE number = 2": ("event", "memo", "chain"),
    "UPDATE revisions SET at_utc = '2001-01-01 00:00:00' WHERE number = 2": ("event", "memo", "at_utc"),
    "UPDATE revisions SET document = replace(document, '2010-08-17', '2010-08-18') WHERE number = 2": (
        "event", "memo", "document",
    ),
    "UPDATE revisions SET document = 'x' WHERE number = 2": ("event", "memo", "document"),
    "UPDATE revisions SET slug = 'memo-2' WHERE number = 2": ("event", "memo-2", "slug"),
    "UPDATE revisions SET fingerprint = '0' WHERE number = 2": ("event", "memo", "document"),
    "UPDATE revisions SET version = 3 WHERE number = 2": ("event", "memo", "version"),
    "DELETE FROM revisions WHERE number = 2": ("event", "letter", "number"),
    "UPDATE dataset SET revision = 3": ("", "", "dataset.revision"),
    "UPDATE dataset SET head = 'x'": ("", "", "dataset.head"),
    "UPDATE dataset SET version = 0": ("", "", "dataset.version"),
    "DELETE FROM dataset": ("", "", "dataset"),
}  # fmt: skip


def test_each_history_that_was_changed_is_found(engine: Engine, small_archive: None) -> None:
    assert not_found(HISTORY, found_after(engine, HISTORY)) == {}


def test_only_the_first_break_of_the_chain_is_named(engine: Engine, small_archive: None) -> None:
    break_store(engine, "UPDATE revisions SET reason = 'x' WHERE number IN (3, 5, 7)")
    chain = [one for one in findings(engine) if one.field == "chain"]
    assert [str(one) for one in chain] == [
        "event letter, chain: the chain of the history breaks at revision 3. The history was changed from"
        " outside. Restore it from a backup."
    ]


# --- The full-text index -----------------------------------------------------------------------------


COLUMNS = "rowid, title, names, text, quotations"
FORGET = f"""
    INSERT INTO search_index(search_index, {COLUMNS})
    SELECT 'delete', record_id, title, names, text, quotations FROM search_texts WHERE title = 'A page'
"""
INVENT = f"INSERT INTO search_index({COLUMNS}) VALUES (999, 'a', '', '', '')"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (FORGET, "source page, search: the full-text index does not find it by its own words."),
        (INVENT, "the store, search: the full-text index has 1 texts that no record has."),
    ],
)
def test_an_index_out_of_step_is_found_and_rebuilt(
    sqlite_engine: Engine, small_archive: None, statement: str, found: str
) -> None:
    break_store(sqlite_engine, statement)
    cure = " Restore a backup, or rebuild the tables from the history."
    assert [str(one) for one in findings(sqlite_engine)] == [found + cure]
    with write_transaction(sqlite_engine) as session:
        rebuild(session)
    assert findings(sqlite_engine) == ()


# --- What the records say ----------------------------------------------------------------------------


def loaded_with(engine: Engine, *records: Record) -> list[str]:
    """Load the archive with some records in other words; give what the check says."""
    changed = {(record.record_kind, record.id): record for record in records}
    kept = tuple(record for record in ARCHIVE if (record.record_kind, record.id) not in changed)
    load(engine, (*kept, *records))
    return [str(finding) for finding in findings(engine)]


def test_a_passage_is_not_a_quotation(sqlite_engine: Engine) -> None:
    quoted = Citation(source="page", quotation="word " * 40 + "end")
    assert loaded_with(sqlite_engine, replace(START, citations=(quoted,))) == [
        "event start, citations[0].quotation: the quotation has 41 words; at most 40 are a few exact words."
        " Quote less, and say the rest in other words."
    ]


def test_relations_that_contradict_each_other_are_found(sqlite_engine: Engine) -> None:
    back = replace(START, relations=(Relation(relation="follows", target="letter"),))
    assert loaded_with(sqlite_engine, back) == [
        "event letter, relations[0]: letter follows start, and start follows letter. One of the two is"
        " wrong.",
        "event start, relations[0]: start follows letter, and letter follows start. One of the two is wrong.",
        "event start, relations[0]: start (2008~) follows letter ([2010-07-27,2010-07-28]), which is later."
        " The relation or one of the dates is wrong.",
    ]


def test_a_relation_whose_other_side_is_not_public_is_found(
    sqlite_engine: Engine, small_archive: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The store refuses it today; an older one may have let it through.
    monkeypatch.setattr("timeline.store.rules.public_referrers", lambda *_: ())
    with write_transaction(sqlite_engine) as session:
        withdraw(session, "event", "letter", base_version=1, by="Ed", reason="Not ours")
    assert [str(finding) for finding in findings(sqlite_engine)] == [
        "event memo, relations[0].target: the event “letter” is not published. Publish it, or take the"
        " reference out."
    ]


def test_a_record_that_breaks_a_rule_of_today_is_found(
    sqlite_engine: Engine, small_archive: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timeline.records.validate.ID_LONGEST", 5)
    found = {(one.kind, one.record, one.field) for one in findings(sqlite_engine)}
    assert ("event", "letter", "id") in found
    assert ("event", "letter", "citations[0].source") in found
    assert ("actor", "ice", "id") not in found


# --- Rebuilding --------------------------------------------------------------------------------------


def test_the_history_alone_makes_the_same_database(engine: Engine) -> None:
    with_a_past(engine)
    before = contents(engine)
    with write_transaction(engine) as session:
        rebuild(session)
    after = contents(engine)
    assert after.pop("dataset")[0]["version"] == before.pop("dataset")[0]["version"] + 1
    assert after == before


def test_the_history_makes_the_same_database_in_an_empty_store(
    sqlite_engine: Engine, postgresql_engine: Engine
) -> None:
    """From one engine into the other, so that nothing but the history can have carried it."""
    with_a_past(sqlite_engine)
    with read_session(sqlite_engine) as source, write_transaction(postgresql_engine) as target:
        copy_history(source, target)
        rebuild(target)
    before, after = contents(sqlite_engine), contents(postgresql_engine)
    after["dataset"][0]["version"] -= 1
    assert after == before
    assert findings(postgresql_engine) == ()


def test_a_history_is_copied_into_an_empty_store_only(sqlite_engine: Engine, small_archive: None) -> None:
    with (
        read_session(sqlite_engine) as source,
        write_transaction(sqlite_engine) as target,
        pytest.raises(ValueError, match="into an empty store only"),
    ):
        copy_history(source, target)
    assert len(current(sqlite_engine)) == len(ARCHIVE)


def test_the_letter_stays_as_it_was(engine: Engine, small_archive: None) -> None:
    """Rebuilding keeps what nobody changed at its version."""
    with write_transaction(engine) as session:
        rebuild(session)
    assert current(engine)["event", LETTER.id]["version"] == 1
