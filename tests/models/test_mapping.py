"""Every field of every record has its column, and every column its field."""

import datetime as dt

import pytest
from hypothesis import given
from sqlalchemy import Table

from tests.dates.strategies import edtf_texts
from tests.store.archive import ARCHIVE, LETTER, MEMO, START
from timeline.dates.compare import sort_key
from timeline.dates.parse import parse
from timeline.models.derived import bounds_of, timeline_key
from timeline.models.mapping import PART_TABLES, own_row_of, part_rows_of, table_maps
from timeline.models.schema import BESIDE_THE_RECORD, metadata
from timeline.models.search import SearchTextRow
from timeline.records.event import Event
from timeline.records.fields import Many, field_specs
from timeline.records.kinds import RECORD_CLASSES, Record

KEYS = {(record.record_kind, record.id): number for number, record in enumerate(ARCHIVE, start=1)}


def rows(record: Record) -> list[tuple[Table, dict[str, object]]]:
    own = own_row_of(record, KEYS[record.record_kind, record.id], KEYS)
    return [(table_maps(type(record))[0].table, own), *part_rows_of(record, own["record_id"], KEYS)]


@pytest.mark.parametrize("cls", RECORD_CLASSES, ids=lambda cls: cls.record_kind)
def test_every_field_with_several_values_has_a_table(cls: type[Record]) -> None:
    wanted = set()
    for spec in field_specs(cls):
        if isinstance(spec.mark, Many):
            wanted.add(spec.name)
            nested = field_specs(spec.part) if spec.part else ()
            wanted |= {f"{spec.name}.{inner.name}" for inner in nested if isinstance(inner.mark, Many)}
    assert set(PART_TABLES[cls]) == wanted


def test_every_row_fills_every_column() -> None:
    seen = set()
    for record in ARCHIVE:
        for table, row in rows(record):
            assert set(row) == set(table.c.keys()), table.name
            seen.add(table.name)
    of_the_whole = {"records", "aliases", "revisions", "dataset", SearchTextRow.__tablename__, "captures"}
    of_the_whole |= {"listings", "name_words", "search_words"}
    assert seen | of_the_whole == set(metadata.tables) - BESIDE_THE_RECORD


def test_a_change_without_a_date_takes_effect_with_its_event() -> None:
    changes = [row for table, row in rows(MEMO) if table.name == "policy_changes"]
    assert [(row["effective"], row["effective_earliest"], row["effective_latest"]) for row in changes] == [
        ("", dt.date(2010, 8, 17), dt.date(2010, 8, 17)),
        ("2010-09/..", dt.date(2010, 9, 1), None),
    ]


def test_an_event_says_what_its_date_is() -> None:
    def dated(event: Event) -> list[object]:
        (_, row), *_ = rows(event)
        names = (
            "date",
            "date_earliest",
            "date_latest",
            "date_precision",
            "date_approximate",
            "date_uncertain",
        )
        return [row[name] for name in names]

    assert dated(MEMO) == ["2010-08-17", dt.date(2010, 8, 17), dt.date(2010, 8, 17), "day", False, False]
    assert dated(START) == ["2008~", dt.date(2008, 1, 1), dt.date(2008, 12, 31), "year", True, False]
    assert dated(LETTER)[3] == "set"


@given(edtf_texts(), edtf_texts())
def test_the_key_of_a_timeline_orders_as_dates_do(one: str, other: str) -> None:
    def event(slug: str, date: str) -> Event:
        return Event(id=slug, timelines=(), title="", kind="practice", summary="", citations=(), date=date)

    events = [event("b", one), event("a", other), event("c", "")]
    by_key = sorted(events, key=timeline_key)
    by_date = sorted(events, key=lambda e: sort_key(parse(e.date) if e.date else None, e.id))
    assert by_key == by_date


def test_no_date_has_no_bounds() -> None:
    assert bounds_of("") == (None, None)
