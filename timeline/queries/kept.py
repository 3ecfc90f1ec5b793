"""What was counted over a whole record, kept in the process until somebody writes to the database.

Counting takes time that grows with the record, and archives are read far more often than written. What is
kept is a plain immutable value, keyed by what was asked and by the dataset's version; the first question
after a write finds nothing and lets all of it go.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from timeline.queries.dataset import DatasetState, database_of, dataset_state

MOST_KEPT = 512
_Value = TypeVar("_Value")


@dataclass(kw_only=True, slots=True)
class _Shelf:
    state: DatasetState
    values: OrderedDict[Hashable, object] = field(default_factory=OrderedDict)


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
        shelf = _shelves.get(pool)
        if shelf is None or shelf.state != state:
            shelf = _shelves[pool] = _Shelf(state=state)
        shelf.values[question] = found
        while len(shelf.values) > MOST_KEPT:
            shelf.values.popitem(last=False)
    return found
