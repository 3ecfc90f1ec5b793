"""The names of records of any status, for those who work on them."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow
from timeline.queries.name_columns import NAME_COLUMNS

_CHUNK = 500


def titles_of(session: Session, records: Iterable[tuple[str, int]]) -> dict[int, str]:
    """Give the names of records by their keys; `records` gives the kind of each key.

    A draft without a name yet is called by its public id.
    """
    by_kind: dict[str, list[int]] = {}
    for kind, number in sorted(set(records)):
        by_kind.setdefault(kind, []).append(number)
    found: dict[int, str] = {}
    for kind, numbers in by_kind.items():
        column = NAME_COLUMNS[kind]
        for start in range(0, len(numbers), _CHUNK):
            rows = session.execute(
                select(RecordRow.id, column, RecordRow.slug)
                .join(column.class_, column.class_.record_id == RecordRow.id)
                .where(RecordRow.id.in_(numbers[start : start + _CHUNK]))
            )
            found.update((number, name or slug) for number, name, slug in rows)
    return found
