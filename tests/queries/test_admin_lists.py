"""A page of a list is the same in whatever way the database comes to it."""

import dataclasses
import datetime as dt
from itertools import product
from operator import attrgetter
from urllib.parse import parse_qs

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.store.archive import ARCHIVE, MEMO
from timeline.db import read_session, write_transaction
from timeline.list_filter import ListFilter, read_list_filter
from timeline.models.history import RecordRow
from timeline.models.listing import ListingRow
from timeline.queries import admin_lists, kind_totals, listed, listed_counts
from timeline.queries.admin_lists import list_keys, page_of_records
from timeline.queries.listed_counts import count_listed
from timeline.records.event import Citation
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


DATES = (
    "2010-05-01", "2010", "1990/2010", "../2009-12", "2009/..", "", "2011-12-31/2013-01-02", "2012-02",
    "1985-01/1985-02", "2030", "2009-12-31/2011-01-01",
)  # fmt: skip
SPANS = ((2010, 2010), (2011, 2012), (1984, 2031), (2009, None), (2013, None), (None, 2009), (None, 1984))


@pytest.fixture
def dated(engine: Engine) -> Engine:
    with write_transaction(engine) as session:
        events = [
            dataclasses.replace(
                MEMO,
                id=f"event-{at}",
                title=f"Number {at}",
                date=date,
                date_basis=MEMO.date_basis if date else "unknown",
                changes=(),
                citations=(Citation(source="report", locator="p. 2", bears_on=("title",)),),
            )
            for at, date in enumerate(DATES)
        ]
        save_all(session, [*ARCHIVE, *events], by="ada", reason="To have some.")
    return engine


def lies_in(key: str, first: int | None, last: int | None) -> bool:
    """Tell whether a date may lie in years, by the key of its place."""
    unknown = dt.date.max.toordinal() + 1
    earliest, latest = (int(bound) for bound in key.split("."))
    if earliest == latest == unknown:
        return first is None and last is None
    begins = earliest == unknown or last is None or earliest <= dt.date(last, 12, 31).toordinal()
    return begins and (first is None or latest >= dt.date(first, 1, 1).toordinal())


def test_a_range_finds_each_date_that_may_lie_in_it_wherever_it_begins(
    dated: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with read_session(dated) as session:
        rows = {
            row.record_id: row
            for row in session.scalars(select(ListingRow).where(ListingRow.kind == "event"))
        }
        slugs = {row.id: row.slug for row in session.scalars(select(RecordRow))}
        for is_walking in (True, False):
            monkeypatch.setattr(admin_lists, "follows_index", lambda *_, walks=is_walking: walks)
            monkeypatch.setattr(admin_lists, "_is_worth_walking", lambda *_, walks=is_walking: walks)
            for (first, last), sort in product(SPANS, ("date", "-date", "title", "-title")):
                asked = ListFilter(from_text=str(first or ""), to_text=str(last or ""))
                expected = [
                    slugs[row.record_id]
                    for row in sorted(
                        rows.values(), key=attrgetter(f"{sort.strip('-')}_key", "status", "record_id")
                    )
                    if lies_in(row.date_key, first, last)
                ][:: -1 if sort.startswith("-") else 1]
                pages = [
                    page_of_records(session, "event", asked, sort=sort, page=at, size=4)
                    for at in (1, 2, 3, 4)
                ]
                shown = dict.fromkeys(row.id for page in pages for row in page.rows)
                assert list(shown) == expected, (first, last, sort, is_walking)
                assert pages[0].total == len(expected)


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
