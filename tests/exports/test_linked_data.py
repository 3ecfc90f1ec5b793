"""JSON, JSON Lines, JSON-LD and Atom of the records: what outside readers make of them."""

import json
from xml.etree import ElementTree

import pytest
import rdflib
from rdflib import RDF, XSD, Literal, Namespace, URIRef

from tests.exports.fixed_records import FULL, MINIMAL
from tests.exports.memory import MemoryArchive
from timeline.exports.atom import NAMESPACE
from timeline.exports.events_atom import events_atom
from timeline.exports.records_json import records_json
from timeline.exports.records_jsonl import records_jsonl
from timeline.exports.records_jsonld import records_jsonld
from timeline.records.canonical import from_document
from timeline.records.event import Event
from timeline.records.kinds import CLASS_OF_KIND

# What rdflib says of its own reader.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SITE = "https://archive.example"
ARCHIVE = MemoryArchive(kept=FULL)
SCHEMA = Namespace("http://schema.org/")
PROV = Namespace("http://www.w3.org/ns/prov#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")


def _graph() -> rdflib.Graph:
    return rdflib.Graph().parse(data=b"".join(records_jsonld(ARCHIVE)), format="json-ld")


def test_json_and_json_lines_hold_the_same_records_and_all_of_them() -> None:
    document = json.loads(b"".join(records_json(ARCHIVE)))
    assert document.pop("about")["licences"][0]["name"] == "CC-BY-4.0"
    lines = [json.loads(line) for line in b"".join(records_jsonl(ARCHIVE)).decode().split("\n")[:-1]]
    assert [one for each in document.values() for one in each] == lines
    assert list(document) == [cls.plural for cls in CLASS_OF_KIND.values()]
    read = {from_document(line["kind"], line["record"]) for line in lines}
    assert read == set(FULL)
    assert all(line["version"] in (1, 3) and line["changed"].endswith("Z") for line in lines)


def test_a_selection_says_what_was_asked() -> None:
    chosen = MemoryArchive(kept=MINIMAL, selection={"topic": "wells"})
    assert json.loads(b"".join(records_json(chosen)))["about"]["selection"] == {"topic": "wells"}


def test_rdflib_reads_events_with_dates_as_they_are_known() -> None:
    graph = _graph()
    events = {record.id: record for record in FULL if isinstance(record, Event)}
    assert {str(node).rpartition("/")[2] for node in graph.subjects(RDF.type, SCHEMA.Event)} == events.keys()
    for event in events.values():
        node = URIRef(f"{SITE}/events/{event.id}")
        dates = list(graph.objects(node, DCTERMS.date))
        assert dates == ([Literal(event.date, datatype=EDTF)] if event.date else [])
        starts = [str(start) for start in graph.objects(node, SCHEMA.startDate)]
        assert all("01-01" not in start for start in starts)
        sources = {URIRef(f"{SITE}/sources/{citation.source}") for citation in event.citations}
        assert set(graph.objects(node, PROV.wasDerivedFrom)) == sources


def test_rdflib_reads_where_each_version_comes_from() -> None:
    graph = _graph()
    versions = set(graph.subjects(PROV.specializationOf, None))
    assert {graph.value(node, PROV.wasAttributedTo) for node in versions} == {URIRef(f"{SITE}/about#archive")}
    for node in versions:
        made = graph.value(node, PROV.generatedAtTime)
        assert isinstance(made, Literal)
        assert made.datatype == XSD.dateTime
        activity = graph.value(node, PROV.wasGeneratedBy)
        assert str(activity).startswith(f"{SITE}/changes/")
    second = URIRef(f"{SITE}/events/dated-0#version-3")
    assert graph.value(second, PROV.wasRevisionOf) in {None, URIRef(f"{SITE}/events/dated-0#version-1")}
    assert any(graph.subject_objects(PROV.wasRevisionOf))
    assert (URIRef(f"{SITE}/topics/wells"), RDF.type, SCHEMA.DefinedTerm) in graph


def test_the_graph_names_people_bodies_and_places() -> None:
    graph = _graph()
    ann, agency, north = (URIRef(f"{SITE}/{one}") for one in ("actors/ann", "actors/agency", "places/north"))
    assert (ann, RDF.type, SCHEMA.Person) in graph
    assert (ann, SCHEMA.memberOf, agency) in graph
    assert (agency, RDF.type, SCHEMA.GovernmentOrganization) in graph
    assert (north, SCHEMA.containedInPlace, URIRef(f"{SITE}/places/nation")) in graph


def test_the_feed_has_every_event_once_with_when_it_changed() -> None:
    tree = ElementTree.fromstring(b"".join(events_atom(ARCHIVE)))
    ids = [str(entry.findtext(f"{{{NAMESPACE}}}id")) for entry in tree.iter(f"{{{NAMESPACE}}}entry")]
    assert ids == [f"{SITE}/events/{event.id}" for event in ARCHIVE.events()]
    updated = [str(found.text) for found in tree.iter(f"{{{NAMESPACE}}}updated")]
    assert updated[0] == max(updated[1:])
