"""Events inside other sites: the frame, oEmbed, and the pictures of shared addresses."""

import io
import json
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from flask import Flask
from html5lib import HTMLParser  # type: ignore[import-untyped]
from PIL import Image

from tests.web.checking import Site

TIMELINE = "http://localhost/timelines/secure-communities"
MEMO = "http://localhost/events/setting-the-record-straight-memo"


def test_a_frame_shows_strip_and_list_and_may_be_shown_anywhere(app: Flask) -> None:
    answer = app.test_client().get("/embed?timeline=secure-communities&topic=detainers&limit=3")
    text = answer.get_data(as_text=True)
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert "<script" not in text
    assert '<base target="_blank">' in text
    assert text.count("<li>") == 3
    assert "strip-bar" in text
    assert f'href="{TIMELINE}?topic=detainers"' in text
    assert len(answer.data) < 40_000


def test_an_unchanged_frame_keeps_its_policy(app: Flask) -> None:
    """A browser takes the headers of a 304 for those of the page."""
    client = app.test_client()
    first = client.get("/embed")
    again = client.get("/embed", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in again.headers


@pytest.mark.parametrize(
    "url", ["/", "/events/setting-the-record-straight-memo", "/download", "/no-such-page"]
)
def test_no_other_page_may_be_framed(app: Flask, url: str) -> None:
    answer = app.test_client().get(url)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(("show", "strip", "events"), [("list", False, True), ("strip", True, False)])
def test_a_frame_shows_what_is_asked(app: Flask, show: str, strip: bool, events: bool) -> None:
    text = app.test_client().get(f"/embed?show={show}").get_data(as_text=True)
    assert ("strip-bar" in text, "<ol" in text) == (strip, events)


@pytest.mark.parametrize(
    "query", ["show=x", "limit=0", "limit=51", "limit=x", "timeline=a&timeline=b", "nonsense=1"]
)
def test_a_frame_that_cannot_be_says_why(app: Flask, query: str) -> None:
    assert app.test_client().get(f"/embed?{query}").status_code == 400


def test_a_filter_that_nothing_meets_gives_a_frame_that_says_so(app: Flask) -> None:
    assert "No event meets" in app.test_client().get("/embed?q=xyzzyx").get_data(as_text=True)


def test_a_timeline_page_can_be_discovered_and_its_snippet_works(site: Site, app: Flask) -> None:
    page = site.get("/timelines/secure-communities?topic=detainers")
    links = {link.attrib["type"]: link.attrib["href"] for link in page.all("link") if "type" in link.attrib}
    said = json.loads(app.test_client().get(links["application/json+oembed"]).data)
    assert (said["version"], said["type"], said["width"], said["height"]) == ("1.0", "rich", 640, 520)
    (snippet,) = [found.text for found in page.all("code") if "data-copy-text" in found.attrib]
    assert "/embed?timeline=secure-communities&amp;topic=detainers" in (snippet or "")


def test_oembed_heeds_the_size_and_the_filter(app: Flask) -> None:
    url = quote(f"{TIMELINE}?topic=detainers&view=lanes", safe="")
    said = app.test_client().get(f"/oembed?url={url}&maxwidth=400&maxheight=300").get_json()
    assert (said["width"], said["height"]) == (400, 300)
    assert "topic=detainers" in said["html"]
    assert "lanes" not in said["html"]


def test_oembed_of_an_event_is_a_link_with_a_picture(app: Flask) -> None:
    client = app.test_client()
    said = client.get(f"/oembed?url={MEMO}").get_json()
    assert said["type"] == "link"
    answer = client.get(said["thumbnail_url"])
    assert Image.open(io.BytesIO(answer.data)).size == (said["thumbnail_width"], said["thumbnail_height"])
    tree = ElementTree.fromstring(client.get(f"/oembed?url={MEMO}&format=xml").data)
    assert {child.tag: child.text for child in tree} == {name: str(value) for name, value in said.items()}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"url={TIMELINE}&format=yaml", 501),
        ("", 404),
        ("url=https://elsewhere.example/", 404),
        ("url=javascript:alert(1)", 404),
        ("url=http://localhost/timelines/nothing", 404),
        ("url=http://localhost/policies/ice", 404),
        ("url=http://[", 404),
        (f"url={TIMELINE}&maxwidth=x", 400),
        (f"url={TIMELINE}&maxwidth=-1", 400),
        (f"url={quote(TIMELINE + '?nonsense=1', safe='')}", 400),
    ],
)
def test_oembed_refuses_as_its_specification_says(app: Flask, query: str, status: int) -> None:
    answer = app.test_client().get(f"/oembed?{query}")
    assert answer.status_code == status
    assert status != 501 or "Write one of: json, xml." in answer.text


@pytest.mark.parametrize(
    "url",
    [
        "/timelines/secure-communities",
        "/events/setting-the-record-straight-memo",
        "/sources/no-rules-of-the-road",
        "/actors/ice",
        "/places/us-ca",
        "/topics/detainers",
        "/policies/local-participation",
        "/series/jurisdictions-active",
        "/questions/level-1-share",
    ],
)
def test_a_shared_address_has_a_picture_of_its_own(site: Site, app: Flask, url: str) -> None:
    metas = {
        meta.attrib["property"]: meta.attrib["content"]
        for meta in site.get(url).all("meta")
        if "property" in meta.attrib
    }
    answer = app.test_client().get(metas["og:image"])
    assert answer.mimetype == "image/png"
    size = (int(metas["og:image:width"]), int(metas["og:image:height"]))
    assert Image.open(io.BytesIO(answer.data)).size == size == (1200, 630)
    again = app.test_client().get(metas["og:image"], headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_there_is_no_picture_of_what_is_not_public(app: Flask) -> None:
    client = app.test_client()
    assert [
        client.get(url).status_code for url in ("/cards/events/nothing.png", "/cards/actresses/ice.png")
    ] == [404, 404]


@pytest.mark.parametrize("query", ["", "?show=list", "?show=strip", "?q=xyzzyx"])
def test_a_frame_is_valid_html(app: Flask, query: str) -> None:
    HTMLParser(strict=True).parse(app.test_client().get(f"/embed{query}").get_data(as_text=True))
