"""The editors without JavaScript: every kind, every button, and what comes back when something is wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from werkzeug.datastructures import MultiDict

from tests.admin.conftest import add_people, archive_by_ed
from tests.admin.desk import Desk
from tests.admin.forms import form_of_page, problem_beside, value_of
from tests.conftest import Contents
from tests.store.archive import ARCHIVE
from timeline.db import read_session, write_transaction
from timeline.queries.proposals import get_proposal
from timeline.queries.records import find_record
from timeline.records.event import Event
from timeline.records.kinds import CLASS_OF_KIND
from timeline.store.save import save

Seat = Callable[[str], Desk]

MEMO = "/admin/events/memo/edit"


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return archive_by_ed, add_people


def stored(engine: Engine, kind: str, slug: str) -> Any:
    with read_session(engine) as session:
        return find_record(session, kind, slug, status=None)


def filled(page_form: MultiDict[str, str], **more: str) -> MultiDict[str, str]:
    """Type into a form: names are given with _ for -."""
    for name, value in more.items():
        page_form[name.replace("__", "-")] = value
    return page_form


EVENT = {
    "title": "A new rule is made",
    "kind": "reform",
    "date": "spring 2011",
    "summary": "The agency makes a rule.",
    "citations__0__source": "report",
    "citations__0__locator": "note 3",
    "topics__0": "participation",
    "changes__0__policy": "may-stay-out",
    "changes__0__state": "no",
    "changes__0__action": "changed",
}


@pytest.mark.parametrize("record", ARCHIVE, ids=lambda record: f"{record.record_kind}-{record.id}")
def test_the_page_of_every_record_gives_it_back_as_it_is(desk: Seat, record: Any) -> None:
    plural = CLASS_OF_KIND[record.record_kind].plural
    page = desk("edith").get(f"/admin/{plural}/{record.id}/edit")
    sent = form_of_page(page)
    again = desk("edith").post(
        f"/admin/{plural}/{record.id}/edit", {**sent.to_dict(flat=False), "act": "look"}
    )
    assert form_of_page(again).to_dict(flat=False) == sent.to_dict(flat=False)


@pytest.mark.parametrize("kind", CLASS_OF_KIND)
def test_every_kind_has_its_empty_form(desk: Seat, kind: str) -> None:
    page = desk("carla").get(f"/admin/{CLASS_OF_KIND[kind].plural}/new")
    assert f"New {kind}" in page.text


def test_an_event_is_drafted_submitted_and_published_by_somebody_else(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    page = carla.get("/admin/events/new")
    form = filled(form_of_page(page), **EVENT, act="submit")
    answer = carla.send("/admin/events/new", form.to_dict(flat=False))
    assert answer.headers["Location"].endswith("/admin/events/a-new-rule-is-made/edit?kept=1")
    found = stored(engine, "event", "a-new-rule-is-made")
    assert (found.status, found.version) == ("review", 2)
    event = found.record
    assert isinstance(event, Event)
    assert (event.date, event.timelines) == ("2011-21", ("secure-communities",))
    assert event.citations[0].locator == "note 3"
    assert event.changes[0].state == "no"


def test_a_draft_may_lack_anything_and_its_id_comes_from_its_title(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    form = filled(form_of_page(carla.get("/admin/events/new")), title="Émile’s   Memo!", act="save")
    form["title"] = "A memo"
    carla.send("/admin/events/new", {**form.to_dict(flat=False), "title": "Émile’s Memo!"})
    assert stored(engine, "event", "emile-s-memo").status == "draft"
    carla.send("/admin/events/new", {**form.to_dict(flat=False), "title": "Émile’s Memo!"})
    assert stored(engine, "event", "emile-s-memo-2").status == "draft"


def test_submitting_without_a_citation_is_refused_with_the_field_named(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    typed = {name: value for name, value in EVENT.items() if not name.startswith("citations")}
    form = filled(form_of_page(carla.get("/admin/events/new")), **typed, act="submit")
    page = carla.post("/admin/events/new", form.to_dict(flat=False), status=422)
    assert "There must be at least one" in problem_beside(page, "citations")
    assert "Citations" in page.text
    assert "#citations" in page.links()
    assert value_of(page, "summary") == EVENT["summary"]
    assert stored(engine, "event", "a-new-rule-is-made") is None


def test_a_date_that_can_mean_two_days_is_offered_both_ways_and_the_choice_is_kept(
    desk: Seat, engine: Engine
) -> None:
    carla = desk("carla")
    form = filled(form_of_page(carla.get("/admin/events/new")), **{**EVENT, "date": "03/04/2011"}, act="save")
    page = carla.post("/admin/events/new", form.to_dict(flat=False), status=422)
    assert "4 March 2011" in page.text
    assert "3 April 2011" in page.text
    assert value_of(page, "date") == "03/04/2011"
    again = form_of_page(page)
    again["date-choice"] = "2011-04-03"
    again["act"] = "save"
    carla.send("/admin/events/new", again.to_dict(flat=False))
    assert stored(engine, "event", "a-new-rule-is-made").record.date == "2011-04-03"


def test_names_may_be_typed_in_the_place_of_ids(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    typed = {**EVENT, "citations__0__source": "no rules of the ROAD", "topics__0": "Taking part"}
    form = filled(form_of_page(carla.get("/admin/events/new")), **typed, places__0="california", act="save")
    carla.send("/admin/events/new", form.to_dict(flat=False))
    event = stored(engine, "event", "a-new-rule-is-made").record
    assert (event.citations[0].source, event.topics, event.places) == (
        "report",
        ("participation",),
        ("us-ca",),
    )


def test_rows_are_added_and_moved_by_buttons_and_nothing_is_kept(desk: Seat, engine: Engine) -> None:
    edith = desk("edith")
    sent = form_of_page(edith.get(MEMO)).to_dict(flat=False)
    page = edith.post(MEMO, {**sent, "rows": "down:citations-0"})
    assert value_of(page, "citations-0-source") == "page"
    assert value_of(page, "citations-1-source") == "report"
    page = edith.post(MEMO, {**sent, "rows": "add:relations"})
    assert value_of(page, "relations-2-target") == ""
    assert stored(engine, "event", "memo").version == 1


def test_a_change_of_a_published_record_asks_first_what_kind_it_is(desk: Seat, engine: Engine) -> None:
    edith = desk("edith")
    form = form_of_page(edith.get(MEMO))
    form["title"] = "A memo says well how to stay out"
    page = edith.post(MEMO, {**form.to_dict(flat=False), "act": "propose"}, status=422)
    assert "Is not chosen" in problem_beside(page, "account-change")
    assert "Is missing" in problem_beside(page, "account-note")
    told = {"account-change": "editorial", "account-note": "Clearer words.", "act": "propose"}
    edith.send(MEMO, {**form.to_dict(flat=False), **told})
    assert stored(engine, "event", "memo").record.title == "A memo says how to stay out"


def test_a_proposal_is_written_on_and_a_stale_form_is_not_taken(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    form = form_of_page(carla.get(MEMO)).to_dict(flat=False)
    told = {"account-change": "correction", "account-note": "It was another word.", "act": "propose"}
    carla.send(MEMO, {**form, "title": "A memo says how one stays out", **told})
    address = "/admin/proposals/1/edit"
    page = carla.get(address)
    assert value_of(page, "title") == "A memo says how one stays out"
    assert value_of(page, "account-note") == "It was another word."
    sent = form_of_page(page).to_dict(flat=False)
    carla.send(address, {**sent, "summary": "Better said.", "act": "revise"})
    page = carla.post(address, {**sent, "summary": "Said on a stale form.", "act": "revise"}, status=409)
    assert "Said on a stale form." in page.html
    with read_session(engine) as session:
        proposal = get_proposal(session, 1)
    assert isinstance(proposal.record, Event)
    assert (proposal.record.summary, proposal.version) == ("Better said.", 2)
    assert stored(engine, "event", "memo").version == 1


def test_a_new_event_begins_from_the_one_that_it_follows(desk: Seat) -> None:
    page = desk("carla").get("/admin/events/new?follows=memo")
    assert value_of(page, "relations-0-target") == "memo"
    assert value_of(page, "relations-0-relation") == "follows"
    assert value_of(page, "actors-0-actor") == "ice"
    assert value_of(page, "topics-0") == "participation"


def test_what_was_saved_in_between_is_met_three_ways_and_never_overwritten(
    desk: Seat, engine: Engine
) -> None:
    carla = desk("carla")
    form = filled(form_of_page(carla.get("/admin/events/new")), **EVENT, act="save")
    carla.send("/admin/events/new", form.to_dict(flat=False))
    address = "/admin/events/a-new-rule-is-made/edit"
    mine = form_of_page(carla.get(address))
    found = stored(engine, "event", "a-new-rule-is-made")
    theirs = CLASS_OF_KIND["event"](
        **{**_values(found.record), "title": "Theirs", "kind": "guidance", "note": "A note of theirs."}
    )
    with write_transaction(engine) as session:
        save(session, theirs, by="emil", base_version=1, change="update", reason="Test.")
    mine["title"], mine["summary"], mine["kind"] = "Mine", "A summary of mine.", "statement"
    page = carla.post(address, {**mine.to_dict(flat=False), "act": "save"}, status=409)
    assert "Emil Editor saved version 2" in page.text
    # Terms go by their names, and texts are marked against what stood there before.
    for text in ("Theirs", "Mine", "A new rule is made", "Reform", "Guidance", "Statement"):
        assert text in page.text
    assert ["".join(mark.itertext()) for mark in page.all("ins")] == ["Theirs", "Mine"]
    kept = {
        field.attrib["name"]: field.attrib["value"]
        for field in page.all("input")
        if field.attrib.get("type") == "hidden" and field.attrib["name"] != "csrf_token"
    }
    page = carla.post(address, {**kept, "act": "save"}, status=409)
    assert "2 choices are missing. Nothing was saved yet" in page.text
    carla.send(address, {**kept, "act": "save", "side-title": "mine", "side-kind": "base"})
    record = stored(engine, "event", "a-new-rule-is-made").record
    assert record.kind == found.record.kind
    assert (record.title, record.note, record.summary) == ("Mine", "A note of theirs.", "A summary of mine.")


def _values(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def test_a_pasted_reference_becomes_a_draft_and_is_cited(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    form = filled(form_of_page(carla.get("/admin/events/new")), title="Cited", act="paste")
    form["paste-source"] = "@book{smith11, title={Counting}, author={Smith, Ann}, year={2011}}"
    page = carla.post("/admin/events/new", form.to_dict(flat=False))
    assert value_of(page, "title") == "Cited"
    slug = value_of(page, "citations-0-source")
    source = stored(engine, "source", slug)
    assert (source.status, source.record.title) == ("draft", "Counting")
    page = carla.post("/admin/events/new", form.to_dict(flat=False))
    assert value_of(page, "citations-0-source") == slug


def test_several_references_are_each_drafted_and_cited(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    two = "@book{a, title={Counting}, year={2011}}\n@book{b, title={Measuring}, year={2012}}"
    form = filled(form_of_page(carla.get("/admin/events/new")), title="Cited", act="paste")
    form["paste-source"] = two
    page = carla.post("/admin/events/new", form.to_dict(flat=False))
    slugs = [value_of(page, f"citations-{place}-source") for place in (0, 1)]
    assert [stored(engine, "source", slug).record.title for slug in slugs] == ["Counting", "Measuring"]
    assert f"Drafted: the source “{slugs[0]}”, the source “{slugs[1]}”." in page.text
    told = carla.send("/admin/quick/paste", {"text": two}, status=201).get_json()
    assert [one["id"] for one in told["several"]] == slugs
    assert told["message"].startswith("Here already:")


def test_names_that_are_not_there_are_drafted_without_leaving_the_form(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    names: dict[str, Any] = {
        "title": "An event",
        "actors-0-actor": "A New Office",
        "actors-0-role": "author",
        "places-0": "Nowhere County",
        "topics-0": "A new topic",
        "citations-0-source": "A new letter",
    }
    form = filled(form_of_page(carla.get("/admin/events/new")), **names, act="save")
    page = carla.post("/admin/events/new", form.to_dict(flat=False), status=422)
    assert "Add as drafts: the actor “A New Office”" in page.text
    form["act"] = "add-names"
    page = carla.post("/admin/events/new", form.to_dict(flat=False))
    assert "Nothing of this form is saved yet." in page.text
    assert value_of(page, "title") == "An event"
    assert value_of(page, "actors-0-actor") == "a-new-office"
    for kind, slug, name in (
        ("actor", "a-new-office", "A New Office"),
        ("source", value_of(page, "citations-0-source"), "A new letter"),
    ):
        made = stored(engine, kind, slug)
        assert (made.status, getattr(made.record, "name", "") or made.record.title) == ("draft", name)
    again = filled(form_of_page(page), act="save")
    carla.send("/admin/events/new", again.to_dict(flat=False))
    kept = stored(engine, "event", "an-event").record
    assert (len(kept.places), len(kept.topics), len(kept.actors)) == (1, 1, 1)


def test_figures_are_pasted_from_a_spreadsheet(desk: Seat) -> None:
    edith = desk("edith")
    address = "/admin/series/places/edit"
    sent = form_of_page(edith.get(address)).to_dict(flat=False)
    pasted = "Value\tPeriod\tSource\tQualifier\n1,049\t2011\treport\tAbout\n7\t2012-03\treport\texactly\n"
    page = edith.post(address, {**sent, "figures-pasted": pasted, "act": "look"})
    assert [value_of(page, f"figures-2-{name}") for name in ("value", "period", "source", "qualifier")] == [
        "1049",
        "2011",
        "report",
        "about",
    ]
    assert value_of(page, "figures-3-value") == "7"
    again = form_of_page(page)
    again["figures-3-period"] = "03/04/2012"
    page = edith.post(address, {**again.to_dict(flat=False), "act": "look"})
    fields = [field.attrib for field in page.all("input")]
    offered = [each["value"] for each in fields if each.get("name") == "figures-3-period-choice"]
    assert offered == ["2012-03-04", "2012-04-03"]
    chosen = {**form_of_page(page).to_dict(flat=False), "figures-3-period-choice": offered[1], "act": "look"}
    assert value_of(edith.post(address, chosen), "figures-3-period") == "2012-04-03"


def test_what_a_policy_change_finds_in_effect_stands_beside_it(desk: Seat) -> None:
    page = desk("edith").get(MEMO)
    assert "Until then: nothing known." in page.text
