"""What pages say to machines about their subject: schema.org as JSON-LD, and tags for citation managers."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from flask import Flask

from timeline.bibliography.kinds import KINDS
from timeline.creators import NamedCreator
from timeline.exports.linked_records import described, plain_day
from timeline.queries.names import Names
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.source import Creator, Source
from timeline.records.timeline import Timeline
from timeline.web.cards import picture_of
from timeline.web.citing import named_creators
from timeline.web.feeds import site_url
from timeline.web.presentation import record_url


def init_linked_data(app: Flask) -> None:
    """Give the templates of an application what they say to machines."""
    app.jinja_env.globals |= {
        "picture_of": picture_of,
        "citation_tags": citation_tags,
        "coins": coins,
        "linked_data": linked_data,
        "site_url": site_url,
    }


def linked_data(record: Record, names: Names) -> dict[str, Any]:
    """Describe a record with schema.org, in the same terms as the JSON-LD of the archive."""
    said = described(record, label=lambda kind, record_id: names.get((kind, record_id)), site_url=site_url())
    if isinstance(record, Timeline) and named_creators():
        said |= {"creator": as_agents(named_creators())}
    return {"@context": "https://schema.org"} | said


def as_agents(named: Iterable[NamedCreator]) -> list[dict[str, str]]:
    """Describe the creators of the record with schema.org."""
    found = []
    for one in named:
        said = {"@type": "Organization" if one.literal else "Person", "@id": one.orcid_url, "name": one.name}
        said |= {"familyName": one.family, "givenName": one.given}
        found.append({name: value for name, value in said.items() if value})
    return found


def citation_tags(record: Record, site_name: str) -> list[tuple[str, str]]:
    """Give the `citation_` tags of an event or a source, as names and contents."""
    if isinstance(record, Event):
        tags = [("citation_title", record.title), ("citation_publisher", site_name)]
        tags += [("citation_author", one.filed) for one in named_creators()]
    elif isinstance(record, Source):
        tags = [("citation_title", record.title)]
        tags += [("citation_author", _filed(made)) for made in _authors(record)]
        tags += [
            ("citation_publication_date", (plain_day(record.issued) or "").replace("-", "/")),
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
        said += [("rft.aucorp" if one.literal else "rft.au", one.filed) for one in named_creators()]
        said.append(("rft.identifier", _address("event", record.id)))
    else:
        said += [("rft.type", KINDS[record.type].zotero), ("rft.source", record.container)]
        # Zotero takes apart the name of a person, and must not take apart that of a body.
        said += [("rft.aucorp" if made.literal else "rft.au", _filed(made)) for made in _authors(record)]
        said += [("rft.publisher", record.publisher), ("rft.date", plain_day(record.issued) or "")]
        doi = _identifier(record, "doi")
        said += [("rft.identifier", f"urn:doi:{doi}" if doi else ""), ("rft.identifier", record.url)]
        said += [("rft.description", record.abstract[:1000]), ("rft.rights", record.rights)]
        said.append(("rft.language", record.language))
    return "&".join(f"{name}={_quoted(value)}" for name, value in said if value)


@lru_cache(maxsize=1024)
def _quoted(text: str) -> str:
    # Most of what is said of a work is said of others, too.
    return quote_plus(text, errors="replace")


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


def _address(kind: str, record_id: str) -> str:
    return site_url() + record_url(kind, record_id)
