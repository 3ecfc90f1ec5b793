"""The page of an event: what happened, how we know, what it changed, what it bears on."""

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, render_template, url_for

from timeline import vocab
from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.queries.disagreements import list_touching
from timeline.queries.event_page import (
    RelatedEvent,
    cited_sources,
    list_related,
    neighbours,
    state_labels,
)
from timeline.queries.names import names_of
from timeline.queries.records import get_record
from timeline.records.event import Citation, Event, PolicyChange
from timeline.records.references import references
from timeline.web.reading import reading

pages = Blueprint("events", __name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class DateLine:
    """A date that has a role, as the page shows it."""

    date: Edtf
    role: str
    verbatim: str
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeLine:
    """What the event does to a policy, as the page shows it."""

    policy: str
    action: str
    state_label: str
    effective: Edtf | None
    place: str
    note: str


@pages.get("/events/<record_id>")
def show(record_id: str) -> str:
    """Show one event."""
    stored = get_record(reading(), "event", record_id)
    event = stored.record
    assert isinstance(event, Event)  # noqa: S101 - get_record gives the kind asked for
    related = list_related(reading(), record_id)
    keys = [reference.key for reference in references(event)] + [("event", link.id) for link in related]
    return render_template(
        "event/show.html",
        event=event,
        stored=stored,
        description=event.summary,
        canonical=url_for("events.show", record_id=record_id, _external=True),
        date=parse(event.date) if event.date else None,
        dates=_dates(event),
        names=names_of(reading(), keys),
        sources=cited_sources(reading(), [citation.source for citation in event.citations]),
        evidence=_evidence(event),
        differ=list_touching(reading(), "event", record_id),
        changes=_changes(event.changes),
        relations=_relations(related),
        neighbours=neighbours(reading(), record_id),
    )


def _dates(event: Event) -> list[DateLine]:
    return [
        DateLine(date=parse(dated.date), role=dated.role, verbatim=dated.verbatim, note=dated.note)
        for dated in event.dates
    ]


def _evidence(event: Event) -> list[tuple[str, tuple[Citation, ...]]]:
    order = list(vocab.STANCES)
    citations = sorted(event.citations, key=lambda citation: order.index(citation.stance))
    return [(stance, tuple(found)) for stance, found in groupby(citations, lambda found: found.stance)]


def _changes(changes: tuple[PolicyChange, ...]) -> list[ChangeLine]:
    labels = state_labels(reading(), [change.policy for change in changes]) if changes else {}
    return [
        ChangeLine(
            policy=change.policy,
            action=change.action,
            state_label=labels.get((change.policy, change.state), change.state),
            effective=parse(change.effective) if change.effective else None,
            place=change.place,
            note=change.note,
        )
        for change in changes
    ]


def _relations(related: tuple[RelatedEvent, ...]) -> list[tuple[str, list[RelatedEvent]]]:
    grouped: dict[str, list[RelatedEvent]] = {}
    for link in related:
        grouped.setdefault(link.label, []).append(link)
    return list(grouped.items())
