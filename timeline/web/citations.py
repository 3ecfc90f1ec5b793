"""Files of the references to what the archive shows, and files of one event."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, Response, abort, current_app

from timeline.db import DatabaseSession
from timeline.exports.archive import Archive
from timeline.exports.events_ics import days_of
from timeline.exports.registry import FORMATS
from timeline.filters import EventFilter
from timeline.queries.archive import SelectedArchive
from timeline.queries.event_lines import WriteLines
from timeline.queries.flat_events import FlatEvent, flat_event
from timeline.queries.records import Stored, get_record
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.references import keys_referred_to
from timeline.records.source import Source
from timeline.records.timeline import Timeline
from timeline.web.citing import FORMS, event_as_source
from timeline.web.feeds import site_url
from timeline.web.params import asked_filter
from timeline.web.reading import reading
from timeline.web.record_data import json_of
from timeline.web.views import cited_view

pages = Blueprint("citations", __name__)

#: The formats that one event can be had in, by the names of the registry.
OF_ONE_EVENT: Final = ("events-csv", "calendar", "bibtex", "ris", "csl-json")


@pages.get("/download/cite/<kind>/<record_id>.<ending>")
def file(kind: str, record_id: str, ending: str) -> Response:
    """Send the reference to an event, a source or a timeline under a filter, as a file."""
    form = FORMS.get(ending)
    if form is None or kind not in ("event", "source", "timeline"):
        abort(404)
    stored = get_record(reading(), kind, record_id)
    source = as_source(stored)
    answer = Response(form.write(source), content_type=f"{form.media_type}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{source.id}.{ending}"'
    return answer


@pages.get("/download/events/<record_id>/<name>")
def of_event(record_id: str, name: str) -> Response:
    """Send one event, or the sources that it cites, in one of the formats of the archive."""
    stored = get_record(reading(), "event", record_id)
    event = stored.record
    assert isinstance(event, Event)  # noqa: S101 - get_record gives the kind asked for
    if name == "event.json":
        answer = Response(json_of(stored), content_type="application/json")
    else:
        made = next((FORMATS[key] for key in OF_ONE_EVENT if FORMATS[key].file_name == name), None)
        if made is None:
            abort(404)
        answer = Response(b"".join(made.write(one_event(event))), content_type=made.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{event.id}-{name}"'
    return answer


def files_of_event(event: Event) -> tuple[str, ...]:
    """Give the names of the files that one event can be had in: the calendar where it would be in it."""
    names = (name for name in OF_ONE_EVENT if name != "calendar" or days_of(event) is not None)
    return ("event.json", *(FORMATS[name].file_name for name in names))


def as_source(stored: Stored[Record]) -> Source:
    """Give an event, a source, or a timeline under the filter of this request, as a work to be cited."""
    site_name = str(current_app.jinja_env.globals["site_name"])
    record = stored.record
    if isinstance(record, Source):
        asked_filter()
        return record
    if isinstance(record, Event):
        return event_as_source(stored, site_name)
    assert isinstance(record, Timeline)  # noqa: S101 - the only other kind that is let in
    asked = asked_filter()
    return cited_view(record, asked, replace(asked, timeline=(record.id,)), site_name)


def one_event(event: Event) -> Archive:
    """Give an archive with one event, and every other record that it may name."""
    return _OneEvent(reading(), event)


class _OneEvent:
    """An archive with one event, and every other record that it may name."""

    def __init__(self, session: DatabaseSession, event: Event) -> None:
        self._event = event
        self._whole = SelectedArchive(session, EventFilter(), site_url=site_url())
        self.site_url = site_url()

    @property
    def selection(self) -> Mapping[str, str]:
        return {"event": self._event.id}

    def records(self, kind: str) -> Iterator[Record]:
        if kind == "event":
            return iter((self._event,))
        if kind == "source":
            cited = sorted({citation.source for citation in self._event.citations})
            return iter([get_record(reading(), "source", record_id).record for record_id in cited])
        return self._whole.records(kind)

    def events(self) -> Iterator[Event]:
        return iter((self._event,))

    def flat_events(self) -> Iterator[FlatEvent]:
        names = self._whole.names(keys_referred_to(self._event))
        yield flat_event(self._event, lambda kind, record_id: names.get((kind, record_id), record_id))

    def event_lines(self, write: WriteLines) -> Iterator[bytes]:
        return write(self.flat_events(), self.site_url)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)
