"""The record of `seed_data/`, and the five documents it rests on."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT, SEED_DATA
from tests.left_out import CI, LEFT_OUT
from tests.record.documents import FILES, Document, read_document
from tests.record.seed import Seed
from timeline.imports.package import PackageReading

MISSING = (
    f"{LEFT_OUT}the five source documents. To compare the record with them: put their folder at"
    " ../shared/sources, beside the repository, or name it in TIMELINE_SOURCES"
)


@pytest.fixture(scope="session")
def seed() -> Seed:
    """Give the records of seed_data/."""
    with PackageReading(SEED_DATA) as reading:
        found = Seed(records=tuple(reading.records()))
        reading.report.raise_if_any()
    return found


@pytest.fixture(scope="session")
def documents_folder() -> Path:
    """Give the folder of the documents. They are not ours to publish, so a copy may be without them."""
    folder = Path(os.environ.get("TIMELINE_SOURCES") or ROOT.parent / "shared" / "sources")
    if not all((folder / name).is_file() for name in FILES.values()):
        if CI:
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)
    return folder


@pytest.fixture(scope="session")
def documents(documents_folder: Path) -> Mapping[str, Document]:
    """Give the five documents by their citation keys."""
    return {key: read_document(documents_folder, key) for key in FILES}
