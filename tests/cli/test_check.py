"""`timeline check`: a sound store, and one that somebody has changed from outside."""

from pathlib import Path

from sqlalchemy import text

from tests.cli.conftest import Run
from tests.conftest import SEED_DATA
from timeline.db import create_engine, write_transaction


def test_a_store_that_was_changed_from_outside_is_found_out(run: Run, package: Path, blank_url: str) -> None:
    run("load", package)
    assert run("check").stdout == "The store is sound.\n"
    engine = create_engine(blank_url)
    with write_transaction(engine) as session:
        session.execute(text("UPDATE events SET title = 'Another' WHERE title = 'Step 7'"))
    engine.dispose()
    told = run("check", exit_code=1)
    assert "event-00007" in told.stdout
    assert "finding" in told.stderr


def test_what_the_sources_leave_odd_is_noted_and_is_no_fault(run: Run) -> None:
    run("load", SEED_DATA)
    told = run("check").stdout
    assert "Note: series noncriminal-decrease-persons" in told
    assert "come to 105 percent" in told
    assert told.endswith("The store is sound.\n")
