"""The SQLite file: keys that hold, types, the flat view, words that are found; and what Datasette shows."""

import datetime as dt
import json
import sqlite3

import pytest

from tests.exports.fixed_records import FULL, MINIMAL
from tests.exports.memory import MemoryArchive
from tests.exports.opened import database
from timeline.exports.datasette_metadata import datasette_metadata
from timeline.exports.events_csv import TABLE as EVENTS
from timeline.exports.records_sqlite import FLAT, records_sqlite
from timeline.exports.typed_tables import list_tables, typed_rows, typed_tables

ARCHIVE = MemoryArchive(kept=FULL)
CONTENT = b"".join(records_sqlite(ARCHIVE))
TABLES = (*typed_tables(), *list_tables())


@pytest.fixture
def opened() -> sqlite3.Connection:
    """Open the file of the full archive."""
    return database(CONTENT)


@pytest.mark.parametrize("kept", [MINIMAL, FULL, ()], ids=["minimal", "full", "empty"])
def test_the_file_is_sound_its_keys_hold_and_its_bytes_are_the_same_again(kept: tuple[object, ...]) -> None:
    archive = MemoryArchive(kept=kept)  # type: ignore[arg-type]
    content = b"".join(records_sqlite(archive))
    found = database(content)
    assert found.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert found.execute("PRAGMA foreign_key_check").fetchall() == []
    for name in ("events_fts", "sources_fts"):
        found.execute(f"INSERT INTO {name} ({name}) VALUES ('integrity-check')")
    assert b"".join(records_sqlite(archive)) == content


def test_every_table_has_its_keys_and_every_column_its_meaning(opened: sqlite3.Connection) -> None:
    told = set(opened.execute("SELECT table_name, name FROM timeline_columns WHERE about <> ''"))
    for table in TABLES:
        columns = opened.execute(f'PRAGMA table_info("{table.name}")').fetchall()
        assert [column[1] for column in columns] == [column.name for column in table.columns]
        assert [column[1] for column in columns if column[5]] == list(table.primary_key)
        keys = {(key[3], key[2]) for key in opened.execute(f'PRAGMA foreign_key_list("{table.name}")')}
        assert keys == {(column.name, column.refers_to) for column in table.columns if column.refers_to}
        assert {(table.name, column.name) for column in table.columns} <= told


def test_values_have_types_and_a_year_stays_a_year(opened: sqlite3.Connection) -> None:
    found = opened.execute(
        "SELECT date, date_earliest, date_latest, date_approximate, typeof(significance) FROM events"
        " WHERE id = 'dated-2'"
    ).fetchone()
    assert found == ("2009-11~", "2009-11-01", "2009-11-30", 1, "integer")
    assert opened.execute("SELECT date, date_earliest FROM events WHERE id = 'first-well'").fetchone() == (
        "",
        None,
    )
    values = opened.execute("SELECT value, typeof(value) FROM figures ORDER BY value").fetchall()
    assert values == [(-12, "integer"), (-0.5, "real"), (7.5, "real")]
    assert (
        opened.execute("SELECT title FROM events WHERE id = 'permit-order'").fetchone()[0].startswith("=SUM")
    )


def test_the_flat_view_is_the_flat_file(opened: sqlite3.Connection) -> None:
    cursor = opened.execute(f"SELECT * FROM {FLAT}")
    assert [column[0] for column in cursor.description] == list(EVENTS.column_names)
    flat = [
        tuple(cell.isoformat() if isinstance(cell, dt.date) else cell for cell in row)
        for row in typed_rows(EVENTS, ARCHIVE)
    ]
    assert sorted(cursor) == sorted(flat)


def test_words_are_found_and_lists_can_be_joined(opened: sqlite3.Connection) -> None:
    found = opened.execute(
        "SELECT id FROM events WHERE rowid IN (SELECT rowid FROM events_fts WHERE events_fts MATCH 'orders')"
    ).fetchall()
    assert found == [("permit-order",)]
    assert opened.execute("SELECT event_id FROM event_topics WHERE topic = 'wells'").fetchall() == [
        ("permit-order",)
    ]


def test_datasette_is_told_of_every_table_and_column(opened: sqlite3.Connection) -> None:
    said = json.loads(b"".join(datasette_metadata(ARCHIVE)))
    tables = said["databases"]["records"]["tables"]
    for table in TABLES:
        assert list(tables[table.name]["columns"]) == [column.name for column in table.columns]
    assert tables["events"]["label_column"] == "title"
    assert (said["license"], FLAT in tables) == ("CC-BY-4.0", True)
    named = {row[0] for row in opened.execute("SELECT name FROM sqlite_master")}
    assert tables.keys() <= named
