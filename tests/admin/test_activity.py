"""Everything that was done: filtered, as CSV, and an act taken back after asking."""

import csv
import dataclasses
import io
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.admin.conftest import add_people, archive_by_ada
from tests.admin.desk import Desk
from tests.conftest import Contents
from tests.store.archive import ARCHIVE, MEMO
from timeline.db import read_session, write_transaction
from timeline.queries.activity import (
    NEWEST,
    Activity,
    ActivityFilter,
    Before,
    page_of_activity,
    stream_activity,
)
from timeline.queries.records import get_record
from timeline.rights import Curator
from timeline.store.proposals import propose
from timeline.store.restore import withdraw
from timeline.store.save import save_all

Seat = Callable[[str], Desk]


def withdrawal(session: Session) -> None:
    withdraw(session, "question", "what-day", base_version=1, by="edith", reason="=1+1", through="admin")


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return archive_by_ada, withdrawal, add_people


def test_all_is_listed_and_can_be_narrowed(desk: Seat) -> None:
    carla = desk("carla")
    page = carla.get("/admin/activity")
    assert "Edith Editor" in page.text
    assert MEMO.title in page.text
    for query, there in {
        "by=edith": False,
        "by=ada": True,
        "kind=event": True,
        "kind=topic": False,
        "change=withdrawal": False,
        "through=import": True,
        "through=admin": False,
        "status=published": True,
        "batch=import-1": True,
        "from=2020": True,
        "to=2020": False,
    }.items():
        page = carla.get(f"/admin/activity?{query}")
        table = "".join("".join(part.itertext()) for part in page.all("table"))
        assert (MEMO.title in table) is there, query


def test_what_is_proposed_stands_in_it_too(desk: Seat, engine: Engine) -> None:
    carla, edith = desk("carla"), desk("edith")
    with write_transaction(engine) as session:
        who = Curator(handle="carla", role="contributor")
        changed = dataclasses.replace(MEMO, title="A memo")
        number = propose(
            session,
            changed,
            who=who,
            base_version=1,
            change="correction",
            note="It was wrong.",
            reason="Seen.",
        )
    edith.send(f"/admin/proposals/{number}/return", {"version": "1", "reason": "=Which page?"})
    page = carla.get("/admin/activity?by=carla")
    assert "It was wrong. Seen." in page.text
    assert f"/admin/proposals/{number}" in page.links()
    assert "Returned" in carla.get("/admin/activity?kind=event&by=edith").text
    for query in (
        "by=carla&status=published",
        "by=carla&through=admin",
        "by=carla&kind=topic",
        "by=carla&to=2020",
    ):
        assert "Nothing like this was done" in carla.get(f"/admin/activity?{query}").text
    text = carla.client.get("/admin/activity.csv?change=correction").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["by"], row["revision"], row["proposal"], row["status"]) for row in rows] == [
        ("edith", "", str(number), "returned"),
        ("carla", "", str(number), "review"),
    ]
    assert rows[0]["reason"] == "'=Which page?"


def test_pages_of_revisions_and_proposals_leave_nothing_out(desk: Seat, engine: Engine) -> None:
    who = Curator(handle="carla", role="contributor")
    with write_transaction(engine) as session:
        for note in ("One.", "Two.", "Three."):
            changed = dataclasses.replace(MEMO, title=note)
            propose(session, changed, who=who, base_version=1, change="update", note=note)
        whole = list(stream_activity(session, ActivityFilter()))
        found: list[Activity] = []
        before: Before | None = NEWEST
        while before is not None:
            page = page_of_activity(session, ActivityFilter(), before=before, limit=2, with_proposals=True)
            found += page.lines
            before = page.before
    assert found == whole
    assert len(found) == len(ARCHIVE) + 1 + 3
    assert [line.note for line in found[:3]] == ["Three.", "Two.", "One."]
    assert "Nothing" not in desk("carla").get("/admin/activity?before=0.3.1").text


def test_what_cannot_be_read_is_told_beside_its_field(desk: Seat) -> None:
    carla = desk("carla")
    assert "This is not a date." in carla.get("/admin/activity?from=soon").text
    for value in ("\x00", "x" * 5000, "<b>", "☃", "99999999999999999999", "2010-13"):
        for name in ("by", "kind", "change", "through", "status", "batch", "from", "to", "before"):
            carla.get(f"/admin/activity?{urlencode({name: value})}")
            answer = carla.client.get(f"/admin/activity.csv?{urlencode({name: value})}")
            assert answer.status_code == 200


def test_the_file_has_a_row_a_change_and_nothing_that_a_spreadsheet_runs(desk: Seat) -> None:
    carla = desk("carla")
    answer = carla.client.get("/admin/activity.csv")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert len(rows) == len(ARCHIVE) + 1
    assert rows[0]["reason"] == "'=1+1"
    narrowed = carla.client.get("/admin/activity.csv?kind=event").get_data(as_text=True)
    assert len(narrowed.splitlines()) == 1 + sum(record.record_kind == "event" for record in ARCHIVE)


def test_an_act_is_undone_after_asking_and_the_undoing_too(desk: Seat, engine: Engine) -> None:
    edith = desk("edith")
    with write_transaction(engine) as session:
        more = [dataclasses.replace(MEMO, id=f"copy-{number}") for number in (1, 2)]
        batch = save_all(session, more, by="ada", reason="Two more.").batch
    assert f"/admin/activity/undo?batch={batch}" in edith.get("/admin/activity").links()
    page = edith.get(f"/admin/activity/undo?batch={batch}")
    assert "2 records become what they were before" in page.text
    answer = edith.send("/admin/activity/undo", {"batch": batch, "reason": "By mistake."})
    page = edith.get(answer.headers["Location"])
    assert "2 records are as before." in page.text
    assert _status(engine, "copy-1") == "withdrawn"
    (again,) = [link for link in page.links() if "undo?batch=undo-" in link][:1]
    edith.send("/admin/activity/undo", {"batch": again.partition("=")[2]})
    assert _status(engine, "copy-1") == "published"


def test_an_act_whose_records_were_changed_since_is_not_undone(desk: Seat, engine: Engine) -> None:
    edith = desk("edith")
    answer = edith.send("/admin/activity/undo", {"batch": "import-1"})
    assert "Nothing was undone" in edith.get(answer.headers["Location"]).text
    assert _status(engine, "memo") == "published"


def test_an_act_that_never_was_is_no_page(desk: Seat) -> None:
    edith = desk("edith")
    for batch in ("", "nothing-1", "x" * 500, "a\x00b"):
        edith.get(f"/admin/activity/undo?{urlencode({'batch': batch})}", status=404)
        edith.post("/admin/activity/undo", {"batch": batch}, status=404)


def _status(engine: Engine, slug: str) -> str:
    with read_session(engine) as session:
        return get_record(session, "event", slug, status=None).status
