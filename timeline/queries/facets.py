"""What a filter can be narrowed to: the values of each field with their numbers under the other filters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from timeline.filters import EventFilter
from timeline.models.authority import PlaceRow, RecordTopicRow, TopicRow
from timeline.models.event import CitationRow, EventPlaceRow, EventRow, ParticipationRow, PolicyChangeRow
from timeline.models.history import RecordRow
from timeline.queries.events import count_events
from timeline.queries.kept import kept
from timeline.queries.names import NAME_COLUMNS
from timeline.queries.selection import conditions, with_differing_dates

MOST_VALUES = 20
_MOST_KEYS = 5000


@dataclass(frozen=True, kw_only=True, slots=True)
class FacetValue:
    """A value of a field, and how many events there are when it is chosen beside the other filters."""

    id: str
    label: str
    events: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Facets:
    """The values of each field, the most frequent first, at most `MOST_VALUES` beside those in force.

    `levels` counts the events of each significance, `disputed` those whose sources differ on a date.
    """

    values: Mapping[str, tuple[FacetValue, ...]]
    levels: Mapping[int, int]
    disputed: int


# The table that links events to the records of a kind, its column, and what a record of it is part of.
LINKS: Mapping[str, tuple[Any, Any, InstrumentedAttribute[int | None] | None]] = {
    "topic": (RecordTopicRow, RecordTopicRow.topic_id, TopicRow.broader_id),
    "actor": (ParticipationRow, ParticipationRow.actor_id, None),
    "place": (EventPlaceRow, EventPlaceRow.place_id, PlaceRow.part_of_id),
    "source": (CitationRow, CitationRow.source_id, None),
    "policy": (PolicyChangeRow, PolicyChangeRow.policy_id, None),
}
FACETS = ("kind", *LINKS, "role")


def count_facets(session: Session, asked: EventFilter) -> Facets:
    """Count the values of every field under the other filters: always the same number of statements.

    The numbers are kept until the record changes.
    """
    return kept(session, ("facets", asked), lambda: _counted(session, asked))


def _counted(session: Session, asked: EventFilter) -> Facets:
    values = {"kind": _kinds(session, asked), "role": _roles(session, asked)}
    for kind in LINKS:
        values[kind] = _linked(session, asked, kind)
    return Facets(
        values={kind: values[kind] for kind in FACETS},
        levels=count_levels(session, asked),
        disputed=_disputed(session, asked),
    )


def count_levels(session: Session, asked: EventFilter) -> dict[int, int]:
    """Count the events of each significance under the other filters."""
    where = conditions(session, replace(asked, significance=3))
    statement = select(EventRow.significance, func.count()).where(*where).group_by(EventRow.significance)
    return {row[0]: row[1] for row in session.execute(statement)}


def _disputed(session: Session, asked: EventFilter) -> int:
    """Count the events whose sources differ on a date: few, and the same ones for all filters."""
    keys = kept(session, "disputed", lambda: tuple(sorted(set(session.scalars(with_differing_dates())))))
    if len(keys) > _MOST_KEYS:
        return count_events(session, replace(asked, disputed="dates"))
    where = conditions(session, replace(asked, disputed=""))
    statement = select(func.count()).select_from(EventRow).where(EventRow.record_id.in_(keys), *where)
    return session.scalar(statement) or 0


def _kinds(session: Session, asked: EventFilter) -> tuple[FacetValue, ...]:
    number = func.count()
    statement = (
        select(EventRow.kind, number)
        .where(*conditions(session, replace(asked, kind=())))
        .group_by(EventRow.kind)
        .order_by(number.desc(), EventRow.kind)
    )
    return tuple(FacetValue(id=key, label=key, events=events) for key, events in session.execute(statement))


def _roles(session: Session, asked: EventFilter) -> tuple[FacetValue, ...]:
    number = func.count(ParticipationRow.record_id.distinct())
    statement = (
        select(ParticipationRow.role, number)
        .where(ParticipationRow.record_id.in_(_keys(session, replace(asked, role=(), actor=()))))
        .group_by(ParticipationRow.role)
        .order_by(number.desc(), ParticipationRow.role)
    )
    if asked.actor:
        actors = select(RecordRow.id).where(RecordRow.kind == "actor", RecordRow.slug.in_(asked.actor))
        statement = statement.where(ParticipationRow.actor_id.in_(actors))
    return tuple(FacetValue(id=key, label=key, events=events) for key, events in session.execute(statement))


def _linked(session: Session, asked: EventFilter, kind: str) -> tuple[FacetValue, ...]:
    link, column, parent = LINKS[kind]
    others: dict[str, Any] = {kind: ()}
    if kind == "actor":
        others["role"] = ()
    counted = select(column.label("key"), link.record_id.label("event")).where(
        link.record_id.in_(_keys(session, replace(asked, **others)))
    )
    if kind == "actor" and asked.role:
        counted = counted.where(ParticipationRow.role.in_(asked.role))
    numbers = _with_wider(counted, kind, parent) if parent is not None else counted
    found = numbers.subquery("found")
    events = func.count(found.c.event.distinct()).label("events")
    totals = select(found.c.key, events).group_by(found.c.key).subquery("totals")
    chosen = getattr(asked, kind)
    statement = (
        select(RecordRow.slug, NAME_COLUMNS[kind], totals.c.events)
        .join(totals, totals.c.key == RecordRow.id)
        .join(NAME_COLUMNS[kind].class_, NAME_COLUMNS[kind].class_.record_id == RecordRow.id)
        .where(RecordRow.status == "published")
        .order_by(RecordRow.slug.in_(chosen).desc(), totals.c.events.desc(), RecordRow.slug)
        .limit(MOST_VALUES + len(chosen))
    )
    return tuple(
        FacetValue(id=slug, label=label, events=number) for slug, label, number in session.execute(statement)
    )


def _keys(session: Session, asked: EventFilter) -> Select[tuple[int]]:
    return select(EventRow.record_id).where(*conditions(session, asked))


def _with_wider(counted: Select[Any], kind: str, parent: InstrumentedAttribute[int | None]) -> Select[Any]:
    """Count an event for what its own topics or places are part of, too, as the filter finds it."""
    own = counted.subquery("own")
    table = parent.class_.__table__
    reached = select(table.c.record_id.label("below"), table.c.record_id.label("above")).cte(
        f"{kind}_reached", recursive=True
    )
    wider = table.alias("wider")
    parent_of = wider.c[parent.key]
    reached = reached.union(
        select(reached.c.below, parent_of)
        .join(wider, wider.c.record_id == reached.c.above)
        .where(parent_of.is_not(None))
    )
    return select(reached.c.above.label("key"), own.c.event).join(own, own.c.key == reached.c.below)
