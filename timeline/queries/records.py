"""Read whole records back, each from its latest revision, which holds all of it.

The tables say the same in rows, for whoever looks for something in many records; to put a record together
of them takes a statement for each kind of part.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from timeline.errors import MovedError, NotFoundError
from timeline.models.history import AliasRow, RecordRow, RevisionRow
from timeline.queries.sending import send
from timeline.records.canonical import from_json
from timeline.records.kinds import Record
from timeline.records.validate import is_id

CHUNK = 500

R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored(Generic[R_co]):
    """A record as it stands in the store: its version, its status, and the revision that made it so."""

    record: R_co
    version: int
    status: str
    revision: int
    at_utc: dt.datetime


def get_record(session: Session, kind: str, slug: str, *, status: str | None = "published") -> Stored[Record]:
    """Get the record with this id and status; any status when None.

    Raises NotFoundError, and MovedError when it was renamed or merged and lives under another id.
    """
    found = find_record(session, kind, slug, status=status)
    if found is not None:
        return found
    moved = _find_moved(session, kind, slug) if is_id(slug) else None
    if moved is not None and (status is None or moved.status == status):
        raise MovedError(kind, slug, moved.slug)
    raise NotFoundError(kind, slug)


def find_record(
    session: Session, kind: str, slug: str, *, status: str | None = "published"
) -> Stored[Record] | None:
    """Find the record that has this id now, or None; a merged record is not found under its own."""
    if not is_id(slug):  # PostgreSQL refuses to be asked for some texts.
        return None
    asked = {"kind": kind, "status": status, "slug": slug}
    registered = send(session, _registered("slug", any_status=status is None), asked)
    found = _read(kind, registered)
    return found[0] if found else None


def list_records(
    session: Session, kind: str, *, status: str | None = "published"
) -> tuple[Stored[Record], ...]:
    """List all records of a kind by their ids."""
    return tuple(stream_records(session, kind, status=status))


def stream_records(
    session: Session, kind: str, *, status: str | None = "published", chunk: int = CHUNK
) -> Iterator[Stored[Record]]:
    """Yield all records of a kind by their ids, with `chunk` of them in memory at a time."""
    last = ""
    while True:
        asked = {"kind": kind, "status": status, "last": last, "chunk": chunk}
        statement = _registered("last", any_status=status is None)
        rows = send(session, statement, asked)
        yield from _read(kind, rows)
        if len(rows) < chunk:
            return
        last = rows[-1].slug


def list_by_key(session: Session, kind: str, keys: Sequence[int]) -> tuple[Record, ...]:
    """List the records with these keys of the database, in the order of the keys, whatever their status."""
    return tuple(stored.record for stored in list_stored(session, kind, keys))


def list_stored(session: Session, kind: str, keys: Sequence[int]) -> tuple[Stored[Record], ...]:
    """List the records with these keys as `list_by_key` does, each with its version."""
    asked = {"kind": kind, "keys": list(keys)}
    registered = send(session, _registered("keys", any_status=True), asked)
    rows = {row.id: row for row in registered}
    return _read(kind, [rows[key] for key in keys if key in rows])


@cache
def _registered(asked_by: str, *, any_status: bool) -> Select[Any]:
    """Give the statement for what the registry says of records: one by `slug`, those after `last`, or `keys`.

    To make it costs more than to send it.
    """
    statement = (
        select(
            RecordRow.id,
            RecordRow.slug,
            RecordRow.version,
            RecordRow.status,
            RecordRow.revision,
            RevisionRow.at_utc,
            RevisionRow.document,
        )
        .join(RevisionRow, RevisionRow.number == RecordRow.revision)
        .where(RecordRow.kind == bindparam("kind"), RecordRow.merged_into_id.is_(None))
        .order_by(RecordRow.slug)
    )
    if not any_status:
        statement = statement.where(RecordRow.status == bindparam("status"))
    match asked_by:
        case "slug":
            return statement.where(RecordRow.slug == bindparam("slug"))
        case "last":
            return statement.where(RecordRow.slug > bindparam("last")).limit(bindparam("chunk"))
        case _:
            return statement.where(RecordRow.id.in_(bindparam("keys", expanding=True)))


def _find_moved(session: Session, kind: str, slug: str) -> Row[tuple[str, str, int | None]] | None:
    """Find where the record with this former id lives now: follow its new name, and then each merge."""
    columns = select(RecordRow.slug, RecordRow.status, RecordRow.merged_into_id)
    renamed = columns.join(AliasRow, AliasRow.record_id == RecordRow.id).where(
        AliasRow.kind == kind, AliasRow.slug == slug
    )
    merged = columns.where(
        RecordRow.kind == kind, RecordRow.slug == slug, RecordRow.merged_into_id.is_not(None)
    )
    found = session.execute(renamed).one_or_none() or session.execute(merged).one_or_none()
    while found is not None and found.merged_into_id is not None:
        found = session.execute(columns.where(RecordRow.id == found.merged_into_id)).one()
    return found


def _read(kind: str, registered: Iterable[Row[Any]]) -> tuple[Stored[Record], ...]:
    return tuple(
        Stored(
            record=from_json(kind, row.document),
            version=row.version,
            status=row.status,
            revision=row.revision,
            at_utc=row.at_utc,
        )
        for row in registered
    )
