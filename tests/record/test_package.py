"""The record as a data package: an outside tool finds nothing wrong with it."""

import csv
import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from csvw import CSVW  # type: ignore[import-untyped]
from frictionless import Package, validate

from tests.conftest import SEED_DATA
from tests.exports.fixed_records import FULL, MINIMAL
from tests.exports.memory import MemoryArchive
from tests.imports.reading import package_of
from timeline.exports.citation import citation_cff
from timeline.exports.resolved_dates import dates_within
from timeline.package.tables import tables


def _errors(folder: Path) -> list[Any]:
    report = validate(str(folder / "datapackage.json"))
    assert [task.name for task in report.tasks] == [*(table.name for table in tables()), "dates"]
    found: list[Any] = report.flatten(["title", "rowNumber", "fieldName", "note"])
    return found


@pytest.mark.parametrize("records", [MINIMAL, FULL], ids=["minimal", "full"])
def test_frictionless_finds_nothing_wrong_with_what_is_written(records: Any, tmp_path: Path) -> None:
    assert _errors(package_of(records, tmp_path)) == []


def _is_valid_csvw(folder: Path) -> bool:
    found = CSVW(str(folder / "csv-metadata.json"), validate=True)
    assert {table.url.string for table in found.tables} == {path.name for path in folder.glob("*.csv")}
    valid: bool = found.is_valid
    return valid


@pytest.mark.parametrize("records", [MINIMAL, FULL], ids=["minimal", "full"])
def test_a_validator_of_csvw_finds_nothing_wrong_with_what_is_written(records: Any, tmp_path: Path) -> None:
    assert _is_valid_csvw(package_of(records, tmp_path))


def test_the_record_is_right_to_a_validator_of_csvw() -> None:
    assert _is_valid_csvw(SEED_DATA)


@pytest.mark.parametrize(
    ("table", "right", "wrong"),
    [
        ("citations.csv", b",letter,", b",no-such,"),
        ("citations.csv", b",supports,", b",likes,"),
        ("dates.csv", b"2010-09-07,2010-09-07", b"someday,2010-09-07"),
    ],
)
def test_a_validator_of_csvw_finds_what_is_wrong(
    table: str, right: bytes, wrong: bytes, tmp_path: Path
) -> None:
    folder = package_of(FULL, tmp_path)
    path = folder / table
    content = path.read_bytes()
    assert right in content
    path.write_bytes(content.replace(right, wrong, 1))
    with pytest.raises((ValueError, UserWarning)):
        _is_valid_csvw(folder)


def test_the_checksums_are_those_of_the_files(tmp_path: Path) -> None:
    for folder in (package_of(FULL, tmp_path), SEED_DATA):
        lines = (folder / "SHA256SUMS").read_text().splitlines()
        sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        others = {path.name for path in folder.iterdir() if path.is_file() and path.suffix != ".py"}
        assert sums.keys() == others - {"SHA256SUMS"}
        for name, digest in sums.items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


def test_each_date_is_explained_once_and_no_year_is_a_day(tmp_path: Path) -> None:
    with (package_of(FULL, tmp_path) / "dates.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["edtf"]: row for row in csv.DictReader(file)}
    written = {text for record in FULL for path, text in dates_within(record) if "captures" not in path}
    assert written == rows.keys()
    for text, row in rows.items():
        assert (row["earliest"], row["latest"]) != (f"{text}-01-01", f"{text}-01-01")
    assert rows["2010"]["latest"] == "2010-12-31"


def test_the_citation_file_is_one() -> None:
    archive = MemoryArchive(kept=FULL, selection={"place": "us-ca|us-ny", "from": "2010"})
    cited = yaml.safe_load(citation_cff(archive))
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] == "dataset"
    assert cited["title"].endswith("(selection: from=2010, place=us-ca|us-ny)")
    assert cited["authors"][0]["name"]
    assert cited["url"] == "https://archive.example"


def test_frictionless_finds_a_dangling_key(tmp_path: Path) -> None:
    """The keys are checked: the test above would notice."""
    folder = package_of(FULL, tmp_path)
    path = folder / "citations.csv"
    path.write_bytes(path.read_bytes().replace(b",letter,", b",no-such,", 1))
    assert [error[0] for error in _errors(folder)] == ["ForeignKey Error"]


def test_frictionless_finds_nothing_wrong_with_the_record() -> None:
    assert _errors(SEED_DATA) == []


def test_the_record_describes_every_column() -> None:
    package = Package(str(SEED_DATA / "datapackage.json"))
    assert package.resources[-1].name == "dates"
    for resource in package.resources:
        assert resource.description
        assert [field.name for field in resource.schema.fields if not field.description] == []
