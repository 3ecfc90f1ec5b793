"""What happened to the public record between two revisions: which records are new, changed or gone."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, aliased

from timeline.models.history import RevisionRow

#: What can have happened to a record, in the order in which it is told.
HAPPENED: Final = ("new", "corrected", "changed", "withdrawn", "merged")
_CHUNK: Final = 500
_NAMES: Final = ("title", "name", "label")


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordChange:
    """What happened to one record: a word of `HAPPENED`, and the public notes of its corrections."""

    kind: str
    id: str
    title: str
    happened: str
    notes: tuple[str, ...]


def changes_between(session: Session, after: int, until: int) -> Iterator[RecordChange]:
    """Yield the public records that became others after one revision and until another, by their keys."""
    touched = session.scalars(
        select(RevisionRow.record_id)
        .where(RevisionRow.number > after, RevisionRow.number <= until)
        .distinct()
        .order_by(RevisionRow.record_id)
    )
    keys = iter(touched.all())
    while some := list(islice(keys, _CHUNK)):
        before, now = _latest(session, some, after), _latest(session, some, until)
        notes = _corrections(session, some, after, until)
        for key in some:
            change = _change(before.get(key), now[key], notes.get(key))
            if change is not None:
                yield change


def _latest(session: Session, keys: Sequence[int], until: int) -> dict[int, Row[Any]]:
    last = (
        select(func.max(RevisionRow.number).label("number"))
        .where(RevisionRow.record_id.in_(keys), RevisionRow.number <= until)
        .group_by(RevisionRow.record_id)
        .subquery()
    )
    revision = aliased(RevisionRow)
    statement = select(
        revision.record_id,
        revision.kind,
        revision.slug,
        revision.status,
        revision.fingerprint,
        revision.merged_into_id,
        revision.document,
    ).join(last, last.c.number == revision.number)
    return {row.record_id: row for row in session.execute(statement)}


def _corrections(session: Session, keys: Sequence[int], after: int, until: int) -> dict[int, tuple[str, ...]]:
    statement = (
        select(RevisionRow.record_id, RevisionRow.note)
        .where(
            RevisionRow.record_id.in_(keys),
            RevisionRow.number > after,
            RevisionRow.number <= until,
            RevisionRow.change == "correction",
            RevisionRow.status == "published",
        )
        .order_by(RevisionRow.number)
    )
    found: dict[int, tuple[str, ...]] = {}
    for key, note in session.execute(statement):
        found[key] = (*found.get(key, ()), *([note] if note else ()))
    return found


def _change(before: Row[Any] | None, now: Row[Any], notes: tuple[str, ...] | None) -> RecordChange | None:
    was_public = before is not None and before.status == "published"
    is_public = now.status == "published"
    if not was_public and not is_public:
        return None
    if not is_public:
        happened = "withdrawn" if now.merged_into_id is None else "merged"
    elif before is None or not was_public:
        happened = "new"
    elif before.fingerprint == now.fingerprint:
        return None
    else:
        happened = "changed" if notes is None else "corrected"
    shown = now if is_public or before is None else before
    return RecordChange(
        kind=shown.kind, id=shown.slug, title=_title(shown.document), happened=happened, notes=notes or ()
    )


def _title(document: str) -> str:
    said = json.loads(document)
    return str(next((said[name] for name in _NAMES if said.get(name)), said["id"]))
