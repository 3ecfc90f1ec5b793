"""The records as linked data: JSON-LD in the terms of schema.org, with PROV-O for where all of it comes from.

Whatever a record refers to is named by the address of its page, so that the graph holds together. Each date
is given as EDTF (`dcterms:date`, typed with the Library of Congress's datatype), and in schema.org's own
properties only where it is plain. Where a record comes from, `timeline.exports.provenance` says.

The context stands in the file, so that nothing is fetched to read it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from timeline.exports.archive import Archive
from timeline.exports.linked_records import described
from timeline.exports.provenance import TERMS, agents, rests_on, version_nodes
from timeline.exports.record_json import Label, json_line, record_address
from timeline.exports.records_json import batches, labels
from timeline.queries.versions import PublicVersion
from timeline.records.authority import Topic
from timeline.records.event import Event
from timeline.records.kinds import RECORD_CLASSES, Record
from timeline.records.source import Source
from timeline.records.timeline import Timeline

FILE_NAME = "records.jsonld"

_ADDRESS: Final = {"@type": "@id"}
#: As the context of schema.org has it, for the terms that are used, and what PROV-O needs.
CONTEXT: Final = {
    "@vocab": "http://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "startDate": {"@type": "Date"},
    "endDate": {"@type": "Date"},
    "datePublished": {"@type": "Date"},
    "url": _ADDRESS,
    "sameAs": _ADDRESS,
    "archivedAt": _ADDRESS,
    "license": _ADDRESS,
    "contentUrl": _ADDRESS,
    "dcterms:date": {"@type": "edtf:EDTF"},
    "dcterms:issued": {"@type": "edtf:EDTF"},
    "skos:broader": _ADDRESS,
    **TERMS,
}


def records_jsonld(archive: Archive) -> Iterator[bytes]:
    """Yield one JSON-LD document: the archive, then each record and its versions, one node a line."""
    yield b'{"@context":' + _bytes(CONTEXT) + b',\n"@graph":[\n'
    yield b",\n".join(map(_bytes, agents(archive.site_url, _titles(archive))))
    for cls in RECORD_CLASSES:
        for some in batches(archive, cls.record_kind):
            versions = archive.versions(cls.record_kind, [record.id for record in some])
            label = labels(archive, some)
            for record in some:
                nodes = linked_nodes(
                    record,
                    versions.get(record.id, ()),
                    label=label,
                    site_url=archive.site_url,
                )
                yield b"".join(b",\n" + _bytes(node) for node in nodes)
    yield b"\n]}\n"


def linked_record(
    record: Record, versions: Sequence[PublicVersion], *, label: Label, site_url: str
) -> dict[str, Any]:
    """Give one record and its versions as a JSON-LD document of their own."""
    nodes = linked_nodes(record, versions, label=label, site_url=site_url)
    return {"@context": CONTEXT, "@graph": [*agents(site_url), *nodes]}


def linked_nodes(
    record: Record, versions: Sequence[PublicVersion], *, label: Label, site_url: str
) -> Iterator[dict[str, Any]]:
    """Yield the node of a record, then one for each of its versions, oldest first."""
    address = record_address(site_url, record.record_kind, record.id)
    said = described(record, label=label, site_url=site_url)
    node = {"@id": address} | {name: _identified(value) for name, value in said.items()}
    node["@type"] = [said["@type"], "prov:Entity", *(["skos:Concept"] if isinstance(record, Topic) else [])]
    besides = _besides(record, site_url) | rests_on(record, site_url)
    yield node | {name: value for name, value in besides.items() if value}
    yield from version_nodes(versions, address, site_url)


def _identified(value: Any) -> Any:
    """Name what is referred to by its address, so that it is the same node wherever it stands.

    Its type is said by its own node.
    """
    if isinstance(value, list):
        return [_identified(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "url" in value:
        return {"@id": value["url"], "name": value["name"]}
    return {name: _identified(item) for name, item in value.items()}


def _besides(record: Record, site_url: str) -> dict[str, Any]:
    match record:
        case Event():
            return {"dcterms:date": record.date}
        case Source():
            return {"dcterms:issued": record.issued}
        case Topic() if record.broader:
            return {"skos:broader": record_address(site_url, "topic", record.broader)}
        case _:
            return {}


def _titles(archive: Archive) -> str:
    return "; ".join(record.title for record in archive.records("timeline") if isinstance(record, Timeline))


def _bytes(value: object) -> bytes:
    return json_line(value).encode("utf-8", "replace")
