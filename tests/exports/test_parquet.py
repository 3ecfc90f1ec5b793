"""The Parquet file of events: pandas reads days as days; without pyarrow a message says what to install."""

import datetime as dt
import sys

import pandas  # type: ignore[import-untyped]
import pytest

from tests.exports.fixed_records import FULL
from tests.exports.memory import MemoryArchive
from tests.exports.opened import frame_of_parquet
from timeline.errors import MissingExtraError
from timeline.exports.events_csv import TABLE as EVENTS
from timeline.exports.events_parquet import events_parquet

ARCHIVE = MemoryArchive(kept=FULL)


def test_pandas_reads_typed_columns_and_a_year_stays_a_year() -> None:
    content = b"".join(events_parquet(ARCHIVE))
    assert content == b"".join(events_parquet(ARCHIVE))
    frame = frame_of_parquet(content).set_index("id")
    assert list(frame.reset_index().columns) == list(EVENTS.column_names)
    assert str(frame["earliest"].dtype) == "date32[day][pyarrow]"
    assert frame.loc["permit-order", "latest"] == dt.date(2010, 9, 8)
    assert (frame.loc["dated-4", "date"], frame.loc["dated-4", "date_words"]) == ("201X", "in the 2010s")
    assert pandas.isna(frame.loc["first-well", "earliest"])
    assert frame.loc["permit-order", "title"] == "=SUM(1) the order, “sealed”"
    assert bool(frame.loc["dated-2", "approximate"])


def test_an_archive_without_events_has_the_columns_all_the_same() -> None:
    frame = frame_of_parquet(b"".join(events_parquet(MemoryArchive())))
    assert (len(frame), list(frame.columns)) == (0, list(EVENTS.column_names))


def test_without_pyarrow_a_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r'pip install "timeline\[parquet\]"'):
        next(events_parquet(ARCHIVE))
