"""An archive that lies in memory, for tests of writers."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from timeline.dates.compare import sort_key
from timeline.dates.parse import parse
from timeline.disagreement import dates, numbers
from timeline.disagreement.questions import of_question, taken_up
from timeline.disagreement.statement import Disagreement
from timeline.queries.event_lines import WriteLines
from timeline.queries.flat_events import FlatEvent, flat_event
from timeline.queries.state_rows import IntervalRow, StateRow
from timeline.queries.versions import PublicVersion, Withdrawal
from timeline.records.event import Event
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.question import Question
from timeline.records.series import Series

WITHDRAWAL = Withdrawal(
    revision=90,
    changed=dt.datetime(2026, 1, 31, 18, 0, tzinfo=dt.UTC),
    change="withdrawal",
    through="api",
    note="Not what was meant.",
)
_NAMES = {"actor": "name", "place": "name", "topic": "label"}


@dataclass(frozen=True, kw_only=True)
class MemoryArchive:
    """Records as `timeline.exports.archive.Archive` gives them."""

    kept: tuple[Record, ...] = ()
    states_kept: tuple[StateRow, ...] = ()
    intervals_kept: tuple[IntervalRow, ...] = ()
    selection: Mapping[str, str] = field(default_factory=dict)
    site_url: str = "https://archive.example"

    def records(self, kind: str) -> Iterator[Record]:
        """Yield the records of a kind by id."""
        yield from in_order(record for record in self.kept if record.record_kind == kind)

    def events(self) -> Iterator[Event]:
        """Yield the events in the order of the timeline."""
        yield from sorted((record for record in self.kept if isinstance(record, Event)), key=_time)

    def flat_events(self) -> Iterator[FlatEvent]:
        """Yield the events as rows of a flat file."""
        return (flat_event(event, self.label) for event in self.events())

    def event_lines(self, write: WriteLines) -> Iterator[bytes]:
        """Yield the lines of these rows."""
        return write(self.flat_events(), self.site_url)

    def disagreements(self) -> Iterator[Disagreement]:
        """Yield the questions, and where dates and figures differ."""
        found = [of_question(record) for record in self.kept if isinstance(record, Question)]
        found += [point for event in self.events() for point in dates.of_event(dates.dated(event))]
        for record in self.kept:
            found += numbers.of_series(record) if isinstance(record, Series) else ()
        yield from taken_up(found)

    def states(self) -> Iterator[StateRow]:
        """Yield the states that it was given; they are not worked out here."""
        yield from self.states_kept

    def intervals(self) -> Iterator[IntervalRow]:
        """Yield the intervals that it was given."""
        yield from self.intervals_kept

    def versions(self, kind: str, ids: Collection[str]) -> Mapping[str, tuple[PublicVersion, ...]]:
        """Give a first version of each record, and a correction of each second; some were withdrawn."""
        places = {(record.record_kind, record.id): place for place, record in enumerate(in_order(self.kept))}
        return {one: _versions(places[kind, one]) for one in ids}

    def names(self, keys: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        """Give the names of these records, each by its kind and id."""
        return {key: self.label(*key) for key in keys}

    def label(self, kind: str, record_id: str) -> str:
        """Give the name of a record."""
        record: Any = next(r for r in self.records(kind) if r.id == record_id)
        return cast("str", getattr(record, _NAMES.get(kind, "title")))


def _versions(place: int) -> tuple[PublicVersion, ...]:
    first = PublicVersion(
        version=1,
        revision=place + 1,
        changed=dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC),
        change="new",
        through="import",
        note="",
    )
    if place % 2 == 0:
        return (first,)
    if place % 4 == 1:
        first = replace(first, taken_back=WITHDRAWAL)
    second = PublicVersion(
        version=3,
        revision=100 + place,
        changed=dt.datetime(2026, 2, 1, 12, 0, 0, 250_000, tzinfo=dt.UTC),
        change="correction",
        through="admin",
        note="The date,\n“corrected”.",
    )
    return first, second


def in_order(records: Iterable[Record]) -> list[Record]:
    """Put records in the order of the package: by kind, then by id."""
    kinds = list(CLASS_OF_KIND)
    return sorted(records, key=lambda record: (kinds.index(record.record_kind), record.id))


def _time(event: Event) -> Any:
    return sort_key(parse(event.date) if event.date else None, event.id)
