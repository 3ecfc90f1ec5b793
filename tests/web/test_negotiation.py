"""Records in the forms for programs: by what is accepted, at their own addresses, with links in the head."""

import csv
import io
import json
import re
import sys
from pathlib import Path

import icalendar
import pytest
import rdflib
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from timeline.config import Settings
from timeline.db import read_session, write_transaction
from timeline.factory import create_app
from timeline.queries.dataset import dataset_state
from timeline.queries.records import get_record
from timeline.records.canonical import from_document
from timeline.store.move import rename
from timeline.web.negotiation import CSV, FORMS_OF_KIND, JSON, JSON_LD, PAGE, find_form

MEMO = "/events/setting-the-record-straight-memo"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
RECORDS = {
    "timeline": "/timelines/secure-communities",
    "event": MEMO,
    "source": "/sources/no-rules-of-the-road",
    "actor": "/actors/ice",
    "place": "/places/us-ca",
    "topic": "/topics/detainers",
    "policy": "/policies/local-participation",
    "series": "/series/database-hits",
    "question": "/questions/level-1-share",
}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a client for programs, which does not hold answers to the rules of pages."""
    return app.test_client()


def _links(response: TestResponse) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for header in response.headers.getlist("Link"):
        for href, rel in re.findall(r'<([^>]*)>; rel="([^"]*)"', header):
            found.setdefault(rel, []).append(href)
    return found


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ([], PAGE),
        ([("*/*", 1.0)], PAGE),
        ([("text/*", 1.0)], PAGE),
        ([("text/html", 0.5), ("text/*", 1.0)], CSV),
        ([("application/json", 1.0), ("*/*", 1.0)], JSON),
        ([("application/json", 0.2), ("application/ld+json; profile=x", 0.9)], JSON_LD),
        ([("*/*", 0.8), ("text/html", 0.5)], JSON),
        ([("text/html", 0.0), ("*/*", 0.1)], JSON),
        ([("TEXT/CSV", 1.0)], CSV),
        ([("image/png", 1.0)], None),
        ([("text/html", 0.0)], None),
        ([("*/*", 0.0)], None),
    ],
)
def test_weights_decide_and_the_most_specific_range_counts(
    accept: list[tuple[str, float]], form: object
) -> None:
    assert find_form(accept, (PAGE, JSON, JSON_LD, CSV)) is form


@pytest.mark.parametrize("kind", RECORDS)
def test_every_form_of_a_record_is_to_be_had_by_accept_and_by_address(client: FlaskClient, kind: str) -> None:
    page = client.get(RECORDS[kind], headers={"Accept": BROWSER})
    assert (page.status_code, page.mimetype) == (200, "text/html")
    tags = {page.headers["ETag"]}
    for form in FORMS_OF_KIND[kind]:
        response = client.get(RECORDS[kind], headers={"Accept": f"{form.media_type}, */*;q=0.1"})
        assert (response.status_code, response.mimetype) == (200, form.media_type), form
        assert "Accept" in response.headers["Vary"]
        direct = client.get(f"{RECORDS[kind]}.{form.ending}")
        assert (direct.status_code, direct.data) == (200, response.data), form
        assert direct.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Content-Location"] == f"http://localhost{RECORDS[kind]}.{form.ending}"
        tags |= {response.headers["ETag"], direct.headers["ETag"]}
    assert len(tags) == 1 + 2 * len(FORMS_OF_KIND[kind])


def test_pages_of_other_sites_may_read_files_and_what_is_wrong_with_their_addresses(
    client: FlaskClient,
) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match, range",
    }
    paths = (
        "/download/events.csv",
        "/download/events.csv.citation",
        f"{MEMO}.json",
        "/feeds/changes.atom",
        MEMO,
    )
    for path in (*paths, "/releases/2026.1/events.csv"):
        first = client.options(path, headers=asked)
        assert first.status_code == 200, path
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        assert first.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert {"If-None-Match", "Range"} <= set(first.headers["Access-Control-Allow-Headers"].split(", "))
    wrong = ("/download/events.csv?colour=red", "/download/events.xyz", "/download/events.csv?known=0")
    for path in (*paths[:-1], *wrong):
        answer = client.get(path, headers={"Accept": "*/*"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*", path
        assert {"ETag", "Link"} <= set(answer.headers["Access-Control-Expose-Headers"].split(", "))
    # Pages for people are not for other sites, neither are the curation screens.
    for path in (MEMO, "/download", "/releases", "/admin/sign-in"):
        assert "Access-Control-Allow-Origin" not in client.get(path, headers={"Accept": BROWSER}).headers, (
            path
        )


def test_one_form_is_never_taken_for_another_that_is_kept(client: FlaskClient) -> None:
    tag = client.get(MEMO, headers={"Accept": "application/json"}).headers["ETag"]
    again = client.get(MEMO, headers={"Accept": "application/json", "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert "Accept" in again.headers["Vary"]
    page = client.get(MEMO, headers={"Accept": BROWSER, "If-None-Match": tag})
    assert (page.status_code, page.mimetype) == (200, "text/html")


def test_outside_readers_read_each_form_of_an_event(client: FlaskClient) -> None:
    said = json.loads(client.get(f"{MEMO}.json").data)
    record = from_document("event", said["record"])
    assert (said["kind"], record.id, said["dates"]["date"]["earliest"]) == (
        "event", "setting-the-record-straight-memo", "2010-08-17"
    )  # fmt: skip
    assert said["linked"]["timeline:secure-communities"]["name"]
    with pytest.warns(DeprecationWarning, match="ConjunctiveGraph"):
        graph = rdflib.Graph().parse(data=client.get(f"{MEMO}.jsonld").data, format="json-ld")
    node = rdflib.URIRef(f"http://localhost{MEMO}")
    assert (node, rdflib.RDF.type, rdflib.URIRef("http://schema.org/Event")) in graph
    (row,) = csv.DictReader(io.StringIO(client.get(f"{MEMO}.csv").text))
    assert row["id"] == record.id
    (entry,) = icalendar.Calendar.from_ical(client.get(f"{MEMO}.ics").data).walk("VEVENT")
    assert "setting-the-record-straight-memo" in str(entry["uid"])
    (cited,) = parse_string(client.get(f"{MEMO}.bib").text).entries
    assert cited["url"] == f"http://localhost{MEMO}"
    assert rispy.loads(client.get(f"{MEMO}.ris").text)[0]["urls"] == [f"http://localhost{MEMO}"]
    assert json.loads(client.get(f"{MEMO}.csl.json").data)[0]["URL"] == f"http://localhost{MEMO}"


@pytest.mark.parametrize(
    ("kind", "url"),
    [("actor", "/?actor=ice"), ("place", "/?place=us-ca"), ("source", "/?source=no-rules-of-the-road")],
)
def test_the_rows_of_what_events_are_filtered_by_are_its_events(
    client: FlaskClient, kind: str, url: str
) -> None:
    answer = client.get(RECORDS[kind], headers={"Accept": "text/csv"})
    assert answer.data == client.get(f"/download/events.csv{url.removeprefix('/')}").data
    narrowed = client.get(f"{RECORDS[kind]}.csv?from=2011")
    assert len(narrowed.data) < len(answer.data)
    assert client.get(f"{RECORDS[kind]}.csv?kind=nonsense").status_code == 400


def test_the_rows_of_a_series_are_its_figures_and_of_a_question_its_claims(client: FlaskClient) -> None:
    figures = list(csv.DictReader(io.StringIO(client.get("/series/database-hits.csv").text)))
    assert {row["series_id"] for row in figures} == {"database-hits"}
    said = json.loads(client.get("/questions/level-1-share.json").data)
    claims = list(csv.DictReader(io.StringIO(client.get("/questions/level-1-share.csv").text)))
    assert len(claims) == len(said["record"]["claims"])


def test_where_nothing_fits_the_answer_lists_what_there_is(client: FlaskClient) -> None:
    answer = client.get(MEMO, headers={"Accept": "image/png"})
    assert (answer.status_code, answer.mimetype) == (406, "text/plain")
    assert f"application/ld+json: {MEMO}.jsonld" in answer.text.split("\n")
    assert "ETag" not in answer.headers
    for line in answer.text.strip().split("\n")[2:]:
        assert client.get(line.partition(": ")[2]).status_code == 200


def test_what_is_wrong_is_told_in_a_form_that_who_asks_can_read(client: FlaskClient) -> None:
    wrong = {"/events/none": 404, f"{MEMO}?known=99999": 400, f"{MEMO}?colour=red": 400}
    for address, status in wrong.items():
        for accept in ("application/json", "application/ld+json", "application/vnd.citationstyles.csl+json"):
            answer = client.get(address, headers={"Accept": accept})
            assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), address
            told = answer.get_json()
            assert told["status"] == status
            assert all(error["cure"] for error in told.get("errors", ()))
    for address in ("/events/none", "/download/events.csv?colour=red", f"{MEMO}?known=99999", "/nothing"):
        answer = client.get(address, headers={"Accept": "text/csv"})
        assert (answer.status_code >= 400, answer.mimetype) == (True, "text/plain"), address
        assert client.get(address, headers={"Accept": BROWSER}).mimetype == "text/html"
    # What takes anything is told by the name of the file.
    said = {".json": "application/problem+json", ".jsonld": "application/problem+json", ".csv": "text/plain"}
    for ending, media_type in said.items():
        assert client.get(f"/events/none{ending}", headers={"Accept": "*/*"}).mimetype == media_type
    answer = client.get(MEMO, headers={"Accept": "application/geo+json"})
    assert (answer.status_code, answer.mimetype) == (406, "application/problem+json")
    assert answer.get_json()["available"]["application/ld+json"] == f"{MEMO}.jsonld"
    refused = client.post(MEMO, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.mimetype) == (405, "application/problem+json")
    assert "GET" in refused.headers["Allow"]


def test_head_and_options_answer_as_get_would(client: FlaskClient) -> None:
    accept = {"Accept": "application/json"}
    got, head = client.get(MEMO, headers=accept), client.head(MEMO, headers=accept)
    assert (head.status_code, head.data, head.mimetype) == (200, b"", "application/json")
    assert head.headers["ETag"] == got.headers["ETag"]
    options = client.options(MEMO, headers={"Accept": "image/png"})
    assert (options.status_code, set(options.allow)) == (200, {"GET", "HEAD", "OPTIONS"})
    assert client.post(MEMO, headers=accept).status_code == 405


def test_a_page_in_another_language_gives_the_same_data(client: FlaskClient) -> None:
    data = client.get(f"/es{MEMO}", headers={"Accept": "application/json"})
    assert data.data == client.get(f"{MEMO}.json").data
    moved = client.get(f"/es{MEMO}.json")
    assert (moved.status_code, moved.location) == (301, f"{MEMO}.json")


@pytest.mark.parametrize(
    "url", ["/events/none.json", "/events/x.y.json", f"{MEMO}.exe", "/topics/detainers.bib"]
)
def test_what_is_not_there_says_so(client: FlaskClient, url: str) -> None:
    assert client.get(url).status_code == 404


def test_timelinejs_keeps_its_address_and_the_record_has_one_of_its_own(client: FlaskClient) -> None:
    assert "events" in json.loads(client.get("/timelines/secure-communities.json").data)
    assert json.loads(client.get("/timelines/secure-communities.record.json").data)["kind"] == "timeline"


def test_links_in_the_head_lead_programs_on(client: FlaskClient) -> None:
    links = _links(client.get(MEMO))
    assert links["cite-as"] == [f"http://localhost{MEMO}"]
    assert "https://schema.org/Event" in links["type"]
    assert links["collection"] == ["http://localhost/timelines/secure-communities"]
    assert links["author"] == ["http://localhost/about"]
    assert f"http://localhost{MEMO}.jsonld" in links["describedby"]
    assert len(links["alternate"]) == len(FORMS_OF_KIND["event"]) - 1
    for href in (*links["alternate"], *links["linkset"], *links["collection"], *links["author"]):
        assert client.get(href.removeprefix("http://localhost")).status_code == 200
    described = _links(client.get(f"{MEMO}.jsonld"))
    assert (described["describes"], described["cite-as"]) == ([f"http://localhost{MEMO}"],) * 2
    (found,) = json.loads(client.get(f"{MEMO}.linkset").data)["linkset"]
    assert found.pop("anchor") == f"http://localhost{MEMO}"
    assert {rel: [target["href"] for target in targets] for rel, targets in found.items()} == links


def test_a_timeline_and_a_download_carry_links_too(client: FlaskClient) -> None:
    items = _links(client.get("/timelines/secure-communities"))["item"]
    assert items[0] == "http://localhost/download/package.zip?timeline=secure-communities"
    links = _links(client.get("/download/events.csv?topic=detainers"))
    assert links["describedby"] == ["http://localhost/download/codebook.md"]
    assert links["collection"] == ["http://localhost/timelines/secure-communities"]
    assert "cite-as" in links


def test_a_format_that_cannot_be_made_here_says_what_is_missing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    answer = client.get("/download/events.parquet")
    assert answer.status_code == 501
    assert "pip install &#34;timeline[parquet]&#34;" in answer.text
    assert "events.parquet (needs a package that is not installed here)" in client.get("/download").text


def test_a_record_that_was_renamed_is_found_in_each_of_its_forms(
    sqlite_own_record: Engine, tmp_path: Path
) -> None:
    with read_session(sqlite_own_record) as session:
        version = get_record(session, "topic", "detainers").version
        before = dataset_state(session).revision
    with write_transaction(sqlite_own_record) as session:
        rename(session, "topic", "detainers", to="holds", base_version=version, by="Test", reason="Shorter")
    with read_session(sqlite_own_record) as session:
        after = dataset_state(session).revision
    settings = Settings(secret_key="k" * 40, cache=str(tmp_path))
    client = create_app(settings, engine=sqlite_own_record).test_client()
    moved = client.get("/topics/detainers.jsonld?x=1")
    assert (moved.status_code, moved.location) == (301, "/topics/holds.jsonld?x=1")
    # As it stood, it is found by what it is called now, and is called what it was called then.
    for address in ("/topics/holds.json", "/topics/detainers.json"):
        assert json.loads(client.get(f"{address}?known={before}").data)["id"] == "detainers"
        assert json.loads(client.get(f"{address}?known={after}").data)["id"] == "holds"
    answer = client.get("/topics/detainers", headers={"Accept": "application/json"}, follow_redirects=True)
    assert json.loads(answer.data)["id"] == "holds"
