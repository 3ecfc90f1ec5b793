"""Records of a kind to choose from in a list that is short enough to be read."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow
from timeline.models.listing import ListingRow
from timeline.queries.kept import kept
from timeline.queries.name_columns import NAME_COLUMNS


def list_choices(session: Session, kind: str, *, limit: int) -> tuple[tuple[str, str], ...]:
    """List the ids and names of the records of a kind by name, but those that were withdrawn.

    There are none where there are more than `limit`: nobody reads so many.
    """
    name = NAME_COLUMNS[kind]
    statement = (
        select(RecordRow.slug, name)
        .join(ListingRow, ListingRow.record_id == RecordRow.id)
        .join(name.class_, name.class_.record_id == RecordRow.id)
        .where(ListingRow.kind == kind, RecordRow.status != "withdrawn")
        .order_by(ListingRow.title_key, RecordRow.slug)
        .limit(limit + 1)
    )

    def found() -> tuple[tuple[str, str], ...]:
        rows = [(slug, label or slug) for slug, label in session.execute(statement)]
        return tuple(rows) if len(rows) <= limit else ()

    return kept(session, ("choices", kind, limit), found)
