"""The queue of review: what somebody works on, what waits for them, and what came back to them."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from timeline.models.curation import ProposalRow, ProposalStepRow
from timeline.models.history import RecordRow, RevisionRow
from timeline.queries.sending import send
from timeline.queries.titles import titles_of
from timeline.records.kinds import CLASS_OF_KIND
from timeline.rights import Who, allows

QUEUES: Final = ("mine", "waiting", "returned")

_BEGINNING: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_TICK: Final = dt.timedelta(microseconds=1)
_PLACE: Final = re.compile(r"([pr])([0-9]{1,9})\.([0-9]{1,17})", re.ASCII)
#: The handle of whoever asks.
_HANDLE: Final = bindparam("handle", type_=String())
_Moment = InstrumentedAttribute[dt.datetime]
_Number = InstrumentedAttribute[int]


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Place:
    """A place in a queue: what was touched longest ago comes first, of one moment records come first."""

    at_utc: dt.datetime
    is_proposal: bool
    number: int

    def __str__(self) -> str:
        """Give the place as a short text for an address."""
        return f"{'p' if self.is_proposal else 'r'}{self.number}.{(self.at_utc - _BEGINNING) // _TICK}"


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueItem:
    """A record that is not published yet, or a proposal (`proposal` is its number).

    `state` is the record's status or the proposal's state; `by` and `at_utc` are those of the last act, and
    `reason` is what was said with it.
    """

    number: int
    kind: str
    record_id: str
    title: str
    proposal: int | None
    state: str
    version: int
    by: str
    at_utc: dt.datetime
    reason: str

    @property
    def place(self) -> Place:
        """Give where the item stands in its queue; the next page goes on behind it."""
        return Place(at_utc=self.at_utc, is_proposal=self.proposal is not None, number=self.number)


def find_place(text: str) -> Place | None:
    """Read a place as its text has it; None for any other text."""
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    at_utc = _BEGINNING + int(found[3]) * _TICK
    return Place(at_utc=at_utc, is_proposal=found[1] == "p", number=int(found[2]))


def list_queue(
    session: Session, queue: str, *, who: Who, four_eyes: bool, after: Place | None = None, limit: int = 100
) -> tuple[QueueItem, ...]:
    """List what is in one of the `QUEUES`, what was touched longest ago first; proposals with records."""
    is_editor = allows(who.role, "publish")
    records = _records(queue, is_editor=is_editor, four_eyes=four_eyes)
    proposals = _proposals(queue, is_editor=is_editor, four_eyes=four_eyes)
    if after is not None:
        records = records.where(_behind(after, RevisionRow.at_utc, RecordRow.id, is_proposal=False))
        proposals = proposals.where(_behind(after, ProposalStepRow.at_utc, ProposalRow.id, is_proposal=True))
    found = [
        *_record_items(session, records.limit(limit), who),
        *_proposal_items(session, proposals.limit(limit), who),
    ]
    return tuple(sorted(found, key=lambda item: item.place)[:limit])


def _behind(place: Place, at_utc: _Moment, number: _Number, *, is_proposal: bool) -> ColumnElement[bool]:
    """Select what stands behind a place."""
    if place.is_proposal == is_proposal:
        return or_(at_utc > place.at_utc, and_(at_utc == place.at_utc, number > place.number))
    return at_utc >= place.at_utc if is_proposal else at_utc > place.at_utc


def count_queues(
    session: Session,
    *,
    who: Who,
    four_eyes: bool,
    queues: Iterable[str] = QUEUES,
    most: int | None = None,
) -> Mapping[str, int]:
    """Count each of the `QUEUES`; with `most`, so many records and as many proposals at the most."""
    asked = tuple(queues)
    statement = _counts(asked, most, is_editor=allows(who.role, "publish"), four_eyes=four_eyes)
    row = send(session, statement, {_HANDLE.key: who.handle}).one()
    return {queue: row[2 * place] + row[2 * place + 1] for place, queue in enumerate(asked)}


@cache
def _counts(queues: tuple[str, ...], most: int | None, *, is_editor: bool, four_eyes: bool) -> Select[Any]:
    """Count the records and the proposals of some queues in one statement.

    It is on every page of the archivists', and putting it together takes longer than answering it.
    """
    given: dict[str, Any] = {"is_editor": is_editor, "four_eyes": four_eyes}
    both = [each for queue in queues for each in (_records(queue, **given), _proposals(queue, **given))]
    return select(
        *(
            select(func.count())
            .select_from(each.with_only_columns(literal(1)).order_by(None).limit(most).subquery())
            .scalar_subquery()
            for each in both
        )
    )


def _records(queue: str, *, is_editor: bool, four_eyes: bool) -> Select[Any]:
    """Select the records of a queue, each with its last revision; of the returned ones, with the return."""
    returned = and_(RevisionRow.record_id == RecordRow.id, RevisionRow.version == _last_in_review() + 1)
    act = returned if queue == "returned" else RevisionRow.number == RecordRow.revision
    return (
        select(RecordRow.id, RecordRow.kind, RecordRow.slug, RecordRow.status, RecordRow.version)
        .add_columns(RevisionRow.by, RevisionRow.at_utc, RevisionRow.reason)
        .join(RevisionRow, act)
        # The index of what is not published begins with the kind.
        .where(RecordRow.kind.in_(tuple(CLASS_OF_KIND)))
        .where(*_record_conditions(queue, is_editor=is_editor, four_eyes=four_eyes))
        .order_by(RevisionRow.at_utc, RecordRow.id)
    )


def _record_conditions(queue: str, *, is_editor: bool, four_eyes: bool) -> Iterable[ColumnElement[bool]]:
    own, before = aliased(RevisionRow), aliased(RevisionRow)
    # Put together, the name keeps SQLite from reading all that a person ever wrote for each record.
    said_the_same = exists().where(
        before.record_id == own.record_id,
        before.version == own.version - 1,
        before.fingerprint == own.fingerprint,
    )
    # Who only returned or submitted it has written nothing of it.
    wrote = exists().where(own.record_id == RecordRow.id, own.by.concat("") == _HANDLE, ~said_the_same)
    if queue == "mine":
        return RecordRow.status.in_(("draft", "review")), wrote
    if queue == "returned":
        # Whatever its author has saved since: it came back until it is submitted again.
        return RecordRow.status == "draft", wrote, RevisionRow.status == "draft", RevisionRow.by != _HANDLE
    if not is_editor:
        return (literal(value=False),)
    if not four_eyes:
        return (RecordRow.status == "review",)
    return RecordRow.status == "review", _last_editor() != _HANDLE


def _last_in_review() -> ColumnElement[int]:
    """Give the last version in which a record was in review."""
    earlier = aliased(RevisionRow)
    return (
        select(func.max(earlier.version))
        .where(earlier.record_id == RecordRow.id, earlier.status == "review")
        .correlate(RecordRow)
        .scalar_subquery()
    )


def _last_editor() -> ColumnElement[str]:
    """Give who last changed what a record says; see `timeline.store.company.last_editors`."""
    earlier, first = aliased(RevisionRow), aliased(RevisionRow)
    other = (
        select(func.max(earlier.version))
        .where(earlier.record_id == RecordRow.id, earlier.fingerprint != RecordRow.fingerprint)
        .correlate(RecordRow)
        .scalar_subquery()
    )
    return (
        select(first.by)
        .where(first.record_id == RecordRow.id, first.version == func.coalesce(other, 0) + 1)
        .correlate(RecordRow)
        .scalar_subquery()
    )


def _proposals(queue: str, *, is_editor: bool, four_eyes: bool) -> Select[Any]:
    step = ProposalStepRow
    version = _returned_at() if queue == "returned" else ProposalRow.version
    statement = (
        select(ProposalRow.id, ProposalRow.record_id, ProposalRow.state, ProposalRow.version)
        .add_columns(RecordRow.kind, RecordRow.slug, step.by, step.at_utc, step.reason)
        .join(RecordRow, RecordRow.id == ProposalRow.record_id)
        .join(step, and_(step.proposal_id == ProposalRow.id, step.version == version))
        .order_by(step.at_utc, ProposalRow.id)
    )
    if queue == "mine":
        return statement.where(
            ProposalRow.author == _HANDLE, ProposalRow.state.in_(("open", "review", "returned"))
        )
    if queue == "returned":
        return statement.where(ProposalRow.author == _HANDLE, ProposalRow.state == "returned")
    if not is_editor:
        return statement.where(literal(value=False))
    statement = statement.where(ProposalRow.state == "review")
    if four_eyes:
        statement = statement.where(_proposal_editor() != _HANDLE)
    return statement


def _returned_at() -> ColumnElement[int]:
    """Give the version at which a proposal was returned last: its author may have changed it since."""
    earlier = aliased(ProposalStepRow)
    return (
        select(func.max(earlier.version) + 1)
        .where(earlier.proposal_id == ProposalRow.id, earlier.state == "review")
        .correlate(ProposalRow)
        .scalar_subquery()
    )


def _proposal_editor() -> ColumnElement[str]:
    earlier, first = aliased(ProposalStepRow), aliased(ProposalStepRow)
    other = (
        select(func.max(earlier.version))
        .where(earlier.proposal_id == ProposalRow.id, earlier.document != ProposalRow.document)
        .correlate(ProposalRow)
        .scalar_subquery()
    )
    return (
        select(first.by)
        .where(first.proposal_id == ProposalRow.id, first.version == func.coalesce(other, 0) + 1)
        .correlate(ProposalRow)
        .scalar_subquery()
    )


def _record_items(session: Session, statement: Select[Any], who: Who) -> Iterable[QueueItem]:
    rows = session.execute(statement, {_HANDLE.key: who.handle}).all()
    titles = titles_of(session, {(row.kind, row.id) for row in rows})
    for row in rows:
        yield QueueItem(
            number=row.id,
            kind=row.kind,
            record_id=row.slug,
            title=titles.get(row.id, row.slug),
            proposal=None,
            state=row.status,
            version=row.version,
            by=row.by,
            at_utc=row.at_utc,
            reason=row.reason,
        )


def _proposal_items(session: Session, statement: Select[Any], who: Who) -> Iterable[QueueItem]:
    rows = session.execute(statement, {_HANDLE.key: who.handle}).all()
    titles = titles_of(session, {(row.kind, row.record_id) for row in rows})
    for row in rows:
        yield QueueItem(
            number=row.id,
            kind=row.kind,
            record_id=row.slug,
            title=titles.get(row.record_id, row.slug),
            proposal=row.id,
            state=row.state,
            version=row.version,
            by=row.by,
            at_utc=row.at_utc,
            reason=row.reason,
        )
