"""The records of the seed data by kind, and all that they say with the place where they say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from timeline.records.event import Citation, Event
from timeline.records.fields import FieldSpec, Markdown, Text, field_specs
from timeline.records.kinds import Record
from timeline.records.question import Claim, Question
from timeline.records.series import Figure, Series
from timeline.records.source import Source

R = TypeVar("R", bound=Record)

#: What is copied from a source because the exact words are the fact: not our own words.
COPIED = frozenset({"quotation", "verbatim", "date_verbatim", "asserted_verbatim", "period_verbatim"})
#: Titles of works and names are facts too.
NAMES_OF_WORKS = frozenset({"title", "short_title", "container", "publisher"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A citation, a figure or a claim, and the record in which it stands."""

    where: str
    part: Citation | Figure | Claim


@dataclass(frozen=True, kw_only=True, slots=True)
class Seed:
    """All records of the seed data."""

    records: tuple[Record, ...]

    def of(self, cls: type[R]) -> tuple[R, ...]:
        """List the records of a class."""
        return tuple(record for record in self.records if isinstance(record, cls))

    def event(self, event_id: str) -> Event:
        """Get an event."""
        return next(event for event in self.of(Event) if event.id == event_id)

    def source(self, source_id: str) -> Source:
        """Get a source."""
        return next(source for source in self.of(Source) if source.id == source_id)

    def statements(self) -> Iterator[Statement]:
        """Yield all that names a source: citations, figures and claims."""
        for event in self.of(Event):
            for citation in event.citations:
                yield Statement(where=f"event {event.id}", part=citation)
        for series in self.of(Series):
            for figure in series.figures:
                yield Statement(where=f"series {series.id}", part=figure)
        for question in self.of(Question):
            for claim in question.claims:
                yield Statement(where=f"question {question.id}", part=claim)

    def own_words(self) -> Iterator[tuple[str, str]]:
        """Yield every text that the archive has written itself, with the place where it stands."""
        for record in self.records:
            for path, spec, value in _texts(record, f"{record.record_kind} {record.id}"):
                of_work = isinstance(record, Source) and spec.name in NAMES_OF_WORKS
                if spec.name not in COPIED and not of_work:
                    yield path, value


def _texts(part: object, path: str) -> Iterator[tuple[str, FieldSpec, str]]:
    for spec in field_specs(type(part)):
        value = getattr(part, spec.name)
        where = f"{path} {spec.name}"
        if spec.part is not None:
            for number, inner in enumerate(value, start=1):
                yield from _texts(inner, f"{where} {number}")
        elif not spec.is_many and isinstance(spec.mark, Text | Markdown) and value:
            yield where, spec, value
