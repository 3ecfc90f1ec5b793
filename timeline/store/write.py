"""Write planned records: registry, revisions, tables, texts for the search. The one way into the store."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.orm import Session

from timeline.errors import InvalidRecordsError
from timeline.models.history import AliasRow, RecordRow, RevisionRow
from timeline.models.listing import ListingRow
from timeline.models.mapping import WRITING_ORDER, Row, own_row_of, own_table, part_rows_of, part_tables
from timeline.models.naming import NameWordRow
from timeline.models.search import SearchTextRow
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.references import RecordKey
from timeline.store.act import Act
from timeline.store.chain import link
from timeline.store.dataset import Dataset, advance, moment
from timeline.store.inserting import insert_rows
from timeline.store.listing import listing_rows
from timeline.store.naming import name_word_rows
from timeline.store.plan import Plan
from timeline.store.registry import chunks, next_id
from timeline.store.rules import refuse_wrong
from timeline.store.search_index import search_text
from timeline.store.search_words import keep_words

#: So many records are turned into rows before the rows are written: it bounds the memory.
RECORDS_AT_ONCE = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """A record after it was saved. `changed` is false where it already was as it should be."""

    kind: str
    id: str
    version: int
    revision: int | None
    changed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Step:
    """A plan with the record's key and its next version."""

    plan: Plan
    record_id: int
    version: int
    number: int


def write(session: Session, dataset: Dataset, plans: Sequence[Plan], act: Act) -> tuple[Saved, ...]:
    """Judge and write all the records, or raise InvalidRecordsError and write none.

    `dataset` is what `lock` gave in this transaction. What already is as it should be makes no revision.
    """
    known = refuse_wrong(session, plans, act)
    steps = _steps(session, dataset, [plan for plan in plans if plan.changes_something])
    if steps:
        keys = {key: entry.id for key, entry in known.items()}
        keys |= {plan.key: plan.entry.id for plan in plans if plan.entry is not None}
        keys |= {step.plan.key: step.record_id for step in steps}
        _write_registry(session, steps)
        _write_revisions(session, dataset, steps, act)
        records = {step.record_id: step.plan.record for step in steps}
        write_tables(session, records, keys, new=_new(steps))
    by_key = {step.plan.key: step for step in steps}
    return tuple(_saved(plan, by_key.get(plan.key)) for plan in plans)


def write_one(session: Session, dataset: Dataset, plan: Plan, act: Act) -> Saved:
    """Judge and write one record, or raise InvalidRecordError."""
    try:
        (saved,) = write(session, dataset, [plan], act)
    except InvalidRecordsError as error:
        raise error.records[0] from None
    return saved


def _steps(session: Session, dataset: Dataset, plans: Iterable[Plan]) -> list[_Step]:
    steps: list[_Step] = []
    new_id = 0
    for number, plan in enumerate(plans, start=dataset.revision + 1):
        if plan.entry is None:
            new_id = new_id + 1 if new_id else next_id(session)
            steps.append(_Step(plan=plan, record_id=new_id, version=1, number=number))
        else:
            version = plan.entry.version + 1
            steps.append(_Step(plan=plan, record_id=plan.entry.id, version=version, number=number))
    return steps


def _new(steps: Iterable[_Step]) -> set[int]:
    return {step.record_id for step in steps if step.plan.entry is None}


def _saved(plan: Plan, step: _Step | None) -> Saved:
    kind, slug = plan.key
    if step is not None:
        return Saved(kind=kind, id=slug, version=step.version, revision=step.number, changed=True)
    version = plan.entry.version if plan.entry else 0
    return Saved(kind=kind, id=slug, version=version, revision=None, changed=False)


def _write_registry(session: Session, steps: Sequence[_Step]) -> None:
    rows = [_registry_row(step) for step in steps]
    new = _new(steps)
    insert_rows(session.connection(), RecordRow.__table__, [row for row in rows if row["id"] in new])
    _update(session, RecordRow.__table__, "id", [row for row in rows if row["id"] not in new])
    renamed = [step for step in steps if step.plan.entry and step.plan.entry.key != step.plan.key]
    for step in renamed:
        _write_alias(session, step)


def _registry_row(step: _Step) -> Row:
    kind, slug = step.plan.key
    return {
        "id": step.record_id,
        "kind": kind,
        "slug": slug,
        "status": step.plan.status,
        "version": step.version,
        "fingerprint": step.plan.fingerprint,
        "revision": step.number,
        "merged_into_id": step.plan.merged_into_id,
    }


def _write_alias(session: Session, step: _Step) -> None:
    """Let the former id answer for the record; an id that it takes up again is no longer a former one."""
    kind, slug = step.plan.key
    session.execute(delete(AliasRow).where(AliasRow.kind == kind, AliasRow.slug == slug))
    former = step.plan.entry.slug if step.plan.entry else ""
    session.execute(insert(AliasRow).values(kind=kind, slug=former, record_id=step.record_id))


