"""Read whole records back: published ones from the tables, others from their latest revisions.

However many records are read, each table is asked once a chunk. A draft may hold unfinished rows, which
the tables have no place for.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import BindParameter, Row, Select, bindparam, case, select
from sqlalchemy.orm import Session, aliased

from timeline.errors import MovedError, NotFoundError
from timeline.models.history import AliasRow, RecordRow, RevisionRow
from timeline.models.mapping import Column, TableMap, own_table, part_tables
from timeline.queries.sending import send
from timeline.records.canonical import from_json
from timeline.records.fields import AnyRef
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.validate import is_id

CHUNK = 500

R_co = TypeVar("R_co", bound=Record, covariant=True)

#: By a record's key, then by the position of a part ((): the record itself): the values of its fields.
_Values = dict[int, dict[tuple[int, ...], dict[str, Any]]]


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
    found = _read(session, kind, registered.all())
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
        rows = send(session, statement, asked).all()
        yield from _read(session, kind, rows)
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
    return _read(session, kind, [rows[key] for key in keys if key in rows])


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
            case((RecordRow.status != "published", RevisionRow.document)).label("document"),
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


def _read(session: Session, kind: str, registered: Sequence[Row[Any]]) -> tuple[Stored[Record], ...]:
    from_tables = iter(_read_tables(session, kind, [row for row in registered if row.document is None]))
    return tuple(
        next(from_tables) if row.document is None else _stored(from_json(kind, row.document), row)
        for row in registered
    )


def _read_tables(session: Session, kind: str, registered: Sequence[Row[Any]]) -> tuple[Stored[Record], ...]:
    if not registered:
        return ()
    record_class = CLASS_OF_KIND[kind]
    ids = [row.id for row in registered]
    own = _values(session, own_table(record_class), ids)
    # What is nested in a part is read before the part that takes it in.
    nested: dict[str, _Values] = {}
    for held in reversed(part_tables(record_class)):
        values = _values(session, held, ids)
        for inner in [name for name in nested if name.startswith(f"{held.path[0]}.")]:
            _take_in(values, inner.split(".")[1], nested.pop(inner))
        nested[".".join(held.path)] = values
    for field, values in nested.items():
        held = next(held for held in part_tables(record_class) if held.path == (field,))
        for record_id in ids:
            own[record_id][()][field] = _parts(held, values.get(record_id, {}))
    return tuple(_stored(record_class(id=row.slug, **own[row.id][()]), row) for row in registered)


def _stored(record: Record, row: Row[Any]) -> Stored[Record]:
    return Stored(
        record=record, version=row.version, status=row.status, revision=row.revision, at_utc=row.at_utc
    )


def _values(session: Session, held: TableMap, ids: Sequence[int]) -> _Values:
    """Read the fields that a table holds of these records, by their place, in the order of the places."""
    found: _Values = {}
    width, fields_of = len(held.table.primary_key) - 1, _reader(held)
    for record_id, *cells in send(session, _statement(held), {"ids": list(ids)}):
        at = len(cells) - width
        found.setdefault(record_id, {})[tuple(cells[at:])] = fields_of(cells)
    return found


#: By the class of the record and the path of what a table holds of it: kinds share some tables.
_statements: dict[tuple[type, tuple[str, ...]], Select[Any]] = {}


def _statement(held: TableMap) -> Select[Any]:
    """Give the statement for a table's rows of the records `ids`: to make it costs more than to send it."""
    key, table = (held.record_class, held.path), held.table
    if key not in _statements:
        place = [column for column in table.primary_key if column.name != "record_id"]
        ids: BindParameter[list[int]] = bindparam("ids", expanding=True)
        _statements[key] = (
            _cells(held)
            .add_columns(*place)
            .where(table.c.record_id.in_(ids))
            .order_by(table.c.record_id, *place)
        )
    return _statements[key]


def _cells(held: TableMap) -> Select[Any]:
    """Select the record's key and a cell for each field (two for a reference to any kind)."""
    statement = select(held.table.c.record_id)
    for column in held.columns:
        if not column.is_reference:
            statement = statement.add_columns(held.table.c[column.name])
            continue
        other = aliased(RecordRow, name=f"of_{column.field}")
        if isinstance(column.mark, AnyRef):
            statement = statement.add_columns(other.kind)
        statement = statement.add_columns(other.slug).outerjoin(other, other.id == held.table.c[column.name])
    return statement


def _reader(held: TableMap) -> Callable[[list[Any]], dict[str, Any]]:
    """Give what makes the fields of a row's cells: it is told once of all rows what their columns are."""
    if any(isinstance(column.mark, AnyRef) for column in held.columns):
        return partial(_fields, held)
    names = [column.field for column in held.columns]
    references = [column.field for column in held.columns if column.is_reference]

    def read(cells: list[Any]) -> dict[str, Any]:
        fields = dict(zip(names, cells, strict=False))  # The place stands after the fields.
        for name in references:
            fields[name] = fields[name] or ""
        return fields

    return read


def _fields(held: TableMap, cells: list[Any]) -> dict[str, Any]:
    rest = iter(cells)
    return {column.field: _value(column, rest) for column in held.columns}


def _value(column: Column, cells: Iterator[Any]) -> Any:
    cell = next(cells)
    if isinstance(column.mark, AnyRef):
        return f"{cell}:{next(cells)}"
    return cell or "" if column.is_reference else cell


def _take_in(parts: _Values, field: str, nested: _Values) -> None:
    """Put each nested value into the part that it belongs to."""
    for record_id, by_place in parts.items():
        for place, values in by_place.items():
            inner = nested.get(record_id, {})
            values[field] = tuple(
                next(iter(fields.values())) for at, fields in inner.items() if at[:-1] == place
            )


def _parts(held: TableMap, by_place: dict[tuple[int, ...], dict[str, Any]]) -> tuple[Any, ...]:
    if held.part is None:
        return tuple(next(iter(values.values())) for values in by_place.values())
    return tuple(cast("Any", held.part)(**values) for values in by_place.values())
