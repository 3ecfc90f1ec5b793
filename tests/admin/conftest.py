"""The curation screens over an archive of each kind of database, with a person of every role."""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Engine

from tests.admin.desk import PASSWORD, Desk
from timeline import credentials
from timeline.config import Settings
from timeline.db import write_transaction
from timeline.factory import create_app
from timeline.store.people import add_person, disable_person

#: Handle, name and role of everybody; `dora` is disabled.
PEOPLE = (
    ("ada", "Ada Admin", "administrator"),
    ("edith", "Edith Editor", "editor"),
    ("emil", "Emil Editor", "editor"),
    ("carla", "Carla Contributor", "contributor"),
    ("dora", "Dora Disabled", "editor"),
)
SECRET = "not a secret, since this key signs nothing but tests"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with as little work as there is; what a hash costs is the library's to prove."""
    monkeypatch.setattr(credentials, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def people(engine: Engine) -> None:
    """Add a person of every role, and one who is disabled."""
    with write_transaction(engine) as session:
        for handle, name, role in PEOPLE:
            add_person(session, handle=handle, name=name, role=role, password=PASSWORD)
        disable_person(session, handle="dora")


@pytest.fixture
def app(engine: Engine, people: None) -> Flask:
    """Give the application over an empty archive with its people."""
    return create_app(Settings(secret_key=SECRET), engine=engine)


@pytest.fixture
def desk(app: Flask) -> Callable[[str], Desk]:
    """Give a function that seats somebody at a desk: `desk("edith")` is signed in, `desk("")` is not."""

    def seat(handle: str) -> Desk:
        seated = Desk(app)
        if handle:
            seated.sign_in(handle)
        return seated

    return seat
