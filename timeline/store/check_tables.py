"""Check that the tables say what the latest revisions say, column by column."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, Table, func, select, text
from sqlalchemy.orm import Session

from timeline.models.history import AliasRow, RecordRow, RevisionRow
from timeline.models.listing import ListingRow
from timeline.models.mapping import Row, TableMap, own_row_of, part_rows_of, table_maps
from timeline.models.naming import NameWordRow
from timeline.models.schema import BESIDE_THE_RECORD, metadata
from timeline.models.search import SearchTextRow
from timeline.records.kinds import Record
from timeline.records.references import RecordKey
from timeline.store.finding import REBUILD, TAMPERED, Finding
from timeline.store.listing import listing_rows
from timeline.store.naming import name_word_rows
from timeline.store.rebuild import former_ids
from timeline.store.registry import Entry
from timeline.store.write import text_row_of

_REGISTERED = ("kind", "slug", "status", "version", "fingerprint", "merged_into_id")
_HISTORY = {"alembic_version", "dataset", "records", "aliases", "revisions", "search_words"}
_SEARCHED = ("title", "names", "text", "quotations")
#: So many words of each text are looked for in SQLite's index, as one phrase; more would take long.
_WORDS = 12
_SEARCH_TEXTS = metadata.tables[SearchTextRow.__tablename__]
_LISTINGS = metadata.tables[ListingRow.__tablename__]
_NAME_WORDS = metadata.tables[NameWordRow.__tablename__]
#: What is made of a record besides the rows that hold what it says.
_DERIVED = (_SEARCH_TEXTS, _LISTINGS, _NAME_WORDS)

_Place = tuple[int, ...]


def check_registry(session: Session) -> Iterator[Finding]:
    """Yield the records that the registry has otherwise than their latest revision."""
    latest = (
        select(RevisionRow.record_id, func.max(RevisionRow.version).label("version"))
        .group_by(RevisionRow.record_id)
        .subquery()
    )
    rows = session.execute(
        select(RecordRow.id, RecordRow.revision, RevisionRow.number)
        .add_columns(*(getattr(RecordRow, name) for name in _REGISTERED))
        .add_columns(*(getattr(RevisionRow, name).label(f"of_{name}") for name in _REGISTERED))
        .outerjoin(latest, latest.c.record_id == RecordRow.id)
        .outerjoin(
            RevisionRow,
            (RevisionRow.record_id == latest.c.record_id) & (RevisionRow.version == latest.c.version),
        )
        .order_by(RecordRow.id)
    )
    lost = session.scalars(
        select(RevisionRow.record_id).where(RevisionRow.record_id.not_in(select(RecordRow.id))).distinct()
    )
    for number in lost:
        message = f"the record of revisions with the key {number} is missing."
        yield Finding(kind="", record="", field="records", message=message, cure=REBUILD)
    for row in rows:
        wrong = [name for name in _REGISTERED if getattr(row, name) != getattr(row, f"of_{name}")]
        wrong += ["revision"] if row.revision != row.number else []
        for name in wrong:
            message = "the registry and the latest revision do not agree."
            yield Finding(kind=row.kind, record=row.slug, field=name, message=message, cure=REBUILD)


def check_aliases(session: Session) -> Iterator[Finding]:
    """Yield the former ids that are missing or too many, and those that two records answer to."""
    wanted = {(row.kind, row.slug): row.record_id for row in session.execute(former_ids())}
    aliases = select(AliasRow.kind, AliasRow.slug, AliasRow.record_id)
    there = {(row.kind, row.slug): row.record_id for row in session.execute(aliases)}
    for key in sorted(wanted.keys() | there.keys()):
        if wanted.get(key) != there.get(key):
            state = "does not lead" if key in wanted else "leads"
            message = f"this id {state} to a record that had it."
            if key not in wanted:
                message = "this id leads to a record that never had it."
            yield Finding(kind=key[0], record=key[1], field="id", message=message, cure=REBUILD)
    twice = session.execute(
        select(AliasRow.kind, AliasRow.slug).join(
            RecordRow, (RecordRow.kind == AliasRow.kind) & (RecordRow.slug == AliasRow.slug)
        )
    )
    for row in twice:
        message = "this id is one record's and was another's."
        yield Finding(kind=row.kind, record=row.slug, field="id", message=message, cure=REBUILD)


def check_rows(
    session: Session,
    records: Mapping[int, Record],
    entries: Mapping[int, Entry],
    keys: Mapping[RecordKey, int],
    counts: dict[str, int],
) -> Iterator[Finding]:
    """Yield where the rows of these records, all of one kind, differ from those that they should have.

    `counts` is added to: how many rows each table should have for them.
    """
    wanted: dict[Table, dict[_Place, Row]] = {}
    for record_id, record in records.items():
        try:
            rows = list(_rows_of(record, record_id, keys))
        except (ArithmeticError, KeyError, ValueError) as error:
            entry = entries[record_id]
            message = f"the latest revision makes no rows ({error!r})."
            yield Finding(kind=entry.kind, record=entry.slug, field="", message=message, cure=TAMPERED)
            continue
        for table, row in rows:
            wanted.setdefault(table, {})[_place(table, row)] = row
    wanted[_LISTINGS] = {(row["record_id"],): row for row in listing_rows(session, records)}
    mapped = table_maps(type(next(iter(records.values()))))
    for table, held in (*((held.table, held) for held in mapped), *((table, None) for table in _DERIVED)):
        mine = wanted.get(table, {})
        counts[table.name] = counts.get(table.name, 0) + len(mine)
        there = _rows_there(session, table, list(records))
        for place in sorted(mine.keys() | there.keys()):
            entry = entries[place[0]]
            root = _path(table, held, place)
            for field in _differences(root, mine.get(place), there.get(place)):
                message = f"the table {table.name} does not say what the latest revision says."
                yield Finding(kind=entry.kind, record=entry.slug, field=field, message=message, cure=REBUILD)


def check_counts(session: Session, counts: Mapping[str, int]) -> Iterator[Finding]:
    """Yield the tables that have rows which belong to no record."""
    for name, table in sorted(metadata.tables.items()):
        if name in _HISTORY or name in BESIDE_THE_RECORD:
            continue
        there = session.scalar(select(func.count()).select_from(table)) or 0
        if there != counts.get(name, 0):
            message = f"the table has {there} rows, and the records make {counts.get(name, 0)}."
            yield Finding(kind="", record="", field=name, message=message, cure=REBUILD)


def check_full_text(
    session: Session, records: Mapping[int, Record], entries: Mapping[int, Entry]
) -> Iterator[Finding]:
    """Yield the records that SQLite's full-text index does not find by their own words.

    PostgreSQL derives its index from the row itself, so it cannot be out of step.
    """
    if session.get_bind().dialect.name != "sqlite":
        return
    statement = text("SELECT 1 FROM search_index WHERE search_index MATCH :phrases AND rowid = :key")
    for record_id, record in records.items():
        phrases = _phrases(text_row_of(record, record_id))
        if phrases and session.execute(statement, {"phrases": phrases, "key": record_id}).first() is None:
            entry = entries[record_id]
            message = "the full-text index does not find it by its own words."
            yield Finding(kind=entry.kind, record=entry.slug, field="search", message=message, cure=REBUILD)


def check_full_text_size(session: Session) -> Iterator[Finding]:
    """Yield whether SQLite's full-text index has texts of records that are not there."""
    if session.get_bind().dialect.name != "sqlite":
        return
    stale = session.scalar(
        text("SELECT count(*) FROM search_index_docsize WHERE id NOT IN (SELECT record_id FROM search_texts)")
    )
    if stale:
        message = f"the full-text index has {stale} texts that no record has."
        yield Finding(kind="", record="", field="search", message=message, cure=REBUILD)


