"""What to do next: counts, lists, and a walk from record to record that keeps its place."""

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from tests.admin.conftest import add_people, archive_by_ada
from tests.admin.desk import Desk
from tests.conftest import Contents
from tests.store.archive import ARCHIVE, LETTER, MEMO
from timeline.db import read_session, write_transaction
from timeline.queries import worklist as worklists
from timeline.queries import worklist_states
from timeline.queries.policy_archive import forget
from timeline.queries.worklists import WORKLISTS
from timeline.records.event import Citation, Event
from timeline.records.question import Question
from timeline.store.reports import save_report
from timeline.store.save import save

Seat = Callable[[str], Desk]
LIST = "/admin/work/missing-locators/"


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return archive_by_ada, add_people


def test_the_first_page_says_what_to_do_and_every_list_opens(desk: Seat) -> None:
    carla = desk("carla")
    page = carla.get("/admin/")
    assert "What to do next" in page.text
    assert "Missing locators" in page.text
    assert LIST in page.links()
    for worklist in WORKLISTS:
        assert worklist.title in carla.get(f"/admin/work/{worklist.id}/").text
    carla.get("/admin/work/nothing/", status=404)


def test_the_first_page_does_not_wait_for_what_takes_long(
    desk: Seat, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist_states, "FOLDED_AT_ONCE", 0)
    monkeypatch.setattr(worklists, "LARGE", 0)
    with read_session(engine) as session:
        forget(session)
    carla = desk("carla")
    text = carla.get("/admin/").text
    for title in ("States with gaps", "Unsourced statements", "Quoted without a text"):
        assert f"{title} Counted when the list is opened" in text
    for name in ("unsourced", "uncompared"):
        assert carla.client.get(f"/admin/work/{name}/count").status_code == 200
    answer = carla.client.get("/admin/work/gaps/count").get_json()
    assert answer["text"] == str(answer["count"])
    assert "Counted when" not in carla.get("/admin/").text  # All is folded now.
    save_something = dataclasses.replace(MEMO, summary="Another.")
    with write_transaction(engine) as session:
        save(session, save_something, by="ada", base_version=1, change="update", reason="Test.")
    # What rests on all that is cited is looked for anew, the rules are folded but for what was written.
    text = carla.get("/admin/").text
    assert "States with gaps Counted when" not in text
    assert "Unsourced statements Counted when" in text


def test_a_walk_goes_from_record_to_record_and_keeps_its_place(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    first = carla.client.get(f"{LIST}next").headers["Location"]
    page = carla.get(first)
    (onward,) = [link.attrib["href"] for link in page.all("a") if link.attrib.get("rel") == "next"]
    second = carla.client.get(onward).headers["Location"]
    assert second != first
    page = carla.get(second)
    (back,) = [link.attrib["href"] for link in page.all("a") if link.attrib.get("rel") == "prev"]
    # The first is put right in between; the walk goes on from its place all the same.
    _put_right(engine, first)
    assert carla.client.get(onward).headers["Location"] == second
    assert carla.client.get(back).headers["Location"] != first
    # On any other screen the way on is still there, until one stops.
    assert "Missing locators" in carla.get("/admin/events/").text
    carla.send("/admin/work/stop", {})
    assert "Missing locators" not in carla.get("/admin/events/").text


def _put_right(engine: Engine, address: str) -> None:
    slug = address.split("/")[3]
    (record,) = [record for record in ARCHIVE if isinstance(record, Event | Question) and record.id == slug]
    right: Event | Question
    if isinstance(record, Event):
        cited = tuple(dataclasses.replace(citation, locator="p. 1") for citation in record.citations)
        right = dataclasses.replace(record, citations=cited)
    else:
        claims = tuple(dataclasses.replace(claim, locator="p. 1") for claim in record.claims)
        right = dataclasses.replace(record, claims=claims)
    with write_transaction(engine) as session:
        save(session, right, by="ada", base_version=1, change="update", reason="Where it stands.")


def test_the_end_of_a_walk_says_what_is_left(desk: Seat) -> None:
    carla = desk("carla")
    page = carla.get(LIST)
    onward = [f"{LIST}next"]
    while onward:
        page = carla.get(carla.client.get(onward[0]).headers["Location"])
        onward = [link.attrib["href"] for link in page.all("a") if link.attrib.get("rel") == "next"]
    assert "This is the end of the list “Missing locators”." in page.text


def test_a_place_that_is_not_one_is_the_beginning(desk: Seat) -> None:
    carla = desk("carla")
    for place in ("x", "-1", "999999999999999999999999", "%00", "'", "x" * 5000):
        for worklist in WORKLISTS:
            carla.get(f"/admin/work/{worklist.id}/?after={place}")
            assert carla.client.get(f"/admin/work/{worklist.id}/next?behind={place}").status_code == 303


def test_a_report_is_answered_from_its_worklist(desk: Seat, engine: Engine) -> None:
    with write_transaction(engine) as session:
        save_report(
            session,
            about=None,
            page="/about",
            wrong="A word is missing.",
            evidence="",
            contact="",
            sender="s",
            at_utc=dt.datetime.now(dt.UTC),
        )
    edith = desk("edith")
    assert edith.client.get("/admin/work/reports/next").headers["Location"] == "/admin/reports/1"
    edith.get("/admin/work/reports/")
    assert "Reports from readers" in edith.get("/admin/").text


def test_what_waits_for_a_person_stands_first(desk: Seat, engine: Engine) -> None:
    draft = dataclasses.replace(MEMO, id="new", title="A new memo", citations=(Citation(source="report"),))
    with write_transaction(engine) as session:
        save(session, draft, by="carla", base_version=0, change="new", reason="New.", status="review")
    assert "Waiting for you 1" in desk("edith").get("/admin/").text
    page = desk("carla").get("/admin/")
    assert "What you are working on 1" in page.text
    assert "Waiting for you" not in page.text
    assert LETTER.title not in page.text
