"""The index of a database's events, made once in a process and kept in step with what is written.

To make it reads all links of all events, which takes seconds in a great archive; to bring it up to date
after a write reads the records that were written.
"""

import gc
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from timeline.db import only_reads
from timeline.queries.dataset import DatasetState, dataset_state, written_since
from timeline.queries.event_rows import (
    add_linked,
    event_facts,
    load_authorities,
    standing_after,
)
from timeline.queries.index_file import read_index, schema_of, write_index
from timeline.queries.shelves import Shelves
from timeline.selecting.authorities import KINDS, Authorities
from timeline.selecting.grow import Growth, widened_anew
from timeline.selecting.index import EventIndex
from timeline.selecting.stored import pack, unpack

#: What the file is called.
NAME: Final = "events.index"
#: After more writes than this, or than one in a hundred of the events, the index is made anew.
MOST_WRITES = 1000
#: An index of so many events is many thousand parts.
_MANY = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexedEvents:
    """The index of one state of a database, with the records that filters can ask for."""

    state: DatasetState
    index: EventIndex
    authorities: Authorities


def indexed_events(session: Session) -> IndexedEvents:
    """Give the index of the events as the session sees them."""
    return _SHELVES.get(session)


def find_authorities(session: Session) -> Authorities | None:
    """Give the records that filters can ask for as the session sees them; None where that takes reading them.

    Whoever writes sees what is not yet of any version.
    """
    if not only_reads(session):
        return None
    found = _SHELVES.find(session)
    return None if found is None else found.authorities


def keep_events_in(engine: Engine, folder: Path) -> None:
    """Let the index of an engine's database be read from a folder, and written there when it is made."""
    _SHELVES.keep_in(engine, folder)


def forget_events(session: Session) -> None:
    """Let go of what is kept of the session's database, as if nothing had been asked yet."""
    _SHELVES.forget(session)


def _made(
    session: Session, state: DatasetState, newest: IndexedEvents | None, file: Path | None
) -> IndexedEvents:
    """Bring the newest index up to date, or make one where that cannot be done or would not be faster."""
    former = _read(session, file) if newest is None and file is not None else newest
    if former is not None:
        if former.state == state:
            return former
        most = max(MOST_WRITES, former.index.base // 100)
        written = written_since(session, former.state, state, most=most)
        if written is not None and len(former.index.late) + len(written) <= most and former.index.base:
            return _renewed(session, former, state, written)
    made = _made_anew(session, state)
    if file is not None and made.index.size >= _MANY:
        write_index(file, schema_of(session), state, made.index, pack)
    return made


def _read(session: Session, file: Path) -> IndexedEvents | None:
    """Read the index that an earlier process has made."""
    found = read_index(file, schema_of(session), unpack)
    if found is None:
        return None
    state, index = found
    authorities = load_authorities(session)
    if state != dataset_state(session):
        # What is part of what is as it is now, which may not be as it was.
        index = widened_anew(index, authorities.parents)
    _leave_alone(index)
    return IndexedEvents(state=state, index=index, authorities=authorities)


def _made_anew(session: Session, state: DatasetState) -> IndexedEvents:
    authorities = load_authorities(session)
    growth = Growth(EventIndex())
    for facts in event_facts(session):
        growth.add_event(facts)
    add_linked(session, growth)
    index = growth.grown(authorities.parents)
    _leave_alone(index)
    return IndexedEvents(state=state, index=index, authorities=authorities)


def _leave_alone(index: EventIndex) -> None:
    """Have the collector of garbage pass over the parts of a great index, which hold no circles and live on.

    Otherwise it looks through all of them again and again, in the midst of pages, which then take a tenth of
    a second or a whole one more.
    """
    if index.size >= _MANY:
        gc.freeze()


def _renewed(
    session: Session, former: IndexedEvents, state: DatasetState, written: set[tuple[str, int]]
) -> IndexedEvents:
    authorities, index = former.authorities, former.index
    kinds = {kind for kind, _ in written}
    if kinds & set(KINDS):
        authorities = load_authorities(session)
        if authorities.parents != former.authorities.parents:
            index = widened_anew(index, authorities.parents)
    events = {key for kind, key in written if kind == "event"}
    if events:
        index = _grown(session, index, authorities, events)
    return IndexedEvents(state=state, index=index, authorities=authorities)


def _grown(session: Session, index: EventIndex, authorities: Authorities, keys: Iterable[int]) -> EventIndex:
    growth = Growth(index)
    written = frozenset(keys)
    passing_over = written.union(index.late_places)
    for facts in event_facts(session, written):
        growth.add_event(facts, standing_after(session, index, facts.sort_key, passing_over=passing_over))
    add_linked(session, growth, written)
    return growth.grown(authorities.parents)


_SHELVES: Final = Shelves(NAME, _made)
