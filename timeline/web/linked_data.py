"""What pages say to machines about their subject: schema.org as JSON-LD, and tags for citation managers.

Dates are given only where they are plain: what is approximate, uncertain or one of several has no form there.
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from flask import Flask, url_for

from timeline.bibliography.kinds import KINDS
from timeline.dates.parse import parse
from timeline.dates.value import Point, Span
from timeline.queries.names import Names
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.source import Creator, Source
from timeline.records.timeline import Timeline
from timeline.web.cards import picture_of
from timeline.web.feeds import site_url
from timeline.web.presentation import record_url

_PLAIN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")
_TYPES: Final[Mapping[str, str]] = {
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


def init_linked_data(app: Flask) -> None:
    """Give the templates of an application what they say to machines."""
    app.jinja_env.globals |= {
        "picture_of": picture_of,
        "citation_tags": citation_tags,
        "coins": coins,
        "linked_data": linked_data,
    }


def linked_data(record: Record, names: Names) -> dict[str, Any] | None:
    """Describe a record with schema.org; None for kinds that it has no type for."""
    match record:
        case Event():
            said = _event(record, names)
        case Source():
            said = _source(record)
        case Timeline():
            said = _timeline(record)
        case _:
            return None
    own = {"@context": "https://schema.org", "url": _address(record.record_kind, record.id)}
    return own | {key: value for key, value in said.items() if value}


def citation_tags(record: Record, site_name: str) -> list[tuple[str, str]]:
    """Give the `citation_` tags of an event or a source, as names and contents."""
    if isinstance(record, Event):
        tags = [("citation_title", record.title), ("citation_publisher", site_name)]
    elif isinstance(record, Source):
        tags = [("citation_title", record.title)]
        tags += [("citation_author", _filed(made)) for made in _authors(record)]
        tags += [
            ("citation_publication_date", (_day(record.issued) or "").replace("-", "/")),
            ("citation_publisher", record.publisher),
            ("citation_language", record.language),
            ("citation_doi", _identifier(record, "doi")),
            ("citation_isbn", _identifier(record, "isbn")),
            ("citation_issn", _identifier(record, "issn")),
        ]
        tags += _of_journal(record) if record.type == "article-journal" else []
    else:
        return []
    tags.append(("citation_public_url", _address(record.record_kind, record.id)))
    return [(name, content) for name, content in tags if content]


def coins(record: Event | Source, site_name: str) -> str:
    """Describe a record as a ContextObject in a span (COinS), which Zotero picks up."""
    said = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.title", record.title),
    ]
    if isinstance(record, Event):
        said += [("rft.type", "webpage"), ("rft.source", site_name)]
        said.append(("rft.identifier", _address("event", record.id)))
    else:
        said += [("rft.type", KINDS[record.type].zotero), ("rft.source", record.container)]
        # Zotero takes apart the name of a person, and must not take apart that of a body.
        said += [("rft.aucorp" if made.literal else "rft.au", _filed(made)) for made in _authors(record)]
        said += [("rft.publisher", record.publisher), ("rft.date", _day(record.issued) or "")]
        doi = _identifier(record, "doi")
        said += [("rft.identifier", f"urn:doi:{doi}" if doi else ""), ("rft.identifier", record.url)]
        said += [("rft.description", record.abstract[:1000]), ("rft.rights", record.rights)]
        said.append(("rft.language", record.language))
    return urlencode([(name, value) for name, value in said if value], errors="replace")


def _event(event: Event, names: Names) -> dict[str, Any]:
    start, end = _days(event.date)
    return {
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "startDate": start,
        "endDate": end,
        "location": [
            {"@type": "Place", "name": names["place", place], "url": _address("place", place)}
            for place in event.places
            if ("place", place) in names
        ],
        "subjectOf": [
            {"@type": "CreativeWork", "name": names["source", source], "url": _address("source", source)}
            for source in dict.fromkeys(citation.source for citation in event.citations)
            if ("source", source) in names
        ],
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "@type": _TYPES.get(source.type, "CreativeWork"),
        "name": source.title,
        "author": [
            {"@type": "Organization", "name": made.literal}
            if made.literal
            else {"@type": "Person", "name": f"{made.given} {made.family}".strip()}
            for made in _authors(source)
        ],
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
        "datePublished": _day(source.issued),
        "inLanguage": source.language,
        "isPartOf": {"@type": "CreativeWork", "name": source.container} if source.container else None,
        "sameAs": source.url,
        "archivedAt": source.archived_url,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": known.scheme, "value": known.value}
            for known in source.identifiers
        ],
    }


def _timeline(timeline: Timeline) -> dict[str, Any]:
    files = (("events.csv", "text/csv"), ("package.zip", "application/zip"))
    return {
        "@type": "Dataset",
        "name": timeline.title,
        "description": timeline.lede,
        "inLanguage": list(timeline.languages),
        "license": timeline.licence_url or timeline.licence,
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": site_url() + url_for("download.file", name=name, timeline=timeline.id),
            }
            for name, media_type in files
        ],
    }


def _of_journal(source: Source) -> list[tuple[str, str]]:
    first, _, last = source.pages.partition("-")
    return [
        ("citation_journal_title", source.container),
        ("citation_volume", source.volume),
        ("citation_issue", source.issue),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
    ]


def _identifier(source: Source, scheme: str) -> str:
    return next((known.value for known in source.identifiers if known.scheme == scheme), "")


def _authors(source: Source) -> list[Creator]:
    return [made for made in source.creators if made.role == "author"]


def _filed(creator: Creator) -> str:
    return creator.literal or ", ".join(filter(None, (creator.family, creator.given)))


def _day(text: str) -> str | None:
    return text if _PLAIN.fullmatch(text) else None


def _days(text: str) -> tuple[str | None, str | None]:
    """Give the beginning and the end of a date in ISO 8601, as far as they are plain."""
    body = parse(text).body if text else None
    if isinstance(body, Point):
        return _day(text), None
    if isinstance(body, Span):
        start, _, end = text.partition("/")
        return _day(start), _day(end)
    return None, None


def _address(kind: str, record_id: str) -> str:
    return site_url() + record_url(kind, record_id)
