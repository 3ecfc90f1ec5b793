"""A page that somebody asked for is there for the next: the same answer, and no work for it."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from timeline.config import Settings
from timeline.db import read_session, write_transaction
from timeline.factory import create_app
from timeline.queries.records import get_record
from timeline.records.authority import Topic
from timeline.store.save import save
from timeline.web.kept_pages import OF_THE_REST, KeptPage, Shelf

Told: TypeAlias = tuple[int, list[tuple[str, str]], bytes]
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "identity": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": zstd.decompress,
}
PAGES = (
    "/",
    "/?from=2010&kind=guidance",
    "/es/?topic=detainers",
    "/search?q=memo",
    "/events/first-activation",
    "/sources",
    "/topics/detainers",
    "/on/2010-09-10",
)


def _client(engine: Engine, megabytes: int = 8) -> FlaskClient:
    return create_app(Settings(secret_key="k" * 40, kept_pages=megabytes), engine).test_client()


def _told(client: FlaskClient, url: str, **head: str) -> Told:
    answer = client.get(url, headers={name.replace("_", "-"): value for name, value in head.items()})
    return answer.status_code, sorted(_dateless(answer)), answer.data


def _dateless(answer: TestResponse) -> list[tuple[str, str]]:
    """Give the head of an answer but for the date, which the server sets where there is none."""
    return [line for line in answer.headers if line[0] != "Date"]


def _unpacked(told: Told, packing: str) -> Told:
    status, head, body = told
    assert ("Content-Encoding", packing) in head or packing == "identity"
    return status, [line for line in head if line[0] != "Content-Length"], UNPACK[packing](body)


def test_a_kept_page_is_the_same_answer_in_each_way_of_packing(record_engine: Engine) -> None:
    keeping, anew = _client(record_engine), _client(record_engine, megabytes=0)
    for url in PAGES:
        for packing in UNPACK:
            first, again = (_told(keeping, url, Accept_Encoding=packing) for _ in range(2))
            assert first == again, (url, packing)
            made = _told(anew, url, Accept_Encoding=packing)
            # The same page may be packed in other ways: gzip writes down when.
            assert _unpacked(again, packing) == _unpacked(made, packing), (url, packing)
            assert packing == "gzip" or again == made, (url, packing)


@pytest.mark.parametrize("url", ["/?from=2010", "/events/first-activation", "/es/topics/detainers"])
def test_the_short_way_answers_as_the_long_one_whoever_asks(record_engine: Engine, url: str) -> None:
    keeping, anew = _client(record_engine), _client(record_engine, megabytes=0)
    tag = anew.get(url).headers["ETag"]
    packed = {"Accept-Encoding": "gzip"}
    assert "Date" in keeping.get(url, headers=packed).headers, "it is made, and dated by who packs it"
    assert "Date" not in keeping.get(url, headers=packed).headers, "the date of another answer is not its own"
    asked: list[dict[str, str]] = [
        {},
        {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "Accept-Encoding": "zstd, br"},
        {"Accept": "application/json"},
        {"Accept": "image/png"},
        {"Host": "archive.example:8080"},
        {"If-None-Match": tag},
        {"If-None-Match": f'"of-another", {tag}', "Accept-Encoding": "br"},
        {"If-None-Match": 'W/"of-an-earlier-version"'},
        {"If-None-Match": "*"},
        {"If-None-Match": tag, "Cookie": "language=es"},
        {"Cookie": "language=es"},
        {"Cookie": "first=1; language=en"},
        {"Cookie": "language=tlh; timeline-curation=x"},
        {"Range": "bytes=0-9"},
        {"If-Match": '"another"'},
        {"If-Modified-Since": "Sat, 29 Oct 2044 19:43:31 GMT"},
        {"Authorization": "Bearer nobody"},
    ]
    for head in asked:
        for method in ("GET", "HEAD"):
            made = anew.open(url, method=method, headers=head)
            for _ in range(3):
                answer = keeping.open(url, method=method, headers=head)
                assert answer.status == made.status, (method, head)
                assert _dateless(answer) == _dateless(made), (method, head)
                assert answer.data == made.data, (method, head)


def test_a_page_asked_for_again_costs_one_statement(
    record_engine: Engine, statements: Callable[[Callable[[], object]], int]
) -> None:
    client = _client(record_engine)
    # SQLite is asked for the version straight through its driver, which is not counted here.
    cost = 0 if record_engine.dialect.name == "sqlite" else 1
    for url in PAGES:
        tag = client.get(url).headers["ETag"]
        assert statements(lambda url=url: client.get(url)) == cost, url  # type: ignore[misc]
        has_it = {"If-None-Match": tag}
        assert client.get(url, headers=has_it).status_code == 304
        assert statements(lambda url=url: client.get(url, headers=has_it)) == cost, url  # type: ignore[misc] # noqa: B023
        # Whoever takes it packed in another way gets it from what the view gave.
        other = {"Accept-Encoding": "br"}
        assert statements(lambda url=url: client.get(url, headers=other)) == 1, url  # type: ignore[misc] # noqa: B023


def test_nothing_is_kept_of_what_is_not_a_page_of_the_record(
    record_engine: Engine, statements: Callable[[Callable[[], object]], int]
) -> None:
    client = _client(record_engine)
    for url in ("/report", "/download", "/releases", "/nothing", "/?kind=earthquake", "/download/events.csv"):
        first, again = (statements(lambda url=url: client.get(url)) for _ in range(2))  # type: ignore[misc]
        assert again >= min(first, 1), url
    assert "no-store" in client.get("/report").headers["Cache-Control"]


def test_another_form_another_host_and_a_chosen_language_are_other_answers(record_engine: Engine) -> None:
    client = _client(record_engine)
    page = client.get("/events/first-activation").text
    data = client.get("/events/first-activation", headers={"Accept": "application/json"})
    assert data.mimetype == "application/json"
    assert client.get("/events/first-activation").text == page
    elsewhere = client.get("/events/first-activation", headers={"Host": "other.example"}).text
    assert "other.example" in elsewhere
    assert "other.example" not in page
    client.get("/language/es/events/first-activation")
    assert client.get("/events/first-activation").location == "/es/events/first-activation"


def test_a_change_of_the_record_is_seen_at_once(own_record: Engine) -> None:
    client = _client(own_record)
    tag = client.get("/topics/detainers").headers["ETag"]
    assert "Renamed detainers" not in client.get("/topics/detainers").text
    has_it = {"If-None-Match": tag}
    assert [client.get("/topics/detainers", headers=has_it).status_code for _ in range(2)] == [304, 304]
    with read_session(own_record) as session:
        stored = get_record(session, "topic", "detainers")
    assert isinstance(stored.record, Topic)
    changed = replace(stored.record, label="Renamed detainers")
    why: dict[str, Any] = {"by": "Test", "change": "editorial", "reason": "Another label"}
    with write_transaction(own_record) as session:
        save(session, changed, base_version=stored.version, **why)
    assert "Renamed detainers" in client.get("/topics/detainers").text
    for _ in range(3):
        assert "Renamed detainers" in client.get("/topics/detainers", headers=has_it).text


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 80)), max_size=40))
def test_a_shelf_holds_no_more_than_it_may_and_what_was_asked_for_last(kept: list[tuple[str, int]]) -> None:
    shelf = Shelf(most_bytes=16 * (100 + OF_THE_REST))
    for key, size in kept:
        shelf.keep(key, _page(size * 2))
        found = shelf.find(key)
        assert isinstance(found, KeptPage) == (size * 2 <= 100) or size * 2 > 100
    held = [page for key in "abcdef" if isinstance(page := shelf.find(key), KeptPage)]
    assert sum(len(page.body) + OF_THE_REST for page in held) <= 16 * (100 + OF_THE_REST)
    assert all(len(page.body) <= 100 for page in held)


def test_the_least_recently_asked_for_goes_first() -> None:
    shelf = Shelf(most_bytes=16 * (100 + OF_THE_REST))
    for number in range(16):
        shelf.keep(str(number), _page(100))
    assert shelf.find("0") is not None
    shelf.keep("new", _page(0))
    assert shelf.find("1") is None
    assert shelf.find("0") is not None


def _page(size: int) -> KeptPage:
    return KeptPage(headers=(), body=b"x" * size)
