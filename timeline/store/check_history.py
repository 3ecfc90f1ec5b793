"""Check the history in itself: no revision is missing, changed or out of order."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from timeline.models.history import DatasetRow, RevisionRow
from timeline.records.canonical import text_fingerprint
from timeline.store.chain import FIELDS, START, link
from timeline.store.finding import TAMPERED, Finding
from timeline.store.write import RECORDS_AT_ONCE


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldHead:
    """The end of the chain at a revision as somebody has kept it, such as a release in its manifest."""

    revision: int
    head: str
    by: str


@dataclass(kw_only=True, slots=True)
class _Reading:
    """How far the history was read: the last revision, and each record's last version."""

    number: int = 0
    at_utc: dt.datetime | None = None
    chain: str = START
    is_whole: bool = True
    versions: dict[int, int] = field(default_factory=dict)
    held: dict[int, list[HeldHead]]


def check_history(
    session: Session,
    *,
    progress: Callable[[int], None],
    held: Iterable[HeldHead] = (),
    until: int | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong with the revisions; only the first break of the chain is named.

    A history that somebody rewrote with a chain that fits it differs from the ends of the chain that are
    `held`. With `until`, the revisions after that one are not looked at.
    """
    reading = _Reading(held=_by_revision(held))
    while rows := _next(session, reading.number, until):
        for row in rows:
            yield from _revision(row, reading)
        progress(len(rows))
    for beyond in (one for each in reading.held.values() for one in each):
        message = f"revision {beyond.revision}, from which {beyond.by} was made, is missing."
        yield _of_whole("chain", message)
    if until is None:
        yield from _dataset(session, reading)


def _by_revision(held: Iterable[HeldHead]) -> dict[int, list[HeldHead]]:
    found: dict[int, list[HeldHead]] = {}
    for one in held:
        found.setdefault(one.revision, []).append(one)
    return found


def _next(session: Session, last: int, until: int | None) -> list[Row[Any]]:
    statement = select(RevisionRow.__table__).where(RevisionRow.number > last)
    if until is not None:
        statement = statement.where(RevisionRow.number <= until)
    return list(session.execute(statement.order_by(RevisionRow.number).limit(RECORDS_AT_ONCE)).all())


def _revision(row: Row[Any], reading: _Reading) -> Iterator[Finding]:
    if row.number != reading.number + 1:
        yield _found(row, "number", f"revision {reading.number + 1} is missing before {row.number}.")
    version = reading.versions.get(row.record_id, 0) + 1
    if row.version != version:
        yield _found(row, "version", f"revision {row.number} is version {row.version}, not {version}.")
    if reading.at_utc is not None and row.at_utc < reading.at_utc:
        yield _found(row, "at_utc", f"revision {row.number} is earlier than the one before it.")
    if text_fingerprint(row.document) != row.fingerprint:
        yield _found(row, "document", f"the document of revision {row.number} is not the one that was saved.")
    if _id_in(row.document) != row.slug:
        yield _found(row, "slug", f"the document of revision {row.number} is that of another record.")
    if reading.is_whole and link(reading.chain, _fields(row)) != row.chain:
        reading.is_whole = False
        yield _found(row, "chain", f"the chain of the history breaks at revision {row.number}.")
    reading.number, reading.at_utc, reading.chain = row.number, row.at_utc, row.chain
    reading.versions[row.record_id] = row.version
    for held in reading.held.pop(row.number, ()):
        if held.head != row.chain:
            message = f"the history up to revision {row.number} is not that from which {held.by} was made."
            yield _of_whole("chain", message)


def _fields(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


def _id_in(document: str) -> object:
    try:
        return json.loads(document).get("id")
    except (ValueError, AttributeError):
        return None


def _dataset(session: Session, reading: _Reading) -> Iterator[Finding]:
    state = session.execute(
        select(DatasetRow.version, DatasetRow.revision, DatasetRow.at_utc, DatasetRow.head)
    ).one_or_none()
    if state is None:
        yield _of_whole("dataset", "the row that says how far the history goes is missing.")
        return
    if (state.revision, state.at_utc) != (reading.number, reading.at_utc):
        message = f"the last revision is {reading.number}, and the store says {state.revision}."
        yield _of_whole("dataset.revision", message)
    if state.head != reading.chain:
        yield _of_whole("dataset.head", "the end of the chain is not the link of the last revision.")
    if state.version < state.revision:
        yield _of_whole("dataset.version", "the version is smaller than the number of revisions.")


def _found(row: Row[Any], name: str, message: str) -> Finding:
    return Finding(kind=row.kind, record=row.slug, field=name, message=message, cure=TAMPERED)


def _of_whole(name: str, message: str) -> Finding:
    return Finding(kind="", record="", field=name, message=message, cure=TAMPERED)
