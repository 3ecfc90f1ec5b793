"""The records as linked data: JSON-LD in the terms of schema.org, with PROV-O for where all of it comes from.

Whatever a record refers to is named by the address of its page, so that the graph holds together. Each date
is given as EDTF (`dcterms:date`, typed with the Library of Congress's datatype), and in schema.org's own
properties only where it is plain. A record is an entity that is derived from the sources it cites; each of
its public versions is a specialization of it, made by the activity of one revision. The archive stands as
the agent: the names of the people who curate it are not public.

The context stands in the file, so that nothing is fetched to read it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from timeline.exports.archive import Archive
from timeline.exports.linked_records import described
from timeline.exports.record_json import Label, json_line, moment, record_address
from timeline.exports.records_json import batches, labels
from timeline.queries.versions import PublicVersion
from timeline.records.authority import Topic
from timeline.records.event import Event
from timeline.records.kinds import RECORD_CLASSES, Record
from timeline.records.question import Question
from timeline.records.series import Series
from timeline.records.source import Source
from timeline.records.timeline import Timeline

FILE_NAME = "records.jsonld"

_ADDRESS: Final = {"@type": "@id"}
_MOMENT: Final = {"@type": "xsd:dateTime"}
#: As the context of schema.org has it, for the terms that are used, and what PROV-O needs.
CONTEXT: Final = {
    "@vocab": "http://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "prov": "http://www.w3.org/ns/prov#",
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
    "prov:generatedAtTime": _MOMENT,
    "prov:endedAtTime": _MOMENT,
    "prov:entity": _ADDRESS,
    "prov:specializationOf": _ADDRESS,
    "prov:wasAssociatedWith": _ADDRESS,
    "prov:wasAttributedTo": _ADDRESS,
    "prov:wasDerivedFrom": _ADDRESS,
    "prov:wasRevisionOf": _ADDRESS,
    "skos:broader": _ADDRESS,
}


def records_jsonld(archive: Archive) -> Iterator[bytes]:
    """Yield one JSON-LD document: the archive, then each record and its versions, one node a line."""
    yield b'{"@context":' + _bytes(CONTEXT) + b',\n"@graph":[\n' + _bytes(_agent(archive))
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
    return {
        "@context": CONTEXT,
        "@graph": list(linked_nodes(record, versions, label=label, site_url=site_url)),
    }


def linked_nodes(
    record: Record, versions: Sequence[PublicVersion], *, label: Label, site_url: str
) -> Iterator[dict[str, Any]]:
    """Yield the node of a record, then one for each of its versions, oldest first."""
    address = record_address(site_url, record.record_kind, record.id)
    said = described(record, label=label, site_url=site_url)
    node = {"@id": address} | {name: _identified(value) for name, value in said.items()}
    node["@type"] = [said["@type"], "prov:Entity", *(["skos:Concept"] if isinstance(record, Topic) else [])]
    yield node | {name: value for name, value in _besides(record, site_url).items() if value}
    before = ""
    for version in versions:
        yield _version(version, address, before, site_url)
        before = f"{address}#version-{version.version}"


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
            return {
                "dcterms:date": record.date,
                **_rests_on([citation.source for citation in record.citations], site_url),
            }
        case Source():
            return {"dcterms:issued": record.issued}
        case Series():
            return _rests_on([figure.source for figure in record.figures], site_url)
        case Question():
            return _rests_on([claim.source for claim in record.claims], site_url)
        case Topic() if record.broader:
            return {"skos:broader": record_address(site_url, "topic", record.broader)}
        case _:
            return {}


def _rests_on(sources: Sequence[str], site_url: str) -> dict[str, Any]:
    each = [record_address(site_url, "source", source) for source in dict.fromkeys(sources)]
    return {"prov:wasDerivedFrom": each}


def _version(version: PublicVersion, address: str, before: str, site_url: str) -> dict[str, Any]:
    made = moment(version.changed)
    activity = {
        "@id": f"{site_url}/changes/{version.revision}",
        "@type": "prov:Activity",
        "prov:endedAtTime": made,
        "prov:wasAssociatedWith": _agent_address(site_url),
        "rdfs:label": version.change,
        "identifier": version.revision,
    }
    if version.note:
        activity["rdfs:comment"] = version.note
    node = {
        "@id": f"{address}#version-{version.version}",
        "@type": "prov:Entity",
        "version": version.version,
        "prov:specializationOf": address,
        "prov:generatedAtTime": made,
        "prov:wasAttributedTo": _agent_address(site_url),
        "prov:wasGeneratedBy": activity,
    }
    return node | ({"prov:wasRevisionOf": before} if before else {})


def _agent(archive: Archive) -> dict[str, Any]:
    titles = [record.title for record in archive.records("timeline") if isinstance(record, Timeline)]
    return {
        "@id": _agent_address(archive.site_url),
        "@type": ["prov:Agent", "Organization"],
        "name": "; ".join(titles),
        "url": f"{archive.site_url}/",
    }


def _agent_address(site_url: str) -> str:
    return f"{site_url}/about#archive"


def _bytes(value: object) -> bytes:
    return json_line(value).encode("utf-8", "replace")
