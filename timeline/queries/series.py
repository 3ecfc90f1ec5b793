"""Series: those that are published, and what reckoning finds odd about them."""

from typing import cast

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from timeline.figures.flags import Flag, flags_of
from timeline.models.authority import PlaceRow, RecordTopicRow, TopicRow
from timeline.models.history import RecordRow
from timeline.models.series import SeriesRow
from timeline.queries.records import list_by_key, list_records
from timeline.records.series import Series


def list_series(session: Session) -> tuple[Series, ...]:
    """List the published series by title."""
    found = [cast("Series", stored.record) for stored in list_records(session, "series")]
    return tuple(sorted(found, key=lambda series: (series.title.casefold(), series.id)))


def list_flags(session: Session) -> tuple[Flag, ...]:
    """List what is odd about the published series, alone and taken together."""
    return flags_of(list_series(session))


def list_flags_of(session: Session, series: str) -> tuple[Flag, ...]:
    """List what is odd about one series, alone and with those that share its whole or its topics.

    The statements are the same however many series there are.
    """
    related = list_by_key(session, "series", session.scalars(_related(series)).all())
    flags = flags_of([cast("Series", record) for record in related])
    return tuple(flag for flag in flags if series in flag.series)


def findings(session: Session) -> tuple[str, ...]:
    """List the same for `timeline check`: a line each, with the series that it is about."""
    return tuple(f"series {', '.join(flag.series)}: {flag.message}" for flag in list_flags(session))


def list_parents(session: Session, kind: str) -> dict[str, str]:
    """Give the place or topic above each published one, by id; "" where there is none."""
    columns = {"place": PlaceRow.part_of_id, "topic": TopicRow.broader_id}
    parent: InstrumentedAttribute[int | None] = columns[kind]
    own, above = aliased(RecordRow), aliased(RecordRow)
    statement = (
        select(own.slug, above.slug)
        .join(parent.class_, parent.class_.record_id == own.id)
        .outerjoin(above, above.id == parent)
        .where(own.status == "published")
        .order_by(own.slug)
    )
    return {slug: parent_slug or "" for slug, parent_slug in session.execute(statement)}


def _related(series: str) -> Select[tuple[int]]:
    """Select the keys of a series, its whole, its parts, other parts of its whole, and comparable shares."""
    own = (
        select(SeriesRow.record_id, SeriesRow.whole_id)
        .join(RecordRow, RecordRow.id == SeriesRow.record_id)
        .where(RecordRow.kind == "series", RecordRow.slug == series)
        .cte("own")
    )
    other = aliased(SeriesRow)
    topics = select(RecordTopicRow.topic_id).join(own, own.c.record_id == RecordTopicRow.record_id)
    alike = select(RecordTopicRow.record_id).where(RecordTopicRow.topic_id.in_(topics))
    kin = (
        select(other.record_id, other.whole_id)
        .where(
            or_(
                other.record_id.in_(select(own.c.record_id)),
                other.record_id.in_(select(own.c.whole_id)),
                other.whole_id.in_(select(own.c.record_id)),
                other.whole_id.in_(select(own.c.whole_id)),
                (other.measure == "share") & other.record_id.in_(alike),
            )
        )
        .cte("kin")
    )
    return (
        select(RecordRow.id)
        .where(
            RecordRow.status == "published",
            RecordRow.kind == "series",
            or_(
                RecordRow.id.in_(select(kin.c.record_id)),
                RecordRow.id.in_(select(kin.c.whole_id)),
            ),
        )
        .order_by(RecordRow.slug)
    )
