"""`timeline db`: tables made, taken back and compared; and what is said when there is no database."""

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from tests.cli.conftest import Run
from timeline.cli.main import main
from timeline.db import create_engine, head_revision, write_transaction


def test_the_tables_are_made_once_and_compared(run: Run) -> None:
    head = head_revision()
    assert run("db", "upgrade").output == f"The database went from revision base to {head}.\n"
    assert run("db", "upgrade").output == f"The database is at revision {head} already.\n"
    assert run("db", "check").output == f"The tables are as they should be, at revision {head}.\n"


def test_a_difference_is_listed(run: Run, blank_url: str) -> None:
    run("db", "upgrade")
    engine = create_engine(blank_url)
    with write_transaction(engine) as session:
        session.execute(text("CREATE TABLE stray (id INTEGER)"))
    engine.dispose()
    assert "stray" in run("db", "check", exit_code=1).stdout


def test_taking_tables_back_is_asked_twice(run: Run) -> None:
    run("db", "upgrade")
    assert "dropped with what they hold" in run("db", "downgrade", "base", exit_code=1, typed="n\n").output
    assert "already" in run("db", "upgrade").output
    head = head_revision()
    assert run("db", "downgrade", "base", "--yes").output == (
        f"The database went from revision {head} to base.\n"
    )
    assert "no tables yet" in run("db", "check", exit_code=1).stderr


def test_a_revision_that_nobody_knows_is_refused(run: Run) -> None:
    assert "next-year" in run("db", "upgrade", "next-year", exit_code=1).stderr
    assert run("db", "upgrade").stdout.startswith("The database went from revision base")


def test_a_database_of_a_newer_program_is_refused_with_the_cure(run: Run, blank_url: str) -> None:
    run("db", "upgrade")
    engine = create_engine(blank_url)
    with write_transaction(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'later'"))
    engine.dispose()
    assert "newer version of the program" in run("db", "upgrade", exit_code=1).stderr
    assert "is at revision later" in run("check", exit_code=1).stderr


@pytest.mark.parametrize(
    ("url", "exit_code", "part"),
    [
        ("sqlite:////proc/nowhere/timeline.sqlite3", 1, "/proc/nowhere"),
        ("postgresql://ana:hunter2@127.0.0.1:1/record", 1, "TIMELINE_DATABASE_URL"),
        ("oracle://ana:hunter2@db", 2, "TIMELINE_DATABASE_URL cannot be used"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_without_its_password(
    url: str, exit_code: int, part: str
) -> None:
    result = CliRunner().invoke(main, ["db", "upgrade"], env={"TIMELINE_DATABASE_URL": url})
    assert result.exit_code == exit_code
    assert part in result.stderr
    assert "hunter2" not in result.stderr
    assert "Traceback" not in result.stderr
