"""JSON, JSON Lines, JSON-LD and Atom of the records: what outside readers make of them."""

import datetime as dt
import json
from xml.etree import ElementTree

import pytest
import rdflib
from rdflib import RDF, RDFS, XSD, Literal, Namespace, URIRef
from rdflib.term import Node

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
from timeline.records.question import Question
from timeline.records.series import Series

# What rdflib says of its own reader.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SITE = "https://archive.example"
ARCHIVE = MemoryArchive(kept=FULL)
SCHEMA = Namespace("http://schema.org/")
PROV = Namespace("http://www.w3.org/ns/prov#")
CITO = Namespace("http://purl.org/spar/cito/")
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


def test_rdflib_reads_who_did_what_to_each_version_and_when() -> None:
    graph = _graph()
    archive = URIRef(f"{SITE}/about#archive")
    versions = set(graph.subjects(PROV.specializationOf, None))
    assert {graph.value(node, PROV.wasAttributedTo) for node in versions} == {archive}
    assert (archive, RDF.type, PROV.Organization) in graph
    second = URIRef(f"{SITE}/timelines/water#version-3")
    first = URIRef(f"{SITE}/timelines/water#version-1")
    assert graph.value(second, PROV.wasRevisionOf) == first
    change = graph.value(second, PROV.wasGeneratedBy)
    assert change == URIRef(f"{SITE}/changes/101")
    assert graph.value(change, DCTERMS.type) == Literal("correction")
    assert graph.value(change, RDFS.comment) == Literal("The date,\n“corrected”.")
    roles = {
        (str(graph.value(acted, PROV.agent)), str(graph.value(acted, PROV.hadRole)))
        for acted in graph.objects(change, PROV.qualifiedAssociation)
    }
    assert roles == {(str(archive), f"{SITE}/about#through-admin")}
    taken_back = graph.value(first, PROV.wasInvalidatedBy)
    assert graph.value(taken_back, DCTERMS.type) == Literal("withdrawal")
    assert graph.value(taken_back, RDFS.comment) == Literal("Not what was meant.")


def test_sources_bear_on_records_as_the_record_says() -> None:
    graph = _graph()
    terms = {
        "supports": CITO.citesAsEvidence,
        "disputes": CITO.isDisputedBy,
        "mentions": CITO.citesForInformation,
    }
    said = {
        (record.id, terms[citation.stance], citation.source)
        for record in FULL
        if isinstance(record, Event)
        for citation in record.citations
    }
    assert len({term for _, term, _ in said}) > 1
    found = {
        (str(node).rpartition("/")[2], term, str(source).rpartition("/")[2])
        for term in terms.values()
        for node, source in graph.subject_objects(term)
    }
    assert found == said
    passed_on = {
        (record.id, one.attributed_to)
        for record in FULL
        if isinstance(record, Series | Question)
        for one in (record.figures if isinstance(record, Series) else record.claims)
        if one.attributed_to
    }
    assert passed_on
    primary = graph.subject_objects(PROV.hadPrimarySource)
    assert {tuple(str(end).rpartition("/")[2] for end in pair) for pair in primary} == passed_on


def test_the_graph_keeps_the_constraints_of_prov() -> None:
    graph = _graph()
    entities, activities, agents = (
        set(graph.subjects(RDF.type, kind)) for kind in (PROV.Entity, PROV.Activity, PROV.Agent)
    )
    assert entities.isdisjoint(activities)  # entity-activity-disjoint
    assert activities.isdisjoint(agents)
    for term, (left, right) in {
        PROV.wasGeneratedBy: (entities, activities),
        PROV.wasInvalidatedBy: (entities, activities),
        PROV.used: (activities, entities),
        PROV.wasAssociatedWith: (activities, agents),
        PROV.wasAttributedTo: (entities, agents),
        PROV.wasDerivedFrom: (entities, entities),
        PROV.wasRevisionOf: (entities, entities),
        PROV.specializationOf: (entities, entities),
    }.items():
        for subject, object_ in graph.subject_objects(term):
            assert subject in left, term
            assert object_ in right, term
            assert subject != object_, term
    for term in (PROV.wasGeneratedBy, PROV.generatedAtTime, PROV.wasInvalidatedBy, PROV.endedAtTime):
        for node in set(graph.subjects(term, None)):
            assert len(set(graph.objects(node, term))) == 1, node  # unique-generation, unique-invalidation

    def time(node: Node | None, term: URIRef) -> dt.datetime:
        found = graph.value(node, term)
        assert isinstance(found, Literal)
        assert found.datatype == XSD.dateTime
        made: dt.datetime = found.toPython()
        return made

    for node, activity in graph.subject_objects(PROV.wasGeneratedBy):
        assert time(node, PROV.generatedAtTime) <= time(
            activity, PROV.endedAtTime
        )  # generation-within-activity
    for later, earlier in graph.subject_objects(PROV.wasRevisionOf):
        assert time(earlier, PROV.generatedAtTime) < time(
            later, PROV.generatedAtTime
        )  # derivation-generation-generation-ordering
        if graph.value(earlier, PROV.wasInvalidatedBy) is not None:
            ended = time(earlier, PROV.invalidatedAtTime)
            assert time(earlier, PROV.generatedAtTime) < ended <= time(later, PROV.generatedAtTime)
    for activity, used in graph.subject_objects(PROV.used):  # usage-precedes-invalidation
        ended_by = graph.value(used, PROV.wasInvalidatedBy)
        assert ended_by in {None, activity}
        assert time(used, PROV.generatedAtTime) < time(activity, PROV.endedAtTime)
    assert any(graph.subject_objects(PROV.used))


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
