"""Every page of the site, fetched and followed: what all must be, and what the first of them must say."""

import csv
import io
import zipfile
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from tests.web.checking import Site
from tests.web.conftest import own_app

FOUR_EVENTS = ("2008 launch", "August 17, 2010", "2011 terminations", "2012 reforms")


def test_every_link_of_the_site_leads_to_a_page_that_holds(site: Site) -> None:
    seen: set[str] = set()
    forms: set[tuple[str, str]] = set()
    ahead = ["/"]
    while ahead:
        url = ahead.pop()
        if url in seen:
            continue
        seen.add(url)
        if url.startswith(("/download/", "/feeds/", "/static/")):
            assert site.bytes(url)
            continue
        folder, _, name = url.rpartition("/")
        if "." in name:
            # A record in another form, which one function makes of all: one of each kind stands for them.
            form = folder, name.partition(".")[2]
            assert form in forms or site.bytes(url)
            forms.add(form)
            continue
        if url.startswith("/language/"):
            # The pages in other languages are walked with their own tests.
            assert site.client.get(url).status_code == 303
            continue
        page = site.get(url)
        ahead += [link.partition("#")[0] for link in page.links() if link.startswith("/") and "?" not in link]
    assert len(seen) > 400
    assert forms == {
        ("/sources", "json"),
        ("/series", "json"),
        ("/series", "csv"),
        ("/questions", "json"),
        ("/questions", "csv"),
    }


def test_the_home_page_tells_the_story_first_and_then_everything(site: Site) -> None:
    page = site.get("/")
    assert page.text.index("landmarks") < page.text.index("The whole record")
    assert page.text.index("2008") < page.text.index("2012")


@pytest.mark.parametrize("words", FOUR_EVENTS)
def test_the_four_events_of_the_mission_are_found_with_their_sources(site: Site, words: str) -> None:
    assert words in site.get("/").text
    found = site.get(f"/search?q={words}")
    events = [link for link in found.links() if link.startswith("/events/")]
    assert events
    assert any("/sources/" in link for link in site.get(events[0]).links())
    rows = list(csv.DictReader(io.StringIO(site.bytes("/download/events.csv").decode())))
    (row,) = [row for row in rows if words in row["title"] and row["significance"] == "1"][:1]
    assert row["source_ids"]


def test_an_event_shows_its_date_its_evidence_and_what_it_changed(site: Site) -> None:
    page = site.get("/events/setting-the-record-straight-memo")
    for said in ("17 August 2010", "How we know", "What it changed", "note 2", "Setting the Record Straight"):
        assert said in page.text


def test_two_dates_for_one_letter_are_shown_side_by_side(site: Site) -> None:
    page = site.get("/events/napolitano-letter-to-lofgren")
    for said in ("7 September 2010", "8 September 2010", "note 3"):
        assert said in page.text


def test_a_filter_narrows_and_can_be_taken_off(site: Site) -> None:
    page = site.get("/?from=2010-08&to=2010-09&kind=guidance")
    assert "Remove the filter" in page.text
    assert "/?from=2010-08&to=2010-09" in page.links()
    rows = list(
        csv.DictReader(io.StringIO(site.bytes("/download/events.csv?from=2010-08&kind=guidance").decode()))
    )
    assert {row["kind"] for row in rows} == {"guidance"}
    assert all(row["latest"] >= "2010-08-01" for row in rows if row["latest"])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=yesterday", "from"),
        ("page=99999999999999999999", "page"),
        ("q=%00", "control character"),
        ("kind=earthquake", "Write one of"),
        ("from=2012&to=2010", "Exchange"),
        ("topic=No%20Such", "Ids have"),
        ("knid=guidance", "Did you mean kind?"),
        ("after=%3Cscript%3E", "Later events"),
        ("after=a&before=b", "Give one of the two"),
        ("q=" + "x" * 500, "Search for fewer words"),
    ],
)
def test_a_wrong_query_gets_a_page_that_says_what_is_wrong(site: Site, query: str, said: str) -> None:
    assert said in site.get(f"/?{query}", 400).text


@pytest.mark.parametrize("query", ["topic=no-such-topic", "q=xyzzy", "from=1800&to=1801&when=within"])
def test_a_filter_that_nothing_meets_says_so(site: Site, query: str) -> None:
    page = site.get(f"/?{query}")
    assert "No event meets this filter" in page.text
    if "topic" in query:
        assert "no topic with the id “no-such-topic”" in page.text


@pytest.mark.parametrize(
    "url", ["/events/none", "/sources/none", "/actors/x%00", "/nothing", "/timelines/none"]
)
def test_what_is_not_there_gets_a_page_that_says_so(site: Site, url: str) -> None:
    site.get(url, 404)


def test_a_list_costs_the_same_number_of_statements_whatever_its_size(
    site: Site, statements: Callable[[Callable[[], object]], int]
) -> None:
    site.get("/?from=1901")  # What is kept for every filter is counted now.
    few = statements(lambda: site.get("/?from=2010-08-17"))
    many = statements(lambda: site.get("/?from=1900"))
    assert few == many <= 33


def test_an_event_costs_a_bounded_number_of_statements(
    site: Site, statements: Callable[[Callable[[], object]], int]
) -> None:
    # The event with its history, what is around it, the sources that it cites, and what tells of two accounts
    # where there are any, never one for each row.
    site.get("/events/setting-the-record-straight-memo")
    for event in ("setting-the-record-straight-memo", "programme-launch", "ice-terminates-moas-2011"):
        assert statements(lambda url=f"/events/{event}": site.get(url)) <= 25  # type: ignore[misc]


def test_the_package_and_the_flat_file_take_the_filters_of_the_timeline(site: Site) -> None:
    with zipfile.ZipFile(io.BytesIO(site.bytes("/download/package.zip?place=us-ca"))) as package:
        events = list(csv.DictReader(io.TextIOWrapper(package.open("events.csv"), "utf-8")))
        relations = list(csv.DictReader(io.TextIOWrapper(package.open("relations.csv"), "utf-8")))
    flat = list(csv.DictReader(io.StringIO(site.bytes("/download/events.csv?place=us-ca").decode())))
    assert {row["id"] for row in events} == {row["id"] for row in flat} != set()
    assert {row["target"] for row in relations} <= {row["id"] for row in events}


def test_a_download_with_a_wrong_filter_is_refused(site: Site) -> None:
    assert "Did you mean kind?" in site.get("/download/events.csv?knid=guidance", 400).text


def test_the_service_says_that_it_works(site: Site) -> None:
    assert b'"ok"' in site.bytes("/healthz")


def test_a_fault_of_ours_is_a_page_too(record_engine: Engine) -> None:
    app = own_app(record_engine)

    @app.get("/fault")
    def fault() -> str:
        raise RuntimeError("broken on purpose")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    page = Site(app).get("/fault", 500)
    assert "broken on purpose" not in page.html
    assert "Something went wrong here" in page.text
