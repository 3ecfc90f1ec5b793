"""The package as one zip file: the same bytes each time, in pieces, and readable by other programs."""

import hashlib
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.fixed_records import FULL
from tests.exports.memory import MemoryArchive
from timeline.exports.package import package_zip
from timeline.exports.zip_stream import TooLargeError, zip_bytes
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


def test_its_bytes_are_these() -> None:
    """The same in every year, on every machine and with every version of Python."""
    packed = b"".join(zip_bytes([("a.csv", [b"x\n", b"y\n"]), ("é", [])]))
    assert (
        hashlib.sha256(packed).hexdigest()
        == "c0915488be459b3de2aab726f7fb3bddd7af5426ee6e70e1373e1571178fa996"
    )


FILES = {
    "empty": [],
    "empty piece": [b""],
    "one": [b"a,b\n"],
    "a block": [b"x" * 65_535],
    "more than a block": [b"x" * 65_536, b"y"],
    "many": [bytes(range(256)) * 1_000] * 3,
    "naïve — 漢字": [b"1"],
}


@pytest.mark.parametrize("is_packed", [False, True])
def test_python_reads_it_back(*, is_packed: bool) -> None:
    with zipfile.ZipFile(BytesIO(b"".join(zip_bytes(FILES.items(), is_packed=is_packed)))) as packed:
        assert packed.testzip() is None
        assert {name: packed.read(name) for name in packed.namelist()} == {
            name: b"".join(pieces) for name, pieces in FILES.items()
        }
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in packed.infolist()} == {0o100644}


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_reader_that_goes_from_front_to_back_reads_it(*, is_packed: bool) -> None:
    """As Java's does: each entry is told to end by its own compression, and its sizes follow."""
    rest = b"".join(zip_bytes(FILES.items(), is_packed=is_packed))
    found = {}
    while rest.startswith(b"PK\3\4"):
        method, name_length, extra_length = struct.unpack_from("<8xH16x2H", rest)
        assert (method, extra_length) == (zipfile.ZIP_DEFLATED, 0)
        name, rest = rest[30 : 30 + name_length].decode(), rest[30 + name_length :]
        inflater = zlib.decompressobj(-15)
        content = inflater.decompress(rest)
        assert inflater.eof
        packed = len(rest) - len(inflater.unused_data)
        signature, *sizes = struct.unpack_from("<4s3I", inflater.unused_data)
        assert (signature, sizes) == (b"PK\7\10", [zlib.crc32(content), packed, len(content)])
        found[name], rest = content, inflater.unused_data[16:]
    assert found == {name: b"".join(pieces) for name, pieces in FILES.items()}


def test_more_than_a_zip_file_can_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timeline.exports.zip_stream._LARGEST", 5_000_000)
    with pytest.raises(TooLargeError, match="can be written to a folder instead"):
        for _ in zip_bytes([("big.csv", [b"x" * 1_000_000] * 9)]):
            pass


@given(st.binary(max_size=200_000), st.lists(st.integers(0, 200_000), max_size=5))
def test_how_the_content_is_cut_makes_no_difference(content: bytes, cuts: list[int]) -> None:
    ends = [0, *sorted(cuts), len(content)]
    pieces = [content[start:end] for start, end in pairwise(ends)]
    for is_packed in (False, True):
        whole, cut = (b"".join(zip_bytes([("a", each)], is_packed=is_packed)) for each in ([content], pieces))
        assert whole == cut


class _Many(MemoryArchive):
    """An archive of many topics, made while they are read."""

    def records(self, kind: str) -> Iterator[Record]:
        if kind == "topic":
            for number in range(10_000):
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
    assert size > 6_000_000
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
