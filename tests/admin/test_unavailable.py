"""A database that is locked or gone is told in plain words, and the form that was sent is kept."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, text

from tests.admin.conftest import SECRET, add_people
from tests.admin.desk import Desk
from tests.store.archive import ARCHIVE, MEMO
from tests.web.checking import Page, faults_of
from timeline import db
from timeline.config import Settings
from timeline.factory import create_app
from timeline.queries.records import get_record
from timeline.store.people import set_review_rule
from timeline.store.save import save_all

TYPED = "A title with <marks> & “quotes”"
EDIT = "/admin/topics/participation/edit"


@pytest.fixture
def edith(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Seat an editor before an archive whose database is waited for only shortly."""
    monkeypatch.setattr(db, "SQLITE_BUSY_SECONDS", 0.1)
    url = engine.url.render_as_string(hide_password=False)
    hasty = db.create_engine(url)
    with db.write_transaction(hasty) as session:
        add_people(session)
        save_all(session, ARCHIVE, by="ada", reason="To have some.")
        set_review_rule(session, two_people=False, by="ada")
    desk = Desk(create_app(Settings(secret_key=SECRET), engine=hasty))
    desk.sign_in("edith")
    yield desk
    hasty.dispose()


@contextmanager
def locked(engine: Engine) -> Iterator[None]:
    """Hold an SQLite file as somebody does who writes for long."""
    with db.write_transaction(engine) as session:
        session.execute(text("SELECT 1"))  # The transaction begins with its first statement.
        yield


@contextmanager
def gone(engine: Engine) -> Iterator[None]:
    """Shut the doors of a PostgreSQL database, and end who is in it."""
    name = engine.url.database
    elsewhere = db.create_engine(
        engine.url.set(database="postgres").render_as_string(hide_password=False)
    ).execution_options(isolation_level="AUTOCOMMIT")
    try:
        with elsewhere.connect() as connection:
            connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
            ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            connection.execute(text(ends), {"name": name})
            yield
            connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
    finally:
        elsewhere.dispose()


def sent(desk: Desk) -> dict[str, str]:
    return {
        "base_version": "1",
        "label": TYPED,
        "definition": "Who takes part.",
        "account-change": "editorial",
        "account-note": "Clearer.",
        "act": "change",
        "csrf_token": desk.token(),
    }


def answer_of(desk: Desk, fields: dict[str, str]) -> Page:
    answer = desk.client.post(EDIT, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    page = Page(answer)
    assert faults_of(page) == []
    return page


def test_a_form_that_meets_a_database_that_does_not_answer_is_kept(edith: Desk, engine: Engine) -> None:
    fields = sent(edith)
    shut = gone if engine.dialect.name == "postgresql" else locked
    with shut(engine):
        page = answer_of(edith, fields)
    assert "all that you typed is kept on this page" in page.text
    for word in ("sqlite", "psycopg", "SELECT", "BEGIN", "OperationalError", "locked"):
        assert word not in page.html
    kept = {field.attrib["name"]: field.attrib["value"] for field in page.all("input")}
    assert kept["label"] == TYPED
    again = edith.client.post(EDIT, data=kept, headers={"Sec-Fetch-Site": "same-origin"})
    assert again.status_code == 303
    with db.read_session(engine) as session:
        assert get_record(session, "topic", "participation").record.label == TYPED  # type: ignore[union-attr]


def test_a_page_is_offered_again_and_a_script_gets_json(edith: Desk, engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        # Readers of SQLite never wait: what they meet instead is a file that cannot be read.
        with db.write_transaction(engine) as session:
            session.execute(text("ALTER TABLE people RENAME TO elsewhere"))
        page = _page(edith)
        with db.write_transaction(engine) as session:
            session.execute(text("ALTER TABLE elsewhere RENAME TO people"))
    else:
        with gone(engine):
            page = _page(edith)
            told = edith.client.get("/admin/topics/", headers={"Accept": "application/json"})
            assert told.status_code == 503
            assert "Try again in a moment" in told.get_json()["problem"]
    assert "/admin/topics/?sort=title" in page.links()
    assert edith.get("/admin/topics/?sort=title").status == 200


def _page(desk: Desk) -> Page:
    answer = desk.client.get("/admin/topics/?sort=title")
    assert answer.status_code == 503
    return Page(answer)


def test_a_form_that_may_come_from_elsewhere_is_not_kept(edith: Desk, engine: Engine) -> None:
    fields = sent(edith)
    shut = gone if engine.dialect.name == "postgresql" else locked
    with shut(engine):
        answer = edith.client.post(EDIT, data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code in {400, 403, 503}
    assert MEMO.title not in answer.get_data(as_text=True)
    assert TYPED not in answer.get_data(as_text=True)