def _write_revisions(session: Session, dataset: Dataset, steps: Sequence[_Step], act: Act) -> None:
    at_utc = moment(dataset, act.at_utc)
    head = dataset.head
    rows: list[Row] = []
    for step in steps:
        row = _registry_row(step)
        row |= {
            "number": step.number,
            "record_id": step.record_id,
            "at_utc": at_utc,
            "by": act.by,
            "through": act.through,
            "change": "new" if step.version == 1 else step.plan.change or act.change,
            "reason": act.reason,
            "note": act.note,
            "batch": act.batch,
            "document": step.plan.document,
        }
        del row["id"], row["revision"]
        head = row["chain"] = link(head, row)
        rows.append(row)
    for some in chunks(rows, RECORDS_AT_ONCE):
        insert_rows(session.connection(), RevisionRow.__table__, some)
    advance(session, dataset, revision=steps[-1].number, at_utc=at_utc, head=head)


def write_tables(
    session: Session,
    records: Mapping[int, Record],
    keys: Mapping[RecordKey, int],
    *,
    new: set[int],
) -> None:
    """Write the rows of records by their key; those not in `new` have rows, which are replaced.

    `keys` gives the key of every record that they refer to. Each record's own row is written before any
    part, so that the records may refer to each other in any order.
    """
    in_order = sorted(records.items(), key=lambda item: WRITING_ORDER[item[1].record_kind])
    for some in chunks(in_order, RECORDS_AT_ONCE):
        write_own_rows(session, dict(some), keys, new=new)
    _delete_parts(session, records, new)
    for some in chunks(in_order, RECORDS_AT_ONCE):
        write_part_rows(session, dict(some), keys)


def write_own_rows(
    session: Session, records: Mapping[int, Record], keys: Mapping[RecordKey, int], *, new: set[int]
) -> None:
    """Write each record's own row, the text by which it is found, and its row in archivists' lists."""
    own: dict[Table, list[Row]] = {}
    for record_id, record in records.items():
        table = own_table(type(record)).table
        own.setdefault(table, []).append(own_row_of(record, record_id, keys))
    for table, rows in own.items():
        _put(session, table, rows, new)
    texts = [text_row_of(record, record_id) for record_id, record in records.items()]
    _put(session, SearchTextRow.__table__, texts, new)
    keep_words(session, texts)
    _put_listings(session, listing_rows(session, records), new)
    _write_name_words(session, records, new)


def _write_name_words(session: Session, records: Mapping[int, Record], new: set[int]) -> None:
    for some in chunks([record_id for record_id in records if record_id not in new]):
        session.execute(delete(NameWordRow).where(NameWordRow.record_id.in_(some)))
    words = [row for record_id, record in records.items() for row in name_word_rows(record, record_id)]
    insert_rows(session.connection(), NameWordRow.__table__, words)


def write_part_rows(session: Session, records: Mapping[int, Record], keys: Mapping[RecordKey, int]) -> None:
    """Write the rows of the records' parts, which must have none."""
    parts: dict[Table, list[Row]] = {}
    for record_id, record in records.items():
        for table, row in part_rows_of(record, record_id, keys):
            parts.setdefault(table, []).append(row)
    for table in sorted(parts, key=_nesting):
        insert_rows(session.connection(), table, parts[table])


def _nesting(table: Table) -> int:
    """Put what is nested in a part after the part."""
    return len(table.primary_key)


def text_row_of(record: Record, record_id: int) -> Row:
    """Give the row of the text by which a record is found."""
    return {"record_id": record_id, **dataclasses.asdict(search_text(record))}


def _delete_parts(session: Session, records: Mapping[int, Record], new: set[int]) -> None:
    by_kind: dict[str, list[int]] = {}
    for record_id, record in records.items():
        if record_id not in new:
            by_kind.setdefault(record.record_kind, []).append(record_id)
    for kind, ids in by_kind.items():
        # What is nested in a part goes before the part.
        for held in reversed(part_tables(CLASS_OF_KIND[kind])):
            for some in chunks(ids):
                session.execute(delete(held.table).where(held.table.c.record_id.in_(some)))


def _put(session: Session, table: Any, rows: Sequence[Row], new: set[int]) -> None:
    insert_rows(session.connection(), table, [row for row in rows if row["record_id"] in new])
    _update(session, table, "record_id", [row for row in rows if row["record_id"] not in new])


def _put_listings(session: Session, rows: Sequence[Row], new: set[int]) -> None:
    table: Any = ListingRow.__table__
    insert_rows(session.connection(), table, [row for row in rows if row["record_id"] in new])
    for row in rows:
        if row["record_id"] not in new:
            of_row = table.c.kind == row["kind"], table.c.record_id == row["record_id"]
            session.execute(update(table).where(*of_row).values(row))


def _update(session: Session, table: Any, key: str, rows: Sequence[Row]) -> None:
    if rows:
        named = [{**row, "the_key": row[key]} for row in rows]
        session.connection().execute(update(table).where(table.c[key] == bindparam("the_key")), named)
