"""Bad input beyond single fields: rows twice, saved records, pasted files that are not what they say."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.admin.conftest import add_people, archive_by_ed
from tests.admin.desk import Desk
from tests.admin.forms import form_of_page, problem_beside, value_of
from tests.admin.test_bad_input import bad_values, shown
from tests.conftest import Contents
from tests.store.archive import ARCHIVE
from timeline.admin.forms.names import name_of
from timeline.admin.forms.tree import tree_of
from timeline.db import read_session
from timeline.queries.records import find_record, list_records
from timeline.records.fields import Id, Many, field_specs
from timeline.records.kinds import CLASS_OF_KIND
from timeline.records.locators import join

Seat = Callable[[str], Desk]
KINDS = tuple(CLASS_OF_KIND)
#: One record of each kind, the one with the most in it.
FULLEST = {
    kind: max((record for record in ARCHIVE if record.record_kind == kind), key=lambda one: len(repr(one)))
    for kind in KINDS
}
PICTURE = "\N{LATIN SMALL LETTER ETH}PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 40
PDF = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" * 40
WEB_PAGE = (
    "<!doctype html><html><body><script>alert(1)</script><table><tr><td>7</td></tr></table></body></html>"
)
LONG_LINE = "x" * 200_000


@pytest.fixture
def contents(quick_hashes: None) -> Contents:
    return archive_by_ed, add_people


def address_of(kind: str) -> str:
    return f"/admin/{CLASS_OF_KIND[kind].plural}/{FULLEST[kind].id}/edit"


def act_of(page: Any) -> str:
    """Give the main button of a form."""
    found = [one.attrib["value"] for one in page.all("button") if one.attrib.get("name") == "act"]
    return str(found[0])


def filled_fields(kind: str) -> Iterator[tuple[str, Any]]:
    """Yield the names of the single fields of a record's form, with their marks."""
    for spec in field_specs(CLASS_OF_KIND[kind]):
        if not isinstance(spec.mark, Many | Id):
            yield name_of(spec.name), spec.mark


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_that_is_there_keeps_what_it_says_and_the_form_what_was_typed(
    desk: Seat, engine: Engine, kind: str
) -> None:
    edith = desk("edith")
    page = edith.get(address_of(kind))
    sent, act = form_of_page(page).to_dict(flat=False), act_of(page)
    bad = {name: values[0] for name, mark in filled_fields(kind) if (values := bad_values(mark))}
    told = {"account-change": "update", "account-note": "A note for readers.", "act": act}
    page = edith.post(address_of(kind), {**sent, **bad, **told}, status=422)
    for name, value in bad.items():
        assert problem_beside(page, name), name
        assert f"#{name}" in page.links(), name
        assert str(value_of(page, name)).strip() == shown(value), name
    assert value_of(page, "account-note") == "A note for readers."
    untouched = [name for name in sent if name not in bad and name not in told]
    for name in untouched:
        if value_of(page, name) is not None:
            assert form_of_page(page).getlist(name) == sent[name], name
    with read_session(engine) as session:
        found = find_record(session, kind, FULLEST[kind].id, status=None)
    assert found is not None
    assert found.record == FULLEST[kind]


def lists_of(kind: str) -> list[str]:
    """Name the lists of a record's form in which nothing may stand twice, and that hold something."""
    record: Any = FULLEST[kind]
    return [
        spec.name
        for spec in field_specs(CLASS_OF_KIND[kind])
        if isinstance(spec.mark, Many) and spec.mark.unique and getattr(record, spec.name)
    ]


@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind in KINDS for field in lists_of(kind)])
def test_a_row_that_stands_twice_is_told_and_kept(desk: Seat, engine: Engine, kind: str, field: str) -> None:
    edith = desk("edith")
    page = edith.get(address_of(kind))
    sent, act = form_of_page(page).to_dict(flat=False), act_of(page)
    rows = tree_of(FULLEST[kind])[field]
    last = len(rows)
    if name_of(field) in sent:
        # One value a line.
        twice = {name_of(field): "\n".join([*rows, rows[0]])}
    elif isinstance(rows[0], dict):
        twice = {
            name_of(f"{field}[{last}].{name}"): "\n".join(value) if isinstance(value, list) else value
            for name, value in rows[0].items()
        }
    else:
        twice = {name_of(f"{field}[{last}]"): rows[0]}
    told = {"account-change": "update", "account-note": "A note.", "act": act}
    page = edith.post(address_of(kind), {**sent, **twice, **told}, status=422)
    assert "Nothing was saved yet." in page.text
    assert any(link.startswith(f"#{name_of(field)}") for link in page.links())
    for name, value in twice.items():
        if value:
            # A locator comes back as its kind and which one of it.
            stands = join(value_of(page, f"{name}-kind") or "", value_of(page, name))
            assert stands.replace("\r\n", "\n").strip() == value, name


@pytest.mark.parametrize("plural", ["events", "sources"])
@pytest.mark.parametrize("text", [PICTURE, PDF, WEB_PAGE, LONG_LINE, "\x00", "TY  - JOUR\n", "@book{,,,}"])
def test_a_reference_that_is_no_reference_leaves_the_form_as_it_is(
    desk: Seat, engine: Engine, plural: str, text: str
) -> None:
    carla = desk("carla")
    sent = form_of_page(carla.get(f"/admin/{plural}/new")).to_dict(flat=False)
    more = {"events": "summary", "sources": "container"}[plural]
    typed = {"title": "A title that was typed", more: "Typed, too.", "paste-source": text, "act": "paste"}
    page = carla.post(f"/admin/{plural}/new", {**sent, **typed})
    assert (value_of(page, "title"), value_of(page, more)) == (typed["title"], "Typed, too.")
    if "What you pasted is" in page.text and text.isprintable():
        assert value_of(page, "paste-source") == text
    with read_session(engine) as session:
        drafted = [one for one in list_records(session, "source", status=None) if one.status == "draft"]
    # Something may be read from a reference that was cut short; nothing from what is none.
    assert len(drafted) <= (text == "TY  - JOUR\n")


@pytest.mark.parametrize("text", [PICTURE, PDF, WEB_PAGE, LONG_LINE, "\x00\t\x00", "a\tb\tc\n" * 3000])
def test_rows_that_are_no_rows_are_shown_as_they_came_and_not_kept(
    desk: Seat, engine: Engine, text: str
) -> None:
    edith = desk("edith")
    page = edith.get("/admin/series/places/edit")
    sent, act = form_of_page(page).to_dict(flat=False), act_of(page)
    told = {"account-change": "update", "account-note": "A note.", "act": act, "figures-pasted": text}
    answer = edith.client.post(
        "/admin/series/places/edit",
        data={**sent, **told, "csrf_token": edith.token()},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 422
    assert "Places that take part" in answer.get_data(as_text=True)
    with read_session(engine) as session:
        found = find_record(session, "series", "places", status=None)
    assert found is not None
    assert found.version == 1
