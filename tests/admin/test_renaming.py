"""A record is given another id: what names it follows, the old address leads on, one link undoes it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine

from tests.admin.conftest import add_people, archive_by_ada
from tests.admin.desk import Desk
from tests.conftest import Contents
from tests.store.archive import MEMO
from timeline.db import read_session
from timeline.queries.records import get_record
from timeline.store.check import check

Seat = Callable[[str], Desk]
ADDRESS = "/admin/events/memo/rename"
NOTE = "The name was mistyped."


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return add_people, archive_by_ada


def test_an_event_gets_another_id_and_all_follows(desk: Seat, app: Flask, engine: Engine) -> None:
    edith = desk("edith")
    assert ADDRESS in edith.get("/admin/events/memo/edit").links()
    page = edith.get(ADDRESS)
    assert "name it, and follow" in page.text or "names it, and follows" in page.text
    sent = {"version": "1", "to": "the-memo", "note": NOTE}
    for wrong, said in (
        ({"to": "The Memo"}, "This is no id."),
        ({"to": "memo"}, "This is the id that it has."),
        ({"to": "letter"}, "letter"),
        ({"to": "x" * 81}, "This is no id."),
        ({"note": ""}, "This is missing. Tell readers"),
        ({"note": "bell \x07"}, "U+0007"),
    ):
        page = edith.post(ADDRESS, {**sent, **wrong}, status=422)
        assert said in page.text
        assert {**sent, **wrong}["to"] in [field.attrib.get("value") for field in page.all("input")]
    edith.post(ADDRESS, {**sent, "version": "7"}, status=409)
    answer = edith.send(ADDRESS, sent)
    page = edith.get(answer.headers["Location"])
    assert f"“{MEMO.title}” has the id the-memo now" in page.text
    assert app.test_client().get("/events/memo").headers["Location"].endswith("/events/the-memo")
    assert edith.client.get(ADDRESS).headers["Location"].endswith("/admin/events/the-memo/rename")
    (undo,) = [link for link in page.links() if "activity/undo" in link]
    edith.get(undo)
    edith.send("/admin/activity/undo", {"batch": undo.partition("=")[2]})
    with read_session(engine) as session:
        assert get_record(session, "event", "memo").record == MEMO
        assert list(check(session)) == []


def test_a_contributor_may_not(desk: Seat) -> None:
    carla = desk("carla")
    carla.get(ADDRESS, status=403)
    assert ADDRESS not in carla.get("/admin/events/memo/edit").links()
