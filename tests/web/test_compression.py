"""Answers are packed for who accepts it, and mean the same."""

import gzip

import brotli  # type: ignore[import-untyped]
import pytest
from flask import Flask, Response

from timeline.web.compression import init_compression


@pytest.mark.parametrize(
    "address", ["/", "/feeds/changes.atom", "/timelines/secure-communities.json", "/sitemap-pages.xml"]
)
def test_text_is_packed_and_unpacks_to_the_same(app: Flask, address: str) -> None:
    site = app.test_client()
    plain = site.get(address)
    packed = site.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert plain.headers.get("Content-Encoding") is None
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == plain.data


def test_a_style_sheet_is_packed_and_kept_under_its_tag(app: Flask) -> None:
    site, address = app.test_client(), "/static/css/base.css"
    with site.get(address, headers={"Accept-Encoding": "br"}) as packed:
        assert packed.headers["Content-Encoding"] == "br"
        tag = packed.headers["ETag"]
    with site.get(address, headers={"Accept-Encoding": "br", "If-None-Match": tag}) as again:
        assert again.status_code == 304


def test_a_packed_page_is_unchanged_for_who_has_it(app: Flask) -> None:
    site = app.test_client()
    packed = site.get("/about", headers={"Accept-Encoding": "gzip"})
    assert b"<h1" in gzip.decompress(packed.data)
    again = site.get("/about", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


def test_a_page_with_secrets_is_not_packed() -> None:
    app = Flask(__name__)
    init_compression(app)

    @app.get("/")
    def secret() -> Response:
        answer = Response("token " * 1000)
        answer.cache_control.no_store = True
        return answer

    with app.test_client() as client:
        answer = client.get("/", headers={"Accept-Encoding": "gzip"})
        assert "Content-Encoding" not in answer.headers
