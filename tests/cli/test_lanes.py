"""Files and pages have threads of their own, and files are sent in blocks that each take a turn."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from waitress.channel import ClientDisconnected

from timeline.cli.lanes import in_turns, is_file
from timeline.exports.registry import FORMATS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def test_every_format_is_a_file_and_no_page_is() -> None:
    assert all(is_file(f"/download/{made.file_name}") for made in FORMATS.values())
    for path in (
        "/timelines/secure-communities.json",
        "/topics/detainers.csv",
        "/releases/2026.1/package.zip",
        "/download/events.csv.citation",
    ):
        assert is_file(path)
    for path in ("/", "", "/download", "/download/codebook", "/events/one", "/on/2010-06-01", "/healthz"):
        assert not is_file(path)
    for path in ("/static/site.css", "/static/list.json", "/api/v1/openapi.json", "/api/v1/events"):
        assert not is_file(path, "application/json")
    # The address of a record is that of a page, and of the table of its events to who accepts one.
    assert is_file("/topics/detainers", "application/json;q=0.5, Text/CSV")
    assert not is_file("/topics/detainers", "text/html,application/xhtml+xml,*/*;q=0.8")
    assert not is_file("/api/v1/topics", "text/csv")


def _answer(path: str, app: Any, **more: Any) -> Any:
    def start(*_: object) -> Any:
        return None

    return in_turns(app)({"PATH_INFO": path, "wsgi.file_wrapper": "the server's", **more}, start)


def test_a_kept_file_is_sent_in_blocks() -> None:
    size = 600_000

    def app(environ: "WSGIEnvironment", _start: "StartResponse") -> Iterator[bytes]:
        given: Iterator[bytes] = environ["wsgi.file_wrapper"](io.BytesIO(b"x" * size), 8192)
        return given

    blocks = list(_answer("/download/events.csv", app))
    assert sum(map(len, blocks)) == size
    assert len(blocks) == 3


def test_a_page_is_left_as_it_is() -> None:
    page = [b"<p>"]

    def app(environ: "WSGIEnvironment", _start: "StartResponse") -> list[bytes]:
        assert environ["wsgi.file_wrapper"] == "the server's"
        return page

    assert _answer("/events/one", app) is page


def test_a_file_ends_with_its_reader() -> None:
    ended = []

    def app(_environ: "WSGIEnvironment", _start: "StartResponse") -> Iterator[bytes]:
        try:
            yield b"one"
            yield b"two"
        finally:
            ended.append(True)

    gone: list[bool] = []
    answer = _answer("/download/events.csv", app, **{"waitress.client_disconnected": lambda: bool(gone)})
    assert next(answer) == b"one"
    gone.append(True)
    with pytest.raises(ClientDisconnected):
        next(answer)
    answer.close()
    assert ended == [True]
    _answer("/download/events.csv", lambda *_: []).close()
