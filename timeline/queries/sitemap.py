"""What a search engine may visit: the published records, part by part."""

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow, RevisionRow


def count_public(session: Session) -> int:
    """Count the published records."""
    return session.scalar(select(func.count()).where(RecordRow.status == "published")) or 0


def list_public(session: Session, *, offset: int, limit: int) -> list[tuple[str, str, dt.datetime]]:
    """List the kind, the id and the last change of published records, by kind and id."""
    statement = (
        select(RecordRow.kind, RecordRow.slug, RevisionRow.at_utc)
        .join(RevisionRow, RevisionRow.number == RecordRow.revision)
        .where(RecordRow.status == "published")
        .order_by(RecordRow.kind, RecordRow.slug)
        .offset(offset)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(statement)]
