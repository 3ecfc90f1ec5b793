"""The pages of figures, over the record of seed_data."""

import csv
import io
from collections.abc import Callable
from functools import partial

import pytest

from tests.web.checking import Site
from timeline.web import series as series_pages

#: Its record, the names in it, what its sources differ about and the questions that take that up.
MOST_STATEMENTS = 42
SVG = "{http://www.w3.org/2000/svg}"


def test_the_list_has_every_series_with_its_unit_and_its_last_figure(site: Site) -> None:
    page = site.get("/series")
    for said in (
        "Jurisdictions in which the programme is active more than 3,000 jurisdictions",
        "2008 to 31 December 2012 4 figures",
        "Rise in removals of convicted criminals 89 percent 2008 to 2011 2 figures",
        "Detainers on top priority subjects 3,847 detainers no period given 1",
        "Decrease in cumulative non-criminal deportees, in persons 5 numbers, in persons",
    ):
        assert said in page.text


def test_the_list_can_be_narrowed_and_says_so(site: Site) -> None:
    page = site.get("/series?source=ncsl-secure-communities&from=2012&to=2012")
    assert "figures within the filter" in page.text
    assert "3,074 jurisdictions" in page.text
    assert "Rise in removals" not in page.text
    assert "/download/figures.csv?source=ncsl-secure-communities&from=2012&to=2012" in page.links()
    assert "No figure is within this filter." in site.get("/series?source=nobody").text


@pytest.mark.parametrize(
    ("query", "cure"),
    [
        ("q=memo", "is a filter of events, not of figures"),
        ("from=2010-13", "2010-13"),
        ("from=2012&to=2010", "begins after it ends"),
        ("place=Not%20An%20Id", "is not an id"),
        ("souce=x", "Did you mean source?"),
    ],
)
def test_a_filter_that_cannot_be_is_answered_with_the_cure(site: Site, query: str, cure: str) -> None:
    assert cure in site.get(f"/series?{query}", 400).text


