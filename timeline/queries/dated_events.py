"""Events as the comparison of their dates needs them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, Row, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from timeline.disagreement.dates import DatedCitation, DatedEvent
from timeline.models.event import CitationBearingRow, CitationRow, EventDateRow, EventRow
from timeline.models.history import RecordRow
from timeline.queries.selection import is_published
from timeline.queries.sending import send

#: The keys of records in the database, as a part of another statement.
Keys: TypeAlias = Select[tuple[int]]


def keys_of_differing(within: Keys | None = None) -> Keys:
    """Select the keys of the published events that have more than one asserted date, in the given ones."""
    statement = (
        select(CitationRow.record_id)
        .where(CitationRow.asserted_date != "", is_published(CitationRow.record_id))
        .group_by(CitationRow.record_id)
        .having(func.count(CitationRow.asserted_date.distinct()) > 1)
    )
    return statement if within is None else statement.where(CitationRow.record_id.in_(within))


def list_dated_events(session: Session, keys: Keys | Sequence[int]) -> tuple[DatedEvent, ...]:
    """List the events with these keys in the order of the timeline: three statements, or none for no keys."""
    if isinstance(keys, Sequence) and not keys:
        return ()
    citations = citations_of(session, keys)
    dates: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for record_id, role, date in _among(session, _further_dates, keys):
        dates[record_id].append((role, date))
    found = sorted(_among(session, _events, keys), key=lambda row: str(row.sort_key))
    return tuple(
        DatedEvent(
            id=slug,
            title=title,
            date=date,
            date_note=note,
            dates=tuple(dates[record_id]),
            citations=tuple(citations[record_id]),
        )
        for record_id, slug, title, date, note, _ in found
    )


def citations_of(session: Session, keys: Keys | Sequence[int]) -> dict[int, list[DatedCitation]]:
    """Give the citations of these events in their order, with the dates that each speaks of.

    A citation that gives no date is there too, with an empty one.
    """
    if isinstance(keys, Sequence) and not keys:
        return defaultdict(list)
    found: dict[int, dict[int, DatedCitation]] = defaultdict(dict)
    for record_id, position, date, verbatim, source, locator, quotation, note, bears_on in _among(
        session, _citations, keys
    ):
        made = found[record_id].get(position) or DatedCitation(
            date=date, verbatim=verbatim, source=source, locator=locator, quotation=quotation, note=note
        )
        if bears_on:
            made = replace(made, bears_on=(*made.bears_on, bears_on))
        found[record_id][position] = made
    return defaultdict(list, {key: list(cited.values()) for key, cited in found.items()})


def _among(
    session: Session, statement: Callable[[Any], Select[Any]], keys: Keys | Sequence[int]
) -> Iterator[Row[Any]]:
    """Ask about some events by a statement that is made once, about those of another statement as it is."""
    if not isinstance(keys, Sequence):
        yield from session.execute(statement(keys))
        return
    for start in range(0, len(keys), _CHUNK):
        yield from send(session, statement(_SOME), {"keys": list(keys[start : start + _CHUNK])})


_CHUNK = 500
_SOME: BindParameter[list[int]] = bindparam("keys", expanding=True)


@lru_cache(maxsize=64)
def _further_dates(keys: Any) -> Select[tuple[int, str, str]]:
    return (
        select(EventDateRow.record_id, EventDateRow.role, EventDateRow.date)
        .where(EventDateRow.record_id.in_(keys))
        .order_by(EventDateRow.record_id, EventDateRow.position)
    )


@lru_cache(maxsize=64)
def _events(keys: Any) -> Select[tuple[int, str, str, str, str, str]]:
    return (
        select(
            EventRow.record_id,
            RecordRow.slug,
            EventRow.title,
            EventRow.date,
            EventRow.date_note,
            EventRow.sort_key,
        )
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .where(EventRow.record_id.in_(keys))
    )


@lru_cache(maxsize=64)
def _citations(keys: Any) -> Select[Any]:
    bearing = and_(
        CitationBearingRow.record_id == CitationRow.record_id,
        CitationBearingRow.citation == CitationRow.position,
        CitationBearingRow.bearing.like("date%"),
    )
    return (
        select(
            CitationRow.record_id,
            CitationRow.position,
            CitationRow.asserted_date,
            CitationRow.asserted_verbatim,
            RecordRow.slug,
            CitationRow.locator,
            CitationRow.quotation,
            CitationRow.note,
            CitationBearingRow.bearing,
        )
        .join(RecordRow, RecordRow.id == CitationRow.source_id)
        .outerjoin(CitationBearingRow, bearing)
        .where(CitationRow.record_id.in_(keys))
        .order_by(CitationRow.record_id, CitationRow.position, CitationBearingRow.position)
    )