def _phrases(row: Row) -> str:
    first = {name: " ".join(str(row[name]).split()[:_WORDS]) for name in _SEARCHED}
    return " AND ".join(
        '{} : "{}"'.format(name, words.replace('"', '""'))
        for name, words in first.items()
        if any(character.isalpha() for character in words)
    )


def _rows_of(record: Record, record_id: int, keys: Mapping[RecordKey, int]) -> Iterator[tuple[Table, Row]]:
    yield table_maps(type(record))[0].table, own_row_of(record, record_id, keys)
    yield from part_rows_of(record, record_id, keys)
    yield _SEARCH_TEXTS, text_row_of(record, record_id)
    yield from ((_NAME_WORDS, row) for row in name_word_rows(record, record_id))


def _rows_there(session: Session, table: Table, ids: Sequence[int]) -> dict[_Place, Row]:
    rows = session.execute(select(table).where(table.c.record_id.in_(ids))).mappings()
    return {_place(table, row): row for row in map(_plain, rows)}


def _plain(row: RowMapping) -> Row:
    return {str(name): value for name, value in row.items()}


def _place(table: Table, row: Mapping[str, Any]) -> _Place:
    """Give the record's key and, for a part, its positions."""
    return tuple(row[column.name] for column in table.primary_key if column.name != "kind")


def _differences(path: str, wanted: Row | None, there: Row | None) -> Iterator[str]:
    """Yield the paths of the fields in which a row is not as it should be; `path` is the row's own."""
    if wanted is None or there is None:
        yield path or "record"
        return
    for name, value in wanted.items():
        if there[name] != value:
            yield f"{path}.{name}" if path else name


def _path(table: Table, held: TableMap | None, place: _Place) -> str:
    if held is None:
        return "search" if table is _SEARCH_TEXTS else "list"
    names = [f"{name}[{at - 1}]" for name, at in zip(held.path, place[1:], strict=True)]
    return ".".join(names)
