"""The lines of events in a flat file: made of the tables, or taken from those that were made before.

To make a line takes twenty times as long as to copy it. So a process keeps the lines that it has made, in a
file beside the database, and any filter takes its own from them. After a write the lines of the events that
were written are made anew, and those of events that name a record that was written: its name stands in them.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from timeline.db import only_reads
from timeline.filters import EventFilter
from timeline.queries.dataset import DatasetState, database_of, dataset_state, written_since
from timeline.queries.event_index import indexed_events
from timeline.queries.flat_events import FIRST, MOST, FlatEvent, FlatEvents
from timeline.queries.line_file import LineFile
from timeline.queries.selection import keys_in_order
from timeline.selecting.index import EventIndex

#: Makes of each event a line; the text is what addresses of the site begin with.
WriteLines: TypeAlias = Callable[[Iterable[FlatEvent], str], Iterator[bytes]]

#: Stands in a kept line for what addresses begin with. No record holds it.
_SITE: Final = "\0"
#: After more writes than this all lines are made anew.
_MOST_WRITES: Final = 5000
_PIECE: Final = 256 * 1024
_NAMED: Final = ("actor", "place", "topic", "source", "timeline")
_files: WeakKeyDictionary[Any, LineFile] = WeakKeyDictionary()
_opening = threading.Lock()


def keep_lines_in(engine: Engine, folder: Path) -> None:
    """Let the lines of an engine's database be kept in a file in a folder."""
    with _opening:
        _files.setdefault(engine.pool, LineFile(folder))


def stream_event_lines(
    session: Session, asked: EventFilter, site_url: str, write: WriteLines
) -> Iterator[bytes]:
    """Yield the lines of the events of a filter in the order of the timeline, some at a time."""
    events = FlatEvents(session)
    kept = _kept_lines(session)
    keys, size = keys_in_order(session, asked), FIRST
    while some := list(islice(keys, size)):
        found = None if kept is None else _taken(kept, dataset_state(session), some, events, write)
        if found is None:
            found = b"".join(write(events.among(some), site_url))
        else:
            found = found.replace(_SITE.encode(), site_url.encode())
        yield from (found[start : start + _PIECE] for start in range(0, len(found), _PIECE))
        size = min(size * 4, MOST)


def _kept_lines(session: Session) -> LineFile | None:
    """Give the lines that are kept, brought up to date as the session sees the record."""
    kept = _files.get(database_of(session))
    if kept is None or not only_reads(session):
        return None
    state = dataset_state(session)
    with kept.lock():
        former = kept.state
        if not isinstance(former, DatasetState):
            kept.begin(state)
        elif former != state:
            if former.revision > state.revision:
                return None  # It reads from before what others read already.
            _bring_up(kept, session, former, state)
    return kept


def _bring_up(kept: LineFile, session: Session, former: DatasetState, state: DatasetState) -> None:
    written = written_since(session, former, state, most=_MOST_WRITES)
    if written is None:
        kept.begin(state)
    else:
        kept.become(state, without=_keys_with(indexed_events(session).index, written))


def _keys_with(index: EventIndex, written: Iterable[tuple[str, int]]) -> Iterator[int]:
    """Yield the keys of the events among records, and of those that name one of them."""
    for kind, key in written:
        if kind == "event":
            yield key
        elif kind in _NAMED:
            yield from (index.keys[place] for place in index.sets[kind].get(key, ()))


def _taken(
    kept: LineFile, state: DatasetState, keys: Sequence[int], events: FlatEvents, write: WriteLines
) -> bytes | None:
    """Give lines that are kept, after those that were missing are made; None where they cannot be kept."""
    missing = kept.missing(state, keys)
    if missing:
        lines = list(write(events.among(missing), _SITE))
        if any(line.count(b"\0") != 1 for line in lines):
            return None
        kept.add(state, missing, lines)
        if len(missing) == len(keys):
            return b"".join(lines)
    return kept.read(state, keys)
