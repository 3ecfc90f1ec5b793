"""The site over the record of seed_data, on both engines."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from tests.web.checking import Site
from timeline.config import Settings
from timeline.factory import create_app

SECRET = "not a secret, since this key signs nothing but tests"


@pytest.fixture(scope="session")
def apps() -> dict[str, Flask]:
    """Keep the application over the record of each kind of database, for the tests that only ask."""
    return {}


@pytest.fixture
def app(record_engine: Engine, apps: dict[str, Flask]) -> Flask:
    """Give the application over the record, made once a session: a test that changes it makes its own."""
    kind = record_engine.dialect.name
    if kind not in apps:
        apps[kind] = own_app(record_engine)
    return apps[kind]


def own_app(record_engine: Engine) -> Flask:
    """Make an application over the record as readers find it, which makes each page anew."""
    return create_app(Settings(secret_key=SECRET, site_name="Timeline", kept_pages=0), engine=record_engine)


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
