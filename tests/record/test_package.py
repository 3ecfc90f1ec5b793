"""The record as a data package: an outside tool finds nothing wrong with it."""

from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, validate

from tests.conftest import SEED_DATA
from tests.exports.fixed_records import FULL, MINIMAL
from tests.imports.reading import package_of
from timeline.package.tables import tables


def _errors(folder: Path) -> list[Any]:
    report = validate(str(folder / "datapackage.json"))
    assert [task.name for task in report.tasks] == [table.name for table in tables()]
    found: list[Any] = report.flatten(["title", "rowNumber", "fieldName", "note"])
    return found


@pytest.mark.parametrize("records", [MINIMAL, FULL], ids=["minimal", "full"])
def test_frictionless_finds_nothing_wrong_with_what_is_written(records: Any, tmp_path: Path) -> None:
    assert _errors(package_of(records, tmp_path)) == []


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
    for resource in package.resources:
        assert resource.description
        assert [field.name for field in resource.schema.fields if not field.description] == []
