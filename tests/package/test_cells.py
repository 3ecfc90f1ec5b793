"""Cells: every text and every list comes back, and no spreadsheet runs one."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records.strategies import BULKY, archives
from tests.store.archive import ARCHIVE, MEMO
from timeline.package.cells import CellError, guard, join_list, read_cell, split_list, unguard, write_cell
from timeline.package.rows import place_of, record_of, rows_in, rows_of
from timeline.package.tables import TABLE_ORDER, tables, tables_of
from timeline.records.event import Event
from timeline.records.fields import FieldSpec, field_specs
from timeline.records.kinds import CLASS_OF_KIND, RECORD_CLASSES, Record
from timeline.records.policy import Policy
from timeline.records.source import Capture, Creator, Source

LETTERS = st.characters(exclude_categories=["Cs"])
NUMBER = re.compile(r"-?[0-9.]+")
RUNNABLE = ("=", "+", "-", "@", "\t", "\r")


def spec_of(cls: type, name: str) -> FieldSpec:
    return next(spec for spec in field_specs(cls) if spec.name == name)


@given(st.text(st.sampled_from("'=+-@\t\r a|") | LETTERS))
def test_the_guard_is_taken_off_as_it_was_put_on(text: str) -> None:
    cell = guard(text)
    assert unguard(cell) == text
    assert not cell.startswith(RUNNABLE)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), ("-5", "'-5"), ("@x", "'@x"), ("+1", "'+1"), ("'=1", "''=1"), ("''-", "'''-"),
        ("a=1", "a=1"), ("'quoted'", "'quoted'"), ("", ""), ("'", "'"),
    ],
)  # fmt: skip
def test_the_guard(text: str, cell: str) -> None:
    assert (guard(text), unguard(cell)) == (cell, text)


@given(st.lists(st.text(st.sampled_from("|\\:a") | LETTERS, min_size=1)))
def test_lists_come_back(items: list[str]) -> None:
    assert split_list(join_list(items)) == tuple(items)


@pytest.mark.parametrize(
    ("cell", "items"),
    [("", ()), ("a", ("a",)), ("a|b", ("a", "b")), (r"a\|b|c\\", ("a|b", "c\\")), ("a||b", ("a", "", "b"))],
)
def test_a_list(cell: str, items: tuple[str, ...]) -> None:
    assert split_list(cell) == items


@pytest.mark.parametrize("cell", ["a\\", "a\\b|c", "\\\\\\"])
def test_a_single_backslash_in_a_list_is_refused(cell: str) -> None:
    with pytest.raises(CellError, match="Write a backslash in a list twice"):
        split_list(cell)


@settings(max_examples=15, **BULKY)
@given(archives())
def test_any_record_comes_back_from_its_rows(records: tuple[Record, ...]) -> None:
    for record in records:
        assert from_rows(record) == (record, ())


@pytest.mark.parametrize("record", ARCHIVE, ids=lambda record: record.id)
def test_a_record_comes_back_from_its_rows(record: Record) -> None:
    assert from_rows(record) == (record, ())


def from_rows(record: Record) -> tuple[Record, tuple[Any, ...]]:
    """Write a record into rows and read it again."""
    own: dict[str, str] = {}
    parts: dict[str, list[dict[str, str]]] = {}
    for table in tables_of(type(record)):
        for cells in rows_in(table, record):
            assert not any(cell.startswith(RUNNABLE) for cell in cells if not NUMBER.fullmatch(cell))
            row = dict(zip(table.column_names, cells, strict=True))
            if table.is_of_parts:
                parts.setdefault(table.name, []).append(row)
            else:
                own = row
    return record_of(type(record), own, parts)


def test_rows_stand_in_their_tables() -> None:
    names = [name for name, _ in rows_of(MEMO)]
    assert names == [
        "events", "event_dates", "citations", "citations", "relations", "policy_changes", "policy_changes",
    ]  # fmt: skip
    citation = [cells for name, cells in rows_of(MEMO) if name == "citations"][1]
    assert citation == (
        "memo",
        "2",
        "page",
        "",
        "",
        "supports",
        "2010-08",
        "",
        "change:may-stay-out|summary",
        "",
    )


@pytest.mark.parametrize(
    ("creator", "cell"),
    [
        (Creator(family="Nyström", given="Ann"), "author:Nyström, Ann"),
        (Creator(family="Plato"), "author:Plato"),
        (Creator(family="King", given="Martin Luther, Jr."), "author:King, Martin Luther, Jr."),
        (Creator(role="editor", literal="A Body: of {some} kind|"), "editor:{A Body: of {some} kind\\|}"),
        (Creator(family="d'Arc", given="J\\"), "author:d'Arc, J\\\\"),
    ],
)
def test_creators_are_written_as_people_write_them(creator: Creator, cell: str) -> None:
    spec = spec_of(Source, "creators")
    assert write_cell(spec, (creator,)) == cell
    assert read_cell(spec, cell) == (creator,)


def test_the_last_part_of_an_item_takes_the_rest() -> None:
    spec = spec_of(Source, "captures")
    capture = Capture(sha256="0" * 64, media_type="text/plain", captured="2012?", file="a:b|c.txt")
    cell = write_cell(spec, (capture,))
    assert cell == f"{'0' * 64}:text/plain:2012?:a:b\\|c.txt"
    assert read_cell(spec, cell) == (capture,)


@pytest.mark.parametrize(
    ("cls", "field", "cell", "message"),
    [
        (Policy, "principal", "perhaps", "Write true or false."),
        (Event, "significance", "two", "Write a whole number in digits."),
        (Event, "significance", "٢", "Write a whole number in digits."),
        (Event, "significance", "", "Write a whole number in digits."),
        (Event, "significance", "9" * 5000, "Write a whole number in digits."),
        (Event, "actors", "ice", "Write each item of the list as actor:role; “ice” lacks a part."),
        (Source, "creators", "Ann", "Write each creator as role:Family, Given"),
        (Source, "creators", "author:", "Write each creator as role:Family, Given"),
        (Source, "identifiers", "doi", "Write each item of the list as scheme:value; “doi” lacks a part."),
    ],
)
def test_a_cell_that_cannot_be_read_says_what_to_write(
    cls: type, field: str, cell: str, message: str
) -> None:
    with pytest.raises(CellError) as caught:
        read_cell(spec_of(cls, field), cell)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(("cell", "value"), [("true", True), ("TRUE", True), ("false", False), ("", False)])
def test_flags_as_spreadsheets_write_them(cell: str, value: bool) -> None:
    assert read_cell(spec_of(Policy, "principal"), cell) is value


def test_a_cell_that_cannot_be_read_leaves_its_field_empty() -> None:
    own = dict(zip(tables_of(Event)[0].column_names, next(rows_in(tables_of(Event)[0], MEMO)), strict=True))
    record, found = record_of(Event, {**own, "significance": "high", "actors": "ice"}, {})
    assert record == replace(
        MEMO, significance=0, actors=(), citations=(), dates=(), relations=(), changes=()
    )
    assert [str(problem) for problem in found] == [
        "significance: cannot be read (found “high”). Write a whole number in digits.",
        "actors: cannot be read (found “ice”). Write each item of the list as actor:role; “ice” lacks a"
        " part.",
    ]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("title", ("events", None, "title")),
        ("places[1]", ("events", None, "places")),
        ("actors[0].role", ("events", None, "actors")),
        ("citations", ("citations", None, "")),
        ("citations[2]", ("citations", 2, "")),
        ("citations[2].asserted_date", ("citations", 2, "asserted_date")),
        ("citations[0].bears_on[1]", ("citations", 0, "bears_on")),
        ("changes[1].state", ("policy_changes", 1, "state")),
    ],
)
def test_a_problem_is_found_in_its_table(path: str, place: tuple[str, int | None, str]) -> None:
    assert place_of(Event, path) == place


def test_each_field_has_one_column_and_each_table_its_order() -> None:
    assert tuple(table.name for table in tables()) == TABLE_ORDER
    for cls in RECORD_CLASSES:
        own, *parts = tables_of(cls)
        fields = {table.field for table in parts} | set(own.column_names)
        assert fields == {spec.name for spec in field_specs(cls)}
        assert own.primary_key == ("id",)
        assert all(part.primary_key == (cls.record_kind, "position") for part in parts)
    for table in tables():
        for column in table.columns:
            assert column.about.endswith((".", "?")), column
            assert column.refers_to in {"", *(cls.plural for cls in CLASS_OF_KIND.values())}
