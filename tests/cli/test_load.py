"""`timeline load`: in as a whole, or not at all with every reason named."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.cli.conftest import SMALL, Run, records, write_records
from timeline.db import create_engine, read_session

ALL = SMALL + 3


def _history(url: str) -> list[tuple[str, ...]]:
    engine = create_engine(url)
    with read_session(engine) as session:
        found = session.execute(text('SELECT DISTINCT "by", reason, through, change, status FROM revisions'))
        history = [tuple(row) for row in found]
    engine.dispose()
    return history


def test_a_package_goes_into_a_database_without_tables(run: Run, package: Path, blank_url: str) -> None:
    loaded = run("load", package, "--by", "Ana", "--reason", "First delivery")
    assert loaded.output == f"{ALL} new, 0 changed, 0 as they were (import-1).\n"
    assert _history(blank_url) == [("Ana", "First delivery", "import", "new", "published")]
    assert run("check").output == "The store is sound.\n"


def test_loading_again_changes_nothing(run: Run, package: Path) -> None:
    run("load", package)
    assert run("load", package).output.startswith(f"0 new, 0 changed, {ALL} as they were")


def test_the_edited_records_alone_are_changed(run: Run, package: Path) -> None:
    run("load", package)
    events = package / "events.csv"
    events.write_text(events.read_text().replace("Step 7,", "Step seven,"))
    assert run("load", package).output.startswith(f"0 new, 1 changed, {ALL - 1} as they were")


def test_who_and_why_have_defaults(
    run: Run, package: Path, blank_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "bea")
    run("load", package)
    assert _history(blank_url) == [("bea", "Loaded from package.", "import", "new", "published")]


def test_a_zip_file_is_a_package_too(run: Run, package: Path) -> None:
    zipped = shutil.make_archive(str(package), "zip", package)
    assert run("load", zipped).output.startswith(f"{ALL} new")


def test_everything_that_is_wrong_is_listed_and_nothing_is_taken_in(
    run: Run, package: Path, tmp_path: Path, blank_url: str
) -> None:
    run("load", package)
    before = _history(blank_url)
    broken = write_records(tmp_path / "broken", *records(SMALL, said="It was said twice."))
    events = broken / "events.csv"
    events.write_text(events.read_text().replace("2005-06", "2005-13").replace("an-office", "no-office"))
    (broken / "actors.csv").unlink()
    told = run("load", broken, exit_code=2).stderr
    assert "actors.csv: the file is missing" in told
    assert "events.csv, row 7, column date" in told
    assert "2005-13" in told
    assert "nothing was changed" in told
    assert _history(blank_url) == before


def test_a_path_that_is_not_there_is_bad_input_and_makes_no_database(run: Run, tmp_path: Path) -> None:
    assert "does not exist" in run("load", "nowhere", exit_code=2).stderr
    assert [path.name for path in tmp_path.iterdir()] == []


def test_a_file_that_is_no_package_is_bad_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("a note")
    assert "notes.txt" in run("load", "notes.txt", exit_code=2).stderr
