"""Make all tables again from the revisions alone: the proof that the history holds everything."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select, text, tuple_, update
from sqlalchemy.orm import Session

from timeline.models.history import AliasRow, DatasetRow, RecordRow, RevisionRow
from timeline.models.listing import ListingRow
from timeline.models.mapping import WRITING_ORDER, own_table, part_tables
from timeline.models.naming import NameWordRow
from timeline.models.search import SearchTextRow, SearchWordRow
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.references import RecordKey
from timeline.store.dataset import lock, renew
from timeline.store.inserting import insert_rows
from timeline.store.registry import keys_of, load_records
from timeline.store.write import RECORDS_AT_ONCE, write_own_rows, write_part_rows


def copy_history(source: Session, target: Session, *, until: int | None = None) -> None:
    """Copy every revision as it is into a store that has none, and the state of the whole with them.

    With `until`, the number of a revision that there is, they are copied up to that one, and the state of
    the whole becomes what it was then.
    """
    lock(target)
    if target.scalar(select(func.count()).select_from(RevisionRow)):
        raise ValueError("A history is copied into an empty store only.")
    copy_revisions(source, target, after=0, until=until)


def copy_revisions(source: Session, target: Session, *, after: int, until: int | None) -> None:
    """Copy the revisions after one, and say what the state of the whole is then, or was."""
    last, state = after, _state(source, until)
    while rows := source.execute(
        select(RevisionRow.__table__)
        .where(RevisionRow.number > last, RevisionRow.number <= state.revision)
        .order_by(RevisionRow.number)
        .limit(RECORDS_AT_ONCE)
    ).all():
        insert_rows(target.connection(), RevisionRow.__table__, [dict(row._mapping) for row in rows])  # noqa: SLF001 - SQLAlchemy's public name
        last = rows[-1].number
    target.execute(
        update(DatasetRow).values(
            version=state.revision, revision=state.revision, at_utc=state.at_utc, head=state.head
        )
    )


def _state(source: Session, until: int | None) -> Row[Any]:
    if until is None:
        return source.execute(select(DatasetRow.revision, DatasetRow.at_utc, DatasetRow.head)).one()
    columns = RevisionRow.number.label("revision"), RevisionRow.at_utc, RevisionRow.chain.label("head")
    return source.execute(select(*columns).where(RevisionRow.number == until)).one()


def rebuild(session: Session) -> None:
    """Empty all tables but the history and fill them from it, without committing."""
    lock(session)
    _empty(session)
    fill_registry(session)
    fill_aliases(session)
    new = set(session.scalars(select(RecordRow.id)))
    for kind in WRITING_ORDER:
        for records, keys in _records(session, kind):
            write_own_rows(session, records, keys, new=new)
    for kind in WRITING_ORDER:
        for records, keys in _records(session, kind):
            write_part_rows(session, records, keys)
    if session.get_bind().dialect.name == "sqlite":
        # The index may have been out of step, and then its triggers have not emptied it.
        session.execute(text("INSERT INTO search_index(search_index) VALUES ('rebuild')"))
    renew(session)


def _empty(session: Session) -> None:
    kinds = [CLASS_OF_KIND[kind] for kind in reversed(list(WRITING_ORDER))]
    for cls in kinds:
        for held in reversed(part_tables(cls)):
            session.execute(delete(held.table))
    session.execute(delete(SearchTextRow))
    session.execute(delete(SearchWordRow))
    session.execute(delete(ListingRow))
    session.execute(delete(NameWordRow))
    for cls in kinds:
        session.execute(delete(own_table(cls).table))
    session.execute(delete(AliasRow))
    session.execute(delete(RecordRow))


def _latest(of: Sequence[int] | None) -> Select[tuple[int, int]]:
    found = select(RevisionRow.record_id, func.max(RevisionRow.version)).group_by(RevisionRow.record_id)
    return found if of is None else found.where(RevisionRow.record_id.in_(of))


def fill_registry(session: Session, *, of: Sequence[int] | None = None) -> None:
    """Put records into the registry as their latest revisions have them: all, or some that it has not."""
    source = select(
        RevisionRow.record_id,
        RevisionRow.kind,
        RevisionRow.slug,
        RevisionRow.status,
        RevisionRow.version,
        RevisionRow.fingerprint,
        RevisionRow.number,
        RevisionRow.merged_into_id,
    ).where(tuple_(RevisionRow.record_id, RevisionRow.version).in_(_latest(of)))
    columns = ("id", "kind", "slug", "status", "version", "fingerprint", "revision", "merged_into_id")
    session.execute(insert(RecordRow).from_select(columns, source))


def fill_aliases(session: Session) -> None:
    """Put the ids that records had formerly into their table, which must be empty."""
    session.execute(insert(AliasRow).from_select(("kind", "slug", "record_id"), former_ids()))


def former_ids() -> Select[tuple[str, str, int]]:
    """Select the ids that records had and no longer have, as the history has them."""
    return (
        select(RevisionRow.kind, RevisionRow.slug, RevisionRow.record_id)
        .join(RecordRow, RecordRow.id == RevisionRow.record_id)
        .where(RecordRow.slug != RevisionRow.slug)
        .distinct()
    )


def _records(session: Session, kind: str) -> Iterator[tuple[dict[int, Record], dict[RecordKey, int]]]:
    """Yield the records of a kind, some at a time, with the keys of all that they refer to."""
    ids: Sequence[int] = session.scalars(
        select(RecordRow.id).where(RecordRow.kind == kind).order_by(RecordRow.id)
    ).all()
    for start in range(0, len(ids), RECORDS_AT_ONCE):
        records = load_records(session, ids[start : start + RECORDS_AT_ONCE])
        yield records, keys_of(session, records.values())
