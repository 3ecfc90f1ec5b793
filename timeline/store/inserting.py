"""Insert rows, many at once in the way that the database takes them fastest."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, insert
from sqlalchemy.exc import DBAPIError

from timeline.models.mapping import Row

#: From so many rows on they go past all that SQLAlchemy does for each, and to PostgreSQL as COPY: half the
#: work for both sides, but one more message.
_MANY: Final = 50


def insert_rows(connection: Connection, table: Any, rows: Sequence[Row]) -> None:
    """Insert rows, which all have the same columns, into a table."""
    if not rows:
        return
    if len(rows) < _MANY:
        connection.execute(insert(table), list(rows))
        return
    quoted = connection.dialect.identifier_preparer
    columns = [table.c[name] for name in rows[0]]
    names = ", ".join(quoted.format_column(column) for column in columns)
    into = f"{quoted.format_table(table)} ({names})"
    values = _values(connection, columns, rows)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({marks})", list(values))  # noqa: S608 - names of ours
    else:
        _copy(connection, f"COPY {into} FROM STDIN", values)


def _values(connection: Connection, columns: Sequence[Any], rows: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
    """Yield the values of each row as the driver takes them."""
    dialect = connection.dialect
    bound = [(column.name, column.type.dialect_impl(dialect).bind_processor(dialect)) for column in columns]
    for row in rows:
        yield tuple([row[name] if bind is None else bind(row[name]) for name, bind in bound])


def _copy(connection: Connection, statement: str, values: Iterable[tuple[Any, ...]]) -> None:
    errors = connection.dialect.loaded_dbapi.Error
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copied:
            for row in values:
                copied.write_row(row)
    except errors as error:
        # As SQLAlchemy gives what goes wrong in its own statements.
        raise DBAPIError.instance(statement, None, error, errors, dialect=connection.dialect) from error
