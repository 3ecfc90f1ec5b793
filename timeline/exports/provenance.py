"""Where records come from, in the terms of PROV-O, as far as the public history of the record tells it.

A record is an entity, derived from the sources that it cites; how each of them bears on an event is said in
the terms of CiTO. What a source only passes on has its primary source in the work that it is passed on from.
Each version that was public is a specialization of the record, made by the activity of one change, and, where
it was taken back, ended by that of another. The activity has the kind of change, when it ended, what readers
were told, and in which role the archive did it: through its curation screens, an import, the interface for
programs, the command line. The archive stands as the agent: the names of the people who curate it are not
public. Only what the revisions hold goes in, so that the same revisions give the same bytes anywhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from timeline import vocab
from timeline.exports.record_json import moment, record_address
from timeline.queries.versions import PublicVersion, Withdrawal
from timeline.records.event import Citation, Event
from timeline.records.kinds import Record
from timeline.records.question import Claim, Question
from timeline.records.series import Figure, Series

_ADDRESS: Final = {"@type": "@id"}
_MOMENT: Final = {"@type": "xsd:dateTime"}
#: What stands in the context of a file for the terms that are used here.
TERMS: Final = {
    "cito": "http://purl.org/spar/cito/",
    "prov": "http://www.w3.org/ns/prov#",
    "cito:citesAsEvidence": _ADDRESS,
    "cito:citesForInformation": _ADDRESS,
    "cito:isDisputedBy": _ADDRESS,
    "prov:agent": _ADDRESS,
    "prov:endedAtTime": _MOMENT,
    "prov:generatedAtTime": _MOMENT,
    "prov:hadPrimarySource": _ADDRESS,
    "prov:hadRole": _ADDRESS,
    "prov:invalidatedAtTime": _MOMENT,
    "prov:specializationOf": _ADDRESS,
    "prov:used": _ADDRESS,
    "prov:wasAssociatedWith": _ADDRESS,
    "prov:wasAttributedTo": _ADDRESS,
    "prov:wasDerivedFrom": _ADDRESS,
    "prov:wasRevisionOf": _ADDRESS,
}
_STANCES: Final = {
    "supports": "cito:citesAsEvidence",
    "disputes": "cito:isDisputedBy",
    "mentions": "cito:citesForInformation",
}
_ACTIONS: Final = {"new": "CreateAction", "withdrawal": "DeleteAction"}


def agents(site_url: str, name: str = "") -> Iterator[dict[str, Any]]:
    """Yield the archive, and the roles in which it acts."""
    named = {"name": name} if name else {}
    yield {
        "@id": _archive(site_url),
        "@type": ["prov:Agent", "prov:Organization", "Organization"],
        **named,
        "url": f"{site_url}/",
    }
    for channel, term in vocab.CHANNELS.items():
        yield {
            "@id": _role(site_url, channel),
            "@type": "prov:Role",
            "rdfs:label": term.label,
            "rdfs:comment": term.meaning,
        }


def rests_on(record: Record, site_url: str) -> dict[str, Any]:
    """Say which sources a record is derived from."""
    match record:
        case Event():
            return _derived(record.citations, site_url) | _stances(record.citations, site_url)
        case Series():
            return _derived(record.figures, site_url) | _passed_on(record.figures, site_url)
        case Question():
            return _derived(record.claims, site_url) | _passed_on(record.claims, site_url)
        case _:
            return {}


def version_nodes(versions: Sequence[PublicVersion], address: str, site_url: str) -> Iterator[dict[str, Any]]:
    """Yield the public versions of a record, oldest first, with the changes that made them."""
    before = used = ""
    for version in versions:
        here = f"{address}#version-{version.version}"
        node = {
            "@id": here,
            "@type": "prov:Entity",
            "version": version.version,
            "prov:specializationOf": address,
            "prov:generatedAtTime": moment(version.changed),
            "prov:wasAttributedTo": _archive(site_url),
            "prov:wasGeneratedBy": _activity(version, used, site_url),
        }
        if before:
            node["prov:wasRevisionOf"] = before
        used = here
        if version.taken_back is not None:
            used = ""  # What has ended can't be used any more.
            node["prov:invalidatedAtTime"] = moment(version.taken_back.changed)
            node["prov:wasInvalidatedBy"] = _activity(version.taken_back, here, site_url)
        yield node
        before = here


def _activity(change: PublicVersion | Withdrawal, used: str, site_url: str) -> dict[str, Any]:
    address = f"{site_url}/changes/{change.revision}"
    said = {
        "@id": address,
        "@type": ["prov:Activity", _ACTIONS.get(change.change, "UpdateAction")],
        "identifier": change.revision,
        "dcterms:type": change.change,
        "rdfs:label": vocab.CHANGES[change.change].label,
        "rdfs:comment": change.note,
        "prov:endedAtTime": moment(change.changed),
        "prov:used": used,
        "prov:wasAssociatedWith": _archive(site_url),
        "prov:qualifiedAssociation": {
            "@id": f"{address}#association",
            "@type": "prov:Association",
            "prov:agent": _archive(site_url),
            "prov:hadRole": _role(site_url, change.through),
        },
    }
    return {name: value for name, value in said.items() if value}


def _derived(resting: Iterable[Citation | Figure | Claim], site_url: str) -> dict[str, Any]:
    return {"prov:wasDerivedFrom": _sources((one.source for one in resting), site_url)}


def _stances(citations: Sequence[Citation], site_url: str) -> dict[str, Any]:
    return {
        term: _sources((one.source for one in citations if one.stance == stance), site_url)
        for stance, term in _STANCES.items()
    }


def _passed_on(resting: Iterable[Figure | Claim], site_url: str) -> dict[str, Any]:
    return {"prov:hadPrimarySource": _sources((one.attributed_to for one in resting), site_url)}


def _sources(ids: Iterable[str], site_url: str) -> list[str]:
    return [record_address(site_url, "source", source) for source in dict.fromkeys(ids) if source]


def _archive(site_url: str) -> str:
    return f"{site_url}/about#archive"


def _role(site_url: str, channel: str) -> str:
    return f"{site_url}/about#through-{channel}"
