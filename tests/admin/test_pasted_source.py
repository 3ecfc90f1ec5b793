"""What is pasted where a source is begun fills its form in; nothing is saved, and nothing typed is lost."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from tests.admin.conftest import add_people, archive_by_ed
from tests.admin.desk import Desk
from tests.admin.forms import form_of_page, value_of
from tests.conftest import Contents
from tests.web.checking import Page
from timeline.db import read_session
from timeline.queries.records import find_record, list_records

Seat = Callable[[str], Desk]

NEW = "/admin/sources/new"
BIBTEX = "@book{smith11, title={Counting}, author={Smith, Ann}, publisher={Press}, year={2011}, shelf={7}}"


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return archive_by_ed, add_people


def pasted(seat: Desk, text: str, **typed: str) -> Page:
    form = form_of_page(seat.get(NEW)).to_dict(flat=False)
    return seat.post(NEW, {**form, **typed, "paste-source": text, "act": "paste"})


def drafts(engine: Engine) -> int:
    with read_session(engine) as session:
        return sum(one.status == "draft" for one in list_records(session, "source", status=None))


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        (BIBTEX, "title", "Counting"),
        ("TY  - BOOK\nTI  - Counting\nER  - \n", "title", "Counting"),
        ('{"type": "book", "title": "Counting", "issued": {"date-parts": [[2011]]}}', "issued", "2011"),
        ("10.1234/abcd", "identifiers-0-value", "10.1234/abcd"),
        ("https://example.org/memo", "url", "https://example.org/memo"),
    ],
)
def test_each_form_of_reference_fills_the_form_in(
    desk: Seat, engine: Engine, text: str, field: str, value: str
) -> None:
    carla = desk("carla")
    page = pasted(carla, text)
    assert "Filled in from what you pasted. Nothing is saved yet." in page.text
    assert (value_of(page, field), value_of(page, "paste-source")) == (value, "")
    assert drafts(engine) == 0


def test_what_was_filled_in_is_saved_like_what_is_typed(desk: Seat, engine: Engine) -> None:
    carla = desk("carla")
    page = pasted(carla, BIBTEX)
    assert "Left out of what you pasted" in page.text
    carla.send(NEW, {**form_of_page(page).to_dict(flat=False), "act": "save"})
    with read_session(engine) as session:
        found = find_record(session, "source", "counting", status=None)
    assert found is not None
    assert (found.status, getattr(found.record, "publisher", "")) == ("draft", "Press")


def test_what_was_typed_stays_and_the_rest_is_filled_in(desk: Seat) -> None:
    page = pasted(desk("carla"), BIBTEX, title="Counting the detained", note="Mine.")
    kept = [value_of(page, name) for name in ("title", "note", "publisher", "creators-0-family")]
    assert kept == ["Counting the detained", "Mine.", "Press", "Smith"]
    assert "What you had typed stays: Title." in page.text


def test_a_source_that_is_here_is_named_and_nothing_is_filled_in(desk: Seat) -> None:
    text = "@misc{a, title={No Rules of the Road}, note={x}}"
    page = pasted(desk("carla"), text)
    assert "That is here already" in page.text
    assert "/admin/sources/report/edit" in page.links()
    assert (value_of(page, "title"), value_of(page, "paste-source")) == ("", text)


def test_several_references_are_drafted_each_by_itself(desk: Seat, engine: Engine) -> None:
    page = pasted(desk("carla"), f"{BIBTEX}\n@book{{b, title={{Measuring}}, year={{2012}}}}", title="A third")
    assert "Drafted: the source “counting”, the source “measuring”." in page.text
    assert value_of(page, "title") == "A third"
    assert drafts(engine) == 2


def test_what_is_no_reference_stays_in_its_box(desk: Seat) -> None:
    page = pasted(desk("carla"), "\r\nnonsense\r\nall of it", title="A title")
    assert "What you pasted" in page.text
    kept = "\n".join(value_of(page, "paste-source").strip().splitlines())
    assert (value_of(page, "title"), kept) == ("A title", "nonsense\nall of it")


def test_what_was_pasted_and_not_used_comes_back_with_the_form(desk: Seat) -> None:
    carla = desk("carla")
    for plural in ("events", "sources"):
        form = form_of_page(carla.get(f"/admin/{plural}/new")).to_dict(flat=False)
        page = carla.post(f"/admin/{plural}/new", {**form, "paste-source": BIBTEX, "act": "look"})
        assert value_of(page, "paste-source") == BIBTEX


def test_only_a_new_source_has_the_box(desk: Seat) -> None:
    carla = desk("carla")
    assert value_of(carla.get("/admin/sources/report/edit"), "paste-source") is None
    assert value_of(carla.get("/admin/actors/new"), "paste-source") is None
