"""Downloads that are broken off leave nothing; whole ones are kept, and sent again as they were."""

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

import pytest

from timeline.errors import BusyError
from timeline.web.kept_files import KeptFiles

PIECES = [b"one,", b"two,", b"three"]


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
    with pytest.raises(BusyError):
        kept.made("key", pieces())
    for download in both:
        download.close()


def test_an_error_is_told_at_once_and_gives_the_place_back(kept: KeptFiles) -> None:
    def pieces() -> Iterator[bytes]:
        raise ValueError("no")
        yield b""

    for _ in range(3):
        with pytest.raises(ValueError, match="no"):
            kept.made("key", pieces())
    assert list(kept.made("key", iter(PIECES))) == PIECES


def test_a_real_server_forgets_readers_who_go_and_a_killed_one_leaves_nothing(
    loaded_sqlite: Path, tmp_path: Path
) -> None:
    database = tmp_path / "timeline.sqlite3"
    shutil.copy(loaded_sqlite, database)
    environ = {**os.environ, "TIMELINE_DATABASE_URL": f"sqlite:///{database}", "TIMELINE_PORT": "0"}
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
