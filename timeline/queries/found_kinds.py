"""How much a search finds of each kind of record, which every page of it tells."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from sqlalchemy import Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from timeline import vocab
from timeline.models.history import RecordRow
from timeline.queries.kept import kept
from timeline.queries.search_engines import found_keys
from timeline.queries.search_terms import Term, Terms, read_terms, unplaced
from timeline.queries.word_forms import with_forms

#: What has any of so many words is counted by what has each of them; of more, too much would be counted.
_MOST_SPLIT: Final = 3
_NOT_PUBLIC: Final = tuple(status for status in vocab.STATUSES if status != "published")


def count_found(session: Session, query: str) -> int:
    """Count the published records that a query finds."""
    terms = with_forms(session, read_terms(query))
    return 0 if terms.is_empty else sum(count_kinds(session, terms).values())


def count_kinds(session: Session, terms: Terms) -> dict[str, int]:
    """Count the published records of each kind in which terms are found; kinds without any are left out."""
    asked = unplaced(terms)
    return kept(session, ("found", asked), lambda: _count(session, asked))


def _count(session: Session, terms: Terms) -> dict[str, int]:
    if len(terms.wanted) == 1 and 2 <= len(terms.wanted[0]) <= _MOST_SPLIT and not terms.unwanted:
        return _count_any(session, terms.wanted[0])
    keys = found_keys(session, terms).subquery()
    (key,) = keys.c
    # As one text: a row for each of the many would take longer than to find them.
    found = session.scalar(select(func.aggregate_strings(cast(key, Text), ",")))
    if not found:
        return {}
    all_keys, rest = set(found.split(",")), _the_rest(session)
    kinds = Counter(rest.keys[other] for other in rest.keys.keys() & all_keys)
    kinds[rest.most] = len(all_keys) - kinds.total()
    return {kind: number for kind, number in sorted(kinds.items()) if number and kind}


def _count_any(session: Session, group: Sequence[Term]) -> dict[str, int]:
    """Count what has any of some terms: what has each, less what has two of them, and what has all three.

    To find all that has any takes as long as all of it is; how much has a term, or two, is known once it was
    asked for, with whichever others.
    """
    counted: Counter[str] = Counter()
    for size in range(1, len(group) + 1):
        for some in combinations(group, size):
            found = count_kinds(session, Terms(wanted=tuple((term,) for term in some)))
            counted.update({kind: number if size % 2 else -number for kind, number in found.items()})
    return {kind: number for kind, number in sorted(counted.items()) if number}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rest:
    """The kind that most public records are of, and the kinds of all other records by their keys.

    What is not public has no kind here. Keys are texts, as they come.
    """

    most: str
    keys: Mapping[str, str]


def _the_rest(session: Session) -> _Rest:
    """Give the kinds of what is not of the commonest; to look up each of all that is found takes longer."""
    return kept(session, "rest of kinds", lambda: _find_rest(session))


def _find_rest(session: Session) -> _Rest:
    number = func.count()
    counted = select(RecordRow.kind).where(RecordRow.status == "published").group_by(RecordRow.kind)
    kinds = session.scalars(counted.order_by(number.desc(), RecordRow.kind)).all()
    if not kinds:
        return _Rest(most="", keys={})
    most, others = kinds[0], kinds[1:]
    status = RecordRow.status
    # Each half by its own range of the index.
    hidden = and_(RecordRow.kind == most, status.in_(_NOT_PUBLIC))
    rows = session.execute(
        select(RecordRow.id, RecordRow.kind, status).where(or_(RecordRow.kind.in_(others), hidden))
    )
    keys = {str(row.id): row.kind if row.status == "published" else "" for row in rows}
    return _Rest(most=most, keys=keys)
