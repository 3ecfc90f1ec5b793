"""Asking for a page changes nothing: every address that can be asked for is, and the database listens."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from timeline.config import Settings
from timeline.db import read_session
from timeline.factory import create_app
from timeline.queries.records import list_records
from timeline.records.kinds import CLASS_OF_KIND

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.IGNORECASE)
#: What stands for a part of an address that is not the id of a record.
_PARTS = {"name": "events.csv", "filename": "icon.svg", "code": "en"}


@pytest.fixture
def written(record_engine: Engine) -> Iterator[list[str]]:
    """Give the statements that write, as they are sent."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if _WRITES.match(statement):
            sent.append(statement)

    event.listen(record_engine, "before_cursor_execute", note)
    yield sent
    event.remove(record_engine, "before_cursor_execute", note)


def test_asking_for_a_page_writes_nothing(record_engine: Engine, written: list[str]) -> None:
    app = create_app(Settings(secret_key="k" * 40), record_engine)
    with read_session(record_engine) as session:
        ids = {kind: list_records(session, kind)[0].record.id for kind in CLASS_OF_KIND}
    kinds = {f"{cls.plural}.show": kind for kind, cls in CLASS_OF_KIND.items()}
    kinds |= {"timeline.show": "timeline", "download.timelinejs": "timeline"}
    client = app.test_client()
    asked = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        given = dict(rule.defaults or {})
        own = ids[str(given.get("kind") or kinds.get(rule.endpoint, "event"))]
        parts = {name: _part(name, converter, own) for name, converter in rule._converters.items()}
        with app.test_request_context():
            url = app.url_for(rule.endpoint, **given, **parts)
        answer = client.get(url)
        answer.get_data()  # What is streamed is made now.
        answer.close()
        assert answer.status_code < 500, url
        assert written == [], url
        asked += 1
    assert asked > 30


def test_what_writes_would_be_heard(record_engine: Engine, written: list[str]) -> None:
    with record_engine.begin() as connection:
        connection.exec_driver_sql("UPDATE dataset SET version = version")
    assert written != []


def _part(name: str, converter: BaseConverter, record_id: str) -> object:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    if isinstance(converter, IntegerConverter):
        return 1
    return _PARTS.get(name, record_id)
