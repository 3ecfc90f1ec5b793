"""The law of the round trip: what was written is read back the same, and written again byte for byte."""

import csv
import io
import random
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exports.fixed_records import FULL, MINIMAL
from tests.exports.memory import MemoryArchive, in_order
from tests.imports.reading import package_of, read
from tests.records.strategies import archives
from timeline.exports.package import package_files, package_zip
from timeline.records.authority import Actor
from timeline.records.kinds import Record
from timeline.records.source import Mention, Source
from timeline.records.validate import MANY_MOST, problems

Records = tuple[Record, ...]


@contextmanager
def _folder() -> Iterator[Path]:
    """Give a folder to one example of a test: a fixture would serve all of them."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _bytes(records: Records) -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in package_files(MemoryArchive(kept=records))}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(archives())
def test_a_folder_comes_back_the_same(records: Records) -> None:
    with _folder() as folder:
        found = read(package_of(records, folder))
    assert found == in_order(records)
    assert _bytes(tuple(found)) == _bytes(records)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(archives())
def test_a_zip_comes_back_the_same(records: Records) -> None:
    with _folder() as folder:
        (folder / "package.zip").write_bytes(b"".join(package_zip(MemoryArchive(kept=records))))
        assert read(folder / "package.zip") == in_order(records)


def _with_crlf(content: bytes, _random: random.Random) -> bytes:
    return content.replace(b"\n", b"\r\n")


def _with_bom(content: bytes, _random: random.Random) -> bytes:
    return b"\xef\xbb\xbf" + content


def _shuffled_rows(content: bytes, order: random.Random) -> bytes:
    head, *rows = _cells(content)
    order.shuffle(rows)
    return _csv([head, *rows])


def _shuffled_columns(content: bytes, order: random.Random) -> bytes:
    rows = _cells(content)
    places = list(range(len(rows[0])))
    order.shuffle(places)
    return _csv([[row[place] for place in places] for row in rows])


def _all_quoted(content: bytes, _random: random.Random) -> bytes:
    return _csv(_cells(content), quoted=True)


def _with_blank_rows(content: bytes, _random: random.Random) -> bytes:
    head, *rows = _cells(content)
    blank = [""] * len(head)
    return _csv([head, blank, *(line for row in rows for line in (row, blank))]) + b"\n"


def _cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def _csv(rows: list[list[str]], *, quoted: bool = False) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL).writerows(
        rows
    )
    return text.getvalue().encode()


SAVED_AS = (_with_crlf, _with_bom, _shuffled_rows, _shuffled_columns, _all_quoted, _with_blank_rows)


@pytest.mark.parametrize("saved_as", SAVED_AS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(archives(), st.randoms(use_true_random=False))
def test_how_a_program_saves_the_tables_makes_no_difference(
    saved_as: Callable[[bytes, random.Random], bytes], records: Records, order: random.Random
) -> None:
    with _folder() as folder:
        for path in package_of(records, folder).glob("*.csv"):
            path.write_bytes(saved_as(path.read_bytes(), order))
        assert read(folder) == in_order(records)


@pytest.mark.parametrize("records", [MINIMAL, FULL], ids=["minimal", "full"])
@pytest.mark.parametrize("saved_as", SAVED_AS)
def test_the_fixed_archives_too(
    saved_as: Callable[[bytes, random.Random], bytes], records: Records, tmp_path: Path
) -> None:
    for path in package_of(records, tmp_path).glob("*.csv"):
        path.write_bytes(saved_as(path.read_bytes(), random.Random(1)))
    assert read(tmp_path) == in_order(records)


def test_a_zip_may_be_packed_again_by_another_program(tmp_path: Path) -> None:
    """Who packs a folder on a Mac gets the folder in the file, and notes of the system beside it."""
    package = tmp_path / "my record.zip"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.mkdir("my record/")
        for name, content in _bytes(FULL).items():
            packed.writestr(f"my record/{name}", content)
            packed.writestr(f"__MACOSX/my record/._{name}", b"\x00\x05\x16\x07")
        packed.writestr("my record/.DS_Store", b"\x00")
        packed.writestr("my record/notes/README.txt", b"mine")
    assert read(package) == in_order(FULL)


def test_the_longest_lists_come_back(tmp_path: Path) -> None:
    """As many items as a list may have, each as long as it may be, with every sign escaped."""
    mentions = tuple(Mention(source="gazette", locator=f"{n:04}" + "|" * 296) for n in range(MANY_MOST))
    names = tuple(f"{number:04}" + "\\" * 196 for number in range(MANY_MOST))
    records = (
        Source(id="letter", type="document", title="Letter", mentions=mentions),
        Actor(id="ann", name="Ann", kind="person", other_names=names),
    )
    assert [problems(record) for record in records] == [(), ()]
    assert read(package_of(records, tmp_path)) == in_order(records)
