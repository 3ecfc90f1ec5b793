"""Indexes by letters, and the pages of actors, places and topics with their own overview."""

import pytest

from tests.web.checking import Page, Site
from timeline.web import authority, sources
from timeline.web.letters import NUMBERS, OTHERS, by_letter, letter_of


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("“Quoted”", "Q"),
        ("[Letter]", "L"),
        ("École", "E"),
        ("2002 mandate", NUMBERS),
        ("", OTHERS),
        ("😀", OTHERS),
    ],
)
def test_a_name_is_filed_under_its_first_letter(name: str, letter: str) -> None:
    assert letter_of(name) == letter


def test_numbers_come_first_and_names_stand_in_order() -> None:
    found = by_letter(["beta", "Alpha", "“Also”", "8 CFR"], str)
    assert found == [(NUMBERS, ["8 CFR"]), ("A", ["Alpha", "“Also”"]), ("B", ["beta"])]


@pytest.mark.parametrize("url", ["/actors", "/places", "/topics", "/sources"])
def test_an_index_has_letters_and_counts_that_lead_to_what_they_say(site: Site, url: str) -> None:
    page = site.get(url)
    leading = [link for link in page.links() if link.startswith("#letter-")]
    ids = {found.attrib["id"] for found in page.tree.iter() if "id" in found.attrib}
    assert len(leading) > 3
    assert {link.removeprefix("#") for link in leading} <= ids


@pytest.mark.parametrize("url", ["/actors", "/sources"])
def test_a_long_index_comes_in_pages_to_which_its_letters_lead(
    site: Site, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    def rows(page: Page) -> list[str]:
        found = [link for link in page.links() if link.startswith(f"{url}/")]
        return list(dict.fromkeys(found))

    whole = rows(site.get(url))
    monkeypatch.setattr(authority, "INDEX_SIZE", 10)
    monkeypatch.setattr(sources, "INDEX_SIZE", 10)
    monkeypatch.setattr(sources, "MOST_READ", 0)
    onward, seen, ids = url, [], {}
    while onward:
        page = site.get(onward)
        found = rows(page)
        assert len(found) <= 10
        seen += found
        ids[onward] = {one.get("id") for one in page.all("h2") + page.all("th")}
        onward = next((link.get("href", "") for link in page.all("a") if link.get("rel") == "next"), "")
    assert sorted(seen) == sorted(whole)
    leading = [link for link in site.get(url).links() if link.startswith(f"{url}?page=") and "#" in link]
    assert len(leading) > 3
    assert all(link.partition("#")[2] in ids[link.partition("#")[0]] for link in leading)
    # A letter in an address is led to as well.
    assert rows(site.get(f"{url}?letter=S")) in [rows(site.get(one)) for one in ids]
    assert "The list ends before this page." in site.get(f"{url}?page=99").text
    assert "Write one of: " in site.get(f"{url}?letter=nothing", 400).text
    assert "Write a number" in site.get(f"{url}?letter=A&page=x", 400).text


@pytest.mark.parametrize("url", ["/actors/ice", "/places/us-az", "/topics/detainers"])
def test_a_page_has_its_strip_and_everything_one_click_away(site: Site, url: str) -> None:
    page = site.get(url)
    links = page.links()
    for start in ("/download/events.csv?", "/download/sources.bib?", "/feeds/events.atom?", "/?"):
        assert any(link.startswith(start) for link in links), start
    bars = [bar.attrib["href"] for bar in page.tree.iter() if bar.attrib.get("class") == "strip-bar"]
    assert bars
    narrowed = site.get(bars[0])
    assert all(bar.startswith(url) for bar in bars)
    assert "event" in narrowed.text


def test_a_page_of_an_actor_keeps_to_the_actor(site: Site) -> None:
    assert site.get("/actors/ice?actor=dhs").text.count("event") == site.get("/actors/ice").text.count(
        "event"
    )
    assert "No event meets this filter" in site.get("/actors/ice?q=xyzzyx").text
