"""Many records at once: chosen in a list, previewed, changed in one act, undone in one."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.admin.conftest import add_people, archive_by_ada
from tests.admin.desk import Desk
from tests.conftest import Contents
from tests.store.archive import MEMO
from timeline.db import read_session, write_transaction
from timeline.queries.records import get_record
from timeline.records.event import Event
from timeline.store.bulk import MOST
from timeline.store.people import set_review_rule
from timeline.store.save import save_all

Seat = Callable[[str], Desk]
CHOSEN = {"which": "chosen", "ids": ["letter", "start"], "back": "/admin/events/?sort=title"}
ADD = {**CHOSEN, "action": "add-topic", "value.add-topic": "participation"}


def alone(session: Session) -> None:
    set_review_rule(session, two_people=False, by="ada")


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return archive_by_ada, alone, add_people


def event(engine: Engine, slug: str) -> Event:
    with read_session(engine) as session:
        found = get_record(session, "event", slug, status=None).record
    assert isinstance(found, Event)
    return found


def carried_on(page: Any) -> dict[str, Any]:
    """Give the hidden fields of a preview, as the browser sends them on."""
    fields: dict[str, Any] = {}
    for field in page.all("input"):
        if field.attrib.get("type") == "hidden" and field.attrib["name"] != "csrf_token":
            fields.setdefault(field.attrib["name"], []).append(field.attrib.get("value", ""))
    return fields


def test_a_topic_is_added_after_a_preview_and_taken_back_in_one_act(desk: Seat, engine: Engine) -> None:
    edith = desk("edith")
    page = edith.post("/admin/bulk/event", CHOSEN)
    assert "Change 2 events" in page.text
    page = edith.post("/admin/bulk/event/preview", ADD)
    assert "2 change" in page.text
    assert "Topics: + Taking part" in page.text
    assert event(engine, "letter").topics == ()
    sent = {**carried_on(page), "change": "editorial", "note": "Filed under their topic."}
    answer = edith.send("/admin/bulk/event/save", sent)
    assert answer.headers["Location"] == "/admin/events/?sort=title"
    page = edith.get(answer.headers["Location"])
    assert "2 records were changed, in one act. Undo it" in page.text
    assert event(engine, "letter").topics == ("participation",)
    (undo,) = [link for link in page.links() if "/admin/activity/undo" in link]
    assert "2 records become what they were before" in edith.get(undo).text
    edith.send("/admin/activity/undo", {"batch": undo.partition("=")[2]})
    assert event(engine, "letter").topics == ()
    assert event(engine, "start").topics == ()


def test_all_that_a_list_shows_can_be_changed(desk: Seat, engine: Engine) -> None:
    edith = desk("edith")
    everything = {"which": "all", "filter.source": "report", "back": "/admin/events/"}
    assert "Change 2 events" in edith.post("/admin/bulk/event", everything).text
    sent = {**everything, "action": "set-significance", "value.set-significance": "3"}
    page = edith.post("/admin/bulk/event/preview", sent)
    assert "Significance: Main event → Detail" in page.text
    edith.send("/admin/bulk/event/save", {**carried_on(page), "note": "Details of the story."})
    assert [event(engine, slug).significance for slug in ("memo", "letter", "start")] == [3, 3, 2]


def test_readers_are_told_why_or_nothing_is_changed(desk: Seat, engine: Engine) -> None:
    edith = desk("edith")
    page = edith.post("/admin/bulk/event/preview", ADD)
    page = edith.post(
        "/admin/bulk/event/save", {**carried_on(page), "note": "", "reason": "Kept"}, status=422
    )
    assert "This is missing. Say in a sentence, for readers" in page.text
    assert 'value="Kept"' in page.html
    assert event(engine, "letter").topics == ()


def test_what_was_saved_in_between_stops_it_and_is_shown(desk: Seat, engine: Engine) -> None:
    edith = desk("edith")
    page = edith.post("/admin/bulk/event/preview", ADD)
    with write_transaction(engine) as session:
        save_all(
            session,
            [Event(**{**_parts(event(engine, "letter")), "note": "Another."})],
            by="ada",
            reason="More.",
            base_versions={("event", "letter"): 1},
        )
    page = edith.post("/admin/bulk/event/save", {**carried_on(page), "note": "Filed."}, status=409)
    assert "Nothing was changed: 1 of them were saved by somebody since." in page.text
    assert event(engine, "start").topics == ()
    edith.send("/admin/bulk/event/save", {**carried_on(page), "note": "Filed."})
    assert event(engine, "letter").topics == ("participation",)


def test_where_a_second_person_publishes_changes_become_proposals(desk: Seat, engine: Engine) -> None:
    with write_transaction(engine) as session:
        set_review_rule(session, two_people=True, by="ada")
    edith = desk("edith")
    page = edith.post("/admin/bulk/event/preview", ADD)
    assert "2 become proposals" in page.text
    answer = edith.send("/admin/bulk/event/save", {**carried_on(page), "note": "Filed."})
    page = edith.get(answer.headers["Location"])
    assert "2 changes were proposed" in page.text
    assert event(engine, "letter").topics == ()
    (undo,) = [link for link in page.links() if "/admin/activity/undo" in link]
    assert "The 2 proposals that the act made and that still wait are withdrawn." in edith.get(undo).text
    answer = edith.send("/admin/activity/undo", {"batch": undo.partition("=")[2]})
    assert "2 proposals are withdrawn." in edith.get(answer.headers["Location"]).text


def test_nothing_chosen_is_told(desk: Seat) -> None:
    edith = desk("edith")
    for sent in ({}, {"which": "chosen", "ids": ["no-such", "../x", ""]}):
        answer = edith.send("/admin/bulk/event", {**sent, "back": "https://elsewhere.example/"}, status=303)
        assert answer.headers["Location"].startswith("/admin/")
        assert "No record was chosen" in edith.get(answer.headers["Location"]).text


def test_an_act_without_its_value_is_asked_for_again(desk: Seat) -> None:
    edith = desk("edith")
    for sent in (
        {},
        {"action": "add-topic"},
        {"action": "add-topic", "value.add-topic": "nothing"},
        {"action": "drop-table"},
        {"action": "set-significance", "value.set-significance": "9"},
    ):
        page = edith.post("/admin/bulk/event/preview", {**CHOSEN, **sent}, status=422)
        assert "Choose what to do" in page.text


def test_a_contributor_may_submit_and_export_and_nothing_else(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    page = carla.post("/admin/bulk/event", CHOSEN)
    assert "Submit for review" in page.text
    assert "Add a topic" not in page.text
    carla.post("/admin/bulk/event/preview", ADD, status=422)
    carla.post("/admin/bulk/event/save", {**ADD, "record": "letter:1", "note": "x"}, status=422)
    assert event(engine, "letter").topics == ()


def test_the_chosen_are_exported_without_formulas(desk: Seat, engine: Engine) -> None:
    with write_transaction(engine) as session:
        save_all(session, [Event(**{**_parts(MEMO), "id": "sum", "title": "=1+1"})], by="ada", reason="Odd.")
    sent = {"which": "chosen", "ids": ["sum", "letter"]}
    answer = desk("carla").send("/admin/bulk/event/export", sent, status=200)
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert [(row["id"], row["title"]) for row in rows] == [
        ("sum", "'=1+1"),
        ("letter", "A letter asks how to stay out"),
    ]
    assert rows[0]["topics"] == "participation" or rows[0]["topics"]


def test_as_many_as_can_be_changed_can_be_sent(desk: Seat) -> None:
    ids = [f"e-{number}" for number in range(MOST)]
    sent = {"which": "chosen", "ids": ["letter", *ids[1:]], "back": "/admin/events/"}
    edith = desk("edith")
    assert "Change" in edith.post("/admin/bulk/event", sent).text


def _parts(record: Event) -> dict[str, Any]:
    return {name: getattr(record, name) for name in Event.__slots__}
