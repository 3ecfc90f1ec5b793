"""What pages say to machines: site map, robots, previews, JSON-LD, citations; hostile texts are inert."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs
from xml.etree import ElementTree

import pytest
from sqlalchemy import Engine

from tests.conftest import SEED_DATA
from tests.web.checking import Page, Site
from timeline.config import Settings
from timeline.db import read_session, write_transaction
from timeline.factory import create_app
from timeline.imports.load import load_package
from timeline.queries.records import get_record, list_records
from timeline.queries.sitemap import list_public, part_starts
from timeline.records.event import Event
from timeline.records.source import Source
from timeline.store.save import save

MEMO = "setting-the-record-straight-memo"
HOSTILE = '</script><script>alert("x")</script> \u202egnorw & “é” \N{GRINNING FACE}'
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def _said(page: Page) -> dict[str, Any]:
    (block,) = [s for s in page.all("script") if s.attrib.get("type") == "application/ld+json"]
    found: dict[str, Any] = json.loads(block.text or "")
    return found


def _metas(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in page.all("meta"):
        name = meta.attrib.get("name") or meta.attrib.get("property")
        if name:
            found.setdefault(name, []).append(meta.attrib["content"])
    return found


def _coins(page: Page) -> dict[str, list[str]]:
    (span,) = [span for span in page.all("span") if span.attrib.get("class") == "Z3988"]
    return parse_qs(span.attrib["title"])


def _locations(site: Site, url: str) -> list[str]:
    tree = ElementTree.fromstring(site.bytes(url))
    return [str(found.text).removeprefix("http://localhost") for found in tree.iter(LOC)]


def test_the_site_map_names_every_public_record_once(site: Site, record_engine: Engine) -> None:
    assert "Sitemap: http://localhost/sitemap.xml" in site.bytes("/robots.txt").decode()
    parts = _locations(site, "/sitemap.xml")
    assert parts == ["/sitemap-pages.xml", "/sitemap-1.xml"]
    for url in _locations(site, parts[0]):
        site.get(url)
    found = _locations(site, parts[1])
    assert len(found) == len(set(found))
    with read_session(record_engine) as session:
        events = {f"/events/{stored.record.id}" for stored in list_records(session, "event")}
        sources = {f"/sources/{stored.record.id}" for stored in list_records(session, "source")}
    assert events | sources <= set(found)


def test_parts_of_the_site_map_follow_on_each_other(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        parts = [list_public(session, start=start, limit=60) for start in part_starts(session, size=60)]
        assert [one for part in parts for one in part] == list_public(session, start=("", ""), limit=10_000)
    assert {len(part) for part in parts[:-1]} == {60}


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999"])
def test_a_part_that_is_not_there_says_so(site: Site, number: str) -> None:
    site.get(f"/sitemap-{number}.xml", 404)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (f"/events/{MEMO}", "Event"),
        ("/timelines/secure-communities", "Dataset"),
        ("/", "Dataset"),
        ("/actors/ice", "GovernmentOrganization"),
        ("/places/us-ca", "State"),
        ("/topics/detainers", "DefinedTerm"),
        ("/policies/local-participation", "Thing"),
    ],
)
def test_a_page_describes_its_subject(site: Site, url: str, kind: str) -> None:
    page = site.get(url)
    said = _said(page)
    assert (said["@context"], said["@type"]) == ("https://schema.org", kind)
    assert said["name"] in page.text
    site.get(said["url"].removeprefix("http://localhost"))
    metas = _metas(page)
    assert metas["og:title"] == [said["name"]]
    for name in ("og:type", "og:description", "og:url", "og:site_name", "twitter:card"):
        assert metas[name][0]


def test_an_event_gives_its_date_and_its_sources(site: Site) -> None:
    said = _said(site.get(f"/events/{MEMO}"))
    assert said["startDate"] == "2010-08-17"
    assert all(work["url"].startswith("http://localhost/sources/") for work in said["subjectOf"])
    assert said["subjectOf"]


def test_a_citation_manager_finds_events_and_all_sources(site: Site, record_engine: Engine) -> None:
    found = _coins(site.get(f"/events/{MEMO}"))
    assert found["rft.identifier"] == [f"http://localhost/events/{MEMO}"]
    with read_session(record_engine) as session:
        sources = [stored.record for stored in list_records(session, "source")][:12]
    for source in sources:
        assert isinstance(source, Source)
        page = site.get(f"/sources/{source.id}")
        assert _coins(page)["rft.title"] == [source.title]
        assert _metas(page)["citation_title"] == [source.title]
        authors = [made for made in source.creators if made.role == "author"]
        assert len(_metas(page).get("citation_author", [])) == len(authors)
        assert _said(page)["name"] == source.title


@pytest.mark.parametrize(
    "url", ["/sources", "/about", "/changes", "/policies", "/search?q=memo", "/download"]
)
def test_every_page_has_a_preview_and_names_the_feeds(site: Site, url: str) -> None:
    page = site.get(url)
    heading = " ".join("".join(page.all("h1")[0].itertext()).split())
    assert _metas(page)["og:title"][0].startswith(heading)
    feeds = [link for link in page.all("link") if link.attrib.get("type") == "application/atom+xml"]
    assert [link.attrib["rel"] for link in feeds] == ["alternate", "alternate"]
    for link in feeds:
        assert site.bytes(link.attrib["href"]).startswith(b"<?xml")


def test_hostile_texts_are_inert_for_machines_too(sqlite_engine: Engine) -> None:
    with write_transaction(sqlite_engine) as session:
        load_package(session, SEED_DATA, by="Tests", reason="The record to show.")
        stored = get_record(session, "event", MEMO)
        assert isinstance(stored.record, Event)
        save(
            session,
            replace(stored.record, title=HOSTILE, summary=HOSTILE, date="2010-08-17~"),
            by="Tests",
            base_version=stored.version,
            change="update",
            reason="To see what a page makes of it.",
        )
    site = Site(create_app(Settings(secret_key="k" * 40), engine=sqlite_engine))
    page = site.get(f"/events/{MEMO}")
    assert _said(page)["name"] == _coins(page)["rft.title"][0] == _metas(page)["og:title"][0] == HOSTILE
    assert "startDate" not in _said(page)
    assert "<script>alert" not in page.html
    for url in ("/feeds/events.atom", "/feeds/changes.atom"):
        tree = ElementTree.fromstring(site.bytes(url))
        assert any(HOSTILE in "".join(entry.itertext()) for entry in tree)


def test_the_site_map_costs_few_statements(
    site: Site, statements: Callable[[Callable[[], object]], int]
) -> None:
    assert statements(lambda: site.bytes("/sitemap-1.xml")) <= 4


def test_a_citation_manager_gets_bodies_whole_and_people_apart(site: Site) -> None:
    """Zotero reads `rft.aucorp` as one name, and takes `rft.au` apart at its comma."""
    found = _coins(site.get("/sources/ccr-briefing-guide-2010"))
    assert found["rft.aucorp"][0] == "Center for Constitutional Rights"
    assert found["rft.type"] == ["report"]
    assert _coins(site.get("/sources/cosmetic-changes"))["rft.au"] == ["Nystrom, Brittney"]
    assert _coins(site.get("/sources/cacho-v-gusman"))["rft.type"] == ["case"]
