"""Views of lists that people keep: under a name, for themselves, until they delete them."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from tests.admin.conftest import add_people, archive_by_ada
from tests.admin.desk import Desk
from tests.conftest import Contents
from timeline.db import write_transaction
from timeline.store.saved_views import MOST_VIEWS, keep_view

Seat = Callable[[str], Desk]


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return archive_by_ada, add_people


def test_a_view_is_kept_shown_replaced_and_deleted_after_asking(desk: Seat) -> None:
    carla = desk("carla")
    assert "Save this view" not in carla.get("/admin/events/").text
    assert "Save this view" in carla.get("/admin/events/?kind=guidance").text
    answer = carla.send("/admin/views/event", {"name": " My  memos ", "query": "kind=guidance&page=7&x=y"})
    page = carla.get(answer.headers["Location"])
    assert "The view “My memos” is kept." in page.text
    assert "/admin/events/?kind=guidance" in page.links()
    carla.send("/admin/views/event", {"name": "My memos", "query": "kind=reform"})
    links = carla.get("/admin/events/").links()
    assert "/admin/events/?kind=reform" in links
    (delete,) = [link for link in links if link.endswith("/delete")]
    assert "Delete the view “My memos”?" in carla.get(delete).text
    answer = carla.send(delete, {})
    assert "My memos” is deleted" in carla.get(answer.headers["Location"]).text
    carla.get(delete, status=404)


def test_a_view_is_its_owners_alone(desk: Seat) -> None:
    desk("carla").send("/admin/views/event", {"name": "Mine", "query": "kind=reform"})
    edith = desk("edith")
    assert "Mine" not in edith.get("/admin/events/").text
    edith.get("/admin/views/1/delete", status=404)
    edith.post("/admin/views/1/delete", status=404)


def test_a_name_that_cannot_be_kept_is_told(desk: Seat) -> None:
    carla = desk("carla")
    for name in ("", "x" * 81, "a\x00b"):
        answer = carla.send("/admin/views/event", {"name": name, "query": "kind=reform"})
        page = carla.get(answer.headers["Location"])
        assert "The view was not kept." in page.text, name
        (field,) = [one for one in page.all("input") if one.attrib.get("id") == "view-name"]
        assert field.attrib["value"] == name.replace("\x00", "\N{REPLACEMENT CHARACTER}")
        assert field.attrib["aria-describedby"] == "view-name-problem"
        assert "The name " in page.text, name
        assert "view-name-problem" not in carla.get(answer.headers["Location"]).text


def test_there_is_an_end_to_the_views_of_one_list(desk: Seat, engine: Engine) -> None:
    with write_transaction(engine) as session:
        for number in range(MOST_VIEWS):
            keep_view(session, owner="carla", kind="event", name=f"View {number}", query="kind=reform")
    carla = desk("carla")
    answer = carla.send("/admin/views/event", {"name": "One more", "query": "kind=reform"})
    assert "Delete one of them first" in carla.get(answer.headers["Location"]).text
    answer = carla.send("/admin/views/event", {"name": "View 1", "query": "kind=practice"})
    assert "shows this now" in carla.get(answer.headers["Location"]).text
