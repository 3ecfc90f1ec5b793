"""What a search engine may visit: the published records, part by part."""

import datetime as dt

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow, RevisionRow
from timeline.queries.kept import kept


def part_starts(session: Session, *, size: int) -> tuple[tuple[str, str], ...]:
    """Give the kind and the id that each part of so many published records begins with."""
    return kept(session, ("parts of the site map", size), lambda: _part_starts(session, size))


def _part_starts(session: Session, size: int) -> tuple[tuple[str, str], ...]:
    place = func.row_number().over(order_by=(RecordRow.kind, RecordRow.slug)).label("place")
    counted = select(RecordRow.kind, RecordRow.slug, place).where(RecordRow.status == "published").subquery()
    statement = (
        select(counted.c.kind, counted.c.slug)
        .where((counted.c.place - 1) % size == 0)
        .order_by(counted.c.kind, counted.c.slug)
    )
    return tuple((kind, slug) for kind, slug in session.execute(statement))


def list_public(
    session: Session, *, start: tuple[str, str], limit: int
) -> list[tuple[str, str, dt.datetime]]:
    """List the kind, the id and the last change of published records from one on, by kind and id."""
    kind, slug = start
    statement = (
        select(RecordRow.kind, RecordRow.slug, RevisionRow.at_utc)
        .join(RevisionRow, RevisionRow.number == RecordRow.revision)
        .where(
            RecordRow.status == "published",
            or_(RecordRow.kind > kind, and_(RecordRow.kind == kind, RecordRow.slug >= slug)),
        )
        .order_by(RecordRow.kind, RecordRow.slug)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(statement)]
