"""The page of an event: what happened, how we know, what it changed, what it bears on."""

from dataclasses import dataclass, replace

from flask import Blueprint, current_app, render_template

from timeline import vocab
from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.db import DatabaseSession
from timeline.queries.disagreements import list_touching_event
from timeline.queries.event_page import RelatedEvent, cited_sources, surroundings
from timeline.queries.names import Names, names_of
from timeline.queries.public_changes import list_changes_of
from timeline.queries.records import get_record
from timeline.queries.states import EventChanges, changes_of_event
from timeline.records.event import Citation, Event
from timeline.records.references import keys_referred_to
from timeline.web.changes import ChangeLine, change_line
from timeline.web.citations import files_of_event
from timeline.web.citing import cite_box, event_as_source
from timeline.web.feeds import site_url
from timeline.web.presentation import record_url
from timeline.web.reading import reading
from timeline.web.speaking import pgettext

pages = Blueprint("events", __name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class DateLine:
    """A date that has a role, as the page shows it."""

    date: Edtf
    role: str
    verbatim: str
    note: str


@pages.get("/events/<record_id>")
def show(record_id: str) -> str:
    """Show one event."""
    session = reading()
    stored = get_record(session, "event", record_id)
    event = stored.record
    assert isinstance(event, Event)  # noqa: S101 - get_record gives the kind asked for
    site_name = str(current_app.jinja_env.globals["site_name"])
    around, made = surroundings(session, record_id), changes_of_event(session, event)
    return render_template(
        "event/show.html",
        event=event,
        stored=stored,
        description=event.summary,
        canonical=site_url() + record_url("event", record_id),
        date=parse(event.date) if event.date else None,
        dates=_dates(event),
        names=_names(session, event, around.related),
        sources=cited_sources(session, [citation.source for citation in event.citations]),
        evidence=_evidence(event),
        differ=list_touching_event(session, event, made),
        changes=_changes(event, made),
        chain=_chain(around.related),
        around=around,
        cited=cite_box(event_as_source(stored, site_name), kind="event", record_id=record_id),
        files=files_of_event(event),
        history=list_changes_of(session, "event", record_id),
    )


def _dates(event: Event) -> list[DateLine]:
    return [
        DateLine(date=parse(dated.date), role=dated.role, verbatim=dated.verbatim, note=dated.note)
        for dated in event.dates
    ]


def _evidence(event: Event) -> list[tuple[str, list[tuple[str, list[Citation]]]]]:
    """Give the citations by stance, and within it by source, so that each source is introduced once."""
    found: dict[str, dict[str, list[Citation]]] = {stance: {} for stance in vocab.STANCES}
    for citation in event.citations:
        found[citation.stance].setdefault(citation.source, []).append(citation)
    return [(stance, list(sources.items())) for stance, sources in found.items() if sources]


def _names(session: DatabaseSession, event: Event, related: tuple[RelatedEvent, ...]) -> Names:
    """Give the names of what the page links to; those of the related events were read with them."""
    named = names_of(session, (key for key in keys_referred_to(event) if key[0] != "event"))
    return {**named, **{("event", link.event.id): link.event.label for link in related}}


def _changes(event: Event, made: EventChanges) -> list[ChangeLine]:
    return [
        change_line(found, made.states[found.change.policy], event.changes[found.change.position - 1].note)
        for found in made.changes
    ]


def _chain(related: tuple[RelatedEvent, ...]) -> tuple[list[RelatedEvent], list[RelatedEvent]]:
    """Give what the event rests on and what came of it, each link said in the language of the page."""
    told = [replace(link, label=pgettext("RELATIONS", link.label)) for link in related]
    return [link for link in told if link.is_ground], [link for link in told if not link.is_ground]
