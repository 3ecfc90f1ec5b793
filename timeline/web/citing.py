"""How a page of the archive, or a source, is cited: references in three styles, and files of them.

A page is cited as a work of the site itself: with its title, the day of its last change, which revision of
the record it shows, and its address.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from flask import current_app, url_for
from markupsafe import Markup

from timeline.bibliography.bibtex import bibtex_entry
from timeline.bibliography.csl_json import csl_item
from timeline.bibliography.ris import ris_entry
from timeline.bibliography.styles import STYLES, cite_in_html
from timeline.creators import NamedCreator
from timeline.queries.records import Stored
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.source import Creator, Source
from timeline.web.feeds import site_url
from timeline.web.languages import once_a_request
from timeline.web.presentation import record_url


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form of file that a reference can be had in."""

    label: str
    ending: str
    media_type: str
    write: Callable[[Source], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class CiteBox:
    """What a box shows: styles with the reference in each, and files with their addresses."""

    references: tuple[tuple[str, Markup], ...]
    files: tuple[tuple[str, str], ...]


FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        form.ending: form
        for form in (
            Form(label="BibTeX", ending="bib", media_type="application/x-bibtex", write=bibtex_entry),
            Form(
                label="RIS",
                ending="ris",
                media_type="application/x-research-info-systems",
                write=ris_entry,
            ),
            Form(
                label="CSL-JSON",
                ending="json",
                media_type="application/vnd.citationstyles.csl+json",
                write=lambda source: json.dumps([csl_item(source)], ensure_ascii=False, indent=2) + "\n",
            ),
        )
    }
)


#: What stands for the ending of a file in an address, which is asked for once for all endings.
_ENDING: Final = "ending"


def cite_box(
    source: Source, *, kind: str, record_id: str, query: Mapping[str, list[str]] | None = None
) -> CiteBox:
    """Lay out the references to a source, or to what stands as one; its files are under the record's id."""
    # Not as values of the route: a filter has a kind of its own, the kind of event.
    asked = f"?{urlencode(query, doseq=True)}" if query else ""
    file = url_for("citations.file", kind=kind, record_id=record_id, ending=_ENDING).removesuffix(_ENDING)
    return CiteBox(
        references=tuple(
            # The text is escaped where the italics are put in.
            (STYLES[style][0], Markup(reference))  # noqa: S704
            for style, reference in cite_in_html(source).items()
        ),
        files=tuple((form.label, f"{file}{form.ending}{asked}") for form in FORMS.values()),
    )


@once_a_request
def named_creators() -> tuple[NamedCreator, ...]:
    """List who is set as the creators of the record; nobody where the site is cited by its name."""
    found: tuple[NamedCreator, ...] = current_app.config["CREATORS"]
    return found


def as_creators(named: Iterable[NamedCreator], site_name: str) -> tuple[Creator, ...]:
    """Give the creators of what is cited as those of a source: the site itself where nobody is named."""
    found = tuple(Creator(family=one.family, given=one.given, literal=one.literal) for one in named)
    return found or (Creator(literal=site_name),)


def event_as_source(stored: Stored[Record], site_name: str) -> Source:
    """Give the page of an event as a work that can be cited."""
    event = stored.record
    assert isinstance(event, Event)  # noqa: S101 - callers have an event
    return Source(
        id=f"event-{event.id}",
        type="webpage",
        title=event.title,
        creators=as_creators(named_creators(), site_name),
        container=site_name,
        number=f"version {stored.version}",
        issued=stored.at_utc.date().isoformat(),
        url=site_url() + record_url("event", event.id),
    )


def view_as_source(
    record_id: str, *, title: str, events: int, revision: int, changed: str, address: str, site_name: str
) -> Source:
    """Give a list of events under a filter, at a revision of the record, as data that can be cited."""
    count = "1 event" if events == 1 else f"{events} events"
    return Source(
        id=record_id,
        type="dataset",
        title=title,
        creators=as_creators(named_creators(), site_name),
        publisher=site_name,
        number=f"{count}, revision {revision}",
        issued=changed,
        url=site_url() + address,
    )
