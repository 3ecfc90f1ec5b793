"""Every format, byte by byte: what is written for a minimal archive and for a full one.

After a change that is meant, run `python -m tests.exports.test_golden`, and read the difference.
"""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.exports.fixed_records import FULL, MINIMAL
from tests.exports.fixed_rules import INTERVALS, STATES
from tests.exports.memory import MemoryArchive
from tests.exports.opened import files_of_workbook, rows_of_parquet, sql_of
from timeline.exports.format import Format
from timeline.exports.options import ExportOptions
from timeline.exports.package import package_files, package_zip, write_package
from timeline.exports.registry import FORMATS
from timeline.records.fields import field_specs
from timeline.records.kinds import RECORD_CLASSES
from timeline.records.validate import problems

GOLDEN = Path(__file__).parent / "golden"
ARCHIVES = {
    "minimal": MemoryArchive(kept=MINIMAL),
    "full": MemoryArchive(kept=FULL, states_kept=STATES, intervals_kept=INTERVALS),
}
#: Formats whose bytes hang on the version of a library, and what an outside reader finds in them.
OPENED = {"parquet": rows_of_parquet, "sqlite": sql_of, "xlsx": files_of_workbook}


def _written(archive: MemoryArchive) -> dict[str, bytes]:
    """Give what a golden folder holds: the package's files, and the flat files beside them."""
    files = {f"package/{name}": b"".join(pieces) for name, pieces in package_files(archive)}
    files |= {made.file_name: b"".join(made.write(archive)) for made in FORMATS.values() if _is_flat(made)}
    for name, opened in OPENED.items():
        file_name = FORMATS[name].file_name
        files[f"{file_name}.txt"] = opened(files.pop(file_name))
    asked = ExportOptions(rows="citation", separator="semicolon", bom=True)
    return files | {"citations.csv": b"".join(FORMATS["events-csv"].pieces(archive, asked))}


def _is_flat(made: Format) -> bool:
    return made.name not in ("package", "codebook")


@pytest.mark.parametrize("name", ARCHIVES)
def test_the_bytes_are_the_golden_ones(name: str) -> None:
    folder = GOLDEN / name
    golden = {
        str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    written = _written(ARCHIVES[name])
    changed = [
        file for file in sorted(written.keys() | golden.keys()) if written.get(file) != golden.get(file)
    ]
    assert changed == [], "if it is meant: python -m tests.exports.test_golden, and read the difference"


@pytest.mark.parametrize("name", ARCHIVES)
def test_the_zip_and_the_folder_hold_the_same_files(name: str, tmp_path: Path) -> None:
    archive = ARCHIVES[name]
    write_package(archive, tmp_path / "new" / "folder")
    with zipfile.ZipFile(BytesIO(b"".join(package_zip(archive)))) as package:
        assert package.testzip() is None
        packed = {entry.filename: package.read(entry) for entry in package.infolist()}
    assert packed == {path.name: path.read_bytes() for path in (tmp_path / "new" / "folder").iterdir()}
    assert list(packed) == [file for file, _ in package_files(archive)]


def test_every_format_has_golden_files_or_a_test_of_its_own() -> None:
    assert {made.name for made in FORMATS.values() if not _is_flat(made)} == {"package", "codebook"}


@pytest.mark.parametrize("name", ARCHIVES)
def test_the_golden_records_are_right(name: str) -> None:
    for record in ARCHIVES[name].kept:
        assert problems(record) == (), record.id


def test_the_full_archive_uses_every_field() -> None:
    used: set[tuple[type, str]] = set()
    for record in FULL:
        _use(record, used)
    classes = [
        *RECORD_CLASSES,
        *(spec.part for cls in RECORD_CLASSES for spec in field_specs(cls) if spec.part),
    ]
    assert {(cls, spec.name) for cls in classes for spec in field_specs(cls)} - used == set()


def _use(part: object, used: set[tuple[type, str]]) -> None:
    for spec in field_specs(type(part)):
        value = getattr(part, spec.name)
        if value != spec.empty:
            used.add((type(part), spec.name))
        for item in value if spec.part is not None else ():
            _use(item, used)


def _rewrite() -> None:
    for name, archive in ARCHIVES.items():
        for file, content in _written(archive).items():
            path = GOLDEN / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


if __name__ == "__main__":
    _rewrite()
