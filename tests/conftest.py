"""What all tests share: databases of both kinds, a browser, a served site, and what may be missing."""

import gc
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from tests.choosing import is_left_to_the_other, turn
from tests.chromium import OPTIONS, find_chromium
from tests.compiled import compile_once
from tests.left_out import missing, tell_what_was_left_out
from tests.postgres import Cluster, find_programs
from tests.sharing import Sharing, step_back
from tests.store.archive import save_archive
from timeline import config
from timeline.cli.serve import collect_seldom
from timeline.config import SETTINGS, Settings
from timeline.db import create_engine, upgrade, write_transaction
from timeline.factory import create_app
from timeline.imports.load import load_package

ROOT = Path(__file__).parent.parent
SEED_DATA = ROOT / "seed_data"
PURE_LAYERS = ("dates", "differing", "records", "package", "states")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--both", action="store_true", help="run the tests of pages on both kinds of database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest; leave each test of a page to one kind of database unless --both is given."""
    items.sort(key=turn)
    if config.getoption("--both"):
        return
    left = [item for item in items if is_left_to_the_other(item)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Sharing:
    """Share the tests among processes in our way."""
    return Sharing(config, log)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let the process with the browser go before the others."""
    step_back(item)


def pytest_collection_finish() -> None:
    """Search for garbage seldom, and not among what has been imported, as the program does when it serves."""
    gc.collect()
    gc.freeze()
    collect_seldom()


def pytest_configure() -> None:
    """Keep what somebody has set for a server of theirs away from the tests."""
    for setting in SETTINGS:
        os.environ.pop(setting.name, None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was left out."""
    tell_what_was_left_out(terminalreporter)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Keep the tests of pure packages away from any database."""
    if item.path.relative_to(ROOT).parts[1] not in PURE_LAYERS:
        return (yield)
    with pytest.MonkeyPatch.context() as patch:
        for owner in (sqlite3, sqlite3.dbapi2, psycopg, psycopg.Connection):
            patch.setattr(owner, "connect", _no_database)
        return (yield)


def _no_database(*_arguments: object, **_options: object) -> NoReturn:
    raise AssertionError("The tests of a pure package reached for a database.")


# --- Applications ------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compile statements, templates, routes and the API once for all applications of the session.

    Templates are compiled once for all processes: the folder above that of each belongs to all of them.
    """
    folder = tmp_path_factory.getbasetemp()
    shared = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "templates"
    shared.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        compile_once(patch, shared)
        yield


@pytest.fixture(scope="session", autouse=True)
def _folder_of_an_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what applications without a database file of their own would put beside it out of the tree."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "INSTANCE", tmp_path_factory.mktemp("instance"))
        yield


# --- Databases ---------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Give an empty, migrated database; the test runs once on each kind."""
    made: Engine = request.getfixturevalue(f"{request.param}_engine")
    return made


#: What is written into a database before a test begins, each in a transaction of its own.
Contents = tuple[Callable[[Session], object], ...]


@pytest.fixture
def contents(request: pytest.FixtureRequest) -> Contents:
    """Say what `engine` holds when the test begins: nothing, unless something says otherwise."""
    return (save_archive,) if "small_archive" in request.fixturenames else ()


@pytest.fixture
def small_archive() -> None:
    """Ask for the few records of `tests/store/archive.py`, saved once and copied for every test."""


@pytest.fixture
def sqlite_engine(
    sqlite_with: Callable[[Contents], Path], contents: Contents, tmp_path: Path
) -> Iterator[Engine]:
    """Give a migrated SQLite database with the contents of the test."""
    path = tmp_path / "timeline.sqlite3"
    shutil.copy(sqlite_with(contents), path)
    yield from _opened(f"sqlite:///{path}")


@pytest.fixture
def postgresql_engine(
    new_postgresql: Callable[[str], str], postgresql_with: Callable[[Contents], str], contents: Contents
) -> Iterator[Engine]:
    """Give a migrated PostgreSQL database with the contents of the test."""
    yield from _opened(new_postgresql(postgresql_with(contents)))


@pytest.fixture(scope="session")
def sqlite_with(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Contents], Path]:
    """Give a function that fills a file once, from which every test's own is copied."""
    filled: dict[Contents, Path] = {(): migrated_sqlite}

    def fill(contents: Contents) -> Path:
        if contents not in filled:
            path = tmp_path_factory.mktemp("filled") / "filled.sqlite3"
            shutil.copy(migrated_sqlite, path)
            _fill(f"sqlite:///{path}", contents)
            filled[contents] = path
        return filled[contents]

    return fill


