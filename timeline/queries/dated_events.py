"""Events as the comparison of their dates needs them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from timeline.disagreement.dates import DatedCitation, DatedEvent
from timeline.models.event import CitationBearingRow, CitationRow, EventDateRow, EventRow
from timeline.models.history import RecordRow
from timeline.queries.selection import is_published

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


def list_dated_events(session: Session, keys: Keys) -> tuple[DatedEvent, ...]:
    """List the events with these keys in the order of the timeline: three statements."""
    citations = citations_of(session, keys)
    dates: dict[int, list[tuple[str, str]]] = defaultdict(list)
    further = (
        select(EventDateRow.record_id, EventDateRow.role, EventDateRow.date)
        .where(EventDateRow.record_id.in_(keys))
        .order_by(EventDateRow.record_id, EventDateRow.position)
    )
    for record_id, role, date in session.execute(further):
        dates[record_id].append((role, date))
    statement = (
        select(EventRow.record_id, RecordRow.slug, EventRow.title, EventRow.date, EventRow.date_note)
        .join(RecordRow, RecordRow.id == EventRow.record_id)
        .where(EventRow.record_id.in_(keys))
        .order_by(EventRow.sort_key)
    )
    return tuple(
        DatedEvent(
            id=slug,
            title=title,
            date=date,
            date_note=note,
            dates=tuple(dates[record_id]),
            citations=tuple(citations[record_id]),
        )
        for record_id, slug, title, date, note in session.execute(statement)
    )


def citations_of(session: Session, keys: Keys | Sequence[int]) -> dict[int, list[DatedCitation]]:
    """Give the citations of these events in their order, with the dates that each speaks of.

    A citation that gives no date is there too, with an empty one.
    """
    if isinstance(keys, Sequence) and not keys:
        return defaultdict(list)
    bearing = and_(
        CitationBearingRow.record_id == CitationRow.record_id,
        CitationBearingRow.citation == CitationRow.position,
        CitationBearingRow.bearing.like("date%"),
    )
    statement = (
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
    found: dict[int, dict[int, DatedCitation]] = defaultdict(dict)
    for record_id, position, date, verbatim, source, locator, quotation, note, bears_on in session.execute(
        statement
    ):
        made = found[record_id].get(position) or DatedCitation(
            date=date, verbatim=verbatim, source=source, locator=locator, quotation=quotation, note=note
        )
        if bears_on:
            made = replace(made, bears_on=(*made.bears_on, bears_on))
        found[record_id][position] = made
    return defaultdict(list, {key: list(cited.values()) for key, cited in found.items()})
