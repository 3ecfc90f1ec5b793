"""What is made of all of a database once in a process, and kept in step with what is written to it.

It is keyed by the state of the whole as the session sees it, so that processes need not tell each other, and
a session of before a write is answered from before.
"""

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from timeline.queries.dataset import DatasetState, database_of, dataset_state

#: For so many states of a database it is kept: long downloads read from before the last writes.
_MOST_STATES: Final = 3


class Stated(Protocol):
    """Something made of one state of a database."""

    @property
    def state(self) -> DatasetState:
        """Give the state that it is of."""


_Made = TypeVar("_Made", bound=Stated)


@dataclass(kw_only=True, slots=True)
class _Shelf(Generic[_Made]):
    kept: tuple[_Made, ...] = ()
    file: Path | None = None
    making: threading.Lock = field(default_factory=threading.Lock)


class Shelves(Generic[_Made]):
    """What is kept of each database; `make` makes it of a session's, its state, the newest one, and its file.

    There may be no newest one, and no file. The file is one of this name.
    """

    def __init__(
        self,
        name: str,
        make: Callable[[Session, DatasetState, _Made | None, Path | None], _Made],
    ) -> None:
        self._name, self._make = name, make
        self._shelves: WeakKeyDictionary[Any, _Shelf[_Made]] = WeakKeyDictionary()
        self._opening = threading.Lock()

    def get(self, session: Session) -> _Made:
        """Give what is of the record as the session sees it; made, if need be."""
        state = dataset_state(session)
        shelf = self._shelf_of(session)
        found = _find(shelf, state)
        if found is None:
            # Whoever comes meanwhile waits for this one, instead of reading everything once more.
            with shelf.making:
                found = _find(shelf, state)
                if found is None:
                    newest = max(shelf.kept, key=lambda one: one.state.revision, default=None)
                    with _undisturbed():
                        found = self._make(session, state, newest, shelf.file)
                    shelf.kept = (found, *shelf.kept)[:_MOST_STATES]
        return found

    def find(self, session: Session) -> _Made | None:
        """Give what is of the record as the session sees it; None where it would have to be made."""
        return _find(self._shelf_of(session), dataset_state(session))

    def is_near(self, session: Session) -> bool:
        """Tell whether there is one as the session sees the record, or one of before that can be renewed."""
        kept, state = self._shelf_of(session).kept, dataset_state(session)
        return any(one.state == state or one.state.revision < state.revision for one in kept)

    def keep_in(self, engine: Engine, folder: Path) -> None:
        """Let it be read from a folder for an engine's database, and written there when it is made."""
        with self._opening:
            self._shelves.setdefault(engine.pool, _Shelf()).file = folder / self._name

    def forget(self, session: Session) -> None:
        """Let go of what is kept of the session's database, as if nothing had been asked yet."""
        with self._opening:
            self._shelves.pop(database_of(session), None)

    def _shelf_of(self, session: Session) -> _Shelf[_Made]:
        database = database_of(session)
        found = self._shelves.get(database)
        if found is None:
            with self._opening:
                found = self._shelves.setdefault(database, _Shelf())
        return found


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the collector of garbage from looking for circles among the many parts of what is made."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _find(shelf: _Shelf[_Made], state: DatasetState) -> _Made | None:
    return next((one for one in shelf.kept if one.state == state), None)
