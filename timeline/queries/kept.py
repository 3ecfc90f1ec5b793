"""What was counted over a whole record, kept in the process until somebody writes to the database.

Counting takes time that grows with the record, and archives are read far more often than written. What is
kept is a plain immutable value, keyed by what was asked and by the dataset's version; the first question
after a write finds nothing and lets all of it go.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from timeline.db import only_reads
from timeline.queries.dataset import DatasetState, database_of, dataset_state

MOST_KEPT = 512
#: So many are kept of what is kept piece by piece, of each sort.
MOST_PIECES = 4096
_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


@dataclass(kw_only=True, slots=True)
class _Shelf:
    state: DatasetState
    values: OrderedDict[Hashable, object] = field(default_factory=OrderedDict)
    pieces: dict[str, OrderedDict[Any, Any]] = field(default_factory=dict)


_shelves: WeakKeyDictionary[Any, _Shelf] = WeakKeyDictionary()
_keeping = threading.Lock()


def is_kept(session: Session, question: Hashable) -> bool:
    """Tell whether the answer to a question is at hand."""
    state = dataset_state(session)
    with _keeping:
        shelf = _shelves.get(database_of(session))
        return shelf is not None and shelf.state == state and question in shelf.values


def kept(session: Session, question: Hashable, answer: Callable[[], _Value]) -> _Value:
    """Give the answer that is kept for a question about the record as the session sees it, or find it."""
    pool, state = database_of(session), dataset_state(session)
    with _keeping:
        shelf = _shelves.get(pool)
        if shelf is not None and shelf.state == state and question in shelf.values:
            shelf.values.move_to_end(question)
            return cast("_Value", shelf.values[question])
    found = answer()
    with _keeping:
        values = _shelf_for(pool, state).values
        values[question] = found
        while len(values) > MOST_KEPT:
            values.popitem(last=False)
    return found


def kept_each(
    session: Session,
    sort: str,
    keys: Iterable[_Key],
    find: Callable[[list[_Key]], Mapping[_Key, _Value]],
) -> dict[_Key, _Value]:
    """Give what there is for each of some keys: what is kept, and the rest by one call of `find`.

    `sort` says what it is that is kept. Whoever writes sees what is not yet of any version.
    """
    wanted = list(dict.fromkeys(keys))
    if not only_reads(session):
        return dict(find(wanted))
    pool, state = database_of(session), dataset_state(session)
    with _keeping:
        pieces = _shelf_for(pool, state).pieces.setdefault(sort, OrderedDict())
        found: dict[_Key, _Value] = {}
        for key in wanted:
            if key in pieces:
                pieces.move_to_end(key)
                found[key] = pieces[key]
    missing = [key for key in wanted if key not in found]
    if missing:
        new = find(missing)
        found.update(new)
        with _keeping:
            pieces.update(new)
            while len(pieces) > MOST_PIECES:
                pieces.popitem(last=False)
    return found


def _shelf_for(pool: Any, state: DatasetState) -> _Shelf:
    """Give the shelf of a state of a database; what another state has left there goes."""
    shelf = _shelves.get(pool)
    if shelf is None or shelf.state != state:
        shelf = _shelves[pool] = _Shelf(state=state)
    return shelf
