"""A place in a source is two fields of a form, the kind and which one, of the one text that is kept."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from tests.admin.conftest import add_people, archive_by_ed
from tests.admin.desk import Desk
from tests.admin.forms import form_of_page, problem_beside, value_of
from tests.conftest import Contents
from timeline.db import read_session
from timeline.queries.records import find_record
from timeline.records.event import Event
from timeline.records.locators import split

Seat = Callable[[str], Desk]


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return archive_by_ed, add_people


def locator_of(engine: Engine, slug: str) -> str:
    with read_session(engine) as session:
        found = find_record(session, "event", slug, status=None)
    assert found is not None
    assert isinstance(found.record, Event)
    return found.record.citations[0].locator


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("page", "4–6", "pp. 4–6"),
        ("", "p. 4", "p. 4"),
        ("page", "p. 4", "p. 4"),
        ("note", "para. 3", "para. 3"),
        ("paragraph", "The Basics, 2", "The Basics, para. 2"),
        ("", "masthead", "masthead"),
        ("", "4", "4"),
    ],
)
def test_where_in_a_source_is_a_kind_and_which_one(
    desk: Seat, engine: Engine, kind: str, value: str, kept: str
) -> None:
    carla = desk("carla")
    page = carla.get("/admin/events/new")
    typed = {"citations-0-source": "report", "citations-0-locator-kind": kind, "citations-0-locator": value}
    form = {**form_of_page(page).to_dict(flat=False), "title": "An event", **typed}
    looked = form_of_page(carla.post("/admin/events/new", {**form, "act": "look"}))
    assert (looked["citations-0-locator-kind"], looked["citations-0-locator"]) == split(kept)
    carla.send("/admin/events/new", {**form, "act": "save"})
    assert locator_of(engine, "an-event") == kept


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("page", "", "Says page, but not which one."),
        ("paragraph", "page 4", "Does not name a paragraph, which is the kind that was chosen."),
        ("nonsense", "4", "Names no kind of place that is known."),
    ],
)
@pytest.mark.parametrize(
    ("plural", "name"),
    [
        ("events", "citations-0-locator"),
        ("series", "figures-0-locator"),
        ("questions", "claims-0-locator"),
        ("sources", "mentions-0-locator"),
    ],
)
def test_a_kind_of_place_that_says_nothing_with_its_value_is_told_beside_it(
    desk: Seat, plural: str, name: str, kind: str, value: str, told: str
) -> None:
    carla = desk("carla")
    form = form_of_page(carla.get(f"/admin/{plural}/new")).to_dict(flat=False)
    typed = {f"{name}-kind": kind, name: value, "act": "save"}
    page = carla.post(f"/admin/{plural}/new", {**form, **typed}, status=422)
    assert told in problem_beside(page, name)
    assert f"#{name}" in page.links()
    kept = (value_of(page, f"{name}-kind"), value_of(page, name).strip())
    assert kept == ((kind, value) if kind != "nonsense" else ("", "nonsense 4"))


def test_where_two_meet_both_fields_are_carried_on(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    typed = {
        "title": "An event",
        "citations-0-source": "report",
        "citations-0-locator": "p. 4",
        "act": "save",
    }
    carla.send("/admin/events/new", {**form_of_page(carla.get("/admin/events/new")), **typed})
    address = "/admin/events/an-event/edit"
    mine = form_of_page(carla.get(address)).to_dict(flat=False)
    theirs = desk("emil")
    sent = form_of_page(theirs.get(address)).to_dict(flat=False)
    theirs.send(address, {**sent, "citations-0-locator": "5", "act": "save"})
    changed = {"citations-0-locator-kind": "note", "citations-0-locator": "6", "act": "save"}
    page = carla.post(address, {**mine, **changed}, status=409)
    assert all(text in page.text for text in ("p. 5", "note 6"))
    kept = {
        field.attrib["name"]: field.attrib["value"]
        for field in page.all("input")
        if field.attrib.get("type") == "hidden" and field.attrib["name"] != "csrf_token"
    }
    sides = {
        name: "mine"
        for name in (field.attrib.get("name", "") for field in page.all("input"))
        if "side-" in name
    }
    carla.send(address, {**kept, **sides, "act": "save"})
    assert locator_of(engine, "an-event") == "note 6"


def test_a_proposal_has_the_two_fields_again(desk: Seat) -> None:
    carla = desk("carla")
    form = form_of_page(carla.get("/admin/events/memo/edit")).to_dict(flat=False)
    told = {"account-change": "correction", "account-note": "It is another page.", "act": "propose"}
    typed = {"citations-0-locator-kind": "page", "citations-0-locator": "4–6"}
    carla.send("/admin/events/memo/edit", {**form, **told, **typed})
    page = carla.get("/admin/proposals/1/edit")
    assert [value_of(page, name) for name in typed] == ["page", "4–6"]
    assert "pp. 4–6" in carla.get("/admin/proposals/1").text
