"""What the pages of contested points show beside the points themselves."""

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow
from timeline.models.source import SourceRow
from timeline.queries.names import Names, names_of
from timeline.queries.sending import send
from timeline.records.references import RecordKey


def names_with_short_sources(session: Session, keys: Iterable[RecordKey]) -> Names:
    """Give the names of public records, with the short titles of sources that have one.

    Where several sources stand side by side the short title is what tells them apart: works by
    different bodies may bear the same title.
    """
    keys = set(keys)
    short = short_titles(session, {record_id for kind, record_id in keys if kind == "source"})
    return {
        **names_of(session, (key for key in keys if key[0] != "source")),
        **{("source", slug): title for slug, title in short.items()},
    }


def short_titles(session: Session, ids: Iterable[str]) -> Mapping[str, str]:
    """Give the short title of each public source, its title where it has none."""
    asked = {"ids": sorted(ids)}
    if not asked["ids"]:
        return {}
    return {row[0]: row[1] for row in send(session, _SHORT_TITLES, asked)}


_SHORT_TITLES: Final = (
    select(RecordRow.slug, func.coalesce(func.nullif(SourceRow.short_title, ""), SourceRow.title))
    .join(SourceRow, SourceRow.record_id == RecordRow.id)
    .where(
        RecordRow.kind == "source",  # Ids are looked up by kind and id.
        RecordRow.status == "published",
        RecordRow.slug.in_(bindparam("ids", expanding=True)),
    )
    .order_by(RecordRow.slug)
)
