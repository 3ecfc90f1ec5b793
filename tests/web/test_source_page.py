"""The page of a source: its lists begin on it, and each stands whole on pages of its own."""

import re

import pytest

from tests.web.checking import Page, Site
from timeline.web import sources

SOURCE = "/sources/no-rules-of-the-road"


def _events(page: Page) -> list[str]:
    tables = [table for table in page.all("table") if "source-table" in table.attrib["class"]]
    found = [link for table in tables for link in _links(table) if "/events/" in link]
    return list(dict.fromkeys(found))


def _links(part: object) -> list[str]:
    return [link.attrib["href"] for link in part.iter("{http://www.w3.org/1999/xhtml}a")]  # type: ignore[attr-defined]


def test_a_list_begins_on_the_page_and_goes_on_with_every_event(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = site.get(SOURCE)
    monkeypatch.setattr(sources, "MOST_OF_LIST", 9_000)
    whole = site.get(f"{SOURCE}?list=events")
    assert f"{SOURCE}?list=events" in page.links()
    assert 10 < len(_events(page)) < len(_events(whole))
    assert _events(whole)[: len(_events(page)) - 1] == _events(page)[:-1]
    # The timeline counts the same events.
    (told,) = re.findall(r"([0-9]+) events of 131", site.get("/?source=no-rules-of-the-road").text)
    assert len(_events(whole)) == int(told)
    monkeypatch.setattr(sources, "MOST_OF_LIST", 40 * 9)
    pages = [site.get(f"{SOURCE}?list=events&page={number}") for number in (1, 2, 3, 4)]
    assert list(dict.fromkeys(event for one in pages for event in _events(one))) == _events(whole)
    assert f"{SOURCE}?list=events&page=3" in pages[1].links()
    assert "Page 4 of 4" in pages[3].text
    assert "The list ends before this page." in site.get(f"{SOURCE}?list=events&page=5").text


def test_each_event_and_each_source_of_an_event_stands_once(site: Site) -> None:
    titles = [link for row in site.get(f"{SOURCE}?list=events").all("tr") for link in _links(row)]
    assert len(titles) == len(set(titles))
    html = site.get("/events/setting-the-record-straight-memo").html
    evidence = html[html.index('id="evidence"') : html.index('id="changes"')]
    assert evidence.count('href="/sources/no-rules-of-the-road"') == 1
    assert evidence.count("<blockquote") == 3


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("list=nonsense", "Write one of: events, figures, claims, works."),
        ("list=events&page=0", "Write a number"),
        ("list=events&page=99999999999", "Write a number"),
        ("lists=events", "Did you mean list?"),
    ],
)
def test_what_is_no_list_is_refused_with_a_cure(site: Site, query: str, said: str) -> None:
    assert said in site.get(f"{SOURCE}?{query}", 400).text
