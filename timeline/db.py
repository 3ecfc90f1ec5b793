"""The database: engines, the one transaction helper, and the schema's revisions.

Nothing else in the project begins or commits a transaction.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from sqlite3 import SQLITE_BUSY, OperationalError
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import Error as SQLiteError
from typing import Final
from urllib.parse import quote

import psycopg
import sqlalchemy
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, MetaData, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from timeline.errors import TimelineError

SQLITE_BUSY_SECONDS: Final = 15
"""How long a writer waits for another one before it gives up."""

# What the pages call them, so that they need not know the library.
DatabaseEngine = Engine
DatabaseSession = Session
UNAVAILABLE: Final = (sqlalchemy.exc.OperationalError, sqlalchemy.exc.TimeoutError)
"""What is raised when a database is locked for too long, cannot be reached, or has too many visitors."""

#: Threads are few; one that waited for a connection might have the turn that the file needs which holds it.
_AS_MANY_AS_ASK: Final = -1
_MODE: Final = "timeline_mode"
_READING: Final[Mapping[str, Mapping[str, object]]] = {
    "postgresql": {_MODE: "read", "isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
    "sqlite": {_MODE: "read"},
}
_POSTGRESQL_PLANNING: Final = (
    # To compile a statement takes longer than the longest of ours runs, and processes that help are
    # started for each anew: the processors are for other visitors.
    "SET jit = off",
    "SET max_parallel_workers_per_gather = 0",
    # Disks no longer have heads: by the usual 4 whole tables are read where an index has all that is asked.
    "SET random_page_cost = 1.1",
)
_SQLITE_BEGIN: Final = {
    "read": ("PRAGMA query_only = 1", "BEGIN"),
    "write": ("PRAGMA query_only = 0", "BEGIN IMMEDIATE"),
    # SQLite heeds this pragma outside transactions only, so it must come before BEGIN.
    "migrate": ("PRAGMA query_only = 0", "PRAGMA foreign_keys = 0", "BEGIN IMMEDIATE"),
}
_REFUSING: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(%'"
_POSTGRESQL_MIGRATION_LOCK: Final = 0x7469_6D65_6C69_6E65
"""A number for the advisory lock, so that two servers that start together do not both migrate."""


class SchemaError(TimelineError):
    """The database's tables do not fit this version of the program."""


def create_engine(url: str, *, pool_size: int = 5) -> Engine:
    """Make an engine for an SQLite file or a PostgreSQL database.

    An SQLite file's folder is made when it is missing. Sessions come from `read_session` and
    `write_transaction`; `pool_size` is how many connections are kept open between them.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sqlalchemy.create_engine(
            parsed,
            pool_size=pool_size,
            max_overflow=_AS_MANY_AS_ASK,
            connect_args={"timeout": SQLITE_BUSY_SECONDS},
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = sqlalchemy.create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=pool_size,
        max_overflow=_AS_MANY_AS_ASK,
        pool_pre_ping=True,
    )
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def freeze(path: Path) -> None:
    """Make an SQLite database that nobody has open a single file, which is never written to again."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()
    path.chmod(0o400)


def frozen_engine(path: Path, *, pool_size: int = 5) -> Engine:
    """Make an engine for an SQLite file that `freeze` has closed; whoever would write to it is refused."""
    engine = sqlalchemy.create_engine(
        f"sqlite:///file:{quote(str(path.absolute()))}?mode=ro&immutable=1&uri=true",
        pool_size=pool_size,
        max_overflow=_AS_MANY_AS_ASK,
    )
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def for_reading(engine: Engine) -> Engine:
    """Give an engine for `read_session`, which makes one for each session that is not given such a one."""
    is_one = engine.get_execution_options().get(_MODE) == "read"
    return engine if is_one else engine.execution_options(**_READING[engine.dialect.name])


@contextmanager
def read_session(engine: Engine) -> Iterator[Session]:
    """Open a session that sees one unchanging moment of the database and cannot write."""
    with Session(for_reading(engine), autoflush=False) as session:
        yield session


def only_reads(session: Session) -> bool:
    """Tell whether a session comes from `read_session`, so that a transaction of it sees no change."""
    return session.get_bind().get_execution_options().get(_MODE) == "read"


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Session]:
    """Open a session whose work is kept as a whole at the end, or not at all when an error leaves it."""
    with Session(engine.execution_options(**{_MODE: "write"})) as session:
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise


@contextmanager
def unguarded_transaction(engine: Engine) -> Iterator[Session]:
    """Open a session on an SQLite file that nobody else has, in which nothing guards what is written.

    Its triggers that refuse are set aside until the end, and foreign keys are not looked at.
    """
    with engine.execution_options(**{_MODE: "migrate"}).connect() as connection:
        with connection.begin():
            refusing = connection.execute(text(_REFUSING)).all()
            for name, _ in refusing:
                connection.execute(text(f"DROP TRIGGER {name}"))
            connection.execute(text("PRAGMA secure_delete = 1"))
            with Session(connection) as session:
                yield session
                session.flush()
            for _, statement in refusing:
                connection.exec_driver_sql(statement)
        connection.invalidate()  # It must not serve anything else with its foreign keys off.


def copy_database(engine: Engine, target: Path) -> None:
    """Copy what an SQLite database holds at one moment into a new file, page by page."""
    with closing(engine.raw_connection()) as source, closing(sqlite3.connect(target)) as copy:
        driver = source.driver_connection
        assert isinstance(driver, SQLiteConnection)  # noqa: S101 - only SQLite keeps all in one file
        driver.backup(copy)


