"""The files of a package: missing, strange, damaged, hostile."""

import io
import json
import random
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.exports.fixed_records import FULL
from tests.exports.memory import MemoryArchive
from tests.imports.reading import faults, find_refusal, only_fault, package_of, read, refusal
from timeline.errors import InvalidFileError
from timeline.exports.package import package_files, package_zip
from timeline.imports.package import PackageReading
from timeline.imports.report import MOST

FILES = {name: b"".join(pieces) for name, pieces in package_files(MemoryArchive(kept=FULL))}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a package in a folder."""
    return package_of(FULL, tmp_path / "package")


def _zip(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


# --- Which files there are ----------------------------------------------------------------------------


DERIVED = {"dates.csv", "codebook.md", "csv-metadata.json", "CITATION.cff", "SHA256SUMS"}


def test_what_follows_from_the_tables_may_be_wrong_or_missing(folder: Path) -> None:
    """Who edits a table by hand need not mend what an export makes anew."""
    for name in DERIVED:
        (folder / name).write_bytes(b"of yesterday")
    assert len(read(folder)) == len(FULL)
    for name in DERIVED:
        (folder / name).unlink()
    assert len(read(folder)) == len(FULL)


@pytest.mark.parametrize("name", sorted(FILES.keys() - DERIVED))
def test_a_missing_file_is_the_one_thing_that_is_reported(folder: Path, name: str) -> None:
    """What refers to its rows, and what they belong to, is not reported besides."""
    (folder / name).unlink()
    fault = only_fault(folder)
    assert (fault.file, fault.message) == (name, "the file is missing")
    assert fault.cure.startswith("Add")


@pytest.mark.parametrize("name", ["events.csv", "datapackage.json"])
def test_a_folder_in_place_of_a_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / name).mkdir()
    assert str(only_fault(folder)) == f"{name}: is a folder and not a file. Put the file in its place."


def test_a_table_that_is_not_known_may_be_one_that_is_misspelt(folder: Path) -> None:
    (folder / "actors.csv").rename(folder / "actor.csv")
    assert [(fault.file, fault.message) for fault in faults(folder)] == [
        ("actor.csv", "there is no such table"),
        ("actors.csv", "the file is missing"),
    ]


def test_what_systems_and_people_put_beside_the_tables_does_no_harm(folder: Path) -> None:
    for name in ("README.txt", ".DS_Store", "._events.csv", ".~lock.events.csv#"):
        (folder / name).write_bytes(b"\x00")
    (folder / "notes").mkdir()
    assert len(read(folder)) == len(FULL)


def test_many_strange_files_are_listed_up_to_a_number(folder: Path) -> None:
    for number in range(MOST + 10):
        (folder / f"strange-{number}.csv").touch()
    error = refusal(folder)
    assert (len(error.problems), error.more) == (MOST, 10)
    assert str(error).endswith("… and 10 more.")


@pytest.mark.parametrize("name", ["events.csv", "datapackage.json"])
def test_a_file_that_may_not_be_read(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refuse(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    fault = only_fault(folder)
    assert (fault.file, fault.message) == (name, "cannot be read ([Errno 13] Permission denied)")


@pytest.mark.parametrize("name", ["nothing", "package/events.csv", "empty.zip"])
def test_what_is_no_package_is_refused_at_once(folder: Path, name: str) -> None:
    (folder.parent / "empty.zip").touch()
    with pytest.raises(InvalidFileError, match=r"Give a folder of CSV tables with datapackage\.json"):
        PackageReading(folder.parent / name).__enter__()


# --- The descriptor -----------------------------------------------------------------------------------

DESCRIPTORS: dict[str, tuple[bytes, str]] = {
    "broken off": (b'{"resources": [', "is not JSON (line 1, column 16: Expecting value)"),
    "not UTF-8": (b'{"resources": ["\xff"]}', "is not UTF-8"),
    "something else": (b"[1, 2]", "does not describe a data package: it has no list of “resources”"),
    "without tables": (b'{"resources": {}}', "does not describe a data package"),
    "nested without end": (b"[" * 4_000_000, "is nested too deeply"),
    "nested objects": (b'{"a":' * 900_000, "is nested too deeply"),
    "an endless number": (
        b'{"resources": ' + b"9" * 1_000_000 + b"}",
        "holds a number of thousands of digits",
    ),
    "endless": (b" " * 6_000_000, "is longer than 5,000,000 bytes"),
    "a part of the archive": (
        b'{"resources": [], "selection": {"parameters": {"q": "x"}}}',
        "says that the package is a part of the archive",
    ),
}


@pytest.mark.parametrize("name", DESCRIPTORS)
def test_a_descriptor_that_cannot_be_used(folder: Path, name: str) -> None:
    content, message = DESCRIPTORS[name]
    (folder / "datapackage.json").write_bytes(content)
    fault = only_fault(folder)
    assert fault.file == "datapackage.json"
    assert fault.message.startswith(message)
    assert fault.cure


def test_an_export_of_a_selection_is_refused(tmp_path: Path) -> None:
    """Its records lack the links that lead out of it; loading it would take them from the archive."""
    part = tmp_path / "part.zip"
    archive = MemoryArchive(kept=FULL, selection={"kind": "reform"})
    part.write_bytes(b"".join(package_zip(archive)))
    assert only_fault(part).cure.startswith("Load an export that was made without filters")


def test_a_descriptor_may_be_saved_with_a_byte_order_mark(folder: Path) -> None:
    path = folder / "datapackage.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read(folder)) == len(FULL)


# --- Zip files ----------------------------------------------------------------------------------------


def test_a_file_that_stands_twice_in_a_zip(tmp_path: Path) -> None:
    path = _zip(tmp_path / "p.zip", FILES)
    with zipfile.ZipFile(path, "a") as packed, pytest.warns(UserWarning, match="Duplicate name"):
        packed.writestr("events.csv", FILES["events.csv"])
    assert str(only_fault(path)) == "events.csv: stands twice in the zip file. Keep one of the two."


def test_names_that_lead_out_of_a_zip_lead_nowhere(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    path = _zip(inner / "p.zip", FILES | {"../events.csv": b"x", "/etc/x.csv": b"x", "C:/x.csv": b"x"})
    assert len(read(path)) == len(FULL)
    assert sorted(tmp_path.rglob("*")) == [inner, path]


def test_a_zip_with_two_packages_in_folders_is_refused(tmp_path: Path) -> None:
    twice = {f"{top}/{name}": content for top in "ab" for name, content in FILES.items()}
    assert len(faults(_zip(tmp_path / "p.zip", twice))) == len(FILES.keys() - DERIVED)


def test_an_encrypted_file_in_a_zip(tmp_path: Path) -> None:
    path = _zip(tmp_path / "p.zip", FILES)
    content = bytearray(path.read_bytes())
    _set_flag(content, "events.csv", 0x1)
    path.write_bytes(content)
    fault = only_fault(path)
    assert fault.file == "events.csv"
    assert "encrypted" in fault.message


def _set_flag(content: bytearray, name: str, flag: int) -> None:
    """Set a flag of a zip file's entry, in front of it and in the list at the end."""
    for signature, flags, start in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        place = content.find(signature)
        while content[place + start : place + start + len(name)] != name.encode():
            place = content.index(signature, place + 1)
        content[place + flags] |= flag


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_damaged_zip_is_refused_and_never_more(tmp_path: Path, method: int) -> None:
    """Any bit of it may be wrong: it is refused in words, or read as it was where the bit says nothing."""
    good = _zip(tmp_path / "good.zip", FILES, method).read_bytes()
    order = random.Random(method)
    refusals = []
    for number in range(60):
        bad = bytearray(good)
        for _ in range(order.choice((1, 1, 3))):
            bad[order.randrange(len(bad))] ^= 1 << order.randrange(8)
        path = tmp_path / f"bad-{number}.zip"
        path.write_bytes(bad[: order.randrange(len(bad))] if number % 10 == 0 else bad)
        refusals.append(find_refusal(path))
    found = [error for error in refusals if error is not None]
    assert len(found) > 10
    assert all(fault.cure for error in found for fault in error.problems)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in FILES.items():
            packed.writestr(name, content)
        with packed.open("topics.csv.big", "w") as entry:
            for _ in range(100):
                entry.write(b"\n" * 1_000_000)
    started = time.perf_counter()
    with pytest.raises(
        InvalidFileError, match=r"would unpack to 100,\d\d\d,\d\d\d bytes, \d{3,} times its size"
    ):
        PackageReading(path).__enter__()
    assert time.perf_counter() - started < 1


