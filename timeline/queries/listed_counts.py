"""How many records an archivists' list has in all, by way of what is known already or of the fewest rows."""

from sqlalchemy import ColumnElement, CompoundSelect, Select, TextClause, func, select, union_all
from sqlalchemy.orm import Session

from timeline.list_filter import FIELDS_OF, ListFilter
from timeline.models.listing import ListingRow
from timeline.queries.kept import kept
from timeline.queries.kind_totals import (
    count_of_kind,
    count_since,
    count_statuses,
    first_since,
    leaves_out_less,
)
from timeline.queries.listed import listed_where, parts_of_range
from timeline.queries.search import matching

#: So many are gathered in memory, whatever the database's settings; of more, each row would be gone through.
_FEW = 40_000


def count_listed(session: Session, kind: str, asked: ListFilter) -> int:
    """Count the records of a kind that the filter asks for; kept until somebody writes."""
    return kept(session, ("listed", kind, asked), lambda: _count(session, kind, asked))


def _count(session: Session, kind: str, asked: ListFilter) -> int:
    for way in (_told, _less_than_all, _found_by_words):
        number = way(session, kind, asked)
        if number is not None:
            return number
    where = listed_where(session, kind, asked)
    return sum(_number(session, *where, *part) for part in parts_of_range(asked))


def _number(session: Session, *where: ColumnElement[bool] | TextClause) -> int:
    return session.scalar(select(func.count()).select_from(ListingRow).where(*where)) or 0


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
    return known - _number(session, *listed_where(session, kind, rest), ListingRow.revision < first)


def _found_by_words(session: Session, kind: str, asked: ListFilter) -> int | None:
    """Count what words find, of the kind that most records are of; None where more is asked, or it is not.

    Each record has one text: what is found less what is found of other kinds, and of what was not changed
    since a day, is looked up in much fewer rows than all that is found.
    """
    if not asked.q or asked != ListFilter(q=asked.q, since_text=asked.since_text):
        return None
    others = [other for other in FIELDS_OF if other != kind]
    left_out: Select[tuple[int]] | CompoundSelect[tuple[int]]
    left_out = select(ListingRow.record_id).where(ListingRow.kind.in_(others))
    number, of_kind = sum(count_of_kind(session, other) for other in others), count_of_kind(session, kind)
    since = count_since(session, kind, asked)
    if asked.since is not None and since is not None:
        first = first_since(session, asked.since)
        before = select(ListingRow.record_id).where(ListingRow.kind == kind, ListingRow.revision < first)
        left_out, number = union_all(left_out, before), number + of_kind - since
    if number > min(of_kind, _FEW):
        return None
    found = matching(session, asked.q).subquery()
    key = next(iter(found.c))
    return session.scalar(select(func.count()).select_from(found).where(key.not_in(left_out))) or 0
