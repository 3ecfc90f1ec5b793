"""Nothing to show is said in words: an archive without a record, and records on which nothing rests."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page as BrowserPage
from sqlalchemy import Engine
from werkzeug.serving import make_server

from tests.axe import violations
from tests.conftest import SEED_DATA
from tests.web.checking import Site
from tests.web.public_pages import PAGES
from timeline.config import Settings
from timeline.db import write_transaction
from timeline.factory import create_app
from timeline.imports.load import load_package
from timeline.queries.records import get_record
from timeline.records.event import Event
from timeline.records.source import Source
from timeline.records.timeline import Timeline
from timeline.store.save import save

SECRET = "not a secret, since this key signs nothing but tests"
# What needs no record to be there.
PLAIN = sorted(
    {paths[0] for paths in PAGES.values() if paths[0].count("/") == 1 and not paths[0].startswith("/embed")}
)
SAID = {
    "/": "There is no public timeline yet.",
    "/sources": "There is no public source yet.",
    "/policies": "There is no public policy yet.",
    "/series": "There is no public series yet.",
    "/questions": "No two sources of this archive differ",
    "/actors": "There is nothing public here yet.",
    "/changes": "There is no such change yet.",
    "/on": "The record says of no rule what it was on this day.",
}


@pytest.fixture
def empty_site(engine: Engine) -> Site:
    return Site(create_app(Settings(secret_key=SECRET), engine))


def test_every_page_of_an_archive_without_a_record_says_so(empty_site: Site) -> None:
    for path in PLAIN:
        page = empty_site.get(path)
        assert SAID.get(path, "") in page.text
    assert "No two sources of this archive differ" in empty_site.get("/questions/matrix").text
    assert "No event meets this filter." in empty_site.bytes("/embed").decode()


def test_an_empty_archive_counts_no_nothing(empty_site: Site) -> None:
    """A sentence about all works makes no sense where there is none."""
    for path in ("/sources", "/series", "/policies"):
        page = empty_site.get(path)
        assert not [link for link in page.links() if link.startswith("#letter")]
        assert not {"lede", "ask"} & {it.attrib.get("class") for it in page.tree.iter()}


@pytest.fixture
def bare_app(sqlite_engine: Engine) -> Flask:
    """Give the site with a timeline without events, a source without anything, and a very long event."""
    with write_transaction(sqlite_engine) as session:
        load_package(session, SEED_DATA, by="Tests", reason="The record.")
        timeline = get_record(session, "timeline", "secure-communities").record
        source = get_record(session, "source", "no-rules-of-the-road").record
        event = get_record(session, "event", "napolitano-letter-to-lofgren")
        assert isinstance(timeline, Timeline)
        assert isinstance(source, Source)
        assert isinstance(event.record, Event)
        bare = replace(timeline, id="bare", title="Without events")
        alone = Source(
            id="alone",
            title="Named nowhere",
            type=source.type,
            access=source.access,
            consulted=source.consulted,
        )
        long = replace(event.record, body=("Paragraph after paragraph.\n\n" * 400)[:10_000].strip())
        for record, base in ((bare, 0), (alone, 0), (long, event.version)):
            save(
                session,
                record,
                by="Tests",
                base_version=base,
                change="update" if base else "new",
                reason="To test.",
                status="published",
            )
    return create_app(Settings(secret_key=SECRET), sqlite_engine)


def test_a_timeline_without_events_and_a_source_without_anything_say_so(bare_app: Flask) -> None:
    site = Site(bare_app)
    timeline = site.get("/timelines/bare")
    assert "0 events" in timeline.text
    assert "There is no event in this timeline yet." in timeline.text
    assert "Nothing public rests on this source alone" in site.get("/sources/alone").text
    home = site.get("/")
    assert "Without events" in home.text
    assert site.get("/events/napolitano-letter-to-lofgren").text.count("Paragraph after paragraph.") > 300


@pytest.fixture
def bare_address(bare_app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, bare_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_such_pages_are_accessible_and_hold_their_layout(page: BrowserPage, bare_address: str) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    paths = ("/", "/timelines/bare", "/timelines/bare?view=lanes", "/sources/alone")
    for path in (*paths, "/events/napolitano-letter-to-lofgren"):
        page.goto(bare_address + path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == 375, path
