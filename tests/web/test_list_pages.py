"""Lists of policies in pages, and what a day shows of many policies, many places and many events."""

import pytest
from flask import Flask

from tests.web.checking import HTML, Site
from timeline.web import comparing, days, policies, questions
from timeline.web.list_pages import asked_page


def titles(site: Site, url: str) -> tuple[list[str], list[str]]:
    """Give the titles of a page's policies, and where it goes on."""
    page = site.get(url)
    found = ["".join(head.itertext()) for head in page.all("h3") if head.get("id", "").startswith("p-")]
    onward = [link.get("href", "") for link in page.all("a") if link.get("rel") == "next"]
    return found, [url for url in onward if "after=" in url or "page=" in url]


def test_policies_come_in_pages_that_hold_each_of_them_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "/policies"
    whole, _ = titles(site, url)
    monkeypatch.setattr(policies, "PAGE_SIZE", 20)
    # So much that no policy weighs more than its share.
    monkeypatch.setattr(policies, "MOST_ELEMENTS", 20 * 10_000)
    first, (onward,) = titles(site, url)
    second, rest = titles(site, onward)
    assert (len(first), rest) == (20, [])
    assert whole == first + second
    page = site.get(onward)
    (back,) = [link.get("href", "") for link in page.all("a") if "before=" in link.get("href", "")]
    assert titles(site, back)[0] == first
    assert "The main questions" not in page.text


def test_a_day_goes_on_over_pages_of_what_its_rules_weigh(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "/on/2010-09-10"
    whole, none = titles(site, url)
    said = "".join(site.get(url).all("p")[1].itertext())
    assert (len(whole), none) == (25, [])
    monkeypatch.setattr(days, "MOST_ELEMENTS", 200)
    monkeypatch.setattr(days, "MOST_OF_FIRST", 60)
    monkeypatch.setattr(days, "MOST_FIGURES", 1)
    first, (second,) = titles(site, url)
    found, onward = list(first), [second]
    while onward:
        some, onward = titles(site, onward[0])
        found += some
    assert found == whole
    page = site.get(second)
    assert "All figures of the record" in site.get(url).text
    assert said in page.text
    assert "The latest figures" not in page.text
    assert "Events around this day" not in page.text
    (back,) = [link.get("href", "") for link in page.all("a") if "before=" in link.get("href", "")]
    assert titles(site, back)[0] == first
    assert "Events around this day" in site.get(back).text


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
    monkeypatch.setattr(questions, "MATRIX_SIZE", 20)
    first, second = heads("/questions/matrix"), heads("/questions/matrix?page=2")
    assert first[0] == second[0] == columns
    assert (len(rows), len(first[1])) == (30, 20)
    assert rows == (first[1] + second[1])[: len(rows)]
    assert "is not a page of this list" in site.get("/questions/matrix?page=99", 400).text


@pytest.mark.parametrize("url", ["/policies", "/on", "/on/2010-09-10"])
def test_a_place_in_the_list_that_there_is_not_is_refused_with_the_cure(site: Site, url: str) -> None:
    assert "is not in this list" in site.get(f"{url}?after=nothing", 400).text
    both = site.get(f"{url}?after=local-participation&before=local-participation", 400)
    assert "Give one of the two." in both.text


@pytest.mark.parametrize(
    ("query", "items", "before", "after"),
    [
        ("", "ab", None, "b"),
        ("?after=b", "c", "c", "c"),
        ("?after=c", "de", "d", None),
        ("?before=d", "c", "c", "c"),
        ("?before=c", "ab", None, "b"),
    ],
)
def test_a_page_holds_what_its_items_weigh_and_one_at_least(
    app: Flask, query: str, items: str, before: str | None, after: str | None
) -> None:
    weights = {"a": 4, "b": 6, "c": 50, "d": 5, "e": 5}
    with app.test_request_context(f"/{query}"):
        page = asked_page(tuple(weights), str, size=10, weight=weights.__getitem__)
        less = asked_page(tuple(weights), str, size=10, first=5, weight=weights.__getitem__)
    assert ("".join(page.items), page.before, page.after) == (items, before, after)
    # The first page has less where it has less room, also to who comes back to it.
    assert "".join(less.items) == ("a" if items == "ab" else items)


def test_a_comparison_goes_on_over_pages_that_hold_each_rule_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rules(url: str) -> tuple[list[str], list[str], str]:
        page = site.get(url)
        shown = [head.get("id", "") for head in page.all("h3") if head.get("id", "").startswith("c-")]
        shown += [link for link in page.links() if link.startswith("/policies/") and "#" not in link]
        onward = [link.get("href", "") for link in page.all("a") if link.get("rel") == "next"]
        return shown, [link for link in onward if "after=" in link], page.text

    url = "/compare?a=2008-06-01&b=2012-08-31"
    monkeypatch.setattr(days, "MOST_ELEMENTS", 9_000)
    whole, none, text = rules(url)
    assert none == []
    monkeypatch.setattr(days, "MOST_ELEMENTS", 500)
    monkeypatch.setattr(comparing, "MOST_CHANGES", 1)
    found: list[str] = []
    pages = 0
    while url:
        shown, onward, said = rules(url)
        found += shown
        pages += 1
        assert pages > 1 or text[text.index("answers changed") - 9 :][:20] in said
        assert pages > 1 or "more change" in said
        url = onward[0] if onward else ""
    assert pages > 2
    assert sorted(found) == sorted(whole)
    assert "is not in this list" in site.get("/compare?a=2010-01-01&b=2011-01-01&after=nothing", 400).text


def test_the_history_of_a_policy_goes_on_over_pages(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def events(url: str) -> tuple[list[str], list[str]]:
        page = site.get(url)
        (table,) = [table for table in page.all("table") if "changes-table" in table.get("class", "")]
        rows = ["".join(head.itertext()) for head in table.iter(f"{HTML}th") if head.get("scope") == "row"]
        ways = [link.get("href", "") for link in page.all("a") if link.get("rel") == "next"]
        return rows, [way for way in ways if "after=" in way]

    url = "/policies/local-participation?on=2010-10-03"
    whole, none = events(url)
    assert none == []
    monkeypatch.setattr(policies, "MOST_CHANGES", 5)
    first, (onward,) = events(url)
    assert onward.startswith(f"{url}&after=")
    assert whole == first + events(onward.partition("#")[0])[0]
    assert len(first) == 5


def test_many_places_of_a_policy_have_small_bands_that_lead_to_theirs(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = site.get("/policies/locality-participation?on=2010-10-03")
    monkeypatch.setattr(policies, "MOST_EDGES", 0)
    monkeypatch.setattr(policies, "MOST_SMALL_BANDS", 2)
    many = site.get("/policies/locality-participation?on=2010-10-03")
    pictures = [len(page.all("figure")) for page in (few, many)]
    assert (pictures[0] > 3, pictures[1], "more place" in many.text) == (True, 1, True)
    places = [link for link in many.all("a") if link.get("class") == "place"]
    assert len(places) == 2
    assert all("place=" in link.get("href", "") for link in places)
