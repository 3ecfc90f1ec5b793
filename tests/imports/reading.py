"""Read packages in tests: into records, or into the list of what is wrong with them."""

from pathlib import Path

from tests.exports.memory import MemoryArchive, in_order
from timeline.errors import FileProblem, InvalidFileError
from timeline.exports.package import write_package
from timeline.imports.package import PackageReading
from timeline.records.kinds import Record


def read(path: Path) -> list[Record]:
    """Read a package without faults; raises InvalidFileError."""
    with PackageReading(path) as reading:
        records = list(reading.records())
        reading.report.raise_if_any()
        assert reading.count() == len(records)
    return in_order(records)


def find_refusal(path: Path) -> InvalidFileError | None:
    """Read a package; give the error that lists its faults, if it has any."""
    try:
        read(path)
    except InvalidFileError as error:
        return error
    return None


def refusal(path: Path) -> InvalidFileError:
    """Read a package with faults; give the error that lists them."""
    error = find_refusal(path)
    assert error is not None, f"{path} was read without a complaint"
    return error


def faults(path: Path) -> tuple[FileProblem, ...]:
    """Read a package with faults; list them."""
    return refusal(path).problems


def only_fault(path: Path) -> FileProblem:
    """Read a package with one fault; give it."""
    (fault,) = faults(path)
    return fault


def package_of(records: tuple[Record, ...], folder: Path) -> Path:
    """Write a package with these records into a folder."""
    write_package(MemoryArchive(kept=records), folder)
    return folder
