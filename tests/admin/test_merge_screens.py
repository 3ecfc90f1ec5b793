"""Two records of a kind are merged: side by side, previewed, in one act, and taken back again."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.admin.conftest import add_people
from tests.admin.desk import Desk
from tests.admin.test_bulk import carried_on
from tests.conftest import Contents
from tests.store.archive import ARCHIVE, LETTER, MEMO
from timeline.db import read_session, write_transaction
from timeline.queries.records import get_record
from timeline.records.authority import Topic
from timeline.records.event import Event
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.store.check import check
from timeline.store.restore import withdraw
from timeline.store.save import save, save_all

Seat = Callable[[str], Desk]
ADDRESS = "/admin/topics/merge"
OTHER = Topic(id="joining", label="Joining in", definition="Who joins.", broader="programme")
LETTER_TOO = replace(LETTER, topics=("joining",))


def archive(session: Session) -> None:
    records: list[Record] = [LETTER_TOO if record is LETTER else record for record in ARCHIVE]
    save_all(session, [*records, OTHER], by="ada", reason="To have some.")


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return archive, add_people


def now(engine: Engine, kind: str, slug: str) -> Any:
    with read_session(engine) as session:
        return get_record(session, kind, slug, status=None)


def side_by_side(desk: Desk, keep: str = "participation", other: str = "joining") -> dict[str, Any]:
    """Give what the page of both sends when nothing is changed on it."""
    page = desk.get(f"{ADDRESS}?keep={keep}&other={other}")
    return {**carried_on(page), **ticked(page)}


def ticked(page: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field in page.all("input"):
        if field.attrib.get("type") in {"radio", "checkbox"} and "checked" in field.attrib:
            found.setdefault(field.attrib["name"], []).append(field.attrib["value"])
    return found


def test_two_topics_become_one_and_two_again(desk: Seat, engine: Engine, app: Flask) -> None:
    edith = desk("edith")
    sent = side_by_side(edith)
    page = edith.post(ADDRESS, {**sent, "field-definition": "other", "act": "preview"})
    for text in ("[added: joins]", "One record names it", "A letter asks how to stay out (event)"):
        assert text in page.text
    assert now(engine, "topic", "joining").status == "published"
    told = {**carried_on(page), "note": "Both were the same topic.", "act": "merge"}
    answer = edith.send(ADDRESS, told)
    assert answer.headers["Location"] == "/admin/topics/participation/edit"
    page = edith.get(answer.headers["Location"])
    assert "“Joining in” is merged into “Taking part”" in page.text
    assert "One record that named it names this one now." in page.text
    merged = now(engine, "topic", "participation").record
    assert (merged.label, merged.definition) == ("Taking part", "Who joins.")
    letter = now(engine, "event", "letter").record
    assert isinstance(letter, Event)
    assert letter.topics == ("participation",)
    public = app.test_client().get("/topics/joining")
    assert (public.status_code, public.headers["Location"]) == (301, "/topics/participation")
    (undo,) = [link for link in page.links() if "/admin/activity/undo" in link]
    edith.send("/admin/activity/undo", {"batch": undo.partition("=")[2]})
    assert app.test_client().get("/topics/joining").status_code == 200
    assert now(engine, "topic", "participation").record.definition == "Who takes part."
    assert now(engine, "event", "letter").record.topics == ("joining",)
    with read_session(engine) as session:
        assert check(session) == ()


def test_the_items_of_a_list_are_chosen_one_by_one(desk: Seat, engine: Engine) -> None:
    edith, address = desk("edith"), "/admin/events/merge"
    page = edith.get(f"{address}?keep=memo&other=letter")
    assert "about the same as one on the other side" not in page.text
    sent = {**carried_on(page), **ticked(page)}
    # Nothing is lost unless somebody says so: the topics and citations of both are ticked.
    assert sent["field-topics"] == ["keep:0", "other:0"]
    assert sent["field-citations"] == ["keep:0", "keep:1", "other:0"]
    sent["field-citations"] = ["keep:1", "other:0"]
    sent["field-topics"] = []
    page = edith.post(address, {**sent, "act": "preview"})
    again = edith.post(address, {**carried_on(page), "act": "look"})
    assert ticked(again).get("field-topics") is None
    assert ticked(again)["field-citations"] == ["keep:1", "other:0"]
    edith.send(address, {**carried_on(page), "note": "One event.", "act": "merge"})
    memo = now(engine, "event", "memo").record
    assert memo.topics == ()
    assert [(citation.source, citation.stance) for citation in memo.citations] == [
        ("page", "supports"),
        ("report", "mentions"),
    ]
    # What answered the other event would answer itself.
    assert all(relation.target not in {"memo", "letter"} for relation in memo.relations)


@pytest.mark.parametrize("kind", CLASS_OF_KIND)
def test_every_kind_can_be_asked_for(desk: Seat, kind: str) -> None:
    page = desk("edith").get(f"/admin/{CLASS_OF_KIND[kind].plural}/merge")
    assert "Merge two" in page.text


@pytest.mark.parametrize(
    ("kind", "keep", "other"),
    [
        ("source", "report", "page"),
        ("actor", "ice", "dhs"),
        ("place", "us", "us-ca"),
        ("series", "places", "share"),
    ],
)
def test_other_kinds_are_shown_and_previewed(desk: Seat, kind: str, keep: str, other: str) -> None:
    edith, address = desk("edith"), f"/admin/{CLASS_OF_KIND[kind].plural}/merge"
    page = edith.get(f"{address}?keep={keep}&other={other}")
    page = edith.post(address, {**carried_on(page), **ticked(page), "act": "preview"})
    assert "What becomes of" in page.text


def test_two_rows_of_a_list_are_taken(desk: Seat) -> None:
    edith = desk("edith")
    answer = edith.send(ADDRESS, {"ids": ["participation", "joining"], "act": "two"})
    assert answer.headers["Location"] == f"{ADDRESS}?keep=participation&other=joining"
    for ids in ([], ["participation", "joining", "programme"]):
        answer = edith.send(ADDRESS, {"ids": ids, "act": "two", "back": "/admin/topics/?sort=title"})
        assert answer.headers["Location"] == "/admin/topics/?sort=title"
        assert "Tick the two that are the same." in edith.get(answer.headers["Location"]).text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("keep=participation&other=participation", "one and the same record already"),
        ("keep=participation&other=", "This is missing."),
        ("keep=participation&other=Nobody", "There is no topic of this name."),
        ("keep=%00&other=x", "There is no topic of this name."),
        ("keep=taking+part&other=gone", "is withdrawn. Bring it back as a draft first."),
    ],
)
def test_what_cannot_be_merged_is_said_beside_its_field(
    desk: Seat, engine: Engine, query: str, told: str
) -> None:
    with write_transaction(engine) as session:
        gone = replace(OTHER, id="gone", label="Gone")
        save(session, gone, by="edith", base_version=0, change="new", reason="-")
        withdraw(session, "topic", "gone", base_version=1, by="edith", reason="-")
    assert told in desk("edith").get(f"{ADDRESS}?{query}", status=422).text


def test_names_may_be_typed(desk: Seat) -> None:
    page = desk("edith").get(f"{ADDRESS}?keep=taking+PART&other=joining+in")
    assert "Merge “Joining in” into “Taking part”" in page.text


def test_readers_are_told_why_or_nothing_is_merged(desk: Seat, engine: Engine) -> None:
    edith = desk("edith")
    sent = {**side_by_side(edith), "field-label": "other", "act": "merge", "reason": "Kept", "note": ""}
    page = edith.post(ADDRESS, sent, status=422)
    assert "This is missing. Tell readers" in page.text
    assert 'value="Kept"' in page.html
    assert carried_on(page)["field-label"] == ["other"]
    page = edith.post(ADDRESS, {**sent, "note": "x" * 3000, "reason": "bell \x07"}, status=422)
    assert page.text.count("Say it in at most 2,000 characters") == 2
    assert now(engine, "topic", "joining").status == "published"


def test_what_was_saved_meanwhile_is_shown_and_not_overwritten(desk: Seat, engine: Engine) -> None:
    edith = desk("edith")
    sent = {**side_by_side(edith), "field-label": "other"}
    with write_transaction(engine) as session:
        newer = replace(OTHER, definition="Who joins, and when.")
        save(session, newer, by="emil", base_version=1, change="update", reason="-")
    for act in ("preview", "merge"):
        page = edith.post(ADDRESS, {**sent, "act": act, "note": "The same."}, status=409)
        assert "somebody saved one of the two meanwhile" in page.text
        assert "Who joins, and when." in page.text
        assert ticked(page)["field-label"] == ["other"]
    assert now(engine, "topic", "joining").status == "published"


def test_what_cannot_stand_is_refused_with_what_is_in_the_way(desk: Seat, engine: Engine) -> None:
    edith, address = desk("edith"), "/admin/events/merge"
    page = edith.get(f"{address}?keep=memo&other=letter")
    sent = {**carried_on(page), **ticked(page), "field-citations": [], "act": "merge", "note": "One event."}
    page = edith.post(address, sent, status=422)
    assert "Nothing was merged, since the record could not stand like this." in page.text
    assert "citations" in page.text
    assert now(engine, "event", "memo").record == MEMO


def test_a_contributor_may_not_merge_and_is_not_offered_it(desk: Seat) -> None:
    carla = desk("carla")
    carla.get(ADDRESS, status=403)
    assert "Merge" not in carla.get("/admin/topics/").text
    assert "Merge the two" in desk("edith").get("/admin/topics/").text
