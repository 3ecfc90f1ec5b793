"""The timeline page: levels of detail, the overview of time, what can be filtered, jumps, and no results."""

import csv
import io
import re
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from sqlalchemy import Engine

from tests.web.checking import Page, Site
from timeline.db import read_session
from timeline.filters import EventFilter, parse_filter
from timeline.queries.events import list_events
from timeline.queries.facets import count_facets
from timeline.queries.lanes import list_lanes
from timeline.web import lane_room


def _rows(site: Site, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.bytes(f"/download/events.csv?{query}").decode())))


def _total(page: Page) -> int:
    found = re.search(r"(\d+) events?(?: of \d+)? These as CSV", page.text)
    assert found is not None, page.text[:2000]
    return int(found[1])


def _bars(page: Page) -> list[tuple[str, str]]:
    return [
        (link.attrib["href"], link.attrib["aria-label"])
        for link in page.tree.iter("{http://www.w3.org/2000/svg}a")
        if link.attrib.get("class") == "strip-bar"
    ]


@pytest.mark.parametrize(("level", "significance"), [("landmarks", {"1"}), ("main", {"1", "2"})])
def test_a_level_of_detail_is_an_address_and_says_how_many_it_holds(
    site: Site, level: str, significance: set[str]
) -> None:
    page = site.get(f"/?detail={level}")
    rows = _rows(site, f"detail={level}")
    assert {row["significance"] for row in rows} == significance
    assert _total(page) == len(rows)
    assert f"{'Landmarks' if level == 'landmarks' else 'Main events'} {len(rows)}" in page.text
    assert f"/?detail={level}#record" in site.get("/").links()


def test_every_bar_counts_what_its_link_leads_to(site: Site) -> None:
    bars = _bars(site.get("/?kind=guidance"))
    assert len(bars) > 20
    for url, title in bars[::9]:
        numbers = re.findall(r"(\d+) (?:events?\b|with a longer)", title.partition(": ")[2])
        assert _total(site.get(url)) == sum(int(number) for number in numbers)


def test_the_overview_names_the_landmarks_and_gives_the_same_counts_as_a_table(site: Site) -> None:
    page = site.get("/")
    for said in ("The 2008 launch", "The August 17, 2010 memo", "The 2011 terminations", "The 2012 reforms"):
        assert said in page.text
    assert "/?view=counts#counts" in [link.get("href") for link in page.all("a")]
    sure = 0
    for row in site.get("/?view=counts").all("tr")[1:]:
        cells = ["".join(cell.itertext()) for cell in row if cell.tag.endswith("td")]
        sure += sum(int(cell.split()[0]) for cell in cells if cell)
    drawn = sum(
        int(number)
        for _, title in _bars(page)
        for number in re.findall(r"(\d+) events?\b", title.partition(": ")[2])
    )
    assert sure == drawn > 50


def test_the_bands_of_policies_say_where_the_record_ends(site: Site) -> None:
    for url, pale in (("/", True), ("/?from=2014", True), ("/?to=2011", False)):
        html = site.bytes(url).decode()
        bands = html.count('class="strip-band"')
        assert bands == 2
        assert html.count('class="after"') == html.count("the record ends on 31 August 2012") == bands * pale
    assert '<rect x="0.0%" width="100.0%" height="22" class="after">' in site.bytes("/?from=2014").decode()


def test_a_short_range_is_shown_by_day_and_can_be_widened(site: Site) -> None:
    page = site.get("/?from=2010-08&to=2010-09")
    assert any(url.endswith("from=2010-08-17&to=2010-08-17") for url, _ in _bars(page))
    assert "Zoom out" in page.text
    assert "All years" in page.text
    assert re.search(r"Most on \d+ \w+ 2010, \d", page.text)
    assert re.search(r"Most in \w+ 2010, \d", site.get("/").text)


