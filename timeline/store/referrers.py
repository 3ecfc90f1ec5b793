"""The records that refer to a record, and how they follow it to another id."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow
from timeline.models.mapping import Column, table_maps
from timeline.records.fields import AnyRef, Ref
from timeline.records.kinds import RECORD_CLASSES, Record
from timeline.records.references import RecordKey, keys_referred_to, with_moved
from timeline.store.plan import Plan
from timeline.store.registry import Entry, chunks, find_entries_by_id, find_moved, load_records


def find_referrers(session: Session, entry: Entry) -> set[int]:
    """Find the keys of all records, of any status, that refer to this one."""
    found: set[int] = set()
    for here, column in _pointing_to(entry.kind):
        found.update(session.scalars(select(here.c.record_id).where(column == entry.id).distinct()))
    return found


def find_public_referrers(session: Session, entries: Iterable[Entry]) -> dict[int, list[RecordKey]]:
    """Find the published records that refer to each of these, by the key of what they refer to."""
    found: dict[int, set[RecordKey]] = {}
    by_kind: dict[str, list[int]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry.id)
    for kind, ids in by_kind.items():
        for here, column in _pointing_to(kind):
            for some in chunks(ids):
                rows = session.execute(
                    select(column, RecordRow.kind, RecordRow.slug)
                    .join(RecordRow, RecordRow.id == here.c.record_id)
                    .where(column.in_(some), RecordRow.status == "published", RecordRow.id != column)
                )
                for target, of_kind, slug in rows:
                    found.setdefault(target, set()).add((of_kind, slug))
    return {target: sorted(keys) for target, keys in found.items()}


def _pointing_to(kind: str) -> Iterator[tuple[Table, ColumnElement[int]]]:
    """Yield the columns that can refer to a record of this kind; kinds can share a table, so each once."""
    seen: set[tuple[str, str]] = set()
    for cls in RECORD_CLASSES:
        for held in table_maps(cls):
            for column in held.columns:
                place = (held.table.name, column.name)
                if _may_point_to(column, kind) and place not in seen:
                    seen.add(place)
                    yield held.table, held.table.c[column.name]


def _may_point_to(column: Column, kind: str) -> bool:
    mark = column.mark
    return isinstance(mark, AnyRef) or (isinstance(mark, Ref) and mark.kind == kind)


def following_plans(
    session: Session,
    moved: Mapping[RecordKey, str],
    entries: Iterable[Entry],
    *,
    besides: Iterable[int],
) -> list[Plan]:
    """Plan the change of every record that refers to these `entries`, which move as `moved` says.

    The records with the keys `besides` are planned already.
    """
    found: set[int] = set()
    for entry in entries:
        found |= find_referrers(session, entry)
    found -= set(besides)
    referring = find_entries_by_id(session, found)
    records = load_records(session, found)
    return [
        Plan(
            record=with_moved(records[number], moved),
            entry=referring[number],
            status=referring[number].status,
            merged_into_id=referring[number].merged_into_id,
            change="editorial",
            judged=referring[number].status != "withdrawn",
        )
        for number in sorted(found)
    ]


def with_present_ids(
    session: Session, records: Mapping[int, Record], *, returning: Iterable[RecordKey] = ()
) -> dict[int, Record]:
    """Give earlier versions of records with the ids that what they refer to has now.

    The ids in `returning` are about to be taken up again, so they stand.
    """
    named = {key for record in records.values() for key in keys_referred_to(record)}
    moved = find_moved(session, named - set(returning))
    return {number: with_moved(record, moved) for number, record in records.items()}
