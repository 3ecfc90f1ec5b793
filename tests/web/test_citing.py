"""Cite this, download this: what the boxes say, and the files behind them."""

import csv
import io
import json
from dataclasses import replace

import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from sqlalchemy import Engine

from tests.web.checking import Site
from timeline.config import Settings
from timeline.creators import NamedCreator
from timeline.factory import create_app

MEMO = "setting-the-record-straight-memo"
SOURCE = "no-rules-of-the-road"


@pytest.mark.parametrize(
    "url", [f"/events/{MEMO}", f"/sources/{SOURCE}", "/timelines/secure-communities?topic=detainers"]
)
def test_a_page_says_how_it_is_cited_in_three_styles_and_three_files(site: Site, url: str) -> None:
    page = site.get(url)
    references = ["".join(found.itertext()) for found in page.all("span") if "data-copy-text" in found.attrib]
    assert len(references) == 3
    assert all("http" in reference for reference in references)
    files = [link for link in page.links() if link.startswith("/download/cite/")]
    assert len(files) == 3
    for file in files:
        assert site.bytes(file)


def test_the_reference_to_a_filtered_view_names_filter_number_and_state(site: Site) -> None:
    text = site.get("/timelines/secure-communities?topic=detainers&from=2010").text
    assert "(topic: Detainers; from: 2010)" in text
    assert "13 events, revision" in text
    entry = parse_string(
        site.bytes("/download/cite/timeline/secure-communities.bib?topic=detainers&from=2010").decode()
    ).entries[0]
    assert entry["url"].endswith("/timelines/secure-communities?topic=detainers&from=2010")
    assert entry["number"].startswith("13 events, revision ")


def test_the_files_of_an_event_read_back(site: Site) -> None:
    (reference,) = rispy.loads(site.bytes(f"/download/cite/event/{MEMO}.ris").decode())
    assert reference["type_of_reference"] == "ELEC"
    assert reference["urls"] == [f"http://localhost/events/{MEMO}"]
    (item,) = json.loads(site.bytes(f"/download/cite/source/{SOURCE}.json"))
    assert (item["id"], item["issued"]) == (SOURCE, {"date-parts": [[2011, 3]]})


def test_an_event_is_downloaded_as_record_row_entry_and_references(site: Site) -> None:
    page = site.get(f"/events/{MEMO}")
    files = {link.rpartition("/")[2]: link for link in page.links() if link.startswith("/download/events/")}
    record = json.loads(site.bytes(files["event.json"]))["record"]
    assert record["id"] == MEMO
    cited = {citation["source"] for citation in record["citations"]}
    (row,) = csv.DictReader(io.StringIO(site.bytes(files["events.csv"]).decode()))
    assert row["id"] == MEMO
    assert site.bytes(files["events.ics"]).count(b"BEGIN:VEVENT") == 1
    # A calendar knows days: of the letter of 7 or 8 September it would be empty.
    others = site.get("/events/napolitano-letter-to-lofgren").links()
    offered = {link.rpartition("/")[2] for link in others if link.startswith("/download/events/")}
    assert offered == files.keys() - {"events.ics"}
    assert len(files) == 6
    entries = parse_string(site.bytes(files["sources.bib"]).decode()).entries
    assert {entry.key for entry in entries} == cited
    assert {item["id"] for item in json.loads(site.bytes(files["sources.csl.json"]))} == cited


@pytest.mark.parametrize(
    "url",
    [
        f"/download/cite/event/{MEMO}.exe",
        "/download/cite/actor/ice.bib",
        "/download/cite/event/nothing.bib",
        f"/download/events/{MEMO}/package.zip",
        "/download/events/nothing/events.csv",
    ],
)
def test_what_there_is_no_file_of_says_so(site: Site, url: str) -> None:
    site.get(url, 404)


def test_the_sources_of_a_selection_can_be_had_as_references(site: Site) -> None:
    every = parse_string(site.bytes("/download/sources.bib").decode()).entries
    some = parse_string(site.bytes("/download/sources.bib?topic=detainers").decode()).entries
    assert len(every) == 75
    assert 0 < len(some) < 75


def test_who_is_named_as_creator_is_cited_and_what_readers_kept_is_old(record_engine: Engine) -> None:
    unnamed = Settings(secret_key="k" * 40)
    named = replace(
        unnamed,
        creators=(
            NamedCreator(family="Diaz", given="Ana", orcid="0000-0002-1825-0097"),
            NamedCreator(literal="Law Desk"),
        ),
    )
    before, after = (create_app(settings, record_engine) for settings in (unnamed, named))
    page, other = Site(after).get(f"/events/{MEMO}"), Site(before).get(f"/events/{MEMO}")
    assert "Diaz, A., & Law Desk" in page.text
    written = [one.get("content") for one in page.all("meta") if one.get("name") == "citation_author"]
    assert written == ["Diaz, Ana", "Law Desk"]
    assert '<https://orcid.org/0000-0002-1825-0097>; rel="author"' in page.headers["Link"]
    assert "Diaz" not in other.text
    assert 'about>; rel="author"' in other.headers["Link"]
    assert page.headers["ETag"] != other.headers["ETag"]
    for path in (f"cite/event/{MEMO}.ris", "events.csv.citation.ris", "cite/timeline/secure-communities.ris"):
        (reference,) = rispy.loads(Site(after).bytes(f"/download/{path}").decode())
        assert reference["authors"] == ["Diaz, Ana", "Law Desk"]
    # What is made again from a revision says nothing of the setting.
    for name in ("records.jsonld", "tables/timelines.csv"):
        assert Site(after).bytes(f"/download/{name}") == Site(before).bytes(f"/download/{name}")
    (script,) = [
        one.text
        for one in Site(after).get("/timelines/secure-communities").all("script")
        if one.get("type") == "application/ld+json"
    ]
    assert "https://orcid.org/0000-0002-1825-0097" in str(script)
