"""Turn a copy of a store into what the record was at another revision, by what differs between the two.

To make all tables again takes as long as to load the whole record; most questions about the past are about a
state that few records have left since. The session must be one that nothing guards (see
`timeline.db.unguarded_transaction`): revisions are taken away, and rows stand for a moment without what they
refer to.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Table, delete, func, select
from sqlalchemy.orm import Session

from timeline.models.history import AliasRow, RecordRow, RevisionRow
from timeline.models.listing import ListingRow
from timeline.models.mapping import own_table, part_tables
from timeline.models.naming import NameWordRow
from timeline.models.schema import BESIDE_THE_RECORD, metadata
from timeline.models.search import SearchTextRow
from timeline.records.kinds import CLASS_OF_KIND
from timeline.store.dataset import lock, renew
from timeline.store.inserting import insert_rows
from timeline.store.rebuild import copy_revisions, fill_aliases, fill_registry
from timeline.store.registry import chunks, keys_of, load_records
from timeline.store.write import RECORDS_AT_ONCE, write_own_rows, write_part_rows

_PARTS = {held.table for cls in CLASS_OF_KIND.values() for held in part_tables(cls)}
_OWN = {own_table(cls).table for cls in CLASS_OF_KIND.values()}
_BESIDE_OWN = {metadata.tables[row.__tablename__] for row in (ListingRow, NameWordRow, SearchTextRow)}


def count_between(source: Session, one: int, other: int) -> int:
    """Count the records that were written between two revisions, whichever is the earlier."""
    statement = select(func.count(RevisionRow.record_id.distinct())).where(_between(one, other))
    return source.scalar(statement) or 0


def copy_tables(source: Session, target: Session) -> None:
    """Copy what the tables of the record hold, on whatever engine, into a store that holds nothing yet."""
    for table in metadata.sorted_tables:
        if table.name in BESIDE_THE_RECORD:
            continue
        target.execute(delete(table))  # The state of the whole has its row from the beginning.
        rows = source.execute(select(table), execution_options={"yield_per": RECORDS_AT_ONCE})
        for some in rows.mappings().partitions():
            insert_rows(target.connection(), table, [dict(row) for row in some])


def turn(source: Session, target: Session, *, to: int) -> None:
    """Turn a store into what the record was at a revision that the source's history has, without committing.

    The history of one must be the beginning of that of the other. What lies beside the record, such as who
    may curate it, is emptied. Of the words that are offered for misspelt ones, those of later texts stay.
    """
    at = lock(target).revision
    for name in sorted(BESIDE_THE_RECORD):
        target.execute(delete(metadata.tables[name]))
    touched = source.scalars(select(RevisionRow.record_id).where(_between(at, to)).distinct()).all()
    had = _there(target, touched)
    target.execute(delete(RevisionRow).where(RevisionRow.number > to))
    copy_revisions(source, target, after=min(at, to), until=to)
    _delete(target, metadata.tables[RecordRow.__tablename__], "id", touched)
    for some in chunks(touched):
        fill_registry(target, of=some)
    target.execute(delete(AliasRow))
    fill_aliases(target)
    stay = _there(target, touched)
    for table in _PARTS:
        _delete(target, table, "record_id", touched)
    for table in _OWN | _BESIDE_OWN:
        _delete(target, table, "record_id", sorted(had - stay))
    _write(target, sorted(stay), new=stay - had)
    renew(target)


def _between(one: int, other: int) -> ColumnElement[bool]:
    return (RevisionRow.number > min(one, other)) & (RevisionRow.number <= max(one, other))


def _there(session: Session, ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for some in chunks(ids):
        found.update(session.scalars(select(RecordRow.id).where(RecordRow.id.in_(some))))
    return found


def _delete(session: Session, table: Table, key: str, ids: Sequence[int]) -> None:
    for some in chunks(ids):
        session.execute(delete(table).where(table.c[key].in_(some)))


def _write(session: Session, ids: Sequence[int], *, new: Collection[int]) -> None:
    """Write the rows of records that have none of their parts."""
    for some in chunks(ids, RECORDS_AT_ONCE):
        records = load_records(session, some)
        keys = keys_of(session, records.values())
        write_own_rows(session, records, keys, new=set(new))
        write_part_rows(session, records, keys)