def test_both_ends_of_a_span_are_said_alike(site: Site) -> None:
    spans = [label.partition(":")[0] for _, label in _bars(site.get("/?from=2010-09&to=2010-09"))]
    assert spans == [f"{day} September 2010" for day in range(1, 31)]


def test_what_the_overview_leaves_out_at_its_ends_is_one_link_away(site: Site) -> None:
    page = site.get("/")
    ((count, _),) = re.findall(r"(\d+) (before 2008)", page.text)
    assert _total(site.get("/?to=2007")) == int(count)


@pytest.mark.parametrize(
    "query", ["", "topic=detainers", "from=2010&to=2011&actor=ice", "place=us-ca&role=decider"]
)
def test_each_value_offered_leaves_as_many_events_as_it_says(record_engine: Engine, query: str) -> None:
    asked = parse_filter(parse_qs(query))
    with read_session(record_engine) as session:
        facets = count_facets(session, asked)
        for name, values in facets.values.items():
            assert len({value.id for value in values}) == len(values)
            for value in values[:3] + values[-2:]:
                parameters = parse_qs(query) | {name: [value.id]}
                found = list_events(session, parse_filter(parameters))
                assert len(found) == value.events > 0, (name, value)


def test_only_disputed_dates_are_those_that_the_cards_mark(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        marked = [card.id for card in list_events(session, EventFilter()) if card.dates_differ]
        found = [card.id for card in list_events(session, EventFilter(disputed="dates"))]
    assert found == marked
    assert "napolitano-letter-to-lofgren" in found


def test_an_actor_in_a_role_is_one_participation(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        cards = list_events(session, EventFilter(actor=("ice",), role=("issuer",)))
    assert cards
    assert all(("ice", "issuer") in {(actor.id, actor.role) for actor in card.actors} for card in cards)


def test_nothing_found_says_which_filter_to_drop_and_what_that_gives(site: Site) -> None:
    page = site.get("/?kind=litigation&q=xyzzy")
    assert "without Words: xyzzy" in page.text
    found = re.search(r"without Words: xyzzy, (\d+) event", page.text)
    assert found is not None
    assert _total(site.get("/?kind=litigation")) == int(found[1])


def test_where_no_one_filter_is_to_blame_the_fewest_to_drop_are_named(site: Site) -> None:
    page = site.get("/?q=memo&kind=litigation&place=us-ca&topic=detainers")
    every = [(link.get("href", ""), "".join(link.itertext()), link.tail or "") for link in page.all("a")]
    ways = [way for way in every if way[1].startswith("without ")]
    assert ways
    for url, told, left in ways:
        assert told.count("without ") > 1
        assert f", {_total(site.get(url))} event" in left
    # There are too many ways to take several of nine filters off: each alone is tried, and no more.
    many = "&".join(f"topic={topic}" for topic in ("detainers", "participation"))
    hopeless = (
        "/?q=xyzzy&kind=litigation&place=us-ca&from=2001&to=2002&actor=ice&role=issuer&disputed=dates&" + many
    )
    assert "Taking off one filter alone does not help." in site.get(hopeless).text


def test_a_value_that_leaves_nothing_stays_chosen_under_its_name(site: Site) -> None:
    page = site.get("/?q=xyzzy&topic=participation")
    (chosen,) = [option for option in page.all("option") if option.get("value") == "participation"]
    assert ("selected" in chosen.attrib, "".join(chosen.itertext())) == (True, "Participation (0)")


def test_a_year_is_one_jump_away_even_over_pages(site: Site) -> None:
    page = site.get("/?detail=main")
    jump = next(link for link in page.links() if "after=0734" in link)
    first = site.get(jump.partition("#")[0])
    headings = [heading for heading in first.all("h3") if heading.attrib.get("id", "").startswith("y")]
    years = ["".join(heading.itertext()) for heading in headings]
    assert years[0] in {"2010", "2011", "2012"}
    assert "no first day" in page.text


def test_the_page_costs_the_same_however_many_events_the_filter_has(
    site: Site, statements: Callable[[Callable[[], object]], int]
) -> None:
    site.get("/?from=1989&to=2030")  # What is kept for every filter is counted now.
    few = statements(lambda: site.get("/?from=2010-08-16&to=2010-08-18"))
    assert few == statements(lambda: site.get("/?from=1988&to=2031")) <= 36
    assert statements(lambda: site.get("/?from=1988&to=2031")) <= 26


def test_the_first_view_is_light(site: Site) -> None:
    page = site.get("/")
    assert len(list(page.tree.iter())) <= 1200
    assert len(page.html) < 120_000


@pytest.mark.parametrize("by", ["topic", "actor", "place", "policy"])
def test_lanes_show_the_events_of_the_filter_as_links_with_dates(
    site: Site, record_engine: Engine, by: str
) -> None:
    page = site.get(f"/?view=lanes&by={by}&from=2010&to=2010")
    with read_session(record_engine) as session:
        lanes = list_lanes(session, parse_filter({"from": ["2010"], "to": ["2010"]}), by)
    assert len(lanes) > 3
    assert [lane.total for lane in lanes] == sorted((lane.total for lane in lanes), reverse=True)
    for lane in lanes[:3]:
        assert f"{lane.label} {lane.total}" in page.text
        assert {f"/events/{event.id}" for event in lane.events} <= {
            link.attrib["href"] for link in page.tree.iter("{http://www.w3.org/2000/svg}a")
        }
    assert all(f"view=lanes&by={by}" in url for url, _ in _bars(page))


@pytest.mark.parametrize("by", ["topic", "actor", "place"])
def test_events_that_lanes_have_no_room_for_are_in_the_list_that_they_lead_to(
    site: Site, record_engine: Engine, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane_room, "MOST_ELEMENTS", 1_200)
    page = site.get(f"/?view=lanes&by={by}")
    with read_session(record_engine) as session:
        lanes = list_lanes(session, parse_filter({}), by)
    drawn = [lane for lane in page.all("section") if lane.attrib.get("class") == "lane"]
    assert len(drawn) == 10
    left_out = dict[str, set[str]]()
    for lane, shown in zip(lanes, drawn, strict=False):
        marked = {link.attrib["href"] for link in shown.iter("{http://www.w3.org/2000/svg}a")}
        own = {f"/events/{event.id}" for event in lane.events}
        assert marked <= own
        left_out |= {lane.id: own - marked} if own - marked else {}
    lane_id, events = max(left_out.items(), key=lambda one: len(one[1]))
    assert len(events) > 10
    assert f"/?{by}={lane_id}#list" in page.links()
    listed = site.get(f"/?{by}={lane_id}&view=print")
    assert events <= set(listed.links())


def test_lanes_by_what_there_is_not_are_refused(site: Site) -> None:
    assert "topic, actor, place, policy" in site.get("/?view=lanes&by=colour", 400).text
    assert "list, lanes, print" in site.get("/?view=cubes", 400).text


def test_a_filtered_view_is_printed_whole_and_says_how_to_cite_it(site: Site) -> None:
    page = site.get("/?detail=main")
    assert "in one page to print" in page.text
    assert re.search(
        r"events, revision \d+\) \[Data set\]. http://localhost/timelines/.*\?detail=main",
        page.text,
    )
    assert "/?detail=main&view=print" in page.links()
    # An archive may have other timelines: what is taken from this one is of this one.
    taken = [
        link
        for link in page.links()
        if link.startswith(("/download/events", "/download/package", "/feeds/e"))
    ]
    assert len([link for link in taken if "timeline=secure-communities&detail=main" in link]) == 3, taken
    assert b"<feed" in site.bytes(next(link for link in page.links() if link.startswith("/feeds/events")))
    printed = site.get("/?detail=main&view=print")
    cards = [card for card in printed.all("article") if "card" in card.attrib.get("class", "").split()]
    assert len(cards) == _total(page) > 50
