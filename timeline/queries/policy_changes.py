"""The changes of policies as public events make them, read from the tables for the fold."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, select, true
from sqlalchemy.orm import Session, aliased

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.models.event import CitationBearingRow, CitationRow, EventRow, PolicyChangeRow
from timeline.models.history import RecordRow
from timeline.queries.sending import send
from timeline.states.change import Change, ChangeKey

#: More policies than this are not listed in a statement; then all are read.
MOST_LISTED = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadChange:
    """A change, and the key of the event that makes it."""

    change: Change
    event_key: int


def read_changes(session: Session, policies: Mapping[int, str] | None = None) -> tuple[ReadChange, ...]:
    """Read the changes of the policies with these keys (None: of all) that public events make.

    Two statements. `policies` gives the id of each.
    """
    wanted = _wanted(policies)
    disputing = _disputing(session, wanted)
    return tuple(
        _read(row, disputing)
        for row in session.execute(_statement(wanted))
        if policies is None or row[2] in policies
    )


def _wanted(policies: Mapping[int, str] | None) -> ColumnElement[bool]:
    if policies is None or len(policies) > MOST_LISTED:
        return true()
    return PolicyChangeRow.policy_id.in_(policies)


def _statement(wanted: ColumnElement[bool]) -> Select[Any]:
    event, policy, place = aliased(RecordRow), aliased(RecordRow), aliased(RecordRow)
    return (
        select(
            PolicyChangeRow.record_id,
            PolicyChangeRow.position,
            PolicyChangeRow.policy_id,
            policy.slug.label("policy"),
            event.slug.label("event"),
            place.slug.label("place"),
            PolicyChangeRow.action,
            PolicyChangeRow.state,
            PolicyChangeRow.effective,
            PolicyChangeRow.stated_from,
            EventRow.date,
        )
        .join(event, event.id == PolicyChangeRow.record_id)
        .join(EventRow, EventRow.record_id == PolicyChangeRow.record_id)
        .join(policy, policy.id == PolicyChangeRow.policy_id)
        .outerjoin(place, place.id == PolicyChangeRow.place_id)
        .where(event.status == "published", policy.status == "published", wanted)
    )


def _read(row: Any, disputing: Mapping[tuple[int, str], tuple[str, ...]]) -> ReadChange:
    key, position, _, policy, event, place, action, state, effective, stated_from, date = row
    disputed_by: tuple[str, ...] = ()
    if disputing:
        about = (*disputing.get((key, ""), ()), *disputing.get((key, f"change:{policy}"), ()))
        disputed_by = tuple(sorted(set(about)))
    change = Change(
        policy=policy,
        event=event,
        position=position,
        action=action,
        state=state,
        place=place or "",
        date=_date(date),
        effective=_date(effective),
        stated_from=stated_from,
        disputed_by=disputed_by,
    )
    return ReadChange(change=change, event_key=key)


@lru_cache(maxsize=20_000)
def _date(text: str) -> Edtf | None:
    return parse(text) if text else None


def _disputing(session: Session, wanted: ColumnElement[bool]) -> dict[tuple[int, str], tuple[str, ...]]:
    """Give the sources that dispute an event that makes changes, by what they bear on (empty: all of it)."""
    source = aliased(RecordRow)
    events = select(PolicyChangeRow.record_id).where(wanted)
    found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for event, slug, bearing in session.execute(
        select(CitationRow.record_id, source.slug, CitationBearingRow.bearing)
        .join(source, source.id == CitationRow.source_id)
        .outerjoin(
            CitationBearingRow,
            and_(
                CitationBearingRow.record_id == CitationRow.record_id,
                CitationBearingRow.citation == CitationRow.position,
            ),
        )
        .where(
            CitationRow.stance == "disputes",
            source.status == "published",
            CitationRow.record_id.in_(events),
        )
    ):
        found[event, bearing or ""].append(slug)
    return {bearing: tuple(slugs) for bearing, slugs in found.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """A citation that bears on a change; an empty `asserted_date` means that it gives none."""

    source: str
    stance: str
    locator: str
    quotation: str
    asserted_date: Edtf | None
    note: str


def list_evidence(session: Session, changes: Sequence[Change]) -> dict[ChangeKey, tuple[Evidence, ...]]:
    """List the citations that bear on each change, in the order of the event: two statements.

    A citation that does not say what it bears on bears on the whole event, and so on all its changes.
    """
    asked = {"events": sorted({change.event for change in changes})}
    bearings: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for key, position, bearing in send(session, _BEARINGS, asked):
        bearings[key, position].add(bearing)
    cited: defaultdict[str, list[tuple[set[str], Evidence]]] = defaultdict(list)
    for row in send(session, _CITATIONS, asked):
        evidence = Evidence(
            source=row.source,
            stance=row.stance,
            locator=row.locator,
            quotation=row.quotation,
            asserted_date=_date(row.asserted_date),
            note=row.note,
        )
        cited[row.event].append((bearings[row.record_id, row.position], evidence))
    return {
        change.key: tuple(
            evidence
            for bears_on, evidence in cited[change.event]
            if not bears_on or f"change:{change.policy}" in bears_on
        )
        for change in changes
    }


# Made once: to make them costs more than to send them.
_event, _source = aliased(RecordRow), aliased(RecordRow)
_OURS: Final = and_(_event.kind == "event", _event.slug.in_(bindparam("events", expanding=True)))
_BEARINGS: Final = (
    select(CitationBearingRow.record_id, CitationBearingRow.citation, CitationBearingRow.bearing)
    .join(_event, _event.id == CitationBearingRow.record_id)
    .where(_OURS)
)
_CITATIONS: Final = (
    select(
        CitationRow.record_id,
        CitationRow.position,
        CitationRow.stance,
        CitationRow.locator,
        CitationRow.quotation,
        CitationRow.asserted_date,
        CitationRow.note,
        _event.slug.label("event"),
        _source.slug.label("source"),
    )
    .join(_event, _event.id == CitationRow.record_id)
    .join(_source, _source.id == CitationRow.source_id)
    .where(_OURS, _source.status == "published")
    .order_by(CitationRow.record_id, CitationRow.position)
)
