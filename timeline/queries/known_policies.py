"""Policies as the archive knew them at an earlier revision, read from the history and not from the tables."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.errors import BadRequestError, NotFoundError, Problem
from timeline.models.history import AliasRow, RecordRow, RevisionRow
from timeline.queries.policy_facts import Facts, PolicyFacts
from timeline.records.authority import Place
from timeline.records.canonical import from_json
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.policy import Policy
from timeline.records.timeline import Timeline
from timeline.states.change import Change
from timeline.states.fold import fold
from timeline.states.history import History


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownPolicies:
    """The facts and changes of policies at a revision. `ids` gives a policy's id then by its key."""

    revision: int
    facts: Facts
    ids: dict[int, str]

    def id_then(self, session: Session, policy_id: str) -> str:
        """Give the id that a policy had at the revision; raises NotFoundError if there was none."""
        if policy_id in self.facts.policies:
            return policy_id
        current = select(RecordRow.id).where(RecordRow.kind == "policy", RecordRow.slug == policy_id)
        former = select(AliasRow.record_id).where(AliasRow.kind == "policy", AliasRow.slug == policy_id)
        key = session.scalar(current)
        key = session.scalar(former) if key is None else key
        if key not in self.ids:
            raise NotFoundError("policy", policy_id)
        return self.ids[key]

    def histories(self, session: Session, *policies: str) -> dict[str, History]:
        """Fold the histories of some policies, by the ids of then, or of all if none are named."""
        wanted = policies or tuple(self.facts.policies)
        changes: dict[str, list[Change]] = {policy: [] for policy in wanted}
        sources = _public_sources(session, self.revision)
        for record in _records(session, self.revision, "event", policies):
            assert isinstance(record, Event)  # noqa: S101 - the kind that was asked for
            for change in _changes(record, sources):
                if change.policy in changes:
                    changes[change.policy].append(change)
        return {
            policy: fold(policy, found, self.facts.parents, self.facts.policies[policy].states)
            for policy, found in changes.items()
        }


def known_policies(session: Session, known: int | dt.datetime) -> KnownPolicies:
    """Read the policies as they stood at a revision or at a moment (which must have a zone).

    Raises BadRequestError for a revision that there is not.
    """
    revision = _revision(session, known)
    places: dict[str, str] = {}
    for record in _records(session, revision, "place"):
        assert isinstance(record, Place)  # noqa: S101
        places[record.id] = record.part_of
    complete_to: dict[str, dt.date | None] = {}
    for record in _records(session, revision, "timeline"):
        assert isinstance(record, Timeline)  # noqa: S101
        complete_to[record.id] = parse(record.complete_to).latest if record.complete_to else None
    policies, ids = {}, {}
    for key, record in _keyed_records(session, revision, "policy"):
        assert isinstance(record, Policy)  # noqa: S101
        days = [complete_to[slug] for slug in record.timelines if slug in complete_to]
        ids[key] = record.id
        policies[record.id] = PolicyFacts(
            id=record.id,
            key=key,
            title=record.title,
            question=record.question,
            principal=record.principal,
            states={state.state: state.label for state in record.states},
            timelines=tuple(slug for slug in record.timelines if slug in complete_to),
            complete_to=max((day for day in days if day), default=None),
        )
    facts = Facts(policies=dict(sorted(policies.items())), parents=places)
    return KnownPolicies(revision=revision, facts=facts, ids=ids)


def _revision(session: Session, known: int | dt.datetime) -> int:
    last = session.scalar(select(func.max(RevisionRow.number))) or 0
    if isinstance(known, dt.datetime):
        return session.scalar(select(func.max(RevisionRow.number)).where(RevisionRow.at_utc <= known)) or 0
    if 1 <= known <= last:
        return known
    problem = Problem(
        path="known",
        value=str(known),
        message="there is no such revision",
        cure=f"Give a revision from 1 to {last}, or a moment such as 2026-01-31T12:00:00Z.",
    )
    raise BadRequestError((problem,))


def _records(session: Session, revision: int, kind: str, policies: Iterable[str] = ()) -> Iterator[Record]:
    return (record for _, record in _keyed_records(session, revision, kind, policies))


def _keyed_records(
    session: Session, revision: int, kind: str, policies: Iterable[str] = ()
) -> Iterator[tuple[int, Record]]:
    """Yield the records of a kind that were public at a revision, with their keys."""
    latest = (
        select(RevisionRow.record_id, func.max(RevisionRow.number).label("number"))
        .where(RevisionRow.kind == kind, RevisionRow.number <= revision)
        .group_by(RevisionRow.record_id)
        .subquery()
    )
    statement = (
        select(RevisionRow.record_id, RevisionRow.document)
        .join(latest, latest.c.number == RevisionRow.number)
        .where(RevisionRow.status == "published")
        .order_by(RevisionRow.slug)
    )
    # The canonical form has no white space, and ids no character that stands for others in LIKE.
    mentions = [RevisionRow.document.contains(f'"policy":"{policy}"') for policy in policies]
    if mentions:
        statement = statement.where(or_(*mentions))
    for key, document in session.execute(statement):
        yield key, from_json(kind, document)


def _public_sources(session: Session, revision: int) -> frozenset[str]:
    """Give the ids of the sources that were public at a revision."""
    latest = (
        select(func.max(RevisionRow.number).label("number"))
        .where(RevisionRow.kind == "source", RevisionRow.number <= revision)
        .group_by(RevisionRow.record_id)
        .subquery()
    )
    statement = select(RevisionRow.slug).join(
        latest, and_(latest.c.number == RevisionRow.number, RevisionRow.status == "published")
    )
    return frozenset(session.scalars(statement))


def _changes(event: Event, sources: frozenset[str]) -> Iterator[Change]:
    disputing: defaultdict[str, set[str]] = defaultdict(set)
    for citation in event.citations:
        if citation.stance == "disputes" and citation.source in sources:
            for bearing in citation.bears_on or ("",):
                disputing[bearing].add(citation.source)
    for position, change in enumerate(event.changes, start=1):
        yield Change(
            policy=change.policy,
            event=event.id,
            position=position,
            action=change.action,
            state=change.state,
            place=change.place,
            date=_date(event.date),
            effective=_date(change.effective),
            stated_from=change.stated_from,
            disputed_by=tuple(sorted(disputing[""] | disputing[f"change:{change.policy}"])),
        )


def _date(text: str) -> Edtf | None:
    return parse(text) if text else None
