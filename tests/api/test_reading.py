"""Reading: every kind, the filters of the site, pages, fields, tags, and what is told when it cannot be."""

import gzip
import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from tests.api.client import Program
from tests.past.editing import edit_200_records
from timeline.db import read_session
from timeline.filters import EventFilter, parse_filter
from timeline.list_filter import read_list_filter
from timeline.queries.events import list_events
from timeline.queries.records import list_records
from timeline.records.canonical import from_document, to_document
from timeline.records.kinds import CLASS_OF_KIND, RECORD_CLASSES
from timeline.records.validate import problems

FILTERS: tuple[dict[str, list[str]], ...] = (
    {},
    {"place": ["us-ca"], "from": ["2010"], "to": ["2012"]},
    {"q": ["detainer"], "detail": ["main"]},
    {"kind": ["guidance", "correspondence"], "when": ["within"], "from": ["2010-08"]},
    {"actor": ["ice"], "role": ["issuer"], "disputed": ["dates"]},
    {"q": ["xyzzy"]},
)


def _query(given: dict[str, list[str]]) -> str:
    return "&".join(f"{name}={value}" for name, values in given.items() for value in values)


@pytest.mark.parametrize("kind", CLASS_OF_KIND)
def test_every_record_of_a_kind_is_read_page_by_page_as_it_stands(
    reader: Program, record_engine: Engine, kind: str
) -> None:
    plural = CLASS_OF_KIND[kind].plural
    with read_session(record_engine) as session:
        stored = list_records(session, kind)
    first = reader.get(f"/{plural}?limit=30")
    items = reader.items(f"/{plural}?limit=30")
    assert first["total"] == len(items) == len(stored)
    assert {item["id"]: item["record"] for item in items} == {
        each.record.id: to_document(each.record) for each in stored
    }
    some = items[0]
    assert problems(from_document(kind, some["record"])) == ()
    alone = reader.ask(some["links"]["self"])
    assert alone.get_json() == some
    assert alone.headers["ETag"].startswith(f'"{some["version"]}-')
    assert reader.client.get(some["links"]["html"]).status_code == 200
    assert all(reader.ask(source) for source in some["links"].get("sources", [])[:2])


@pytest.mark.parametrize("given", FILTERS, ids=_query)
def test_events_come_as_the_filter_of_the_site_has_them(
    reader: Program, record_engine: Engine, given: dict[str, list[str]]
) -> None:
    asked: EventFilter = parse_filter(given)
    with read_session(record_engine) as session:
        wanted = [card.id for card in list_events(session, asked)]
    pages = list(reader.pages(f"/events?limit=25&fields=id&{_query(given)}"))
    assert [item["id"] for page in pages for item in page["items"]] == wanted
    assert {page["total"] for page in pages} == {len(wanted)}
    # And back again from the end.
    page, back = pages[-1], [item["id"] for item in pages[-1]["items"]]
    while "prev" in page["links"]:
        page = reader.get(page["links"]["prev"])
        back = [item["id"] for item in page["items"]] + back
    assert back == wanted


def test_other_lists_have_filters_too(reader: Program) -> None:
    for path, of in (("/sources?kind=report", "type"), ("/actors?kind=agency", "kind")):
        items = reader.items(path)
        assert items
        assert {item["record"][of] for item in items} == {path.partition("=")[2]}
    assert {item["id"] for item in reader.items("/topics?q=detainers")} >= {"detainers"}
    source = reader.items("/series?source=no-rules-of-the-road")
    assert source
    assert all(
        any(figure["source"] == "no-rules-of-the-road" for figure in item["record"]["figures"])
        for item in source
    )
    assert read_list_filter("policy", {"topic": ["detainers"]}).problems == ()
    assert len(reader.items("/policies?topic=detainers&limit=1")) > 1


def test_a_list_goes_back_as_it_came(reader: Program) -> None:
    pages = list(reader.pages("/sources?limit=20&fields=id"))
    back = [reader.get(page["links"]["prev"])["items"] for page in pages[1:]]
    assert back == [page["items"] for page in pages[:-1]]


def test_a_deep_page_costs_no_more_than_the_first(
    reader: Program, statements: Callable[[Callable[[], object]], int]
) -> None:
    for path in (
        "/events?limit=5",
        "/sources?limit=5",
        "/states?limit=5&on=2010-09-10",
        "/intervals?limit=5",
    ):
        pages = list(reader.pages(path))
        second, deep = pages[0]["links"]["next"], pages[-2]["links"]["next"]
        assert _cost(statements, reader, deep) <= _cost(statements, reader, second), path
    few = _cost(statements, reader, "/events?limit=2")
    assert _cost(statements, reader, "/events?limit=100") <= few + 2


