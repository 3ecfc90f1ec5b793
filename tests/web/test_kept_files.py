"""Downloads that are broken off leave nothing; whole ones are kept, and sent again as they were."""

import gzip
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import brotli  # type: ignore[import-untyped]
import pytest
from flask_compress.compat import compression
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from timeline.config import Settings
from timeline.db import write_transaction
from timeline.errors import BusyError
from timeline.factory import create_app
from timeline.store.move import rename
from timeline.web.kept_files import KeptFiles

PIECES = [b"one,", b"two,", b"three"]
UNPACKED: dict[str, Callable[[bytes], bytes]] = {
    "zstd": compression.zstd.decompress,
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}


@pytest.fixture
def kept(tmp_path: Path) -> KeptFiles:
    return KeptFiles(tmp_path / "kept", at_once=2, least=5, most=30, patience=0.1)


def test_a_whole_file_is_kept_and_found(kept: KeptFiles) -> None:
    assert kept.find("key") is None
    assert list(kept.made("key", iter(PIECES))) == PIECES
    path = kept.find("key")
    assert path is not None
    assert path.read_bytes() == b"".join(PIECES)
    assert list(kept.made("small", iter([b"one"]))) == [b"one"]
    assert kept.find("small") is None
    assert list(kept.made("large", iter([b"x" * 20, b"x" * 20]))) == [b"x" * 20] * 2
    assert kept.find("large") is None


def test_what_nobody_asks_for_makes_room(kept: KeptFiles, tmp_path: Path) -> None:
    for at, key in enumerate(("old", "asked", "new")):
        list(kept.made(key, iter(PIECES)))
        if at < 2:
            os.utime(tmp_path / "kept" / key, (at, at))
        if at == 1:
            kept.find("old")
    assert kept.find("asked") is None
    assert kept.find("old") is not None
    assert kept.find("new") is not None


def test_a_broken_download_leaves_nothing_and_gives_its_place_back(kept: KeptFiles, tmp_path: Path) -> None:
    ended = []

    def pieces() -> Iterator[bytes]:
        try:
            yield from PIECES
        finally:
            ended.append(True)

    for _ in range(3):
        download = kept.made("key", pieces())
        assert next(iter(download)) == PIECES[0]
        download.close()
    assert ended == [True] * 3
    assert list((tmp_path / "kept").iterdir()) == []
    both = [kept.made("key", pieces()) for _ in range(2)]
    # A third is given, but not kept; only who needs all of it to begin with waits for a place.
    assert list(kept.made("key", pieces())) == PIECES
    assert kept.find("key") is None
    with pytest.raises(BusyError):
        kept.whole("key", pieces())
    for download in both:
        download.close()
    assert kept.whole("key", pieces()) == kept.find("key") is not None


def test_an_error_is_told_at_once_and_gives_the_place_back(kept: KeptFiles) -> None:
    def pieces() -> Iterator[bytes]:
        raise ValueError("no")
        yield b""

    for _ in range(3):
        with pytest.raises(ValueError, match="no"):
            kept.made("key", pieces())
    assert list(kept.made("key", iter(PIECES))) == PIECES


