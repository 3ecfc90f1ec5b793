"""The lists of records: every kind, every field, every order, pages that are not there, and no 500."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from tests.admin.conftest import add_people, archive_by_ada
from tests.admin.desk import Desk
from tests.conftest import Contents
from timeline.admin.list_columns import COLUMNS_OF, NAMES_OF
from timeline.list_filter import FIELDS_OF, SORTS_OF
from timeline.records.kinds import CLASS_OF_KIND

Seat = Callable[[str], Desk]


@pytest.fixture
def contents(request: pytest.FixtureRequest, quick_hashes: None) -> Contents:
    return (add_people, archive_by_ada) if "carla" in request.fixturenames else (add_people,)


@pytest.fixture
def carla(desk: Seat) -> Desk:
    return desk("carla")


def titles(desk: Desk, url: str) -> list[str]:
    page = desk.get(url)
    rows = [row for row in page.all("th") if row.attrib.get("scope") == "row"]
    return ["".join(link.itertext()) for row in rows for link in list(row)[:1]]


def test_every_kind_has_a_list_that_can_be_sorted_both_ways_and_show_every_column(carla: Desk) -> None:
    for kind in NAMES_OF:
        assert titles(carla, f"/admin/{CLASS_OF_KIND[kind].plural}/")
        columns = [("columns", column.name) for column in COLUMNS_OF[kind]]
        for sort in SORTS_OF[kind]:
            up = titles(
                carla, f"/admin/{CLASS_OF_KIND[kind].plural}/?{urlencode([('sort', sort), *columns])}"
            )
            down = titles(
                carla, f"/admin/{CLASS_OF_KIND[kind].plural}/?{urlencode([('sort', f'-{sort}'), *columns])}"
            )
            assert up == down[::-1]


NARROWED = {
    "kind=guidance": ["A memo says how to stay out"],
    "significance=1": ["A memo says how to stay out"],
    "from=2010-08&to=2010-12": ["A memo says how to stay out"],
    "to=2008": ["The programme starts"],
    "topic=participation": ["A memo says how to stay out"],
    "source=report&sort=title": ["A letter asks how to stay out", "A memo says how to stay out"],
    "located=yes": [],
    "q=memo": ["A memo says how to stay out"],
    "disputed=yes": [],
    "cited=no": [],
    "by=nobody": [],
    "status=draft": [],
    "since=2999": [],
    "kind=guidance&kind=activation&sort=date": ["The programme starts", "A memo says how to stay out"],
}


def test_a_list_is_narrowed(carla: Desk) -> None:
    for query, expected in NARROWED.items():
        assert titles(carla, f"/admin/events/?{query}") == expected, query


def test_how_many_have_each_status_is_told_where_its_link_shows_so_many(carla: Desk) -> None:
    for query, told in (
        ("", True),
        ("status=draft", True),
        ("q=memo", False),
        ("q=memo&status=draft", False),
    ):
        assert ("All 3" in carla.get(f"/admin/events/?{query}").text) is told, query


def test_a_record_to_filter_by_is_named_by_its_id_or_by_words_that_only_it_has(carla: Desk) -> None:
    for named in ("report", "No Rules of the Road", "rules road"):
        page = f"/admin/events/?{urlencode({'source': named, 'sort': 'title'})}"
        assert titles(carla, page) == ["A letter asks how to stay out", "A memo says how to stay out"], named
    assert "does not tell which one is meant" in carla.get("/admin/events/?source=Nobody%20knows").text


def test_a_page_that_is_not_there_is_the_nearest_that_is(carla: Desk) -> None:
    for page in ("0", "-1", "7", "99999999999999999999", "abc", "١", ""):
        assert len(titles(carla, f"/admin/events/?page={page}")) == 3


@pytest.mark.parametrize("kind", ["event", "source", "topic"])
def test_bad_input_is_told_beside_its_field_and_the_rest_is_shown(carla: Desk, kind: str) -> None:
    bad = ("\x00", "x" * 5000, "2010-13-45", "'; DROP TABLE events; --", "<script>", "☃", "../..")
    for value in bad:
        for name in FIELDS_OF[kind]:
            carla.get(f"/admin/{CLASS_OF_KIND[kind].plural}/?{urlencode({name: value})}")
        for name in ("sort", "columns", "size", "page"):
            assert titles(carla, f"/admin/{CLASS_OF_KIND[kind].plural}/?{urlencode({name: value})}")
    if "from" in FIELDS_OF[kind]:
        assert "This is not a date" in carla.get(f"/admin/{CLASS_OF_KIND[kind].plural}/?from=soon").text


def test_an_empty_archive_has_lists_that_say_so(desk: Seat) -> None:
    assert "There are no events yet." in desk("carla").get("/admin/events/").text


def test_a_list_says_what_is_missing_from_its_records(carla: Desk) -> None:
    assert "1 without locator" in carla.get("/admin/events/").text