def _cost(count: Callable[[Callable[[], object]], int], reader: Program, path: str) -> int:
    return count(lambda: reader.get(path))


def test_only_what_is_asked_for_is_given(reader: Program) -> None:
    (item,) = reader.get("/events?limit=1&fields=url,record.title,record.date")["items"]
    assert set(item) == {"kind", "id", "url", "record"}
    assert set(item["record"]) <= {"id", "title", "date"}
    assert reader.get("/events?limit=1&fields=version")["items"][0].keys() == {"kind", "id", "version"}
    problem = reader.get("/events?fields=title", status=400)
    (error,) = problem["errors"]
    assert error["parameter"] == "fields"
    assert "record.title" in error["cure"]


def test_what_is_known_already_is_not_sent_again(reader: Program) -> None:
    for path in (
        "/events?place=us-ca",
        "/events/napolitano-letter-to-lofgren",
        "/changes?limit=2",
        "/openapi.json",
    ):
        for encoding in ("identity", "gzip"):
            headers = {"Accept-Encoding": encoding}
            first = reader.ask(path, headers=headers)
            tag = first.headers["ETag"]
            again = reader.ask(path, status=304, headers={**headers, "If-None-Match": tag})
            assert again.data == b""
            assert again.headers["ETag"] == tag
            assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert reader.ask("/events", headers={"If-None-Match": '"another"'}).status_code == 200
    zipped = reader.ask("/events", headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == reader.ask("/events").data


def test_pages_of_other_sites_may_read_and_not_write(reader: Program) -> None:
    for path in ("/events", "/events/nothing"):
        asked = reader.ask(
            path, method="OPTIONS", status=204, headers={"Origin": "https://elsewhere.example"}
        )
        assert asked.headers["Access-Control-Allow-Origin"] == "*"
        assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert "Authorization" not in asked.headers["Access-Control-Allow-Headers"]
        assert asked.headers["Allow"].startswith("GET, HEAD, OPTIONS, P")
    assert "ETag" in reader.ask("/events").headers["Access-Control-Expose-Headers"]
    refused = reader.ask("/events", method="POST", status=401, json={})
    assert "Access-Control-Allow-Origin" not in refused.headers


def test_the_head_of_an_answer_is_that_of_the_answer(reader: Program) -> None:
    for path in ("/events?limit=2", "/sources/no-rules-of-the-road", "/changes"):
        whole, head = reader.ask(path), reader.ask(path, method="HEAD")
        assert head.data == b""
        unlike = {"Date"}
        assert {k: v for k, v in head.headers if k not in unlike} == {
            k: v for k, v in whole.headers if k not in unlike
        }
    links = reader.ask("/events?limit=2").headers["Link"]
    assert 'rel="next"' in links
    assert '/api/v1/openapi.json>; rel="service-desc"' in links


def test_rules_and_disagreements_and_finds_are_those_of_the_site(reader: Program) -> None:
    (state,) = reader.items("/states?policy=local-participation&on=2010-09-10&place=us-ca")
    assert (state["kind"], state["day"]) == ("disputed", "2010-09-10") or state["sentence"]
    assert reader.client.get(state["links"]["html"]).status_code == 200
    whole = reader.items("/states?on=2010-09-10&limit=200")
    assert reader.items("/states?on=2010-09-10&limit=7") == whole
    intervals = reader.items("/intervals?limit=200")
    assert reader.items("/intervals?limit=3") == intervals
    points = reader.items("/disagreements?limit=7&kind=date")
    assert {point["kind"] for point in points} == {"date"}
    assert reader.get("/disagreements?kind=date")["total"] == len(points)
    found = reader.items("/search?q=detainer&limit=5")
    assert (
        len(found) == reader.get("/search?q=detainer")["total"] == len({(f["kind"], f["id"]) for f in found})
    )
    assert all("\x02" not in hit["excerpt"] for hit in found)
    assert any(hit["found"] for hit in found)


def test_whatever_reads_records_can_be_asked_as_it_stood(
    desk: Callable[..., Program], own_record: Engine
) -> None:
    reader = desk()
    revision = reader.get("/")["revision"]
    lists = [f"/{cls.plural}?limit=4" for cls in RECORD_CLASSES]
    lists += ["/events?place=us-ca&limit=3", "/search?q=detainer", "/disagreements?kind=date"]
    lists += ["/states?on=2010-09-10", "/intervals?policy=local-participation"]
    ones = ["/places/us-ca", "/events/napolitano-letter-to-lofgren?fields=record,linked"]
    before = {path: reader.get(path) for path in (*lists, *ones)}
    edit_200_records(own_record)
    for path in lists:
        then = reader.get(f"{path}&known={revision}")
        for item in then["items"]:  # The page of a rule is that of then, too.
            if "html" in item.get("links", {}) and "known=" in item["links"]["html"]:
                item["links"]["html"] = re.sub("[?&]known=[0-9]+", "", item["links"]["html"])
        assert then["items"] == before[path]["items"], path
        assert (then.get("total"), then["revision"]) == (before[path].get("total"), revision)
        assert f"known={revision}" in then["links"]["first"]
    for path in ones:
        assert reader.get(f"{path}{'&' if '?' in path else '?'}known={revision}") == before[path]
    # By the id that it has now, too; a draft of then is nobody's.
    assert reader.get(f"/places/california?known={revision}") == before["/places/us-ca"]
    assert reader.items(f"/events?limit=200&known={revision}") != reader.items("/events?limit=200")
    reader.ask(f"/events/quite-another?known={revision}", status=400)
    reader.ask(f"/events/nothing?known={revision}", status=404)


FAULTS = {
    "/events?kind=nonsense": ("kind", "Write one of"),
    "/events?kinds=guidance": ("kinds", "Did you mean kind?"),
    "/events?page=2": ("page", "Did you mean cursor?"),
    "/events?from=2012&to=2010": ("from", "Exchange"),
    "/events?from=yesterday": ("from", ""),
    "/events?limit=10000": ("limit", "1 to 200"),
    "/events?limit=5&limit=6": ("limit", "once"),
    "/events?cursor=x": ("cursor", "Follow the links"),
    "/sources?cursor=WyJsaXN0X2V2ZW50cyIsMCwiMSJd": ("cursor", "Follow the links"),
    "/events?q=": ("q", "leave it out"),
    "/states?on=2010": ("on", ""),
    "/states?known=99999": ("known", "1 to"),
    "/events?known=1": ("known", "last of them"),
    "/changes?known=1": ("known", "There are"),
    "/states?policy=nothing": ("policy", "id"),
    "/states?timeline=nothing": ("timeline", "id"),
    "/events?place=nothing&place=us-ca": ("place", "id"),
    "/series?source=no-rules-of-the-rode": ("source", "Did you mean no-rules-of-the-road? Take an id"),
    "/disagreements?source=nothing": ("source", "id"),
    "/disagreements?touches=event:nothing": ("touches", "id"),
    "/search": ("q", "Words"),
    "/changes?since=999999": ("since", "since=0"),
    "/disagreements?touches=nobody": ("touches", "kind and the id"),
}


@pytest.mark.parametrize("path", FAULTS)
def test_a_fault_names_its_parameter_and_the_cure(reader: Program, path: str) -> None:
    name, cure = FAULTS[path]
    problem = reader.get(path, status=400)
    (error,) = problem["errors"]
    assert error["parameter"] == name
    assert cure in error["cure"]
    assert error["message"] in problem["detail"]


def test_everything_under_api_fails_in_one_form(reader: Program) -> None:
    reader.ask("/nothing", status=404)
    reader.ask("/events/nothing", status=404)
    reader.ask("/events/" + "x" * 3000, status=404)
    assert reader.ask("/events", method="DELETE", status=405).headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    reader.ask("/events", status=406, headers={"Accept": "text/csv"})
    assert reader.client.post("/api").content_type == "application/problem+json"
    assert reader.client.get("/api/v2/events").content_type == "application/problem+json"
    # Elsewhere errors are pages, as before.
    assert reader.client.get("/nothing").mimetype == "text/html"
    reader.app.config["PROPAGATE_EXCEPTIONS"] = False
    reader.app.view_functions["api.list_events"] = _broken
    assert "log" in reader.get("/events", status=500)["cure"]


def _broken() -> str:
    raise RuntimeError("Something that nobody expected.")


def test_the_site_leads_programs_to_the_api(reader: Program) -> None:
    assert 'rel="service-desc"' in reader.client.get("/").headers["Link"]
    catalog = reader.client.get("/.well-known/api-catalog").get_json()
    (linkset,) = catalog["linkset"]
    assert reader.client.get(linkset["service-desc"][0]["href"]).get_json()["openapi"] == "3.1.0"
    assert reader.client.get(linkset["service-doc"][0]["href"]).mimetype == "text/html"
    links = reader.get("/")["links"]
    for name, address in links.items():
        assert reader.client.get(address + ("?q=memo" if name == "search" else "")).status_code == 200, name
