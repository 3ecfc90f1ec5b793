"""Answers are packed for who accepts it, and mean the same."""

import gzip
from collections.abc import Iterator

import brotli  # type: ignore[import-untyped]
import pytest
from flask import Flask, Response

from timeline.web.compression import coding_for, init_compression, packed_pieces


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


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("deflate, gzip, br, zstd", "zstd"),  # curl --compressed, and browsers
        ("gzip, deflate, br", "br"),
        ("GZIP;q=1.0, zstd;q=0.5", "gzip"),
        ("gzip;q=0, zstd;q=0", ""),
        ("identity, gzip;q=0.9", ""),
        ("identity;q=0.5, gzip", "gzip"),
        ("deflate", ""),
        ("*", ""),
        ("gzip;q=much", ""),
    ],
)
def test_an_answer_is_packed_as_its_reader_likes_best(app: Flask, accepted: str, coding: str) -> None:
    assert coding_for(accepted) == coding
    answer = app.test_client().get("/about", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding", "") == coding


@pytest.mark.parametrize("address", ["/download/events.csv", "/topics/detainers.csv"])
def test_a_download_is_packed_for_who_takes_gzip_alone(app: Flask, address: str) -> None:
    site = app.test_client()
    plain = site.get(address)
    packed = site.get(address, headers={"Accept-Encoding": "gzip"})
    assert plain.headers.get("Content-Encoding") is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 2 < len(plain.data)
    assert packed.headers["ETag"] != plain.headers["ETag"] or packed.headers["ETag"].startswith("W/")
    tag = packed.headers["ETag"]
    again = site.get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_packed_is_the_same_whenever_it_is() -> None:
    pieces = [b"one, ", b"", b"two, " * 1000]
    once = [b"".join(packed_pieces(pieces, "gzip")) for _ in range(2)]
    assert once[0] == once[1]
    assert gzip.decompress(once[0]) == b"".join(pieces)


def test_a_stream_is_packed_as_it_is_made() -> None:
    app = Flask(__name__)
    init_compression(app)
    taken: list[int] = []

    def pieces() -> Iterator[bytes]:
        for at in range(500):
            taken.append(at)
            yield b"a line\n" * 1000

    @app.get("/")
    def stream() -> Response:
        answer = Response(pieces(), mimetype="text/csv")
        answer.set_etag("one")
        return answer

    with app.test_client() as client:
        answer = client.get("/", headers={"Accept-Encoding": "gzip"})
        assert next(answer.iter_encoded())
        assert len(taken) < 500
        assert "Content-Length" not in answer.headers
        answer.close()
        had = {"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]}
        assert client.get("/", headers=had).status_code == 304


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
