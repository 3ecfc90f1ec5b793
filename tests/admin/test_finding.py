"""A record of any kind is found by its name from every screen."""

from collections.abc import Callable

import pytest

from tests.admin.conftest import add_people, archive_by_ada
from tests.admin.desk import Desk
from tests.conftest import Contents

Seat = Callable[[str], Desk]


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return archive_by_ada, add_people


def test_a_record_of_any_kind_is_found_by_its_name(desk: Seat) -> None:
    carla = desk("carla")
    assert "Write the beginning of a name" in carla.get("/admin/find").text
    page = carla.get("/admin/find?q=me")
    assert "/admin/events/memo/edit" in page.links()
    # What is a whole id, or a whole name, is gone to.
    answer = carla.client.get("/admin/find?q=memo")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/events/memo/edit")
    answer = carla.client.get("/admin/find?q=places+that+take+part")
    assert answer.headers["Location"] == "/admin/series/places/edit"
    page = carla.get("/admin/find?q=xyzzy%00<b>")
    assert "No record has a name with words that begin like this." in page.text
    assert any(link.startswith("/admin/events/?q=xyzzy") for link in page.links())
