"""The index of a database's events, made once in a process and kept in step with what is written.

To make it reads all links of all events, which takes seconds in a great archive; to bring it up to date
after a write reads the records that were written. It is keyed by the state of the whole as the session sees
it, so that processes need not tell each other, and a session of before a write is answered from before.
"""

import gc
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from timeline.db import current_revision, only_reads
from timeline.queries.dataset import DatasetState, database_of, dataset_state, written_since
from timeline.queries.event_rows import (
    add_linked,
    event_facts,
    load_authorities,
    standing_after,
)
from timeline.queries.index_file import NAME, read_index, write_index
from timeline.selecting.authorities import KINDS, Authorities
from timeline.selecting.grow import Growth, widened_anew
from timeline.selecting.index import EventIndex

#: After more writes than this, or than one in a hundred of the events, the index is made anew.
MOST_WRITES = 1000
#: For so many states of a database indexes are kept: long downloads read from before the last writes.
_MOST_STATES = 3
#: An index of so many events is many thousand parts.
_MANY = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexedEvents:
    """The index of one state of a database, with the records that filters can ask for."""

    state: DatasetState
    index: EventIndex
    authorities: Authorities


@dataclass(kw_only=True, slots=True)
class _Shelf:
    kept: tuple[IndexedEvents, ...] = ()
    file: Path | None = None
    making: threading.Lock = field(default_factory=threading.Lock)


_shelves: WeakKeyDictionary[Any, _Shelf] = WeakKeyDictionary()
_opening = threading.Lock()


def indexed_events(session: Session) -> IndexedEvents:
    """Give the index of the events as the session sees them."""
    state = dataset_state(session)
    shelf = _shelf_of(session)
    found = _find(shelf, state)
    if found is None:
        # Whoever comes meanwhile waits for this one, instead of reading all events once more.
        with shelf.making:
            found = _find(shelf, state)
            if found is None:
                with _undisturbed():
                    found = _made(session, shelf, state)
                shelf.kept = (found, *shelf.kept)[:_MOST_STATES]
    return found


def find_authorities(session: Session) -> Authorities | None:
    """Give the records that filters can ask for as the session sees them; None where that takes reading them.

    Whoever writes sees what is not yet of any version.
    """
    if not only_reads(session):
        return None
    found = _find(_shelf_of(session), dataset_state(session))
    return None if found is None else found.authorities


def keep_events_in(engine: Engine, folder: Path) -> None:
    """Let the index of an engine's database be read from a folder, and written there when it is made."""
    with _opening:
        _shelves.setdefault(engine.pool, _Shelf()).file = folder / NAME


def forget_events(session: Session) -> None:
    """Let go of what is kept of the session's database, as if nothing had been asked yet."""
    with _opening:
        _shelves.pop(database_of(session), None)


def _shelf_of(session: Session) -> _Shelf:
    with _opening:
        return _shelves.setdefault(database_of(session), _Shelf())


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the collector of garbage from looking for circles among the parts of an index that is made."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _find(shelf: _Shelf, state: DatasetState) -> IndexedEvents | None:
    return next((one for one in shelf.kept if one.state == state), None)


def _made(session: Session, shelf: _Shelf, state: DatasetState) -> IndexedEvents:
    """Bring the newest index up to date, or make one where that cannot be done or would not be faster."""
    former = max(shelf.kept, key=lambda one: one.state.revision, default=None)
    if former is None and shelf.file is not None:
        former = _read(session, shelf.file)
    if former is not None:
        if former.state == state:
            return former
        most = max(MOST_WRITES, former.index.base // 100)
        written = written_since(session, former.state, state, most=most)
        if written is not None and len(former.index.late) + len(written) <= most and former.index.base:
            return _renewed(session, former, state, written)
    made = _made_anew(session, state)
    if shelf.file is not None and made.index.size >= _MANY:
        write_index(shelf.file, _schema(session), state, made.index)
    return made


def _read(session: Session, file: Path) -> IndexedEvents | None:
    """Read the index that an earlier process has made."""
    found = read_index(file, _schema(session))
    if found is None:
        return None
    state, index = found
    authorities = load_authorities(session)
    if state != dataset_state(session):
        # What is part of what is as it is now, which may not be as it was.
        index = widened_anew(index, authorities.parents)
    _leave_alone(index)
    return IndexedEvents(state=state, index=index, authorities=authorities)


def _schema(session: Session) -> str:
    return current_revision(session.get_bind().engine) or ""


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
