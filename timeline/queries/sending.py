"""Send a statement that was made once, past all that makes objects of rows.

To make a statement anew for each question, and to look up how it is written for the database, costs several
times what the database takes to answer it; most of the time of a page went by in it. SQLite takes so little
that to be told of it by way of SQLAlchemy costs as much again, so there the driver itself is asked.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import Error as SQLiteError
from typing import Any, Final, TypeAlias, cast

from sqlalchemy import BindParameter, Connection, Dialect, Executable, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql import CompoundSelect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

_Asking: TypeAlias = Select[Any] | CompoundSelect[Any]
_Process: TypeAlias = Callable[[Any], Any]
_MOST: Final = 512
_KEY: Final = "timeline.connection"


class Rows(list[Any]):
    """The rows that were found; the columns of each are its attributes, in their order."""

    def one(self) -> Any:
        """Give the only row."""
        (row,) = self
        return row

    def first(self) -> Any | None:
        """Give the first row, if there is one."""
        return self[0] if self else None

    def values(self) -> list[Any]:
        """Give the first column of each row."""
        return [row[0] for row in self]


def send(session: Session, statement: _Asking, asked: Mapping[str, Any] | None = None) -> Rows:
    """Send a statement of plain columns with the values that it asks for.

    How it is written for the database is kept with it, so a statement that is made anew goes another way.
    """
    if session.autoflush:
        session.flush()  # As the session's own way does: it shall see what was said before.
    connection = _connection_of(session)
    if connection.dialect.name == "sqlite":
        return _for_sqlite(statement, connection.dialect).sent(connection, asked or {})
    return Rows(connection.execute(_written(statement, connection.dialect), asked))


def _connection_of(session: Session) -> Connection:
    """Give the connection of the session's transaction, which it would look for at length."""
    transaction, known = session.get_transaction(), session.info.get(_KEY)
    if known is not None and transaction is not None and known[0] is transaction:
        return cast("Connection", known[1])
    connection = session.connection()
    session.info[_KEY] = session.get_transaction(), connection
    return connection


@lru_cache(maxsize=_MOST)
def _written(statement: _Asking, dialect: Dialect) -> Executable:
    return cast("Executable", statement.compile(dialect=dialect))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Written:
    """A statement as SQLite takes it, what it asks for in its order, and how its rows are read."""

    text: str
    values: tuple[tuple[str, Any, _Process | None], ...]
    row: Callable[[Sequence[Any]], Any]
    readers: tuple[_Process | None, ...]

    def sent(self, connection: Connection, asked: Mapping[str, Any]) -> Rows:
        driver = connection.connection.driver_connection
        assert isinstance(driver, SQLiteConnection)  # noqa: S101 - the dialect says so
        values = tuple(
            [
                value if not name else asked[name] if process is None else process(asked[name])
                for name, value, process in self.values
            ]
        )
        for tell in connection.dispatch.before_cursor_execute:
            tell(connection, None, self.text, values, None, False)  # noqa: FBT003 - SQLAlchemy's way
        try:
            found = driver.execute(self.text, values).fetchall()
        except SQLiteError as error:
            raise DBAPIError.instance(self.text, values, error, SQLiteError) from error
        if self.readers:
            found = [
                [
                    value if read is None else read(value)
                    for value, read in zip(row, self.readers, strict=True)
                ]
                for row in found
            ]
        return Rows(map(self.row, found))


@lru_cache(maxsize=_MOST)
def _for_sqlite(statement: _Asking, dialect: Dialect) -> _Written:
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)  # noqa: S101 - what a statement is compiled by
    text = str(compiled)
    for name, bind in compiled.binds.items():
        if bind.expanding:
            # As one value, however many there are: SQLite keeps a statement ready by its text.
            text = text.replace(f"(__[POSTCOMPILE_{name}])", "(SELECT value FROM json_each(?))")
    columns = statement.selected_columns
    readers = tuple(column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns)
    return _Written(
        text=text,
        values=tuple(_value(compiled.binds[name], dialect) for name in compiled.positiontup or ()),
        row=_row_of(tuple(column.key for column in columns)),
        readers=readers if any(readers) else (),
    )


def _value(bind: BindParameter[Any], dialect: Dialect) -> tuple[str, Any, _Process | None]:
    """Give the name of a value that is asked for and how it is written, or the value that a statement has."""
    kind: TypeEngine[Any] = bind.type
    process = _as_json if bind.expanding else kind.dialect_impl(dialect).bind_processor(dialect)
    if bind.required:
        return bind.key, None, process
    value = bind.effective_value
    return "", value if process is None else process(value), None


def _as_json(values: Any) -> str:
    return json.dumps(list(values))


@cache
def _row_of(names: tuple[str, ...]) -> Callable[[Sequence[Any]], Any]:
    make: Any = namedtuple  # noqa: PYI024 - which names there are is known when a statement is made
    return cast("Callable[[Sequence[Any]], Any]", make("Row", names, rename=True)._make)