def test_a_zip_of_very_many_files_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "many.zip", {f"{number}": b"" for number in range(1_500)})
    with pytest.raises(InvalidFileError, match=r"holds 1,500 files, and a package has some twenty"):
        PackageReading(path).__enter__()


def test_a_zip_that_claims_less_than_it_holds_is_damaged(tmp_path: Path) -> None:
    """The sizes in a zip file's list decide what is read, so that they cannot hide a bomb."""
    big = b"id,label,definition,broader\n" + b"a,b,c,\n" * 500_000
    path = _zip(tmp_path / "p.zip", FILES | {"topics.csv": big})
    content = path.read_bytes().replace(len(big).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    path.write_bytes(content)
    assert [fault.file for fault in faults(path)][-1] == "topics.csv"


# --- Size ---------------------------------------------------------------------------------------------


def _as_folder(package: Path, content: Callable[[io.BufferedWriter], None]) -> Path:
    with (package / "topics.csv").open("wb") as file:
        content(file)
    return package


def test_a_sparse_file_of_300_megabytes_costs_bounded_memory(folder: Path) -> None:
    def write(file: io.BufferedWriter) -> None:
        file.write(b"id,label,definition,broader\n")
        file.truncate(300_000_000)

    _as_folder(folder, write)
    tracemalloc.start()
    try:
        fault = only_fault(folder)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (fault.file, fault.row) == ("topics.csv", 2)
    assert fault.message == "has a row of more than 8,000,000 bytes"
    assert peak < 60_000_000


def test_reading_many_rows_costs_bounded_memory(folder: Path) -> None:
    def write(file: io.BufferedWriter) -> None:
        file.write(b"id,label,definition,broader\nwells,W,W,\nwater-law,W,W,\n")
        for number in range(20_000):
            file.write(b"t-%d,%s,definition,\n" % (number, b"label " * 10))

    _as_folder(folder, write)
    tracemalloc.start()
    try:
        with PackageReading(folder) as reading:
            assert sum(1 for _ in reading.records()) == reading.count() == 20_000 + len(FULL)
            assert reading.report.is_empty
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # Of which the descriptor, read at once, takes five.
    assert peak < 10_000_000


@pytest.mark.parametrize("name", ["topics.csv", "citations.csv"])
def test_very_many_rows_of_one_record_are_told_in_time(folder: Path, name: str) -> None:
    head = FILES[name].split(b"\n", 1)[0]
    row = {"topics.csv": b"wells,W,W,\\", "citations.csv": b"first-well,1,gazette,,,supports,,,a\\,"}[name]
    (folder / name).write_bytes(head + b"\n" + (row + b"\n") * 50_000)
    started = time.perf_counter()
    error = refusal(folder)
    assert time.perf_counter() - started < 30
    assert len(error.problems) + error.more >= 49_999
    assert error.problems[0].file == name


def test_the_temporary_file_leaves_nothing_behind(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    before = sorted(tmp_path.rglob("*"))
    with PackageReading(folder) as reading:
        assert sorted(tmp_path.rglob("*")) == before
        assert len(list(reading.records())) == len(FULL)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_descriptor_of_an_export_is_far_below_the_limit() -> None:
    assert len(json.dumps(json.loads(FILES["datapackage.json"]))) < 200_000
