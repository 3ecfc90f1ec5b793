"""The names behind ids: what a link to a record says."""

from collections.abc import Iterable, Mapping
from functools import cache

from sqlalchemy import CompoundSelect, Select, bindparam, select, union_all
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow
from timeline.queries.event_index import find_authorities
from timeline.queries.name_columns import NAME_COLUMNS
from timeline.queries.sending import send
from timeline.selecting.authorities import KINDS

Names = Mapping[tuple[str, str], str]


def names_of(session: Session, references: Iterable[tuple[str, str]]) -> Names:
    """Give the names of published records by kind and id, in one statement however many kinds there are.

    Those of the records by which events are filtered are at hand once there is an index of the events. What
    is not public is left out, so that a page cannot link to it.
    """
    wanted = list(references)
    if not wanted:  # As often: a page asks for the names in what sources differ on, too.
        return {}
    found: dict[tuple[str, str], str] = {}
    asked: dict[str, set[str]] = {}
    authorities = find_authorities(session)
    for kind, slug in wanted:
        if authorities is not None and kind in KINDS:
            known = authorities.find_public_by_id(kind, slug)
            if known is not None:
                found[kind, slug] = known.name
        elif slug:
            asked.setdefault(kind, set()).add(slug)
    if asked:
        values = {kind: sorted(ids) for kind, ids in asked.items()}
        rows = send(session, _named_among(tuple(sorted(values))), values)
        found.update(((kind, slug), name) for kind, slug, name in rows)
    return found


def names_of_kind(session: Session, kind: str) -> dict[str, str]:
    """Give the names of all published records of a kind, by id, in the order of the ids."""
    return {slug: name for _, slug, name in session.execute(_named(kind).order_by(RecordRow.slug))}


@cache
def _named_among(kinds: tuple[str, ...]) -> CompoundSelect[tuple[str, str, str]]:
    """Give the statement for records of some kinds; to make it costs more than to send it."""
    among = [RecordRow.slug.in_(bindparam(kind, expanding=True)) for kind in kinds]
    return union_all(*(_named(kind).where(these) for kind, these in zip(kinds, among, strict=True)))


def _named(kind: str) -> Select[tuple[str, str, str]]:
    column = NAME_COLUMNS[kind]
    return (
        select(RecordRow.kind, RecordRow.slug, column)
        .join(column.class_, column.class_.record_id == RecordRow.id)
        .where(RecordRow.kind == kind, RecordRow.status == "published")
    )
