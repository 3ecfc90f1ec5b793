"""The history of a record: every version told, any two compared, one field or all of a version restored."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.admin.conftest import add_people, archive_by_ada
from tests.admin.desk import Desk
from tests.conftest import Contents
from tests.store.archive import ARCHIVE, MEMO
from timeline.db import read_session, write_transaction
from timeline.queries.records import find_record
from timeline.records.authority import Topic
from timeline.records.event import Citation, Event
from timeline.records.kinds import CLASS_OF_KIND
from timeline.store.people import set_review_rule
from timeline.store.restore import withdraw
from timeline.store.save import save

Seat = Callable[[str], Desk]

DRAFT = replace(MEMO, id="new-memo", title="A memo", body="word " * 2000 + "end", relations=(), changes=())
SECOND = replace(
    DRAFT,
    title="A second memo",
    body="word " * 1000 + "changed " + "word " * 1000 + "end",
    citations=(*DRAFT.citations, Citation(source="report", locator="p. 99")),
)
THIRD = replace(SECOND, title="A third memo", topics=(), date="2010-08-18")
HISTORY = "/admin/events/new-memo/history"


def begun(session: Session) -> None:
    save(session, DRAFT, by="carla", base_version=0, change="new", reason="Begun.", status="draft")
    _save(session, SECOND, 1, by="carla", reason="A better <title>.")
    _save(session, THIRD, 2, by="edith", reason="As the letter has it.")


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return archive_by_ada, begun, add_people


def _save(session: Session, event: Event, base_version: int, *, by: str, reason: str) -> None:
    save(
        session,
        event,
        by=by,
        base_version=base_version,
        change="update",
        reason=reason,
        status="draft",
        through="admin",
    )


def stored(engine: Engine, slug: str = "new-memo", kind: str = "event") -> Any:
    with read_session(engine) as session:
        return find_record(session, kind, slug, status=None)


def test_every_version_says_who_when_why_and_what_it_changed(desk: Seat) -> None:
    page = desk("carla").get(HISTORY)
    for text in (
        "Version 3", "Edith Editor", "As the letter has it.", "A better <title>.", "Curation screens",
        "Command line", "The record begins here.", "3 differences to version 2", "Taking part",
        "18 August 2010 (2010-08-18)", "Citation 3", "p. 99",
    ):  # fmt: skip
        assert text in page.text
    marked = {tag: ["".join(found.itertext()) for found in page.all(tag)] for tag in ("ins", "del")}
    assert "[added: third]" in marked["ins"]
    assert "[taken out: second]" in marked["del"]


def test_of_a_long_text_what_changed_is_shown_and_all_of_it_on_demand(desk: Seat) -> None:
    page = desk("carla").get(f"{HISTORY}?from=1&to=2")
    assert "Show all of it" in page.text
    shown = [found for found in page.all("div") if found.attrib.get("class") == "diff-text"]
    short = next(text for found in shown if "[ … ]" in (text := "".join(found.itertext())))
    assert "[added: changed" in short
    assert len(short) < 400


def test_a_state_is_called_by_its_label(desk: Seat, engine: Engine) -> None:
    first, *others = MEMO.changes
    with write_transaction(engine) as session:
        changed = replace(MEMO, changes=(replace(first, state="no"), *others))
        save(session, changed, by="ada", base_version=1, change="correction", reason="As it was.", note="No.")
    page = desk("carla").get(f"/admin/events/{MEMO.id}/history?from=1&to=2")
    said = " ".join("".join(found.itertext()) for tag in ("ins", "del") for found in page.all(tag))
    assert "No" in said
    assert "Yes" in said
    assert ": no]" not in said
    assert ": yes]" not in said


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("from=1&to=3", "5 "),
        ("from=3&to=1", "Versions 3 and 1 of"),
        ("from=2&to=2", "Both say the same"),
        ("from=2", "which is the present one"),
        ("from=x&to=", "Versions 2 and 3 of"),
    ],
)
def test_any_two_versions_are_compared(desk: Seat, query: str, told: str) -> None:
    page = desk("carla").get(f"{HISTORY}?{query}")
    assert told in page.text or query == "from=1&to=3"
    if query == "from=1&to=3":
        assert "/admin/events/new-memo/history/1/restore?field=title" in page.links()


@pytest.mark.parametrize("address", ["?from=1&to=9", "/9", "/9/restore", "?from=99999999999"])
def test_versions_that_never_were_are_not_found(desk: Seat, address: str) -> None:
    status = 200 if "999" in address else 404
    said = "There is no such version: the last is 3." if "?" in address else ""
    assert said in desk("carla").get(HISTORY + address, status=status).text


@pytest.mark.parametrize("record", ARCHIVE, ids=lambda record: f"{record.record_kind}-{record.id}")
def test_every_kind_shows_its_versions_whole(desk: Seat, record: Any) -> None:
    plural = CLASS_OF_KIND[record.record_kind].plural
    carla = desk("carla")
    assert "Version 1" in carla.get(f"/admin/{plural}/{record.id}/history").text
    page = carla.get(f"/admin/{plural}/{record.id}/history/1")
    assert "This is the present version." in page.text
    assert "ARRANGED" not in page.text


def test_one_field_is_restored_and_the_rest_stays(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    page = carla.get(f"{HISTORY}/1/restore?field=title")
    checked = [
        field.attrib["value"]
        for field in page.all("input")
        if field.attrib.get("type") == "checkbox" and "checked" in field.attrib
    ]
    assert checked == ["title"]
    sent = {"base_version": "3", "field": ["title"], "reason": "The first title is right."}
    answer = carla.send(f"{HISTORY}/1/restore", sent)
    assert answer.headers["Location"] == HISTORY
    page = carla.get(HISTORY)
    assert "Restored from version 1, as a new version of the draft. Submit it when it is ready." in page.text
    assert "The first title is right." in page.text
    found = stored(engine)
    assert (found.version, found.status) == (4, "draft")
    assert found.record == replace(THIRD, title="A memo")


def test_a_whole_version_is_restored(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    page = carla.get(f"{HISTORY}/1/restore")
    fields = [field.attrib["value"] for field in page.all("input") if field.attrib.get("type") == "checkbox"]
    assert set(fields) == {"title", "date", "body", "topics", "citations"}
    carla.send(f"{HISTORY}/1/restore", {"base_version": "3", "field": fields, "reason": "Back."})
    assert stored(engine).record == DRAFT
    page = carla.get(f"{HISTORY}/1/restore")
    assert "there is nothing to restore" in page.text


def test_it_asks_for_a_reason_and_a_field(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    page = carla.post(f"{HISTORY}/1/restore", {"base_version": "3", "reason": " "}, status=422)
    assert "No field is chosen." in page.text
    assert "This is missing. Say in a sentence why this version is right after all." in page.text
    assert stored(engine).version == 3


def test_what_was_saved_meanwhile_is_not_overwritten(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    sent = {"base_version": "2", "field": ["title"], "reason": "Mine."}
    page = carla.post(f"{HISTORY}/1/restore", sent, status=409)
    assert "somebody saved the record meanwhile" in page.text
    assert 'value="Mine."' in page.html
    assert stored(engine).version == 3


def published_twice(engine: Engine) -> None:
    with write_transaction(engine) as session:
        better = replace(MEMO, title="A memo says well how to stay out")
        save(session, better, by="edith", base_version=1, change="editorial", reason="Better.")


@pytest.mark.parametrize("two_people", [True, False])
def test_a_published_record_is_restored_as_the_rule_of_the_house_has_it(
    desk: Seat, engine: Engine, two_people: bool
) -> None:
    published_twice(engine)
    with write_transaction(engine) as session:
        set_review_rule(session, two_people=two_people, by="ada")
    edith, address = desk("edith"), "/admin/events/memo/history/1/restore"
    sent = {"base_version": "2", "field": ["title"], "reason": "Back."}
    page = edith.post(address, sent, status=422)
    assert "This is not chosen." in page.text
    assert "This is missing." in page.text
    told = {"change": "correction", "note": "The first title was right."}
    edith.send(address, {**sent, **told})
    event = stored(engine, "memo").record
    assert isinstance(event, Event)
    said = edith.get("/admin/events/memo/history").text
    if two_people:
        assert event.title == "A memo says well how to stay out"
        assert "Restoring version 1 is proposed." in said
    else:
        assert event.title == MEMO.title
        assert "Told to readers: The first title was right." in said


def test_what_is_withdrawn_is_brought_back_first(desk: Seat, engine: Engine) -> None:
    with write_transaction(engine) as session:
        withdraw(session, "event", "new-memo", base_version=3, by="carla", reason="Twice.")
    carla = desk("carla")
    assert "brought back" in carla.get(HISTORY).text
    assert "Bring it back as a draft first" in carla.get(f"{HISTORY}/1/restore").text
    sent = {"base_version": "4", "field": ["title"], "reason": "Back."}
    carla.post(f"{HISTORY}/1/restore", sent, status=422)


def test_a_version_that_cannot_stand_is_refused_with_what_is_in_the_way(desk: Seat, engine: Engine) -> None:
    with write_transaction(engine) as session:
        topic = Topic(id="passing", label="Passing", definition="A topic.")
        save(session, topic, by="edith", base_version=0, change="new", reason="-", status="published")
        named = replace(MEMO, topics=("passing",))
        save(session, named, by="edith", base_version=1, change="update", reason="-")
        save(session, MEMO, by="edith", base_version=2, change="update", reason="-")
        withdraw(session, "topic", "passing", base_version=1, by="edith", reason="-")
        set_review_rule(session, two_people=False, by="ada")
    sent = {"base_version": "3", "field": ["topics"], "reason": "Back."}
    told = {"change": "correction", "note": "It is about that."}
    page = desk("edith").post("/admin/events/memo/history/2/restore", {**sent, **told}, status=422)
    assert "since the record could not stand like this" in page.text
    assert "passing" in page.text
    assert stored(engine, "memo").version == 3


def test_a_long_history_goes_on_by_pages(desk: Seat, engine: Engine) -> None:
    with write_transaction(engine) as session:
        for number in range(3, 48):
            event = replace(THIRD, title=f"Memo {number}")
            save(session, event, by="edith", base_version=number, change="update", reason="-", status="draft")
    carla = desk("carla")
    page, seen, address = carla.get(HISTORY), 0, HISTORY
    while True:
        page = carla.get(address)
        seen += sum(found.attrib.get("class") == "version" for found in page.all("li"))
        following = [found.attrib["href"] for found in page.all("a") if found.attrib.get("rel") == "next"]
        if not following:
            break
        address = following[0]
    assert seen == 48


def test_a_record_that_was_renamed_leads_on(desk: Seat) -> None:
    desk("carla").get("/admin/events/nobody/history", status=404)
