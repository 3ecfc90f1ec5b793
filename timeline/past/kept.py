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
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from timeline.db import (
    DatabaseEngine,
    copy_database,
    create_engine,
    freeze,
    frozen_engine,
    read_session,
    unguarded_transaction,
    upgrade,
    write_transaction,
)
from timeline.errors import BusyError
from timeline.past.folder_lock import locked
from timeline.queries.as_of import at_revision
from timeline.queries.dataset import dataset_state
from timeline.store.rebuild import copy_history, rebuild
from timeline.store.turning import copy_tables, count_between, turn
from timeline.turns import TURNS

#: So many earlier states are kept, and so many bytes of them; the last one made stays, whatever its size.
MOST_FILES: Final = 8
MOST_BYTES: Final = 10_000_000_000
#: So many are held open in a process; what is kept of each in memory goes with it.
MOST_OPEN: Final = 3
#: So many requests wait for states that are being made, and so many are in the making; others are told to
#: come back.
MOST_WAITING: Final = 3
#: So many seconds a reader waits for one; a proxy gives up after more.
PATIENCE: Final = 25.0
#: A state of which no more than this part differs from one that is there is made from that.
TURNED_PART: Final = 0.5
_MADE_BY: Final = ("dates", "models", "package", "records", "store", "migrations")
_ENDING: Final = ".sqlite3"
_UNFINISHED: Final = ".making-"


class KeptPast:
    """Gives databases of earlier states of a live one, from files in a folder that it makes itself.

    Who asks waits for as many seconds as `patience` says, if it does; the state is made all the same.
    """

    def __init__(self, live: DatabaseEngine, folder: Path, *, patience: float | None = None) -> None:
        self._live = live
        self._folder = folder / "past"
        self._patience = patience
        self._jobs: dict[Path, Future[None]] = {}
        self._open: OrderedDict[Path, Engine] = OrderedDict()
        self._opening = threading.Lock()
        self._making = threading.Lock()
        self._waiting = threading.BoundedSemaphore(MOST_WAITING)

    def engine(self, revision: int) -> DatabaseEngine:
        """Give a database of the record as it was at a revision that there is, for reading only.

        Raises BusyError when several wait for states already, and for who has waited too long.
        """
        path = self._folder / self._name(revision)
        if not path.exists():
            self._wait_for(path, revision)
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

    def _wait_for(self, path: Path, revision: int) -> None:
        if not self._waiting.acquire(blocking=False):
            raise BusyError
        try:
            job = self._job(path, revision)
            with TURNS.aside():
                job.result(timeout=self._patience)
        except TimeoutError:
            raise BusyError from None
        finally:
            self._waiting.release()

    def _job(self, path: Path, revision: int) -> Future[None]:
        """Give what makes a state; it goes on when nobody waits for it any longer."""
        with self._opening:
            job = self._jobs.get(path)
            if job is None:
                if len(self._jobs) >= MOST_WAITING:
                    raise BusyError
                job = self._jobs[path] = Future()
                threading.Thread(target=self._work, args=(path, revision, job), daemon=True).start()
            return job

    def _work(self, path: Path, revision: int, job: Future[None]) -> None:
        try:
            with self._one_at_a_time():
                if not path.exists():
                    self._make(path, revision)
        except BaseException as error:  # noqa: BLE001 - whoever waits is told, whatever it is
            self._done(path)
            job.set_exception(error)
        else:
            self._done(path)
            job.set_result(None)

    def _done(self, path: Path) -> None:
        with self._opening:
            del self._jobs[path]

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Let one thread of one process make a state, and sweep what a killed one has left."""
        with self._making, locked(self._folder):
            for left in self._folder.glob(f"{_UNFINISHED}*"):
                left.unlink(missing_ok=True)
            yield

    def _make(self, path: Path, revision: int) -> None:
        own = self._folder / f"{_UNFINISHED}{secrets.token_hex(8)}{_ENDING}"
        nearest = self._nearest(revision)
        try:
            if nearest is None:
                self._made_anew(own, revision)
            else:
                self._made_from(nearest, own, revision)
            freeze(own)
            own.replace(path)
        finally:
            for left in self._folder.glob(f"{own.name}*"):
                left.unlink(missing_ok=True)
        self._let_go(besides=path)

    def _nearest(self, revision: int) -> DatabaseEngine | None:
        """Give the state that differs least from one, if that is less work than to make all of it."""
        with read_session(self._live) as session:
            most = count_between(session, 0, revision) * TURNED_PART
            found: dict[int, DatabaseEngine | Path] = {}
            last = dataset_state(session).revision
            for kept in self._folder.glob(f"*-*{_ENDING}"):
                number = int(kept.name.partition("-")[0])
                if number <= last and kept.name == self._name(number):
                    found[number] = kept
            found[last] = self._live
            work = {number: count_between(session, number, revision) for number in found}
        number = min(work, key=lambda one: (work[one], one), default=0)
        if work.get(number, most + 1) > most:
            return None
        chosen = found[number]
        return self._opened(chosen) if isinstance(chosen, Path) else chosen

    def _made_anew(self, path: Path, revision: int) -> None:
        made = create_engine(f"sqlite:///{path}")
        try:
            upgrade(made)
            with read_session(self._live) as source, write_transaction(made) as target:
                copy_history(source, target, until=revision)
                rebuild(target)
        finally:
            made.dispose()

    def _made_from(self, nearest: DatabaseEngine, path: Path, revision: int) -> None:
        is_a_file = nearest.dialect.name == "sqlite"
        if is_a_file:
            copy_database(nearest, path)
        made = create_engine(f"sqlite:///{path}")
        try:
            if not is_a_file:
                upgrade(made)
            # The source is asked after the copy was made, so that it has whatever the copy has.
            with read_session(self._live) as source, unguarded_transaction(made) as target:
                if not is_a_file:
                    copy_tables(source, target)
                turn(source, target, to=revision)
        finally:
            made.dispose()

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