def test_a_long_list_goes_on_over_pages_under_its_filter(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def listed(url: str) -> tuple[list[str], list[str]]:
        page = site.get(url)
        found = ["".join(head.itertext()) for head in page.all("th") if head.get("scope") == "row"]
        return found, [one.get("href", "") for one in page.all("a") if one.get("rel") == "next"]

    for url in ("/series", "/series?source=no-rules-of-the-road"):
        monkeypatch.setattr(series_pages, "MOST_ELEMENTS", 10_000)
        whole, none = listed(url)
        assert (len(whole) > 12, none) == (True, [])
        monkeypatch.setattr(series_pages, "MOST_ELEMENTS", 80)
        first, onward = listed(url)
        assert len(first) == 10
        found = list(first)
        while onward:
            assert ("source=" in onward[0]) == ("source=" in url)
            some, onward = listed(onward[0])
            found += some
        assert found == whole
    assert "is not in this list" in site.get("/series?after=nothing", 400).text


def test_what_reckoning_finds_odd_stands_on_every_series_that_it_is_about(site: Site) -> None:
    for series in ("level-1-share-hits", "level-2-3-share-hits", "citizens-share-hits"):
        page = site.get(f"/series/{series}")
        assert "Shares of “Database hits” come to 105 percent" in page.text
        assert "Found by reckoning with the figures, not said by a source." in page.text
    assert "Found by reckoning" not in site.get("/series/jurisdictions-active").text


def test_the_figures_can_be_had_as_a_file_under_the_same_filter(site: Site) -> None:
    rows = list(csv.DictReader(io.StringIO(site.bytes("/download/figures.csv").decode())))
    assert len(rows) == len({row["url"] for row in rows}) > 60
    california = list(
        csv.DictReader(io.StringIO(site.bytes("/download/figures.csv?place=us-ca&from=2010-05").decode()))
    )
    assert {row["place"] for row in california} == {"San Diego", "Los Angeles"}
    numbers = {row["number"] for row in rows if row["series_id"] == california[0]["series_id"]}
    assert {row["number"] for row in california} < numbers


def test_a_picture_over_time_says_all_that_it_shows(site: Site) -> None:
    page = site.get("/series/jurisdictions-active")
    (title,) = [found for found in page.tree.iter(f"{SVG}title") if found.attrib.get("id") == "plot-title"]
    assert title.text == "Jurisdictions in which the programme is active, in jurisdictions"
    (about,) = page.tree.iter(f"{SVG}desc")
    for said in ("14 jurisdictions, United States, 2008", "1,049", "3,074", "More than 3,000 jurisdictions"):
        assert said in (about.text or "")
    for said in ("Day or period that the figure is for", "1,049", "more than 3,000"):
        assert said in [found.text for found in page.tree.iter(f"{SVG}text")]
    assert "Jurisdictions" in ["".join(found.itertext()) for found in page.all("p")]


def test_every_mark_leads_to_the_row_of_its_figure(site: Site) -> None:
    page = site.get("/series/jurisdictions-active")
    marks = [found.attrib["href"] for found in page.tree.iter(f"{SVG}a")]
    assert marks == [f"#figure-{number}" for number in range(1, 5)]
    rows = [row for row in page.all("tr") if row.attrib.get("id", "").startswith("figure-")]
    assert [f"#{row.attrib['id']}" for row in rows] == marks
    for row in rows:
        assert any("/sources/" in link.attrib["href"] for link in row.iter() if "href" in link.attrib)


def test_sources_differ_by_shape_and_a_bound_has_an_arrow(site: Site) -> None:
    page = site.get("/series/jurisdictions-active")
    plot = next(found for found in page.tree.iter(f"{SVG}svg") if found.attrib.get("role") == "group")
    symbols = [
        found.attrib["d"]
        for found in plot.iter(f"{SVG}path")
        if "plot-symbol" in found.attrib.get("class", "")
    ]
    assert len(set(symbols)) == 3
    assert symbols[0] == symbols[3]
    arrows = [found for found in plot.iter(f"{SVG}path") if found.attrib.get("class") == "plot-arrow"]
    assert len(arrows) == 1
    assert "An arrow up: at least this many." in page.text
    assert "A hollow mark: the number itself is not reached" in page.text


def test_nothing_joins_two_figures(site: Site) -> None:
    page = site.get("/series/jurisdictions-active")
    assert not list(page.tree.iter(f"{SVG}polyline"))
    spans = [found for found in page.tree.iter(f"{SVG}line") if "plot-span" in found.attrib.get("class", "")]
    assert spans
    assert all(span.attrib["y1"] == span.attrib["y2"] for span in spans)


def test_one_period_is_drawn_in_rows(site: Site) -> None:
    page = site.get("/series/noncriminal-decrease-persons")
    assert "Side by side" in page.text
    words = ["Maricopa County: 1,731", "San Diego: 1,374", "Los Angeles: 401", "Dallas: 357", "Travis: 279"]
    places = [page.text.index(said) for said in words]
    assert places == sorted(places)
    assert "The axis does not begin at zero." in site.get("/series/identified-first-year").text


@pytest.mark.parametrize(
    ("series", "why"),
    [
        ("database-hits", "There is one figure, which a picture would not make clearer."),
        ("detainer-hours", "All 5 figures say at most 48 hours, so there is nothing to draw."),
        ("unlawful-population", "differ in how exact they call it"),
    ],
)
def test_nothing_is_drawn_where_one_number_says_all(site: Site, series: str, why: str) -> None:
    page = site.get(f"/series/{series}")
    assert why in page.text
    assert "plot-figure" not in page.html


def test_every_figure_has_its_source_its_place_there_and_its_words(site: Site) -> None:
    page = site.get("/series/low-level-share-removed")
    for said in (
        "79 percent",
        "October 2008 to June 2010",
        "No Rules of the Road",
        "Targets everyone, para. 4",
        "Briefing Guide",
        "77 percent of those deported",
        "As of Nov. 2010",
    ):
        assert said in page.text


def test_figures_that_differ_are_shown_where_they_stand(site: Site) -> None:
    page = site.get("/series/identified-first-year")
    assert 'id="sources-differ"' in page.html
    assert "110,000" in page.text


def test_an_unknown_series_is_not_found(site: Site) -> None:
    assert "There is no series with the id “nope”." in site.get("/series/nope", 404).text


def test_no_page_asks_more_questions_for_more_figures(
    site: Site, statements: Callable[[Callable[[], object]], int]
) -> None:
    urls = ("/series/noncriminal-decrease-persons", "/series/identified-first-year", "/series/database-hits")
    assert max(statements(partial(site.get, url)) for url in urls) <= MOST_STATEMENTS
    assert statements(partial(site.get, "/series?place=us&topic=statistics")) <= 14
