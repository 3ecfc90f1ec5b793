"""The archive as an SQLite file, ready for Datasette: typed tables with keys, a flat view, full-text indexes.

It holds the tables of the data package, each date resolved; besides them, one table for each list that
shares a cell there, so that a list can be joined; `events_flat`, one row an event with sources, actors,
places and topics joined in; and `timeline_tables` and `timeline_columns`, which say what all of it means.

The file is made beside the reach of other programs: its name is taken away as soon as it is open, so that
nothing is left behind wherever the writing is broken off. What the library notes of itself in the header is
written over, so that the bytes follow from the records.
"""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final

from timeline.exports.archive import Archive
from timeline.exports.events_csv import TABLE as EVENTS
from timeline.exports.records_json import about, batches
from timeline.exports.typed_tables import TypedColumn, TypedTable, Value, list_tables, typed_tables
from timeline.records.kinds import RECORD_CLASSES

FILE_NAME = "records.sqlite3"
FLAT: Final = "events_flat"
#: The columns of tables that can be searched for words.
SEARCHED: Final[Mapping[str, tuple[str, ...]]] = {
    "events": ("title", "summary", "body"),
    "sources": ("title", "abstract"),
}

_PIECE = 1024 * 1024
_TYPES: Final = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "boolean": "INTEGER"}
# In the header of the file (https://sqlite.org/fileformat.html, section 1.3): how often it was written, that
# number once more, and the version of the library that wrote it.
_COUNTER, _VALID_FOR, _LIBRARY = 24, 92, 96
_ONE, _NONE = (1).to_bytes(4, "big"), bytes(4)


def _items(item: str, tables: str, part: str = "part", event: str = "event_id") -> str:
    """Give the list of what an event is linked to as one text, its items joined as in a cell of CSV."""
    escaped = rf"replace(replace({item}, '\', '\\'), '|', '\|')"
    chosen = f"WHERE {part}.{event} = e.id ORDER BY {part}.position"
    rows = f"SELECT {escaped} AS item FROM {tables} {chosen}"  # noqa: S608 - the names are our own
    return f"coalesce((SELECT group_concat(item, '|') FROM ({rows})), '')"  # noqa: S608


def _flat_view(site_url: str) -> str:
    """Give the view of events with all that the flat file has, under the names that it has there."""
    cited = (
        "sources.title || CASE WHEN citations.locator = '' THEN '' ELSE ' (' || citations.locator || ')' END"
    )
    columns = {
        "id": "e.id",
        "title": "e.title",
        "date": "e.date",
        "date_words": "coalesce(e.date_words, 'date unknown')",
        "earliest": "e.date_earliest",
        "latest": "e.date_latest",
        "precision": "coalesce(e.date_precision, 'unknown')",
        "approximate": "coalesce(e.date_approximate, 0)",
        "uncertain": "coalesce(e.date_uncertain, 0)",
        "kind": "e.kind",
        "significance": "e.significance",
        "timelines": "e.timelines",
        "actors": _items(
            "actors.name || ' (' || part.role || ')'",
            "event_actors AS part JOIN actors ON actors.id = part.actor",
        ),
        "places": _items("places.name", "event_places AS part JOIN places ON places.id = part.place"),
        "topics": _items("topics.label", "event_topics AS part JOIN topics ON topics.id = part.topic"),
        "summary": "e.summary",
        "source_ids": _items("citations.source", "citations", "citations", "event"),
        "sources": _items(
            cited, "citations JOIN sources ON sources.id = citations.source", "citations", "event"
        ),
        "url": f"""'{site_url.replace("'", "''")}/events/' || e.id""",
    }
    each = ",\n  ".join(f"{made} AS {name}" for name, made in columns.items())
    return f"CREATE VIEW {FLAT} AS SELECT\n  {each}\nFROM events AS e"


def records_sqlite(archive: Archive) -> Iterator[bytes]:
    """Yield the file in pieces, once it is whole."""
    with tempfile.TemporaryDirectory(prefix="timeline-") as folder:
        path = Path(folder) / FILE_NAME
        connection = sqlite3.connect(path, isolation_level=None)
        file = path.open("rb")
    with file, closing(connection):
        _write(connection, archive)
        # Another program could find it by no name, so that closing it is not needed to read it.
        yield from _pieces(file)


def _write(connection: sqlite3.Connection, archive: Archive) -> None:
    for setting in (
        "journal_mode = OFF",
        "synchronous = OFF",
        "locking_mode = EXCLUSIVE",
        "page_size = 4096",
    ):
        connection.execute(f"PRAGMA {setting}")
    tables = (*typed_tables(), *list_tables())
    connection.execute("BEGIN")
    for table in tables:
        connection.execute(_create(table))
    for cls in RECORD_CLASSES:
        _insert(connection, archive, [table for table in tables if table.record_class is cls])
    for table in tables:
        for column in _indexed(table):
            connection.execute(f'CREATE INDEX "{table.name}_{column}" ON "{table.name}" ("{column}")')
    connection.execute(_flat_view(archive.site_url))
    for name, columns in SEARCHED.items():
        _index_words(connection, name, columns)
    _describe(connection, archive, tables)
    connection.execute("COMMIT")


