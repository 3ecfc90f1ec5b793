"""The package as one zip file: the same bytes each time, in pieces, and readable by other programs."""

import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exports.fixed_records import FULL
from tests.exports.memory import MemoryArchive
from timeline.exports.package import package_zip
from timeline.records.authority import Topic
from timeline.records.kinds import Record

ARCHIVE = MemoryArchive(kept=FULL)


def test_the_same_records_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = b"".join(package_zip(ARCHIVE))
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("sys.platform", "win32")
    assert b"".join(package_zip(MemoryArchive(kept=FULL[::-1]))) == first


def test_pieces_are_not_empty() -> None:
    assert all(package_zip(ARCHIVE))


def test_another_program_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(b"".join(package_zip(ARCHIVE)))
    assert zipfile.ZipFile(path).testzip() is None
    program = shutil.which("unzip")
    if program is not None:
        tested = subprocess.run([program, "-t", path], capture_output=True, text=True, check=False)
        assert tested.returncode == 0, tested.stdout


class _Many(MemoryArchive):
    """An archive of many topics, made while they are read."""

    def records(self, kind: str) -> Iterator[Record]:
        if kind == "topic":
            for number in range(30_000):
                yield Topic(id=f"topic-{number:06}", label="Label", definition="Words. " * 100)


def test_a_large_archive_is_written_in_bounded_memory_and_at_once() -> None:
    tracemalloc.start()
    try:
        pieces = package_zip(_Many())
        first = next(pieces)
        size = sum(map(len, pieces))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(first) < 200_000
    assert size > 20_000_000
    assert peak < 2_000_000


def test_a_reader_that_goes_away_leaves_nothing_open() -> None:
    closed = []

    class Watched(MemoryArchive):
        def records(self, kind: str) -> Iterator[Record]:
            try:
                yield from super().records(kind)
            finally:
                closed.append(kind)

    pieces = package_zip(Watched(kept=FULL))
    next(pieces)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert closed
