"""A place on disk for the rows of a package, so that a package of any size is read in bounded memory.

The rows of the tables come in whatever order somebody saved them; here they are kept in a temporary
SQLite file, from which each record's rows come out together, with the numbers of the rows they came from.
"""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

_SCHEMA = """
CREATE TABLE staged (
    name TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, row INTEGER NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (name, id, position, row)
) WITHOUT ROWID
"""


class Staging:
    """The rows of a package. `position` is 0 for the row of a record itself."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="timeline-")
        self._connection = sqlite3.connect(Path(self._folder.name) / "rows.sqlite3", isolation_level=None)
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
        self._folder.cleanup()

    def put(self, name: str, record_id: str, position: int, row: int, cells: tuple[str, ...]) -> None:
        """Keep one row."""
        self._connection.execute(
            "INSERT INTO staged VALUES (?, ?, ?, ?, ?)",
            (name, record_id, position, row, json.dumps(cells, ensure_ascii=False)),
        )

    def rows(self, name: str) -> Iterator[tuple[str, int, int, tuple[str, ...]]]:
        """Yield id, position, row number and cells of a table's rows, by id and position."""
        found = self._connection.execute(
            "SELECT id, position, row, cells FROM staged WHERE name = ? ORDER BY id, position, row", (name,)
        )
        for record_id, position, row, cells in found:
            yield record_id, position, row, tuple(json.loads(cells))

    def count(self, name: str) -> int:
        """Count the rows of a table."""
        found = self._connection.execute("SELECT count(*) FROM staged WHERE name = ?", (name,)).fetchone()
        return int(found[0])

    def row_number(self, name: str, record_id: str, index: int) -> int:
        """Give the number of a record's row in a table, `index` counting from 0; 0 if there is none."""
        found = self._connection.execute(
            "SELECT row FROM staged WHERE name = ? AND id = ? ORDER BY position, row LIMIT 1 OFFSET ?",
            (name, record_id, index),
        ).fetchone()
        return int(found[0]) if found else 0
