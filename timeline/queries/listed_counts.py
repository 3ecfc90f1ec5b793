"""How many records an archivists' list has in all, by way of what is known already or of the fewest rows."""

from pyroaring import BitMap
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from timeline.list_filter import ListFilter
from timeline.queries.kept import kept
from timeline.queries.kind_totals import (
    count_of_kind,
    count_since,
    count_statuses,
    first_since,
    leaves_out_less,
)
from timeline.queries.listed import LISTINGS, Condition, listed_where, parts_of_range
from timeline.queries.search import matching_keys
from timeline.queries.word_index import indexed_words

#: Of so many the keys are gathered; of more, each row is gone through.
_FEW = 40_000


def count_listed(session: Session, kind: str, asked: ListFilter) -> int:
    """Count the records of a kind that the filter asks for; kept until somebody writes."""
    return kept(session, ("listed", kind, asked), lambda: _count(session, kind, asked))


def _count(session: Session, kind: str, asked: ListFilter) -> int:
    for way in (_told, _less_than_all, _found_by_words):
        number = way(session, kind, asked)
        if number is not None:
            return number
    return sum(count_parts(session, kind, asked))


def count_parts(session: Session, kind: str, asked: ListFilter) -> tuple[int, ...]:
    """Count each of the parts in which a range of dates is found; of other filters, all."""
    return kept(session, ("parts", kind, asked), lambda: _count_parts(session, kind, asked))


def _count_parts(session: Session, kind: str, asked: ListFilter) -> tuple[int, ...]:
    counts = [
        select(func.count())
        .select_from(LISTINGS)
        .where(*listed_where(session, kind, asked, part=part))
        .scalar_subquery()
        for part in parts_of_range(asked)
    ]
    return tuple(session.connection().execute(select(*counts)).one())


def _number(session: Session, *where: Condition) -> int:
    statement = select(func.count()).select_from(LISTINGS).where(*where)
    return session.connection().execute(statement).scalar() or 0


def _told(session: Session, kind: str, asked: ListFilter) -> int | None:
    """Tell how many there are where that was counted for the whole kind; None where it was not."""
    named = {name for name, _ in asked.parameters()}
    if not named:
        return count_of_kind(session, kind)
    if named == {"status"}:
        statuses = count_statuses(session, kind)
        return sum(statuses.get(status, 0) for status in set(asked.status))
    return count_since(session, kind, asked) if named == {"since"} else None


def _less_than_all(session: Session, kind: str, asked: ListFilter) -> int | None:
    """Take the few that a filter leaves out from a number that is known; None where that is not its way."""
    halves = asked.without_its_few()
    if halves is not None:
        rest, few = halves
        known = _told(session, kind, rest)
        return None if known is None else known - count_listed(session, kind, few)
    if asked.since is None:
        return None
    first = first_since(session, asked.since)
    rest = asked.without("since", asked.since_text)
    known = _told(session, kind, rest)
    if known is None or not leaves_out_less(session, kind, first):
        return None
    return known - _number(session, *listed_where(session, kind, rest), LISTINGS.c.revision < first)


def _found_by_words(session: Session, kind: str, asked: ListFilter) -> int | None:
    """Count what words find, by the index of words; None where more is asked than what was changed since.

    Of what was changed since that day, and what was not, the less is looked up.
    """
    if not asked.q or asked != ListFilter(q=asked.q, since_text=asked.since_text):
        return None
    since, of_kind = count_since(session, kind, asked), count_of_kind(session, kind)
    if since is not None and min(since, of_kind - since) > _FEW:
        return None
    words = indexed_words(session)
    found = matching_keys(session, asked.q) & words.kinds.get(kind, BitMap())
    if asked.since is None or since is None or not found:
        return len(found)
    first, is_new = first_since(session, asked.since), since * 2 <= of_kind
    revision = LISTINGS.c.revision
    some = select(LISTINGS.c.record_id).where(
        LISTINGS.c.kind == kind, revision >= first if is_new else revision < first
    )
    keys = BitMap(row[0] for row in session.connection().execute(some))
    return len(found & keys if is_new else found - keys)
