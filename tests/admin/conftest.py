"""The curation screens over an archive of each kind of database, with a person of every role."""

import threading
from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher
from flask import Flask
from playwright.sync_api import Page as BrowserPage
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from tests.admin.desk import PASSWORD, Desk
from tests.conftest import Contents
from tests.store.archive import ARCHIVE
from timeline import credentials
from timeline.config import Settings
from timeline.db import write_transaction
from timeline.factory import create_app
from timeline.store.people import add_person, disable_person
from timeline.store.save import save_all

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
def contents(request: pytest.FixtureRequest, quick_hashes: None) -> Contents:
    """Give people to the database of each test that asks for them, as most do by asking for a desk."""
    return (add_people,) if "people" in request.fixturenames else ()


@pytest.fixture
def people(engine: Engine) -> None:
    """Ask for a person of every role, and one who is disabled."""


def archive_by_ada(session: Session) -> None:
    """Have ada save the records that most tests need."""
    save_all(session, ARCHIVE, by="ada", reason="To have some.")


def archive_by_ed(session: Session) -> None:
    """Have somebody save them who is none of the people."""
    save_all(session, ARCHIVE, by="Ed", reason="Test.")


def add_people(session: Session) -> None:
    """Add everybody of PEOPLE, with the same password."""
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


@pytest.fixture
def curation(sqlite_own_record: Engine, quick_hashes: None) -> Iterator[str]:
    """Serve an archive with the record of `seed_data/` and its people; give the address without a slash."""
    with write_transaction(sqlite_own_record) as session:
        add_people(session)
    app = create_app(Settings(secret_key=SECRET), engine=sqlite_own_record)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def sign_in_browser(page: BrowserPage, address: str, handle: str) -> None:
    """Sign somebody in, as one does in a browser."""
    page.goto(f"{address}/admin/sign-in")
    page.get_by_label("Sign-in name or e-mail address").fill(handle)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
