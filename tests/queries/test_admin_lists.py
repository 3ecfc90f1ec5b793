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
from timeline.queries import admin_lists, kind_totals, listed, listed_counts
from timeline.queries.admin_lists import list_keys, page_of_records
from timeline.queries.listed_counts import count_listed
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
    for module in (admin_lists, kind_totals, listed_counts):
        monkeypatch.setattr(module, "kept", lambda _session, _question, answer: answer())
    with read_session(archive) as session:
        usual = [found(session, *query) for query in QUERIES]
        for few, broad, far, walks in ((1, 1, 0, True), (9, 9, 9, False), (0, 1, 9, True)):
            monkeypatch.setattr(listed, "_FEW_OF", few)
            monkeypatch.setattr(listed, "_BROAD", broad)
            monkeypatch.setattr(admin_lists, "_FAR", far)
            monkeypatch.setattr(admin_lists, "_is_worth_walking", lambda *_, walks=walks: walks)
            assert [found(session, *query) for query in QUERIES] == usual


def test_as_many_are_counted_as_there_are(archive: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Much is counted by what is known already, or by what is left out: that must be all of the rest."""
    halves = ("", "cited=yes", "cited=no", "located=yes", "located=no", "disputed=yes", "disputed=no")
    beside = (
        "",
        "since=2019",
        "since=2022",
        "since=2999",
        "status=published",
        "status=draft&status=published",
    )
    ranges = ("from=1990&to=2008", "to=2010", "from=2011", "to=1900", "from=2009&to=2012&kind=guidance")
    words = ("q=memo", "q=-memo", "q=the", "q=memo&status=published", "q=memo&to=2012", "q=nowhere")
    queries = [
        *(f"{half}&{more}" for half in halves for more in beside),
        *(f"{asked}&{more}" for asked in (*ranges, *words) for more in ("", "since=2022")),
    ]
    with read_session(archive) as session:
        for is_most in (False, True):
            if is_most:
                monkeypatch.setattr(listed_counts, "kept", lambda _session, _question, answer: answer())
                monkeypatch.setattr(listed_counts, "_told", lambda *_: None)
                monkeypatch.setattr(listed_counts, "count_of_kind", lambda _, kind: 9 * (kind == "event"))
                monkeypatch.setattr(listed_counts, "count_since", lambda *_: 8)
            for query in queries:
                asked = read_list_filter("event", parse_qs(query)).asked
                keys = list_keys(session, "event", asked, limit=100)
                assert count_listed(session, "event", asked) == len(keys), query
