"""`timeline load`: a data package into the store."""

import getpass
from pathlib import Path

import click

from timeline.cli.opening import open_engine
from timeline.cli.progress import bar
from timeline.db import (
    DatabaseEngine,
    current_revision,
    gather_statistics,
    require_current,
    upgrade,
    write_transaction,
)
from timeline.imports.load import Loaded, load_package

#: After so many records the database's numbers of what lies where would be out of date.
_MANY = 1_000


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--by", help="Who brings it in, for the history.  [default: the name you are logged in by]")
@click.option("--reason", help="Why, for the history.  [default: “Loaded from” and the package's name]")
def load(path: Path, *, by: str | None, reason: str | None) -> None:
    """Bring the data package at PATH, a folder or a zip file, into the store and publish it.

    New records are added, changed ones get a new version, the rest stays as it is. All of it or, when
    anything is wrong, nothing: every problem is listed with file, row, column, value and cure, and the
    exit code is 2. A database without tables gets them first.

    Example: timeline load seed_data
    """
    with open_engine() as engine:
        if current_revision(engine) is None:
            upgrade(engine)
        require_current(engine)
        loaded = load_into(
            engine, path, by=by or _login(), reason=reason or f"Loaded from {path.resolve().name}."
        )
    click.echo(f"{loaded.new} new, {loaded.changed} changed, {loaded.same} as they were ({loaded.batch}).")


def load_into(engine: DatabaseEngine, path: Path, *, by: str, reason: str) -> Loaded:
    """Load a package in one transaction, with a progress bar on a terminal."""
    with bar(f"Loading {path.name}") as show, write_transaction(engine) as session:
        loaded = load_package(session, path, by=by, reason=reason, progress=show)
    if loaded.new + loaded.changed >= _MANY:
        gather_statistics(engine)
    return loaded


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # Some containers run under a number that has no name.
        return "command line"