def _create(table: TypedTable) -> str:
    lines = [f'"{column.name}" {_type(column)}' for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(map(_name, table.primary_key))})")
    lines += [
        f'FOREIGN KEY ("{column.name}") REFERENCES "{column.refers_to}" ("id")'
        for column in table.columns
        if column.refers_to
    ]
    return f"CREATE TABLE {_name(table.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _type(column: TypedColumn) -> str:
    type_ = _TYPES.get(column.type, "NUMERIC") + (" NOT NULL" if column.required else "")
    return f'{type_} CHECK ("{column.name}" IN (0, 1))' if column.type == "boolean" else type_


def _insert(connection: sqlite3.Connection, archive: Archive, tables: list[TypedTable]) -> None:
    """Read the records of one kind once, and write the rows of all tables that hold parts of them."""
    statements = {
        # The names are those of our own tables.
        table.name: f"INSERT INTO {_name(table.name)} VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608
        for table in tables
    }
    refers = {table.name: [bool(column.refers_to) for column in table.columns] for table in tables}
    for some in batches(archive, tables[0].record_class.record_kind):
        for table in tables:
            rows = (row for record in some for row in table.rows_in(record))
            connection.executemany(statements[table.name], (_cells(row, refers[table.name]) for row in rows))


def _cells(row: tuple[Value, ...], refers: list[bool]) -> list[Any]:
    """Give what is stored: a reference to nothing is NULL, so that keys hold; a day is its ISO text."""
    return [_cell(value, is_reference) for value, is_reference in zip(row, refers, strict=True)]


def _cell(value: Value, is_reference: bool) -> Any:  # noqa: FBT001 - a column's own
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 2**63 else float(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return None if is_reference and not value else value
    return value.isoformat()


def _indexed(table: TypedTable) -> Iterator[str]:
    for column in table.columns:
        is_key = column.name == table.primary_key[0]
        if (column.refers_to and not is_key) or (column.type == "date" and table.name == "events"):
            yield column.name


def _index_words(connection: sqlite3.Connection, name: str, columns: Iterable[str]) -> None:
    listed = ", ".join(columns)
    connection.execute(
        f"CREATE VIRTUAL TABLE {name}_fts USING fts5"
        f'({listed}, content="{name}", tokenize="porter unicode61 remove_diacritics 2")'
    )
    connection.execute(f"INSERT INTO {name}_fts ({name}_fts) VALUES ('rebuild')")  # noqa: S608 - our own


def _describe(connection: sqlite3.Connection, archive: Archive, tables: Iterable[TypedTable]) -> None:
    connection.execute("CREATE TABLE timeline_about (what TEXT NOT NULL, says TEXT NOT NULL)")
    connection.execute("CREATE TABLE timeline_tables (name TEXT PRIMARY KEY, about TEXT NOT NULL)")
    connection.execute(
        "CREATE TABLE timeline_columns (table_name TEXT NOT NULL REFERENCES timeline_tables (name),"
        " position INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, required INTEGER NOT NULL,"
        " refers_to TEXT, about TEXT NOT NULL, PRIMARY KEY (table_name, position))"
    )
    connection.executemany("INSERT INTO timeline_about VALUES (?, ?)", _about_rows(about(archive)))
    for table in tables:
        columns = [(one.name, one.type, one.required, one.refers_to, one.about) for one in table.columns]
        _describe_one(connection, table.name, table.about, columns)
    columns = [(one.name, one.type, False, "", one.about) for one in EVENTS.columns]
    _describe_one(connection, FLAT, EVENTS.about, columns)


def _describe_one(
    connection: sqlite3.Connection, name: str, about: str, columns: Iterable[tuple[str, str, bool, str, str]]
) -> None:
    connection.execute("INSERT INTO timeline_tables VALUES (?, ?)", (name, about))
    connection.executemany(
        "INSERT INTO timeline_columns VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (name, place, column, type_, required, refers_to or None, meaning)
            for place, (column, type_, required, refers_to, meaning) in enumerate(columns, start=1)
        ],
    )


def _about_rows(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in said.items():
        if isinstance(value, dict):
            yield from ((name, f"{key}={each}") for key, each in value.items())
        elif isinstance(value, list):
            for each in value:
                yield name, " ".join(filter(None, each.values())) if isinstance(each, dict) else str(each)
        else:
            yield name, str(value)


def _name(name: str) -> str:
    return f'"{name}"'


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    first = file.read(_PIECE)
    head = bytearray(first[:100])
    for place, value in ((_COUNTER, _ONE), (_VALID_FOR, _ONE), (_LIBRARY, _NONE)):
        head[place : place + 4] = value
    yield bytes(head) + first[100:]
    while piece := file.read(_PIECE):
        yield piece
