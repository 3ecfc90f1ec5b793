"""Records in the terms of schema.org, as pages and the JSON-LD of the archive give them.

Dates are given only where they are plain: what is approximate, uncertain or one of several has no form in
schema.org. The JSON-LD of the archive gives each date as EDTF besides.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from timeline.dates.parse import parse
from timeline.dates.value import Point, Span
from timeline.exports.record_json import Label, record_address
from timeline.records.authority import Actor, Place, Topic
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.policy import Policy
from timeline.records.question import Question
from timeline.records.series import Series
from timeline.records.source import Creator, Identifier, Source
from timeline.records.timeline import Timeline

_PLAIN: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")
_SOURCE_TYPES: Final[Mapping[str, str]] = {
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "bill": "Legislation",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "legislation": "Legislation",
    "manuscript": "Manuscript",
    "map": "Map",
    "motion-picture": "Movie",
    "post-weblog": "BlogPosting",
    "regulation": "Legislation",
    "report": "Report",
    "thesis": "Thesis",
    "treaty": "Legislation",
    "webpage": "WebPage",
}
_ACTOR_TYPES: Final[Mapping[str, str]] = {
    "person": "Person",
    "agency": "GovernmentOrganization",
    "government": "GovernmentOrganization",
    "legislature": "GovernmentOrganization",
    "court": "GovernmentOrganization",
    "advisory-body": "Organization",
    "organisation": "Organization",
    "publisher": "Organization",
}
_PLACE_TYPES: Final[Mapping[str, str]] = {"nation": "Country", "state": "State", "city": "City"}
_FILES: Final = (("events.csv", "text/csv"), ("package.zip", "application/zip"))


def schema_type(record: Record) -> str:  # noqa: PLR0911 - one return a kind
    """Name the type that a record has in schema.org."""
    match record:
        case Source():
            return _SOURCE_TYPES.get(record.type, "CreativeWork")
        case Actor():
            return _ACTOR_TYPES[record.kind]
        case Place():
            return _PLACE_TYPES.get(record.kind, "AdministrativeArea")
        case Event():
            return "Event"
        case Timeline() | Series():
            return "Dataset"
        case Question():
            return "Question"
        case Topic():
            return "DefinedTerm"
        case Policy():
            return "Thing"


def described(record: Record, *, label: Label, site_url: str) -> dict[str, Any]:
    """Describe a record in the terms of schema.org, without a context; what is empty is left out."""
    links = _Links(label, site_url)
    said = {"@type": schema_type(record), "url": record_address(site_url, record.record_kind, record.id)}
    said |= _said(record, links)
    return {name: value for name, value in said.items() if value}


def plain_day(text: str) -> str | None:
    """Give an EDTF text that is a plain year, month or day, which schema.org takes; None for any other."""
    return text if _PLAIN.fullmatch(text) else None


class _Links:
    """The records that a record refers to, as nodes with their names; those that are not public left out."""

    def __init__(self, label: Label, site_url: str) -> None:
        self.label = label
        self.site_url = site_url

    def one(self, kind: str, record_id: str, type_: str) -> dict[str, str] | None:
        """Give a record that is referred to; None where there is none."""
        name = self.label(kind, record_id) if record_id else None
        if name is None:
            return None
        return {"@type": type_, "name": name, "url": record_address(self.site_url, kind, record_id)}

    def many(self, kind: str, ids: Iterable[str], type_: str) -> list[dict[str, str]]:
        """Give records that are referred to, each once."""
        found = (self.one(kind, record_id, type_) for record_id in dict.fromkeys(ids))
        return [node for node in found if node is not None]


def _said(record: Record, links: _Links) -> dict[str, Any]:  # noqa: PLR0911 - one return a kind
    match record:
        case Event():
            return _event(record, links)
        case Source():
            return _source(record)
        case Actor():
            return _actor(record, links)
        case Place():
            return _place(record, links)
        case Timeline():
            return _timeline(record, links.site_url)
        case Topic():
            return {"name": record.label, "description": record.definition, "termCode": record.id}
        case Policy():
            return {"name": record.title, "description": record.question}
        case Series():
            return {
                "name": record.title,
                "description": record.definition,
                "variableMeasured": {"@type": "PropertyValue", "name": record.title, "unitText": record.unit},
                "isPartOf": links.many("timeline", record.timelines, "Dataset"),
            }
        case Question():
            return {"name": record.title, "text": record.title, "description": record.explanation}


def _event(event: Event, links: _Links) -> dict[str, Any]:
    start, end = _days(event.date)
    return {
        "name": event.title,
        "description": event.summary,
        "startDate": start,
        "endDate": end,
        "location": links.many("place", event.places, "Place"),
        "about": links.many("topic", event.topics, "DefinedTerm"),
        "subjectOf": links.many("source", (citation.source for citation in event.citations), "CreativeWork"),
        "contributor": [
            {"@type": "Role", "roleName": part.role, "contributor": found}
            for part in event.actors
            if (found := links.one("actor", part.actor, "Thing")) is not None
        ],
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "name": source.title,
        "author": [_author(made) for made in source.creators if made.role == "author"],
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
        "datePublished": plain_day(source.issued),
        "inLanguage": source.language,
        "isPartOf": {"@type": "CreativeWork", "name": source.container} if source.container else None,
        "sameAs": source.url,
        "archivedAt": source.archived_url,
        "identifier": _identifiers(source.identifiers),
    }


def _author(made: Creator) -> dict[str, str]:
    if made.literal:
        return {"@type": "Organization", "name": made.literal}
    return {"@type": "Person", "name": f"{made.given} {made.family}".strip()}


def _actor(actor: Actor, links: _Links) -> dict[str, Any]:
    above = "memberOf" if actor.kind == "person" else "parentOrganization"
    return {
        "name": actor.name,
        "alternateName": list(actor.other_names),
        "description": actor.description,
        "sameAs": actor.url,
        "identifier": _identifiers(actor.identifiers),
        above: links.one("actor", actor.part_of, "Organization"),
        ("workLocation" if actor.kind == "person" else "location"): links.one("place", actor.place, "Place"),
    }


def _place(place: Place, links: _Links) -> dict[str, Any]:
    return {
        "name": place.name,
        "description": place.description,
        "identifier": _identifiers(place.codes),
        "containedInPlace": links.one("place", place.part_of, "AdministrativeArea"),
    }


def _timeline(timeline: Timeline, site_url: str) -> dict[str, Any]:
    query = urlencode({"timeline": timeline.id})
    return {
        "name": timeline.title,
        "description": timeline.lede,
        "inLanguage": list(timeline.languages),
        "license": timeline.licence_url or timeline.licence,
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": f"{site_url}/download/{name}?{query}",
            }
            for name, media_type in _FILES
        ],
    }


def _identifiers(known: Iterable[Identifier]) -> list[dict[str, str]]:
    return [{"@type": "PropertyValue", "propertyID": one.scheme, "value": one.value} for one in known]


def _days(text: str) -> tuple[str | None, str | None]:
    """Give the beginning and the end of a date in ISO 8601, as far as they are plain."""
    body = parse(text).body if text else None
    if isinstance(body, Point):
        return plain_day(text), None
    if isinstance(body, Span):
        start, _, end = text.partition("/")
        return plain_day(start), plain_day(end)
    return None, None
