"""The API over the record of seed_data: to be read, and to be written to by people with tokens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from tests.api.client import PEOPLE, Program
from timeline.config import Settings
from timeline.db import write_transaction
from timeline.factory import create_app
from timeline.store.people import add_person
from timeline.store.sign_in import add_token

SECRET = "not a secret, since this key signs nothing but tests"


@pytest.fixture
def settings(tmp_path: object) -> Settings:
    """Give settings without a limit of requests."""
    return Settings(secret_key=SECRET, cache=str(tmp_path), api_limit=0)


@pytest.fixture
def reader(record_engine: Engine, settings: Settings) -> Program:
    """Give a program that reads the record without a token."""
    return Program(create_app(settings, engine=record_engine))


@pytest.fixture
def desk(own_record: Engine, settings: Settings) -> Callable[..., Program]:
    """Give a function that lets a program act for somebody: `desk("edith")`, `desk("edith", "look")`.

    The first argument is a handle of `PEOPLE`, the others the rights of the token; all that the person has,
    where none are named.
    """
    app = create_app(settings, engine=own_record)
    numbers = _people(own_record)

    def seat(handle: str = "", *scopes: str) -> Program:
        if not handle:
            return Program(app)
        number, usual = numbers[handle]
        with write_transaction(own_record) as session:
            token = add_token(session, person=number, name="test", scopes=scopes or usual, days=30)
        return Program(app, token)

    return seat


def _people(engine: Engine) -> dict[str, tuple[int, tuple[str, ...]]]:
    with write_transaction(engine) as session:
        return {
            handle: (add_person(session, handle=handle, name=handle.title(), role=role), scopes)
            for handle, role, scopes in PEOPLE
        }


@pytest.fixture
def app(desk: Callable[..., Program]) -> Flask:
    """Give the application that `desk` leads to."""
    return desk().app


@pytest.fixture
def statements(record_engine: Engine) -> Callable[[Callable[[], object]], int]:
    """Give a function that counts the statements that a call sends."""

    def count(call: Callable[[], object]) -> int:
        with _listening(record_engine) as sent:
            call()
        return len([statement for statement in sent if not statement.startswith(("PRAGMA", "BEGIN"))])

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
