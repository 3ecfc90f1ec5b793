"""`timeline serve`: from an empty folder to a site, again and again."""

import json
import signal
import socket
import stat
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.cli.serving import PROGRAM, START_SECONDS, served


def test_an_empty_folder_becomes_a_site_that_keeps_its_data(tmp_path: Path) -> None:
    with served(tmp_path) as site:
        first = json.loads(site.fetch("/healthz"))
        assert "Secure Communities" in site.fetch("/")
        assert site.end() == 0
    key = tmp_path / "instance" / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    secret = key.read_bytes()
    with served(tmp_path) as site:
        assert json.loads(site.fetch("/healthz")) == first
        assert site.end(signal.SIGINT) == 0
    assert key.read_bytes() == secret


def test_an_archive_of_ones_own_begins_empty(tmp_path: Path) -> None:
    with served(tmp_path, "--empty", TIMELINE_SITE_NAME="The Record") as site:
        page = site.fetch("/")
        assert "Secure Communities" not in page
        assert "The Record" in page
        assert site.end() == 0


def test_a_database_server_is_served_too(blank_url: str, tmp_path: Path) -> None:
    with served(tmp_path, "--empty", TIMELINE_DATABASE_URL=blank_url, TIMELINE_SECRET_KEY="k" * 40) as site:
        assert json.loads(site.fetch("/healthz"))["status"] == "ok"
        assert site.end() == 0


def test_who_comes_while_the_record_is_loaded_waits_for_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with ThreadPoolExecutor() as early:
        page = early.submit(_first_answer, port)
        with served(tmp_path, TIMELINE_PORT=str(port)) as site:
            asked_at, text = page.result()
            assert "Secure Communities" in text
            assert asked_at < next(tmp_path.rglob("*.sqlite3")).stat().st_mtime
            assert site.end() == 0


def _first_answer(port: int) -> tuple[float, str]:
    """Ask for the first page as soon as anybody listens; give when that was, and the page."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
        with suppress(ConnectionRefusedError), closing(connection):
            connection.connect()
            asked_at = time.time()
            connection.request("GET", "/")
            return asked_at, connection.getresponse().read().decode()
        time.sleep(0.05)
    raise AssertionError("Nobody listens.")


def _refused(folder: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [PROGRAM, "serve", "--empty"],
        cwd=folder,
        env=settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_is_told_with_the_cure(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = _refused(tmp_path, TIMELINE_PORT=str(port))
    assert done.returncode == 1
    assert f"Port {port} of 127.0.0.1 is taken" in done.stderr
    assert f"TIMELINE_PORT={port + 1} timeline serve" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("*.sqlite3")), "nobody should wait for a record to be told of a port"


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_an_address_of_another_machine_is_told_with_the_cure(tmp_path: Path, host: str) -> None:
    done = _refused(tmp_path, TIMELINE_HOST=host)
    assert done.returncode == 1
    assert "Set TIMELINE_HOST to an address of this machine" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_server_without_a_secret_key_is_refused(tmp_path: Path) -> None:
    done = _refused(tmp_path, TIMELINE_DATABASE_URL="postgresql://db/record")
    assert done.returncode == 2
    assert "TIMELINE_SECRET_KEY is not set" in done.stderr


def test_servers_that_start_together_share_one_record(blank_url: str, tmp_path: Path) -> None:
    """Both find the database empty; one makes the tables and loads the record, the other waits for it."""

    def state(_number: int) -> str:
        with served(tmp_path, TIMELINE_DATABASE_URL=blank_url, TIMELINE_SECRET_KEY="k" * 40) as site:
            told = site.fetch("/healthz")
            assert site.end() == 0
        return told

    with ThreadPoolExecutor() as both:
        first, second = both.map(state, range(2))
    assert first == second
    assert json.loads(first)["status"] == "ok"
