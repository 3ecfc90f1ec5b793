"""Reports from readers: listed by state, read with care, answered by editors."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from tests.admin.desk import Desk
from tests.store.archive import ARCHIVE, MEMO
from timeline.db import write_transaction
from timeline.store.reports import save_report
from timeline.store.save import save_all

Seat = Callable[[str], Desk]
WRONG = "The memo is of the 18th, <b>not</b> the 17th."


@pytest.fixture(autouse=True)
def report(engine: Engine) -> int:
    with write_transaction(engine) as session:
        save_all(session, ARCHIVE, by="ada", reason="To have some.")
        return save_report(
            session,
            about=("event", "memo"),
            page="/events/memo",
            wrong=WRONG,
            evidence="Page 1.",
            contact="reader@example.org",
            sender="s",
            at_utc=dt.datetime.now(dt.UTC),
        )


def test_an_editor_reads_and_answers(desk: Seat, report: int) -> None:
    edith = desk("edith")
    assert WRONG in edith.get("/admin/reports/").text
    page = edith.get(f"/admin/reports/{report}")
    assert "reader@example.org" in page.text
    assert MEMO.title in page.text
    assert "/admin/events/memo/edit" in page.links()
    answer = edith.send(f"/admin/reports/{report}", {"state": "accepted", "answer": "Put right."})
    page = edith.get(answer.headers["Location"])
    assert f"Report {report}: accepted. None waits any more." in page.text
    assert "No report waits for an answer." in page.text
    assert WRONG in edith.get("/admin/reports/?state=accepted").text
    assert "Put right." in edith.get(f"/admin/reports/{report}").text


def test_what_is_missing_or_too_long_is_told_and_nothing_typed_is_lost(desk: Seat, report: int) -> None:
    edith = desk("edith")
    page = edith.post(f"/admin/reports/{report}", {"state": "declined", "answer": ""}, status=422)
    assert "This is missing. Say in a sentence why" in page.text
    page = edith.post(f"/admin/reports/{report}", {"state": "accepted", "answer": "x" * 3000}, status=422)
    assert "x" * 3000 in page.text
    page = edith.post(f"/admin/reports/{report}", {"state": "shouted"}, status=422)
    assert "This is not a state." in page.text


def test_a_contributor_reads_but_neither_answers_nor_sees_who_wrote(desk: Seat, report: int) -> None:
    carla = desk("carla")
    page = carla.get(f"/admin/reports/{report}")
    assert "reader@example.org" not in page.text
    assert "Save the answer" not in page.text
    carla.post(f"/admin/reports/{report}", {"state": "accepted"}, status=403)


def test_addresses_of_nothing_are_no_pages(desk: Seat) -> None:
    edith = desk("edith")
    edith.get("/admin/reports/4711", status=404)
    edith.get("/admin/reports/99999999999", status=404)
    for query in ("state=x", "before=x", "before=99999999999999999999", "before=٣"):
        edith.get(f"/admin/reports/?{query}")
