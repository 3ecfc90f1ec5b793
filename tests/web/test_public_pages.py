"""The list of public pages that all gates go by holds every page that there is."""

import pytest
from flask import Flask

from tests.web.checking import Site
from tests.web.public_pages import EXCUSED, FAULTY, PAGES


def _public(app: Flask) -> set[str]:
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(("/admin", "/api/v1"))
    }


def test_every_public_page_is_in_the_list_or_excused(app: Flask) -> None:
    assert _public(app) == set(PAGES) | set(EXCUSED)
    assert set(PAGES).isdisjoint(EXCUSED)


def test_each_address_of_the_list_is_the_page_that_it_stands_under(app: Flask) -> None:
    urls = app.url_map.bind("localhost")
    found = {
        path: urls.match(path.partition("?")[0])[0]
        for paths in PAGES.values()
        for path in paths
        if not path.startswith("/es/")
    }
    named = {path: endpoint for endpoint, paths in PAGES.items() for path in paths if path in found}
    # With one timeline the home page is that timeline.
    assert {path: "timeline.show" if path[:2] == "/?" else end for path, end in found.items()} == named


@pytest.mark.parametrize("status", FAULTY)
def test_pages_of_faults_answer_with_theirs(site: Site, status: int) -> None:
    for path in FAULTY[status]:
        site.get(path, status=status)


def test_excuses_are_true(app: Flask) -> None:
    """Nothing that answers HTML is excused, as far as an address without parts can tell."""
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in EXCUSED and not rule.arguments and rule.endpoint != "embed.oembed":
            assert client.get(rule.rule).mimetype != "text/html", rule.endpoint


def test_the_other_pages_of_the_list_answer_well_or_say_why_not(site: Site) -> None:
    asked_wrongly = {"/policies/local-participation?on=2011-02-29", "/compare?a=2010-09-10&b=x"}
    for paths in PAGES.values():
        for path in paths:
            if not path.startswith("/embed"):  # A frame has no heading of its own.
                site.get(path, status=400 if path in asked_wrongly else 200)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/sources/", "/sources"),
        ("/es/policies/?page=2", "/es/policies?page=2"),
        ("/events/first-activation/", "/events/first-activation"),
        ("/admin/activity/", "/admin/activity"),
        ("/sources///", "/sources"),
        ("/nothing/", ""),
        ("/api/v1/events/", ""),
    ],
)
def test_a_slash_too_many_at_the_end_leads_to_the_page_that_is_meant(
    app: Flask, typed: str, meant: str
) -> None:
    answer = app.test_client().get(typed)
    assert answer.headers.get("Location", "") == meant
    assert answer.status_code == (308 if meant else 404)


@pytest.mark.parametrize(
    "path", ["//elsewhere.example/", "//sources/", "///sources/", "/\\elsewhere.example/"]
)
def test_a_slash_at_the_end_leads_to_no_other_site(app: Flask, path: str) -> None:
    answer = app.test_client().get("/", environ_overrides={"PATH_INFO": path})
    assert answer.status_code == 404 or answer.headers["Location"] in {
        "/sources",
        "http://localhost/sources/",
    }
