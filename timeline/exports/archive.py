"""What a writer may ask of the archive: records in a stable order, and the names behind their ids."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from timeline.disagreement.statement import Disagreement
from timeline.queries.event_lines import WriteLines
from timeline.queries.flat_events import FlatEvent
from timeline.queries.names import Names
from timeline.queries.state_rows import IntervalRow, StateRow
from timeline.queries.versions import PublicVersion
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.references import RecordKey


class Archive(Protocol):
    """The published records that an export is about: all of them, or the events of a selection.

    `selection` describes the filter, parameter by parameter; it is empty for the whole archive. A
    partial archive has the events of the selection only, without relations that lead out of it, and what
    belongs to them: the records that they and each other refer to, the questions that touch them, and the
    series of which figures are chosen. Links that would lead to an event outside are empty.
    """

    @property
    def selection(self) -> Mapping[str, str]:
        """Give the filter as the parameters of its address."""

    @property
    def site_url(self) -> str:
        """Give the address that the pages of the archive begin with, without a slash at the end."""

    def records(self, kind: str) -> Iterator[Record]:
        """Yield the records of a kind in the order of their ids."""

    def events(self) -> Iterator[Event]:
        """Yield the events in the order of the timeline."""

    def flat_events(self) -> Iterator[FlatEvent]:
        """Yield the same events, each as one row of a flat file says it."""

    def event_lines(self, write: WriteLines) -> Iterator[bytes]:
        """Yield the lines that `write` makes of these rows, some at a time.

        `write` makes a line of each row by itself, and nothing but the site's address goes into it besides.
        """

    def disagreements(self) -> Iterator[Disagreement]:
        """Yield the points on which sources differ; of a selection those that bear on one of its events."""

    def states(self) -> Iterator[StateRow]:
        """Yield the states of the rules that are asked for, on the day that is asked about."""

    def intervals(self) -> Iterator[IntervalRow]:
        """Yield the histories of the rules that are asked for."""

    def versions(self, kind: str, ids: Collection[str]) -> Mapping[str, tuple[PublicVersion, ...]]:
        """Give the published versions of these records by id, oldest first."""

    def names(self, keys: Iterable[RecordKey]) -> Names:
        """Give the names of these records, each by its kind and id; what is not public is left out."""

    def label(self, kind: str, record_id: str) -> str:
        """Give the name, title or label of a record."""
