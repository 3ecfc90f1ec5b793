"""Indexes by letters, and the pages of actors, places and topics with their own overview."""

import pytest

from tests.web.checking import Page, Site
from timeline.web import letters
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
def test_a_long_index_shows_one_letter_at_a_time_and_all_of_them(
    site: Site, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    def rows(page: Page) -> list[str]:
        found = [link for link in page.links() if link.startswith(f"{url}/")]
        return list(dict.fromkeys(found))

    whole = rows(site.get(url))
    monkeypatch.setattr(letters, "MOST", 5)
    first = site.get(url)
    pages = [link for link in first.links() if link.startswith(f"{url}?letter=")]
    assert 3 < len(set(pages)) <= 27
    seen: set[str] = set()
    for begun in pages:
        onward = begun
        while onward:
            page = site.get(onward)
            # Beside five of a letter, an index of sources lists those that were read, on its first page.
            assert len(rows(page)) <= 10
            seen |= set(rows(page))
            onward = next((link.get("href", "") for link in page.all("a") if link.get("rel") == "next"), "")
    assert seen == set(whole)
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
