"""The feeds: well-formed, with ids that stay, under the filter of the timeline."""

import csv
import io
import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from flask import Flask

from tests.web.checking import Site
from timeline.exports.atom import NAMESPACE

ATOM = f"{{{NAMESPACE}}}"


def _feed(site: Site, url: str) -> ElementTree.Element:
    return ElementTree.fromstring(site.bytes(url))


def _ids(feed: ElementTree.Element) -> list[str]:
    return [str(entry.findtext(f"{ATOM}id")) for entry in feed.iter(f"{ATOM}entry")]


@pytest.mark.parametrize(
    "url", ["/feeds/events.atom", "/feeds/changes.atom", "/feeds/changes.atom?change=new"]
)
def test_a_feed_has_what_the_standard_asks_for_and_ids_that_stay(site: Site, url: str) -> None:
    feed = _feed(site, url)
    ids = _ids(feed)
    assert ids
    assert len(ids) == len(set(ids))
    assert _ids(_feed(site, url)) == ids
    for holder in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert holder.findtext(f"{ATOM}{name}"), name
    for entry_id in ids[:3]:
        site.get(entry_id.removeprefix("http://localhost"))


def test_a_feed_takes_the_filter_of_the_timeline(site: Site) -> None:
    feed = _feed(site, "/feeds/events.atom?kind=guidance&from=2010-08&utm_source=x")
    rows = csv.DictReader(io.StringIO(site.bytes("/download/events.csv?kind=guidance&from=2010-08").decode()))
    assert sorted(_ids(feed)) == sorted(f"http://localhost/events/{row['id']}" for row in rows)
    assert feed.findtext(f"{ATOM}id") == "http://localhost/feeds/events.atom?kind=guidance&from=2010-08"
    assert "(kind: Guidance; from: 2010-08)" in str(feed.findtext(f"{ATOM}title"))
    (page,) = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
    assert page == "http://localhost/?kind=guidance&from=2010-08"


def test_a_feed_without_entries_is_a_feed(site: Site) -> None:
    assert _ids(_feed(site, "/feeds/events.atom?q=xyzzy")) == []
    assert _ids(_feed(site, "/feeds/changes.atom?change=correction")) == []


def test_a_wrong_filter_is_refused(site: Site) -> None:
    assert "Did you mean kind?" in site.get("/feeds/events.atom?knid=guidance", 400).text
    assert "there is no such topic" in site.get("/feeds/events.atom?topic=non-sense", 400).text
    assert "Write one of" in site.get("/feeds/changes.atom?change=x", 400).text


def test_a_feed_costs_few_statements_and_nothing_when_unchanged(
    site: Site, app: Flask, statements: Callable[[Callable[[], object]], int]
) -> None:
    assert statements(lambda: site.bytes("/feeds/events.atom")) <= 6
    assert statements(lambda: site.bytes("/feeds/changes.atom")) <= 14
    client = app.test_client()
    answer = client.get("/feeds/events.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert (
        client.get("/feeds/events.atom", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    )


def test_a_timeline_is_there_for_timelinejs_wherever_that_runs(site: Site, app: Flask) -> None:
    answer = app.test_client().get("/timelines/secure-communities.json?kind=guidance")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found = json.loads(answer.data)
    rows = csv.DictReader(io.StringIO(site.bytes("/download/events.csv?kind=guidance").decode()))
    ids = {row["id"] for row in rows if row["earliest"]}
    assert {slide["unique_id"] for slide in found["events"]} == ids != set()
    site.get("/timelines/none.json", 404)


def test_the_calendar_takes_the_filter(site: Site) -> None:
    whole = site.bytes("/download/events.ics").count(b"BEGIN:VEVENT")
    assert whole > site.bytes("/download/events.ics?kind=guidance").count(b"BEGIN:VEVENT") > 0