@pytest.mark.parametrize("least", [1_000, 10_000_000])
def test_a_download_that_was_broken_off_goes_on_where_it_ended(
    sqlite_own_record: Engine, tmp_path: Path, least: int
) -> None:
    app = create_app(Settings(secret_key="k" * 40, cache=str(tmp_path)), sqlite_own_record)
    app.extensions["timeline.kept_files"] = KeptFiles(tmp_path / "kept", at_once=1, least=least)
    client = app.test_client()
    address = "/download/events.csv?place=us-ca"

    def ask(**headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.get(address, headers=named, buffered=True)

    def part(tag: str, asked: str = "bytes=700-") -> TestResponse:
        return ask(Range=asked, If_Range=tag)

    # The file is not there yet: only its head was asked for.
    tag = client.head(address, buffered=True).headers["ETag"]
    assert tag.startswith('"')
    rest, whole = part(tag), ask()
    assert (rest.status_code, rest.headers["ETag"], whole.headers["ETag"]) == (206, tag, tag)
    assert rest.data == whole.data[700:]
    assert rest.headers["Content-Range"] == f"bytes 700-{len(whole.data) - 1}/{len(whole.data)}"
    assert ask(Range="bytes=-5").data == whole.data[-5:]
    # What says nothing of these bytes, or asks for several parts, gets all of them.
    for other in (part('"other"'), part(f"W/{tag}"), part(tag, "bytes=0-1,5-6"), part(tag, "lines=2-3")):
        assert (other.status_code, other.data) == (200, whole.data)
    beyond = part(tag, "bytes=99999999-")
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(whole.data)}")
    for known in (tag, f"W/{tag}", f'{tag[:-1]}:zstd"', f'{tag[:-1]}:gzip"'):
        assert ask(If_None_Match=known).status_code == 304
    for coding, unpacked in UNPACKED.items():
        for _ in range(3):  # As it is packed for the first, is kept, and is sent again.
            packed = ask(Accept_Encoding=coding)
            assert (packed.headers["Content-Encoding"], packed.headers["Vary"]) == (coding, "Accept-Encoding")
            assert packed.headers["ETag"] == f'{tag[:-1]}:{coding}"'
            assert unpacked(packed.data) == whole.data
        # A part is always one of the file as it is.
        piece = ask(Accept_Encoding=coding, Range="bytes=700-", If_Range=tag)
        assert (piece.status_code, piece.headers.get("Content-Encoding")) == (206, None)
        assert (piece.headers["ETag"], piece.data) == (tag, whole.data[700:])
        whole_again = ask(Accept_Encoding=coding, Range="bytes=700-", If_Range=f'{tag[:-1]}:{coding}"')
        assert whole_again.status_code == 200
    dated = f"{address}&known={whole.headers['Timeline-Revision']}"
    lasting = client.get(dated, buffered=True)
    with write_transaction(sqlite_own_record) as session:
        rename(session, "place", "us-ma", to="massachusetts", base_version=1, by="Ed", reason="Better")
    assert ask().headers["ETag"] != tag
    assert part(tag).status_code == 200
    again = client.get(dated, headers={"If-None-Match": lasting.headers["ETag"]})
    assert again.status_code == 304


def test_a_real_server_forgets_readers_who_go_and_a_killed_one_leaves_nothing(
    loaded_sqlite: Path, tmp_path: Path
) -> None:
    database = tmp_path / "timeline.sqlite3"
    shutil.copy(loaded_sqlite, database)
    settings = {"TIMELINE_PORT": "0", "TIMELINE_THREADS": "1", "TIMELINE_DOWNLOADS": "1"}
    environ = {**os.environ, "TIMELINE_DATABASE_URL": f"sqlite:///{database}", **settings}
    command = [sys.executable, "-c", "from timeline.cli.main import main; main()", "serve", "--empty"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = urlsplit(re.findall(r"http://\S+", server.stdout.readline())[0])
        try:
            assert address.hostname is not None
            assert address.port is not None
            for _ in range(5):
                with closing(_asked(address.hostname, address.port)) as reader:
                    reader.recv(100)
            _wait_until(lambda: _is_free(database))
            assert _left(tmp_path) == []
            with closing(_asked(address.hostname, address.port)) as reader:
                assert reader.recv(100).startswith(b"HTTP/1.1 200")
                with urlopen(f"{address.geturl()}healthz", timeout=60) as page:  # Its thread is another.
                    assert page.status == 200
                server.send_signal(signal.SIGKILL)
                server.wait()
        finally:
            server.kill()
    assert _left(tmp_path) == []
    assert _is_free(database)


def _asked(host: str, port: int) -> socket.socket:
    """Ask for a file, and take it slowly."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    reader.settimeout(60)
    reader.connect((host, port))
    reader.sendall(b"GET /download/package.zip HTTP/1.1\r\nHost: timeline.example\r\n\r\n")
    return reader


def _is_free(database: Path) -> bool:
    """Tell whether nobody reads from a database: only then all of its log can be taken into the file."""
    with closing(sqlite3.connect(database)) as connection:
        return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)


def _left(folder: Path) -> list[Path]:
    return list((folder / "cache" / "downloads").iterdir())


def _wait_until(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.1)