def gather_statistics(engine: Engine) -> None:
    """Have PostgreSQL count what lies in its tables, and tell what of them everybody sees.

    It does so by itself some minutes after much was written; until then it would choose slow ways, and look
    into tables for what its indexes tell. SQLite needs none of it.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM (ANALYZE)"))


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables forward to a revision of the schema, in one transaction.

    Raise SchemaError for a revision that this program does not know, be it asked for or found.
    """
    if revision != "head" or current_revision(engine) != head_revision():
        with _migration(engine) as config:
            command.upgrade(config, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the tables back to an earlier revision of the schema (`base` for none), in one transaction."""
    with _migration(engine) as config:
        command.downgrade(config, revision)


def current_revision(engine: Engine) -> str | None:
    """Give the schema's revision that the database is at; None when it has no tables yet."""
    with read_session(engine) as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


@cache
def head_revision() -> str:
    """Give the newest revision of the schema that this program knows; its files are read once."""
    with _config() as config:
        head = ScriptDirectory.from_config(config).get_current_head()
    if head is None:
        raise SchemaError("This installation has no database revisions. Install it again.")
    return head


def require_current(engine: Engine) -> None:
    """Raise SchemaError unless the database is at the newest revision."""
    current, head = current_revision(engine), head_revision()
    if current == head:
        return
    state = "has no tables yet" if current is None else f"is at revision {current}"
    raise SchemaError(f"The database {state}; this program needs revision {head}. Run `timeline db upgrade`.")


def differences(
    engine: Engine,
    metadata: MetaData,
    include_name: Callable[[str | None, str, Mapping[str, str | None]], bool],
) -> tuple[str, ...]:
    """List what the database's tables have otherwise than `metadata`, a line each; none when they agree.

    `include_name(name, type, parent_names)` tells what of the database is compared.
    """
    with read_session(engine) as session:
        context = MigrationContext.configure(
            session.connection(),
            opts={"include_name": include_name, "compare_type": True, "compare_server_default": True},
        )
        return tuple(str(difference) for difference in compare_metadata(context, metadata))


@contextmanager
def _config(connection: Connection | None = None) -> Iterator[Config]:
    """Give Alembic's configuration with the revisions that are installed with the program."""
    with as_file(files("timeline.migrations")) as folder:
        config = Config()
        # Alembic reads the option through configparser, for which % begins a substitution.
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        yield config


@contextmanager
def _migration(engine: Engine) -> Iterator[Config]:
    """Hold the migrations' lock in one transaction, with SQLite's foreign keys off until its end.

    With foreign keys on, rebuilding a table in SQLite would delete the rows that refer to it.
    """
    with engine.execution_options(**{_MODE: "migrate"}).connect() as connection:
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRESQL_MIGRATION_LOCK}
                )
            try:
                with _config(connection) as config:
                    yield config
            except CommandError as error:
                raise SchemaError(
                    f"{error}. Revisions are named as in `timeline db check`; a database that a newer"
                    " version of the program has used needs that version."
                ) from error
            if connection.dialect.name == "sqlite":
                _refuse_dangling_rows(connection)
        # The connection must not serve anything else with its foreign keys off.
        connection.invalidate()


def _refuse_dangling_rows(connection: Connection) -> None:
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if dangling:
        table, row, parent, _ = dangling[0]
        raise SchemaError(
            f"The change of the tables would leave {len(dangling)} rows that refer to nothing, such as"
            f" row {row} of {table}, which refers to {parent}. Nothing was changed."
        )


def _leave_transactions_to_us(connection: SQLiteConnection, _entry: ConnectionPoolEntry) -> None:
    # Python's own driver would begin transactions late and end them at every change of a table, so
    # that savepoints and changes of the schema could not be undone; `_begin_sqlite` begins them.
    connection.isolation_level = None


def _prepare_sqlite(connection: SQLiteConnection, entry: ConnectionPoolEntry) -> None:
    _leave_transactions_to_us(connection, entry)
    _switch_to_wal(connection)
    connection.executescript("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = 1")


def _prepare_postgresql(connection: psycopg.Connection[object], _entry: ConnectionPoolEntry) -> None:
    connection.autocommit = True
    connection.execute("; ".join(_POSTGRESQL_PLANNING))
    connection.autocommit = False


def _switch_to_wal(connection: SQLiteConnection) -> None:
    """Let readers read beside a writer. SQLite does not wait for others with this, so we do."""
    give_up = time.monotonic() + SQLITE_BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except OperationalError as error:
            # The lowest eight bits are the primary code; the others tell which kind of busy it is.
            if error.sqlite_errorcode & 0xFF != SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, SQLiteConnection)  # noqa: S101 - only engines for SQLite begin so
    mode = connection.get_execution_options().get(_MODE, "write")
    former, statements = connection.info.pop(_MODE, ""), _SQLITE_BEGIN[mode]
    if mode == former != "migrate":
        # After such a pragma SQLite makes every statement of a connection ready anew, which takes a page
        # several times as long as all that it asks.
        statements = statements[-1:]
    for statement in statements:
        # Straight to the driver: for a page that is unchanged, the way around takes longer than all else.
        try:
            driver.execute(statement)
        except SQLiteError as error:
            raise DBAPIError.instance(statement, None, error, SQLiteError) from error
    connection.info[_MODE] = mode
