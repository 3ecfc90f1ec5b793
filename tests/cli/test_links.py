"""`timeline links check`: each address is asked once, and what came of it is kept."""

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

import pytest

from tests.cli.conftest import Run
from tests.store.archive import ARCHIVE
from timeline.cli.asking import ask
from timeline.config import load_settings
from timeline.db import create_engine, read_session, write_transaction
from timeline.queries.holding import find_checks
from timeline.records.source import Source
from timeline.store.save import save_all

ASKED: list[tuple[str, str]] = []


class Pages(BaseHTTPRequestHandler):
    """Answers by the name of the page."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""

    def _answer(self) -> None:
        ASKED.append((self.command, self.path))
        name = self.path.strip("/")
        if name == "slow":
            sleep(1)
        if name == "moved":
            self.send_response(301)
            self.send_header("Location", "/there")
        elif name == "no-heads":
            self.send_response(405 if self.command == "HEAD" else 200)
        else:
            self.send_response(int(name) if name.isdigit() else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("page", "outcome", "status"),
    [
        ("there", "answers", 200),
        ("no-heads", "answers", 200),
        ("moved", "moved", 200),
        ("404", "gone", 404),
        ("410", "gone", 410),
        ("403", "refused", 403),
        ("503", "failed", 503),
        ("slow", "unreachable", 0),
    ],
)
def test_what_an_address_answers(site: str, page: str, outcome: str, status: int) -> None:
    found = ask(f"{site}/{page}", seconds=0.3, own_network=True)
    assert (found.outcome, found.status) == (outcome, status)
    assert found.is_broken == (outcome in {"gone", "failed", "unreachable"})


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/", "http://[::1]/", "ftp://example.org/", "http:///nothing", "file:///etc/passwd"],
)
def test_the_own_network_and_what_is_no_page_is_not_asked(url: str) -> None:
    assert ask(url, seconds=0.3).outcome == "unreachable"


def test_addresses_are_asked_once_in_a_while_and_what_came_of_it_is_kept(run: Run, site: str) -> None:
    run("db", "upgrade")
    engine = create_engine(load_settings().database_url)
    page = next(record for record in ARCHIVE if isinstance(record, Source) and record.id == "page")
    changed = replace(page, part_of="", url=f"{site}/404", archived_url=f"{site}/there")
    with write_transaction(engine) as session:
        save_all(session, [changed], by="ada", reason="Test.")
    ASKED.clear()
    told = run("links", "check", "--own-network", "--pause", "0")
    assert f"Gone 404\t{site}/404" in told.output
    assert "Asked 2 addresses: 1 answers, 1 gone." in told.output
    assert ASKED == [("HEAD", "/404"), ("GET", "/404"), ("HEAD", "/there")]
    with read_session(engine) as session:
        checks = find_checks(session, [changed.url, changed.archived_url])
    assert {check.outcome: check.broken_since is None for check in checks.values()} == {
        "gone": False,
        "answers": True,
    }
    assert "Every address was asked within 30 days" in run("links", "check", "--own-network").output
    engine.dispose()
