"""Who goes first in a process: pages, and behind them files, which take turns.

One interpreter does one thing at a time. Whoever makes a file would take it from the pages that are being
made each time that they ask the database; fifty such readers made a page take ten times as long. So files
are made in turns: one at a time, each a little, and while pages are being made files rest three times as
long as they have worked. A file waits for a bounded time only, whatever the pages do. Where nothing is
served, as on the command line, nobody waits for anybody.
"""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: While pages are being made, files rest so many times as long as they have worked, but never longer than
#: so many seconds at a time.
RESTS: Final = 3
LONGEST_REST: Final = 0.25
#: So many seconds of work make a turn, where a file gives way before a piece of it is whole.
ENOUGH: Final = 0.002
#: Whoever has waited so many seconds for a turn goes on without one.
PATIENCE: Final = 30.0


class Turns:
    """The pages and the files of a process."""

    def __init__(self, *, rests: float = RESTS, patience: float = PATIENCE) -> None:
        self._rests, self._patience = rests, patience
        self._lock = threading.Lock()
        self._quiet = threading.Condition(self._lock)
        self._pages = 0
        self._is_taken = False
        self._waiting: deque[threading.Lock] = deque()
        self._rest_until = 0.0
        self._own = threading.local()

    @property
    def waiting(self) -> int:
        """Give how many wait for a turn."""
        return len(self._waiting)

    @contextmanager
    def page(self) -> Iterator[None]:
        """Make a page, which goes before files."""
        with self._lock:
            self._pages += 1
        try:
            yield
        finally:
            with self._lock:
                self._pages -= 1
                if not self._pages:
                    self._quiet.notify_all()

    @contextmanager
    def file(self) -> Iterator[None]:
        """Work on a file for a turn, as soon as it is this thread's."""
        self._take()
        try:
            yield
        finally:
            self._hand_on()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let others have the turn while this thread waits for something else; without one, do nothing."""
        if not self._has_turn():
            yield
            return
        self._hand_on()
        try:
            yield
        finally:
            self._take()

    def give_way(self) -> None:
        """Let pages go first, and the files that wait, if this thread's turn has been long enough.

        Only where nothing is held that another may wait for.
        """
        if self._has_turn() and (self._pages or self._waiting) and self._worked() >= ENOUGH:
            self._hand_on()
            self._take()

    def _has_turn(self) -> bool:
        return getattr(self._own, "has_turn", False)

    def _worked(self) -> float:
        """Give the seconds of the processor since this thread had the turn last: sending is work, too."""
        return time.thread_time() - float(self._own.since)

    def _take(self) -> None:
        if not hasattr(self._own, "since"):
            self._own.since = time.thread_time()
        self._own.has_turn = self._waited()
        if self._own.has_turn:
            with self._lock:
                while self._pages and (rest := self._rest_until - time.monotonic()) > 0:
                    self._quiet.wait(rest)

    def _waited(self) -> bool:
        """Wait until the turn is handed over; tell whether it was."""
        own = threading.Lock()
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            own.acquire()
            self._waiting.append(own)
        if own.acquire(timeout=self._patience):
            return True
        with self._lock:
            if own in self._waiting:
                self._waiting.remove(own)
                return False
        return True  # It was handed over in this very moment.

    def _hand_on(self) -> None:
        if not self._has_turn():
            return
        rest = min(self._worked() * self._rests, LONGEST_REST)
        self._own.since = time.thread_time()
        self._own.has_turn = False
        with self._lock:
            self._rest_until = time.monotonic() + rest
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


#: Those of this process: what its interpreter does, one after the other.
TURNS: Final = Turns()