@pytest.fixture(scope="session")
def postgresql_with(cluster: Cluster, migrated_postgresql: str) -> Callable[[Contents], str]:
    """Give a function that fills a database once, to copy every test's own from, and gives its name."""
    filled: dict[Contents, str] = {(): migrated_postgresql}

    def fill(contents: Contents) -> str:
        if contents not in filled:
            name = f"filled_{len(filled)}"
            _fill(cluster.create(name, template=migrated_postgresql), contents)
            filled[contents] = name
        return filled[contents]

    return fill


def _fill(url: str, contents: Contents) -> None:
    for made in _opened(url):
        for write in contents:
            with write_transaction(made) as session:
                write(session)


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of a database without any tables; the test runs once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'blank.sqlite3'}"
    url: str = request.getfixturevalue("new_postgresql")("template1")
    return url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the migrated file once, from which every test's own is copied."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite3"
    made = create_engine(f"sqlite:///{path}")
    upgrade(made)
    made.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(cluster: Cluster) -> str:
    """Make the migrated database once, from which every test's own is copied; give its name."""
    made = create_engine(cluster.create("migrated"))
    upgrade(made)
    made.dispose()
    return "migrated"


@pytest.fixture(params=["sqlite", "postgresql"])
def record_engine(request: pytest.FixtureRequest) -> Engine:
    """Give a database with the record of `seed_data/`, loaded once a session: for tests that only read."""
    made: Engine = request.getfixturevalue(f"{request.param}_record")
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def own_record(request: pytest.FixtureRequest) -> Engine:
    """Give a database with the record of `seed_data/` that the test may write to."""
    made: Engine = request.getfixturevalue(f"{request.param}_own_record")
    return made


@pytest.fixture
def sqlite_own_record(loaded_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    """Copy the SQLite database with the record of `seed_data/`."""
    path = tmp_path / "record.sqlite3"
    shutil.copy(loaded_sqlite, path)
    yield from _opened(f"sqlite:///{path}")


@pytest.fixture
def postgresql_own_record(new_postgresql: Callable[[str], str], loaded_postgresql: str) -> Iterator[Engine]:
    """Copy the PostgreSQL database with the record of `seed_data/`."""
    yield from _opened(new_postgresql(loaded_postgresql))


@pytest.fixture(scope="session")
def sqlite_record(loaded_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Give an SQLite database with the record of `seed_data/`."""
    path = tmp_path_factory.mktemp("record") / "timeline.sqlite3"
    shutil.copy(loaded_sqlite, path)
    yield from _opened(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgresql_record(cluster: Cluster, loaded_postgresql: str) -> Iterator[Engine]:
    """Give a PostgreSQL database with the record of `seed_data/`."""
    yield from _opened(cluster.create("record", template=loaded_postgresql))


@pytest.fixture(scope="session")
def loaded_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load `seed_data/` once into a file, which nobody opens, so that it can be copied."""
    path = tmp_path_factory.mktemp("loaded") / "loaded.sqlite3"
    shutil.copy(migrated_sqlite, path)
    _load(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def loaded_postgresql(cluster: Cluster, migrated_postgresql: str) -> str:
    """Load `seed_data/` once into a database, which nobody opens, so that it can be copied; give its name."""
    _load(cluster.create("loaded", template=migrated_postgresql))
    return "loaded"


def _load(url: str) -> None:
    for made in _opened(url):
        with write_transaction(made) as session:
            load_package(session, SEED_DATA, by="Tests", reason="The record to show.")


def _opened(url: str) -> Iterator[Engine]:
    made = create_engine(url)
    yield made
    made.dispose()


@pytest.fixture
def new_postgresql(cluster: Cluster) -> Iterator[Callable[[str], str]]:
    """Give a function that copies a database by its name and gives the copy's address."""
    created: list[str] = []

    def create(template: str) -> str:
        created.append(f"test_{next(_numbers)}")
        return cluster.create(created[-1], template=template)

    yield create
    for name in created:
        cluster.drop(name)


_numbers = count(1)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Run a PostgreSQL server of our own for the session."""
    programs = find_programs()
    if programs is None:
        missing("PostgreSQL", "To run these tests: apt-get install postgresql postgresql-contrib")
    running = Cluster(programs)
    yield running
    running.stop()


# --- A served site, and the browser ------------------------------------------------------------------


@pytest.fixture(scope="session")
def live_server(sqlite_record: Engine) -> Iterator[str]:
    """Serve the record of `seed_data/` and give the address, without a slash at the end."""
    settings = Settings(database_url=str(sqlite_record.url), secret_key="k" * 40)
    server = make_server("127.0.0.1", 0, create_app(settings, sqlite_record), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run the system's Chromium for the session."""
    program = find_chromium()
    if program is None:
        missing("Chromium", "To run these tests: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(OPTIONS))
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page in a browser without a past; the test fails when the browser reports an error on it."""
    faults: list[str] = []
    with browser.new_context() as context:
        opened = context.new_page()
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        yield opened
    assert faults == []
