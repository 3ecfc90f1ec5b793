"""Lists of policies in pages, and what a day shows of many policies, many places and many events."""

import pytest

from tests.web.checking import Site
from timeline.web import days, policies, questions


def titles(site: Site, url: str) -> tuple[list[str], list[str]]:
    """Give the titles of a page's policies, and where it goes on."""
    page = site.get(url)
    found = ["".join(head.itertext()) for head in page.all("h3") if head.get("id", "").startswith("p-")]
    onward = [link.get("href", "") for link in page.all("a") if link.get("rel") == "next"]
    return found, [url for url in onward if "after=" in url or "page=" in url]


@pytest.mark.parametrize(("module", "url"), [(policies, "/policies"), (days, "/on/1990-01-01")])
def test_policies_come_in_pages_that_hold_each_of_them_once(
    site: Site, monkeypatch: pytest.MonkeyPatch, module: object, url: str
) -> None:
    whole, _ = titles(site, url)
    monkeypatch.setattr(module, "PAGE_SIZE", 20)
    first, (onward,) = titles(site, url)
    second, rest = titles(site, onward)
    assert (len(first), rest) == (20, [])
    assert whole == first + second
    page = site.get(onward)
    (back,) = [link.get("href", "") for link in page.all("a") if "before=" in link.get("href", "")]
    assert titles(site, back)[0] == first
    assert "The main questions" not in page.text


def test_a_day_says_what_it_answers_of_all_policies_on_each_of_its_pages(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "".join(site.get("/on/2010-09-10").all("p")[1].itertext())
    monkeypatch.setattr(days, "PAGE_SIZE", 5)
    monkeypatch.setattr(days, "MOST_PLACES", 1)
    monkeypatch.setattr(days, "MOST_FIGURES", 1)
    first = site.get("/on/2010-09-10")
    assert said in first.text
    assert "All figures of the record" in first.text
    _, (onward,) = titles(site, "/on/2010-09-10")
    page = site.get(onward)
    assert said in page.text
    assert "The latest figures" not in page.text
    assert "Events around this day" not in page.text


def test_a_day_of_many_events_leads_to_the_rest_of_them(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "MOST_EVENTS", 0)
    page = site.get("/on/2010-08-17")
    assert "/?from=2010-08-17&to=2010-08-17&when=within" in page.links()
    assert "1 more event on this day" in page.text


def test_the_matrix_goes_on_over_pages_with_the_same_columns(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def heads(url: str) -> tuple[list[str], list[str]]:
        page = site.get(url)
        columns = ["".join(head.itertext()) for head in page.all("th") if head.get("scope") == "col"]
        return columns, ["".join(head.itertext()) for head in page.all("th") if head.get("scope") == "row"]

    columns, rows = heads("/questions/matrix")
    monkeypatch.setattr(questions, "PAGE_SIZE", 30)
    first, second = heads("/questions/matrix"), heads("/questions/matrix?page=2")
    assert first[0] == second[0] == columns
    assert len(first[1]) == 30
    assert rows[:60] == (first[1] + second[1])[: len(rows)]
    assert "is not a page of this list" in site.get("/questions/matrix?page=99", 400).text


@pytest.mark.parametrize("url", ["/policies", "/on", "/on/2010-09-10"])
def test_a_place_in_the_list_that_there_is_not_is_refused_with_the_cure(site: Site, url: str) -> None:
    assert "is not in this list" in site.get(f"{url}?after=nothing", 400).text
    both = site.get(f"{url}?after=local-participation&before=local-participation", 400)
    assert "Give one of the two." in both.text
