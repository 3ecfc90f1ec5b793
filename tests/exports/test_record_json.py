"""The JSON of a record: the record as it can be sent back, and beside it what follows from it."""

import datetime as dt
import json

from tests.exports.fixed_records import FULL
from tests.exports.memory import MemoryArchive
from timeline.exports.record_json import json_line, record_json
from timeline.exports.resolved_dates import resolve
from timeline.queries.versions import Standing
from timeline.records.canonical import from_document
from timeline.records.kinds import Record
from timeline.records.references import references

ARCHIVE = MemoryArchive(kept=FULL)
ORDER = next(record for record in FULL if record.id == "permit-order")


def _json(record: Record, standing: Standing | None = None) -> dict[str, object]:
    made = record_json(record, label=ARCHIVE.label, site_url=ARCHIVE.site_url, standing=standing)
    read: dict[str, object] = json.loads(json_line(made))
    assert list(read) == list(made)
    return read


def test_every_record_comes_back_from_its_json_and_names_all_that_it_refers_to() -> None:
    for record in FULL:
        found = _json(record)
        assert from_document(record.record_kind, found["record"]) == record  # type: ignore[arg-type]
        assert set(found["linked"]) == {f"{one.kind}:{one.id}" for one in references(record)}  # type: ignore[call-overload]
        assert found["url"] == f"https://archive.example/{type(record).plural}/{record.id}"


def test_dates_stand_resolved_by_the_path_of_their_field() -> None:
    found = _json(ORDER)["dates"]
    assert isinstance(found, dict)
    assert list(found) == [
        *("date", "dates[0].date", "dates[1].date", "citations[0].asserted_date"),
        *("citations[1].asserted_date", "changes[0].effective"),
    ]
    assert found["dates[1].date"] == {
        "edtf": "2010-10/..",
        "words": "from October 2010 on",
        "earliest": "2010-10-01",
        "latest": None,
        "precision": "interval",
        "approximate": False,
        "uncertain": False,
    }


def test_which_version_it_is_stands_there_where_it_is_known() -> None:
    changed = dt.datetime(2026, 1, 31, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    found = _json(ORDER, Standing(version=3, revision=17, changed=changed))
    assert (found["version"], found["revision"], found["changed"]) == (3, 17, "2026-01-31T09:30:00.000000Z")
    assert "version" not in _json(ORDER)


def test_only_a_day_known_for_certain_is_a_day() -> None:
    assert resolve("2010-09-07").day == dt.date(2010, 9, 7)
    for text in ("", "2010", "2010-09", "2010-09-07~", "2010-09-07?", "[2010-09-07,2010-09-08]", "2010-21"):
        assert resolve(text).day is None
