"""The database that a command works on, opened with the settings of the environment."""

from collections.abc import Iterator
from contextlib import contextmanager

from timeline.config import Settings, load_settings
from timeline.db import DatabaseEngine, SchemaError, create_engine, require_current


@contextmanager
def open_engine(settings: Settings | None = None) -> Iterator[DatabaseEngine]:
    """Open the database, whatever state its tables are in; one in a file is made where it is missing."""
    engine = create_engine((settings or load_settings()).database_url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def open_current_engine(settings: Settings | None = None) -> Iterator[DatabaseEngine]:
    """Open a database that is there, with tables that fit the program; raise SchemaError otherwise."""
    settings = settings or load_settings()
    path = settings.database_path
    if path is not None and not path.exists():
        raise SchemaError(
            f"There is no database at {path}. `timeline serve` makes one with the record that comes with"
            " the program, `timeline load` one with yours."
        )
    with open_engine(settings) as engine:
        require_current(engine)
        yield engine
