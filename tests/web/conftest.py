"""The site over the record of seed_data, on both engines, loaded once a session: pages only read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from tests.conftest import SEED_DATA
from tests.postgres import Cluster
from tests.web.checking import Site
from timeline.config import Settings
from timeline.db import create_engine, upgrade, write_transaction
from timeline.factory import create_app
from timeline.imports.load import load_package

SECRET = "not a secret, since this key signs nothing but tests"


@pytest.fixture(scope="session")
def sqlite_record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Give an SQLite database that holds the record."""
    path = tmp_path_factory.mktemp("record") / "timeline.sqlite3"
    yield from _loaded(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgresql_record(cluster: Cluster) -> Iterator[Engine]:
    """Give a PostgreSQL database that holds the record."""
    yield from _loaded(cluster.create("record"))


@pytest.fixture(params=["sqlite", "postgresql"])
def record_engine(request: pytest.FixtureRequest) -> Engine:
    """Give a database that holds the record; the test runs once on each kind and must only read."""
    made: Engine = request.getfixturevalue(f"{request.param}_record")
    return made


@pytest.fixture
def app(record_engine: Engine) -> Flask:
    """Give the application over the record."""
    return create_app(Settings(secret_key=SECRET, site_name="Timeline"), engine=record_engine)


@pytest.fixture
def site(app: Flask) -> Site:
    """Give a client that holds every page to the rules for all pages."""
    return Site(app)


@pytest.fixture
def statements(record_engine: Engine) -> Callable[[Callable[[], object]], int]:
    """Give a function that counts the SELECT statements that a call sends."""

    def count(call: Callable[[], object]) -> int:
        with _listening(record_engine) as sent:
            call()
        return len(
            [statement for statement in sent if statement.lstrip().upper().startswith(("SELECT", "WITH"))]
        )

    return count


@contextmanager
def _listening(engine: Engine) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _loaded(url: str, package: Path = SEED_DATA) -> Iterator[Engine]:
    made = create_engine(url)
    upgrade(made)
    with write_transaction(made) as session:
        load_package(session, package, by="Test", reason="The record of the seed data")
    yield made
    made.dispose()
