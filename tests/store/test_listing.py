"""The rows of archivists' lists are kept with the records, checked, rebuilt, and made by the migration."""

import dataclasses
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.store.archive import ARCHIVE, MEMO
from timeline.db import downgrade, read_session, upgrade, write_transaction
from timeline.models.listing import ListingRow
from timeline.records.event import Citation, Event
from timeline.store.check import check
from timeline.store.listing import date_key, filing_key
from timeline.store.rebuild import rebuild
from timeline.store.restore import withdraw
from timeline.store.save import save, save_all


@pytest.fixture
def filled(engine: Engine) -> Engine:
    with write_transaction(engine) as session:
        save_all(session, ARCHIVE, by="Ada", reason="To have some.")
    return engine


def rows(engine: Engine) -> list[dict[str, Any]]:
    with read_session(engine) as session:
        found = session.execute(ListingRow.__table__.select().order_by(ListingRow.record_id)).mappings()
        return [dict(row) for row in found]


def row_of(engine: Engine, title: str) -> dict[str, Any]:
    return next(row for row in rows(engine) if row["title_key"] == filing_key(title))


def saved_event(engine: Engine, **changes: Any) -> dict[str, Any]:
    event: Event = dataclasses.replace(MEMO, **changes)
    with write_transaction(engine) as session:
        save(session, event, by="Björn", base_version=1, change="update", reason="Another source.")
    return row_of(engine, event.title)


def test_every_record_has_a_row_that_says_what_it_says(filled: Engine) -> None:
    assert len(rows(filled)) == len(ARCHIVE)
    memo = row_of(filled, MEMO.title)
    assert (memo["kind"], memo["term"], memo["significance"], memo["status"]) == (
        "event",
        "guidance",
        1,
        "published",
    )
    assert (memo["evidence"], memo["unlocated"], memo["disputed"]) == (2, 1, False)
    assert memo["changed_by"] == "Ada"


def test_a_change_of_the_record_or_of_its_status_changes_the_row(filled: Engine) -> None:
    changed = saved_event(filled, title="Éclair: a memo")
    assert (changed["title_key"], changed["changed_by"]) == ("eclair: a memo", "Björn")
    with write_transaction(filled) as session:
        withdraw(session, "question", "what-day", base_version=1, by="Cy", reason="It is answered.")
        withdraw(session, "event", "memo", base_version=2, by="Cy", reason="It was not so.")
    assert row_of(filled, "Éclair: a memo")["status"] == "withdrawn"


@pytest.mark.parametrize(
    ("first", "second", "bears_on", "is_disputed"),
    [
        ("2010-08-17", "2010-08-19", ((), ()), True),
        ("2010-08-17", "2010-08", ((), ()), False),
        ("2010-08-17", "2010-08-19", ((), ("date:published",)), False),
        ("2010-08-17", "2010-08-19", (("date:published",), ("date:published",)), True),
        ("2010-08-17", "", ((), ()), False),
    ],
)
def test_a_dispute_is_two_dates_for_one_thing_without_a_day_in_common(
    filled: Engine,
    first: str,
    second: str,
    bears_on: tuple[tuple[str, ...], tuple[str, ...]],
    is_disputed: bool,
) -> None:
    citations = tuple(
        Citation(source="report", asserted_date=date, bears_on=bears)
        for date, bears in zip((first, second), bears_on, strict=True)
    )
    assert saved_event(filled, citations=citations)["disputed"] is is_disputed
    before = rows(filled)
    downgrade(filled, "0006")
    upgrade(filled)
    assert rows(filled) == before


def test_the_migration_makes_the_rows_that_saving_makes(filled: Engine) -> None:
    before = rows(filled)
    downgrade(filled, "0006")
    upgrade(filled)
    assert rows(filled) == before


def test_check_finds_a_row_that_is_wrong_and_rebuild_puts_it_right(filled: Engine) -> None:
    before = rows(filled)
    with write_transaction(filled) as session:
        session.execute(
            text("UPDATE listings SET title_key = 'x' WHERE title_key = :key"),
            {"key": filing_key(MEMO.title)},
        )
    with read_session(filled) as session:
        assert [(found.kind, found.field) for found in check(session)] == [("event", "list.title_key")]
    with write_transaction(filled) as session:
        rebuild(session)
    assert rows(filled) == before


def test_titles_are_filed_without_case_accents_or_marks_at_their_beginning() -> None:
    assert filing_key("“Été” in the city") == "ete” in the city"
    assert filing_key("†") == "†"
    assert len(filing_key("x" * 300)) == 48


def test_what_has_no_date_stands_last() -> None:
    assert date_key(None, None) == "3652060.3652060"
