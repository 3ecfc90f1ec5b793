"""Databases of the record as it was at earlier revisions, made from its history and kept for a while.

The history holds everything, so the tables of any earlier state can be made again by the very code that
makes them when a record is saved, and asked by the very queries that the present is asked by. Each state is
a file of its own, which nobody can tell from a database that was never written to since.
"""

import hashlib
import os
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from timeline.db import (
    DatabaseEngine,
    create_engine,
    freeze,
    frozen_engine,
    read_session,
    upgrade,
    write_transaction,
)
from timeline.errors import BusyError
from timeline.past.folder_lock import locked
from timeline.queries.as_of import at_revision
from timeline.store.rebuild import copy_history, rebuild

#: So many earlier states are kept, and so many bytes of them; the last one made stays, whatever its size.
MOST_FILES: Final = 8
MOST_BYTES: Final = 10_000_000_000
#: So many are held open in a process; what is kept of each in memory goes with it.
MOST_OPEN: Final = 3
#: So many requests wait for a state that is being made; others are told to come back.
MOST_WAITING: Final = 3
_MADE_BY: Final = ("dates", "models", "package", "records", "store", "migrations")
_ENDING: Final = ".sqlite3"
_UNFINISHED: Final = ".making-"


class KeptPast:
    """Gives databases of earlier states of a live one, from files in a folder that it makes itself."""

    def __init__(self, live: DatabaseEngine, folder: Path) -> None:
        self._live = live
        self._folder = folder / "past"
        self._open: OrderedDict[Path, Engine] = OrderedDict()
        self._opening = threading.Lock()
        self._making = threading.Lock()
        self._waiting = threading.BoundedSemaphore(MOST_WAITING)

    def engine(self, revision: int) -> DatabaseEngine:
        """Give a database of the record as it was at a revision that there is, for reading only.

        Raises BusyError when several wait for other states already.
        """
        path = self._folder / self._name(revision)
        if not path.exists():
            with self._one_at_a_time():
                if not path.exists():
                    self._make(path, revision)
        return self._opened(path)

    def close(self) -> None:
        """Close what is open."""
        with self._opening:
            while self._open:
                self._open.popitem()[1].dispose()

    def _name(self, revision: int) -> str:
        """Name the file of a state after all that it is made from: the history so far, and the program."""
        with read_session(self._live) as session:
            chain = at_revision(session, revision).chain
        seal = hashlib.sha256(f"{chain}\n{_program()}".encode()).hexdigest()[:24]
        return f"{revision}-{seal}{_ENDING}"

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Let one thread of one process make a state, and sweep what a killed one has left."""
        if not self._waiting.acquire(blocking=False):
            raise BusyError
        try:
            with self._making, locked(self._folder):
                for left in self._folder.glob(f"{_UNFINISHED}*"):
                    left.unlink(missing_ok=True)
                yield
        finally:
            self._waiting.release()

    def _make(self, path: Path, revision: int) -> None:
        own = self._folder / f"{_UNFINISHED}{secrets.token_hex(8)}{_ENDING}"
        made = create_engine(f"sqlite:///{own}")
        try:
            upgrade(made)
            with read_session(self._live) as source, write_transaction(made) as target:
                copy_history(source, target, until=revision)
                rebuild(target)
            made.dispose()
            freeze(own)
            own.replace(path)
        finally:
            made.dispose()
            for left in self._folder.glob(f"{own.name}*"):
                left.unlink(missing_ok=True)
        self._let_go(besides=path)

    def _let_go(self, *, besides: Path) -> None:
        """Remove the states that were not asked for the longest."""
        kept = sorted(self._folder.glob(f"*-*{_ENDING}"), key=lambda one: -one.stat().st_mtime)
        total = 0
        for number, path in enumerate(kept, start=1):
            total += path.stat().st_size
            if path != besides and (number > MOST_FILES or total > MOST_BYTES):
                path.unlink(missing_ok=True)

    def _opened(self, path: Path) -> DatabaseEngine:
        with suppress(OSError):  # It tells which states are asked for; whoever owns the file may be another.
            os.utime(path)
        with self._opening:
            engine = self._open.get(path)
            if engine is None:
                engine = self._open[path] = frozen_engine(path)
            self._open.move_to_end(path)
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)[1].dispose()
            return engine


@cache
def _program() -> str:
    """Give a fingerprint of the part of the program that makes tables from a history."""
    found = hashlib.sha256()
    for name in _MADE_BY:
        for path, content in sorted(_sources(files(f"timeline.{name}"), name)):
            found.update(path.encode() + b"\0" + content + b"\0")
    return found.hexdigest()


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _sources(entry, name)
        elif entry.name.endswith(".py"):
            yield name, entry.read_bytes()
