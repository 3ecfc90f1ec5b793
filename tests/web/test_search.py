"""The page of the search: choices kept in the address, words marked, slips answered, no text wrong."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from sqlalchemy import Engine

from tests.web.checking import Page, Site
from timeline.config import Settings
from timeline.db import write_transaction
from timeline.factory import create_app
from timeline.records.authority import Topic
from timeline.store.save import save_all


def marked(page: Page) -> set[str]:
    return {"".join(mark.itertext()).lower() for mark in page.all("mark")}


def hits(page: Page) -> list[str]:
    return [link for item in page.all("li") if item.attrib.get("class") == "hit" for link in _links(item)]


def _links(item: object) -> list[str]:
    return [link.attrib["href"] for link in item.iter("{http://www.w3.org/1999/xhtml}a")]  # type: ignore[attr-defined]


def follow(site: Site, page: Page, words: str) -> Page:
    """Follow the link that begins with these words."""
    (url,) = [
        link.attrib["href"]
        for link in page.all("a")
        if "".join(link.itertext()).strip().startswith(words) and "/search?" in link.attrib["href"]
    ]
    return site.get(url)


def test_found_words_are_marked_in_every_form(site: Site) -> None:
    assert {"terminated", "terminates", "terminating"} <= marked(site.get("/search?q=terminations"))


def test_kind_order_and_page_are_kept_in_the_address(site: Site) -> None:
    page = site.get("/search?q=secure+communities")
    whole = hits(page)
    assert len(whole) == 20
    second = follow(site, page, "Next page")
    assert not set(hits(second)) & set(whole)
    assert set(hits(follow(site, second, "Previous page"))) == set(whole)
    sources = follow(site, page, "Sources")
    assert all(link.startswith("/sources/") for link in hits(sources))
    oldest = follow(site, sources, "Oldest first")
    assert all(link.startswith("/sources/") for link in hits(oldest))
    assert hits(oldest) != hits(sources)
    newest = follow(site, oldest, "Newest first")
    chosen = [
        "".join(link.itertext())
        for link in newest.all("a")
        if link.attrib.get("aria-current") == "true" and "hreflang" not in link.attrib
    ]
    assert [text.split()[0] for text in chosen] == ["Sources", "Newest"]
    hidden = {
        box.attrib["name"]: box.attrib["value"]
        for box in newest.all("input")
        if box.attrib["type"] == "hidden"
    }
    assert hidden == {"kind": "source", "order": "newest"}
    assert "kind" not in parse_qs(urlsplit(follow(site, newest, "Everything").links()[-1]).query)


def test_the_numbers_of_the_kinds_are_those_of_the_lists(site: Site) -> None:
    page = site.get("/search?q=voluntary")
    told = {
        parse_qs(urlsplit(link.attrib["href"]).query)["kind"][0]: int("".join(link.itertext()).split()[-1])
        for link in page.all("a")
        if "kind=" in link.attrib.get("href", "")
    }
    assert told["event"] > 5
    for kind, number in told.items():
        assert f"{number} record" in site.get(f"/search?q=voluntary&kind={kind}").text


def test_a_slip_is_answered_and_the_choice_of_order_stays(site: Site) -> None:
    page = site.get("/search?q=volontary&order=oldest")
    assert "Did you mean voluntary" in page.text
    assert "Nothing found." in page.text
    right = follow(site, page, "voluntary")
    assert "Did you mean" not in right.text
    assert "Oldest first" in [
        link.text for link in right.all("a") if link.attrib.get("aria-current") == "true"
    ]


def test_the_filter_of_the_timeline_answers_a_slip_and_keeps_the_other_filters(site: Site) -> None:
    page = site.get("/?q=volontary&from=2009")
    assert "Did you mean voluntary" in page.text
    assert "/?q=voluntary&from=2009" in page.links()
    assert "Did you mean" not in site.get("/?q=volontary&from=1800&to=1801&when=within").text


def test_words_that_no_record_has_together_can_be_looked_for_one_by_one(site: Site) -> None:
    page = site.get("/search?q=fingerprints+lawsuit+massachusetts")
    assert len(hits(page)) < 3
    assert len(hits(follow(site, page, "Search for any of these words"))) > 3


def test_a_sentence_is_a_query(site: Site) -> None:
    page = site.get("/search?q=" + quote("Who says that it was voluntary?"))
    assert len(hits(page)) > 5


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 200, "How to ask"),
        ("q=", 200, "How to ask"),
        ("q=x", 200, "Nothing found"),
        ("q=" + "x" * 10_000, 400, "longer than a search can be"),
        ("q=%00", 200, "How to ask"),
        ("q=vol%00untary", 200, "Nothing found"),
        ("q=%22%22+-+*+()", 200, "no word in this to look for"),
        ("q=OR+-+%22", 200, "no word in this"),
        ("q=%ff%fe", 200, "Nothing found"),
        ("q=%F0%9F%98%80", 200, "no word in this"),
        ("q=voluntary&page=50", 200, "The list ends before this page"),
        ("q=voluntary&page=0", 400, "Write a number from 1 to 50"),
        ("q=voluntary&page=99999999999999999999", 400, "Write a number"),
        ("q=voluntary&kind=guidance", 400, "Write one of: event"),
        ("q=voluntary&order=random", 400, "Write one of: best"),
        ("query=voluntary", 400, "Did you mean q?"),
        ("q=xqzzyk&kind=place", 200, "No record"),
        ("q=voluntary&kind=place", 200, "of other kinds have it"),
    ],
)
def test_nothing_that_is_typed_breaks_the_search(site: Site, query: str, status: int, said: str) -> None:
    assert said in site.get(f"/search?{query}", status).text


def test_hostile_text_is_shown_as_it_is(engine: Engine) -> None:
    with write_transaction(engine) as session:
        hostile = Topic(
            id="x", label="<b>needle</b> & <mark>", definition="<script>alert('needle')</script> \u202eneedle"
        )
        save_all(session, [hostile], by="T", reason="To be found.", status="published")
    site = Site(create_app(Settings(secret_key="k" * 40), engine=engine))
    page = site.get("/search?q=needle+%3Cscript%3E")
    assert marked(page) == {"needle", "script"}
    assert "<b>needle" not in page.html
    assert "<script>alert" not in page.html
    assert "<b>needle</b> & <mark>" in page.text
