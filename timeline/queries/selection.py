"""The events of a filter, by the index of all events."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from timeline.errors import BadRequestError, Problem
from timeline.filters import EventFilter
from timeline.models.history import RecordRow, RevisionRow
from timeline.parameters import meant
from timeline.queries.event_index import IndexedEvents, indexed_events
from timeline.queries.kept import kept
from timeline.queries.names import Names
from timeline.queries.search import matching_keys
from timeline.records.references import RecordKey
from timeline.selecting.authorities import KINDS, Authorities
from timeline.selecting.choosing import Choice
from timeline.selecting.order import in_order

# An alias, since the statement around it may well read the registry too; one for all, since making it and
# reading its columns costs more than the statement.
_registered = RecordRow.__table__.alias("registered")
_KEY = "timeline.choice"
_MOST_NEAR = 500


def is_published(record_id: Any) -> ColumnElement[bool]:
    """Hold to records that are public; `record_id` is a column with the key of a record."""
    return exists().where(_registered.c.id == record_id, _registered.c.status == "published")


def require_known(session: Session, asked: EventFilter) -> None:
    """Raise BadRequestError where a filter names what no public record was ever called.

    On a page one sees that nothing is found, and what was asked; a file or a list without rows is
    taken for an answer.
    """
    require_named(session, ((kind, (kind, slug)) for kind in KINDS for slug in getattr(asked, kind)))


def require_named(session: Session, asked: Iterable[tuple[str, RecordKey]]) -> None:
    """Raise BadRequestError where a parameter names what no public record was ever called.

    `asked` has the name of each parameter with the kind and the id that it asks for.
    """
    given = list(asked)
    known = _ever_public(session, {key for _, key in given})
    problems = tuple(
        Problem(
            path=name,
            value=slug if name == kind else f"{kind}:{slug}",
            message=f"there is no such {kind}",
            cure=meant(slug, _near(session, kind, slug), "Take an id from a page's address."),
        )
        for name, (kind, slug) in given
        if (kind, slug) not in known
    )
    if problems:
        raise BadRequestError(problems)


def _ever_public(session: Session, keys: set[RecordKey]) -> set[RecordKey]:
    """Give which of these public records are called by, or were."""
    known: set[RecordKey] = set()
    for kind in sorted({kind for kind, _ in keys}):
        slugs = [slug for of, slug in keys if of == kind]
        of_kind = RevisionRow.kind == kind, RevisionRow.slug.in_(slugs), RevisionRow.status == "published"
        found = session.scalars(select(RevisionRow.slug).where(*of_kind).distinct())
        known |= {(kind, slug) for slug in found}
    return known


def _near(session: Session, kind: str, slug: str) -> Sequence[str]:
    """List ids that begin as this one does, among which there may be the one that is meant."""
    return session.scalars(
        select(RecordRow.slug)
        .where(RecordRow.kind == kind, RecordRow.status == "published")
        .where(RecordRow.slug.startswith(slug[:2], autoescape=True))
        .order_by(RecordRow.slug)
        .limit(_MOST_NEAR)
    ).all()


def choose(session: Session, asked: EventFilter) -> Choice:
    """Give the public events of a filter. The last choice of a session is kept: a page asks for it often."""
    indexed = indexed_events(session)
    found = session.info.get(_KEY)
    if isinstance(found, Choice) and found.index is indexed.index and found.asked == asked:
        return found
    choice = Choice(indexed.index, indexed.authorities, asked, _with_words(session, indexed, asked.q))
    session.info[_KEY] = choice
    return choice


def _with_words(session: Session, indexed: IndexedEvents, words: str) -> Any:
    if not words:
        return None
    return kept(session, ("words", words), lambda: indexed.index.places_of(matching_keys(session, words)))


def keys_in_order(session: Session, asked: EventFilter) -> Iterator[int]:
    """Yield the keys of the events of a filter in the order of the timeline."""
    choice = choose(session, asked)
    keys = choice.index.keys
    return (keys[place] for place in in_order(choice.index, choice.events))


def count_events(session: Session, asked: EventFilter) -> int:
    """Count the events of a filter."""
    return len(choose(session, asked).events)


def names_asked(session: Session, asked: EventFilter) -> Names:
    """Give the names of the public records that a filter asks for, by kind and id."""
    authorities = indexed_events(session).authorities
    found = ((kind, authorities.find_public(kind, key)) for kind, key in _keys_asked(authorities, asked))
    return {(kind, one.id): one.name for kind, one in found if one is not None}


def _keys_asked(authorities: Authorities, asked: EventFilter) -> Iterator[tuple[str, int]]:
    for kind in KINDS:
        yield from ((kind, key) for key in authorities.keys(kind, getattr(asked, kind)))
