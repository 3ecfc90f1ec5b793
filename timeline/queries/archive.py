"""The archive as exports read it: the published records, whole or under a filter."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.disagreement.statement import Disagreement
from timeline.filters import EventFilter
from timeline.models.history import RecordRow
from timeline.queries.belonging import belonging, series_of_selection
from timeline.queries.disagreements import list_all
from timeline.queries.event_lines import WriteLines, stream_event_lines
from timeline.queries.flat_events import FlatEvent, stream_flat_events
from timeline.queries.names import Names, names_of, names_of_kind
from timeline.queries.records import list_by_key, stream_records
from timeline.queries.selection import keys_in_order
from timeline.queries.state_rows import IntervalRow, StateRow, intervals, states_table
from timeline.queries.versions import PublicVersion, list_versions
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.question import Question
from timeline.records.references import RecordKey
from timeline.records.series import Series
from timeline.rule_filter import EVERY_RULE, RuleFilter
from timeline.turns import TURNS

_CHUNK = 500


class SelectedArchive:
    """What `timeline.exports.archive.Archive` asks for, read from a session.

    `asked` chooses events and what hangs on them, `rules` the states and histories of rules.
    """

    def __init__(
        self, session: Session, asked: EventFilter, *, site_url: str, rules: RuleFilter = EVERY_RULE
    ) -> None:
        self._session = session
        self._asked = asked
        self._rules = rules
        self._names: dict[str, dict[str, str]] = {}
        self._selected: frozenset[str] | None = None
        self._belongs: Mapping[str, Sequence[int]] | None = None
        self.site_url = site_url

    @property
    def selection(self) -> Mapping[str, str]:
        """Give the filter as parameters; several values of one are joined by a bar."""
        found: dict[str, list[str]] = {}
        for name, value in (*self._asked.parameters(), *self._rules.parameters()):
            found.setdefault(name, []).append(value)
        return {name: "|".join(values) for name, values in found.items()}

    def records(self, kind: str) -> Iterator[Record]:
        """Yield the published records of a kind by id; of a selection its events and what belongs to them."""
        for record in self._records(kind):
            TURNS.give_way()
            yield record

    def _records(self, kind: str) -> Iterator[Record]:
        if self._asked.is_empty or kind == "timeline":
            yield from (stored.record for stored in stream_records(self._session, kind))
        elif kind == "event":
            for stored in stream_records(self._session, kind):
                if stored.record.id in self._inside():
                    yield self._narrowed(stored.record)
        else:
            keys = self._belonging().get(kind, ())
            for start in range(0, len(keys), _CHUNK):
                yield from map(self._narrowed, list_by_key(self._session, kind, keys[start : start + _CHUNK]))

    def events(self) -> Iterator[Event]:
        """Yield the events of the selection in the order of the timeline."""
        keys = keys_in_order(self._session, self._asked)
        while some := list(islice(keys, _CHUNK)):
            for record in list_by_key(self._session, "event", some):
                assert isinstance(record, Event)  # noqa: S101 - the keys are those of events
                TURNS.give_way()
                yield record

    def flat_events(self) -> Iterator[FlatEvent]:
        """Yield the same events, each as one row of a flat file says it."""
        return stream_flat_events(self._session, self._asked)

    def event_lines(self, write: WriteLines) -> Iterator[bytes]:
        """Yield what `write` makes of the same rows, some lines at a time."""
        return stream_event_lines(self._session, self._asked, self.site_url, write)

    def disagreements(self) -> Iterator[Disagreement]:
        """Yield the points on which sources differ; of a selection those that bear on one of its events."""
        for found in list_all(self._session):
            if self._asked.is_empty or any(
                kind == "event" and record_id in self._inside() for kind, record_id in found.touches
            ):
                yield found

    def states(self) -> Iterator[StateRow]:
        """Yield the states of the rules that are asked for, on the day that is asked about."""
        return states_table(self._session, asked=self._rules)

    def intervals(self) -> Iterator[IntervalRow]:
        """Yield the histories of the rules that are asked for."""
        return intervals(self._session, self._rules)

    def versions(self, kind: str, ids: Collection[str]) -> Mapping[str, tuple[PublicVersion, ...]]:
        """Give the published versions of these records by id, oldest first."""
        return list_versions(self._session, kind, ids)

    def names(self, keys: Iterable[RecordKey]) -> Names:
        """Give the names of these records, each by its kind and id; what is not public is left out."""
        return names_of(self._session, keys)

    def label(self, kind: str, record_id: str) -> str:
        """Give the name of a record; its id where it is not public."""
        if kind not in self._names:
            self._names[kind] = names_of_kind(self._session, kind)
        return self._names[kind].get(record_id, record_id)

    def _belonging(self) -> Mapping[str, Sequence[int]]:
        if self._belongs is None:
            events = list(keys_in_order(self._session, self._asked))
            parameters = {name: values.split("|") for name, values in self.selection.items()}
            series = series_of_selection(self._session, parameters, self._inside())
            self._belongs = belonging(self._session, events, series)
        return self._belongs

    def _narrowed(self, record: Record) -> Record:
        """Leave out links that lead to events outside the selection."""
        inside = self._inside()
        match record:
            case Event():
                relations = tuple(link for link in record.relations if link.target in inside)
                return replace(record, relations=relations)
            case Series():
                figures = tuple(
                    figure if figure.event in inside else replace(figure, event="")
                    for figure in record.figures
                )
                return replace(record, figures=figures)
            case Question():
                touches = tuple(
                    touched
                    for touched in record.touches
                    if not touched.startswith("event:") or touched.removeprefix("event:") in inside
                )
                return replace(record, touches=touches)
            case _:
                return record

    def _inside(self) -> frozenset[str]:
        if self._selected is None:
            keys = keys_in_order(self._session, self._asked)
            found: set[str] = set()
            while some := list(islice(keys, _CHUNK)):
                found.update(self._session.scalars(select(RecordRow.slug).where(RecordRow.id.in_(some))))
            self._selected = frozenset(found)
        return self._selected
