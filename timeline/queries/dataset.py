"""The state of the whole as a session sees it, by which what is kept of a database is keyed."""

from dataclasses import dataclass
from sqlite3 import Error as SQLiteError
from typing import Any, Final, cast

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from timeline.db import only_reads
from timeline.models.history import DatasetRow, RevisionRow
from timeline.queries.sending import send

_KEY = "timeline.dataset"
_dataset = DatasetRow.__table__.c
# Written once, and of the plain table: it is all that an unchanged page asks.
_STATE: Final = select(_dataset.version, _dataset.revision, _dataset.head)
_VERSION: Final = str(select(_dataset.version))


@dataclass(frozen=True, kw_only=True, slots=True)
class DatasetState:
    """`version` grows with every write; `revision` is the last one's number, `head` its link."""

    version: int
    revision: int
    head: str


def database_of(session: Session) -> Any:
    """Give what stands for the session's database: engines made from one with other options share it."""
    return session.get_bind().engine.pool


def dataset_state(session: Session) -> DatasetState:
    """Give the state of the record in the session's transaction; one that only reads asks for it once."""
    transaction = session.get_transaction()
    found = session.info.get(_KEY)
    if found is not None and transaction is not None and found[0] is transaction:
        return cast("DatasetState", found[1])
    is_reading = only_reads(session)
    # Whoever writes is asked past the session, which would first send what is not yet written.
    row = send(session, _STATE)[0] if is_reading else session.connection().execute(_STATE).one()
    version, revision, head = row
    state = DatasetState(version=version, revision=revision, head=head)
    if is_reading:
        session.info[_KEY] = (session.get_transaction(), state)
    return state


def version_now(engine: Engine) -> int:
    """Give the version of the record at this moment, which takes a tenth of what a session does.

    Raises what the database raises, as SQLAlchemy has it.
    """
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return int(connection.exec_driver_sql(_VERSION).scalar_one())
    pooled = engine.raw_connection()
    try:
        cursor = pooled.cursor()
        cursor.execute(_VERSION)
        return int(cursor.fetchall()[0][0])
    except SQLiteError as error:
        raise DBAPIError.instance(_VERSION, None, error, SQLiteError) from error
    finally:
        pooled.close()


def written_since(
    session: Session, old: DatasetState, new: DatasetState, *, most: int
) -> set[tuple[str, int]] | None:
    """Give the records written since an earlier state, by kind and key.

    None where that cannot be told, or where more than `most` revisions were written.
    """
    grown = new.revision - old.revision
    # A store that was rebuilt or restored has a new version and says nothing of what became another.
    if not 0 < grown <= most or new.version - old.version > grown:
        return None
    then = session.scalar(select(RevisionRow.chain).where(RevisionRow.number == old.revision))
    if (then or "") != old.head:
        return None
    statement = select(RevisionRow.kind, RevisionRow.record_id).where(RevisionRow.number > old.revision)
    return {(kind, key) for kind, key in session.execute(statement)}
