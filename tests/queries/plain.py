"""A plain, slow answer to what the index of events answers, from the records themselves."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.dates.parse import parse
from timeline.filters import EventFilter
from timeline.models.derived import timeline_key
from timeline.models.history import RecordRow
from timeline.queries.differing_dates import with_differing_dates
from timeline.queries.records import list_records
from timeline.queries.search import matching
from timeline.records.authority import Place, Topic
from timeline.records.event import Event

FIELDS = ("kind", "topic", "actor", "place", "source", "policy", "role")


class PlainArchive:
    """All public events, each looked at in turn."""

    def __init__(self, session: Session) -> None:
        self._session = session
        found = [stored.record for stored in list_records(session, "event")]
        self.events = sorted((one for one in found if isinstance(one, Event)), key=timeline_key)
        self._above: dict[tuple[str, str], str] = {}
        for kind in ("topic", "place"):
            for stored in list_records(session, kind):
                record = stored.record
                if isinstance(record, Topic):
                    self._above[kind, record.id] = record.broader
                if isinstance(record, Place):
                    self._above[kind, record.id] = record.part_of
        differing = set(session.scalars(with_differing_dates()))
        slugs = session.execute(select(RecordRow.slug, RecordRow.id).where(RecordRow.kind == "event"))
        self._keys = {row[0]: row[1] for row in slugs}
        self.slugs = {key: slug for slug, key in self._keys.items()}
        self.differing = {slug for slug, key in self._keys.items() if key in differing}

    def ids(self, asked: EventFilter) -> list[str]:
        """Give the ids of the events of a filter in the order of the timeline."""
        return [event.id for event in self._chosen(asked)]

    def values(self, asked: EventFilter, name: str) -> Counter[str]:
        """Count the events of each value of a field under the other filters."""
        others: dict[str, Any] = {name: ()}
        if name in ("actor", "role"):
            others = {"actor": (), "role": ()}
        counted: Counter[str] = Counter()
        for event in self._chosen(replace(asked, **others)):
            counted.update(set(self._values_of(event, asked, name)))
        return counted

    def months(self, asked: EventFilter) -> Counter[tuple[str, str, int]]:
        """Count the events by the months in which they begin and end, and by significance."""
        return Counter((*_months(event), event.significance) for event in self._chosen(asked))

    def _chosen(self, asked: EventFilter) -> list[Event]:
        words = set(self._session.scalars(matching(self._session, asked.q))) if asked.q else set()
        return [
            event
            for event in self.events
            if (not asked.q or self._keys[event.id] in words) and self._meets(event, asked)
        ]

    def _meets(self, event: Event, asked: EventFilter) -> bool:
        return (
            event.significance <= asked.significance
            and (not asked.disputed or event.id in self.differing)
            and _lies(event, asked)
            and _takes_part(event, asked)
            and all(
                not getattr(asked, name) or not set(getattr(asked, name)).isdisjoint(found(event))
                for name, found in self._fields.items()
            )
        )

    @property
    def _fields(self) -> Mapping[str, Callable[[Event], Iterator[str]]]:
        return {
            "kind": lambda event: iter((event.kind,)),
            "timeline": lambda event: iter(event.timelines),
            "topic": lambda event: self._wide("topic", event.topics),
            "place": lambda event: self._wide("place", event.places),
            "source": lambda event: (citation.source for citation in event.citations),
            "policy": lambda event: (change.policy for change in event.changes),
        }

    def _wide(self, kind: str, ids: tuple[str, ...]) -> Iterator[str]:
        for one in ids:
            reached = one
            while reached:
                yield reached
                reached = self._above.get((kind, reached), "")

    def _values_of(self, event: Event, asked: EventFilter, name: str) -> Iterator[str]:
        if name == "actor":
            return (one.actor for one in event.actors if not asked.role or one.role in asked.role)
        if name == "role":
            return (one.role for one in event.actors if not asked.actor or one.actor in asked.actor)
        return self._fields[name](event)


def _takes_part(event: Event, asked: EventFilter) -> bool:
    if not asked.actor and not asked.role:
        return True
    return any(
        (not asked.actor or one.actor in asked.actor) and (not asked.role or one.role in asked.role)
        for one in event.actors
    )


def _bounds(event: Event) -> tuple[dt.date | None, dt.date | None]:
    date = parse(event.date) if event.date else None
    return (date.earliest, date.latest) if date else (None, None)


def _months(event: Event) -> tuple[str, str]:
    earliest, latest = _bounds(event)
    return str(earliest)[:7], str(latest)[:7]


def _lies(event: Event, asked: EventFilter) -> bool:
    if asked.start is None and asked.end is None:
        return True
    earliest, latest = _bounds(event)
    if earliest is None and latest is None:
        return False
    first, last = earliest or dt.date.min, latest or dt.date.max
    if asked.when == "within":
        return (asked.start is None or (earliest is not None and earliest >= asked.start)) and (
            asked.end is None or (latest is not None and latest <= asked.end)
        )
    return (asked.start is None or last >= asked.start) and (asked.end is None or first <= asked.end)
