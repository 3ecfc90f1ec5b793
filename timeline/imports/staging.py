"""A place on disk for the rows of a package, so that a package of any size is read in bounded memory.

The rows of the tables come in whatever order somebody saved them; here they are kept in a temporary
SQLite database, from which each record's rows come out together, with the numbers they had in the file.
"""

import json
import sqlite3
from collections.abc import Iterator
from types import TracebackType
from typing import NamedTuple, Self

_SCHEMA = """
CREATE TABLE staged (
    name TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, row INTEGER NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (name, id, position, row)
) WITHOUT ROWID
"""


class StagedRow(NamedTuple):
    """One row: its record's id, its position there (0 for the record's own), its number in the file."""

    id: str
    position: int
    row: int
    cells: tuple[str, ...]


class Staging:
    """The rows of a package."""

    def __init__(self) -> None:
        # Without a name SQLite makes a file that nobody else sees and that goes away with the process,
        # however that ends.
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("BEGIN")
        self._connection.execute(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def put(self, name: str, staged: StagedRow) -> None:
        """Keep one row of a table."""
        self._connection.execute(
            "INSERT INTO staged VALUES (?, ?, ?, ?, ?)",
            (name, staged.id, staged.position, staged.row, json.dumps(staged.cells, ensure_ascii=False)),
        )

    def rows(self, name: str) -> Iterator[StagedRow]:
        """Yield a table's rows by id and position."""
        found = self._connection.execute(
            "SELECT id, position, row, cells FROM staged WHERE name = ? ORDER BY id, position, row", (name,)
        )
        for record_id, position, row, cells in found:
            yield StagedRow(record_id, position, row, tuple(json.loads(cells)))

    def count(self, name: str) -> int:
        """Count the records of a table: its different ids."""
        found = self._connection.execute(
            "SELECT count(DISTINCT id) FROM staged WHERE name = ?", (name,)
        ).fetchone()
        return int(found[0])

    def row_number(self, name: str, record_id: str, index: int) -> int:
        """Give the number of a record's row in a table, `index` counting from 0; 0 if there is none."""
        found = self._connection.execute(
            "SELECT row FROM staged WHERE name = ? AND id = ? ORDER BY position, row LIMIT 1 OFFSET ?",
            (name, record_id, index),
        ).fetchone()
        return int(found[0]) if found else 0
