"""A page of a list is the same in whatever way the database comes to it."""

import dataclasses
import datetime as dt
from urllib.parse import parse_qs

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.store.archive import ARCHIVE, MEMO
from timeline.db import read_session, write_transaction
from timeline.list_filter import read_list_filter
from timeline.queries import admin_lists, listed
from timeline.queries.admin_lists import page_of_records
from timeline.store.save import save, save_all

QUERIES = [
    (f"{query}&{since}", sort)
    for query in ("", "topic=participation", "q=memo", "cited=yes")
    for since in ("", "since=2019", "since=2022", "since=2999")
    for sort in ("title", "-evidence")
]


@pytest.fixture
def archive(engine: Engine) -> Engine:
    with write_transaction(engine) as session:
        long_ago = dt.datetime(2020, 5, 1, tzinfo=dt.UTC)
        save_all(session, ARCHIVE, by="ada", reason="To have some.", at_utc=long_ago)
    with write_transaction(engine) as session:
        newer = dataclasses.replace(MEMO, title="A memo that says more")
        save(session, newer, by="ben", base_version=1, change="update", reason="Another source.")
    return engine


def found(session: Session, query: str, sort: str) -> tuple[int, list[list[str]]]:
    asked = read_list_filter("event", parse_qs(query)).asked
    pages = [page_of_records(session, "event", asked, sort=sort, page=page, size=1) for page in (1, 3)]
    return pages[0].total, [[row.id for row in page.rows] for page in pages]


def test_what_was_changed_since_a_day_is_found_under_every_filter(archive: Engine) -> None:
    with read_session(archive) as session:
        totals = {query: found(session, query, "title")[0] for query, _ in QUERIES}
    assert {query: total for query, total in totals.items() if "since=2022" in query} == {
        "&since=2022": 1,
        "topic=participation&since=2022": 1,
        "q=memo&since=2022": 1,
        "cited=yes&since=2022": 1,
    }
    assert totals["&since=2019"] == totals["&"] == 3
    assert totals["&since=2999"] == 0


def test_every_way_to_a_page_leads_to_the_same(archive: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is looked up, gathered, or asked row by row, depends on numbers; what is found does not."""
    monkeypatch.setattr(listed, "kept", lambda _session, _question, answer: answer())
    monkeypatch.setattr(admin_lists, "kept", lambda _session, _question, answer: answer())
    with read_session(archive) as session:
        usual = [found(session, *query) for query in QUERIES]
        for few, broad, far, walks in ((1, 1, 0, True), (9, 9, 9, False), (0, 1, 9, True)):
            monkeypatch.setattr(listed, "_FEW_OF", few)
            monkeypatch.setattr(listed, "_BROAD", broad)
            monkeypatch.setattr(admin_lists, "_FAR", far)
            monkeypatch.setattr(admin_lists, "_is_worth_walking", lambda *_, walks=walks: walks)
            assert [found(session, *query) for query in QUERIES] == usual
