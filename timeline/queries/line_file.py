"""Lines of text by number, kept one behind the other in a file that no folder lists.

The file is gone with the process, however that ends. Whoever reads or adds says of which state of the record
the lines are to be; to those of another state the file is as if it were not there.
"""

import os
import tempfile
import threading
import weakref
from array import array
from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path
from typing import IO, Final

#: A greater file is begun anew.
MOST_BYTES: Final = 6_000_000_000
#: So many bytes of lines that are no longer right may lie in it, and as many as there are right ones.
_LOOSE: Final = 64_000_000


class LineFile:
    """Lines of one state of the record. It may be asked by several threads at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asking = threading.RLock()
        self._file: IO[bytes] | None = None
        self._starts, self._sizes = array("q"), array("i")
        self._end = self._right = 0
        self.state: Hashable = None

    def lock(self) -> threading.RLock:
        """Give the lock under which the state is looked at and changed."""
        return self._asking

    def begin(self, state: Hashable) -> None:
        """Let go of all lines, and hold those of a state from now on."""
        with self._asking:
            if self._file is not None:
                self._file.close()
                self._file = None
            self._starts, self._sizes = array("q"), array("i")
            self._end = self._right = 0
            self.state = state

    def become(self, state: Hashable, *, without: Iterable[int]) -> None:
        """Hold the lines of another state from now on, in which those of some numbers are others."""
        with self._asking:
            self.state = state
            for number in without:
                if number < len(self._starts) and self._starts[number] >= 0:
                    self._right -= self._sizes[number]
                    self._starts[number] = -1
            if self._end > 2 * self._right + _LOOSE:
                self.begin(state)

    def missing(self, state: Hashable, numbers: Sequence[int]) -> list[int]:
        """Give the numbers that there is no line of in this state."""
        with self._asking:
            if self.state != state:
                return list(numbers)
            starts, end = self._starts, len(self._starts)
            return [number for number in numbers if number >= end or starts[number] < 0]

    def read(self, state: Hashable, numbers: Sequence[int]) -> bytes | None:
        """Give the lines of these numbers; None where one is missing, or the state is another."""
        with self._asking:
            if self._file is None or self.missing(state, numbers):
                return None
            file, starts, sizes = self._file.fileno(), self._starts, self._sizes
            parts, start, end = [], 0, 0
            for number in numbers:
                if starts[number] != end:
                    parts.append(os.pread(file, end - start, start))
                    start = starts[number]
                    end = start
                end += sizes[number]
            parts.append(os.pread(file, end - start, start))
            found = b"".join(parts)
            return found if len(found) == sum([sizes[number] for number in numbers]) else None

    def add(self, state: Hashable, numbers: Sequence[int], lines: Sequence[bytes]) -> None:
        """Add lines, unless the state has become another meanwhile or the disk is full."""
        written = b"".join(lines)
        with self._asking:
            if self.state != state or self._end + len(written) > MOST_BYTES or not numbers:
                return
            try:
                if self._file is None:
                    self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                    self._file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115
                    weakref.finalize(self, self._file.close)
                if os.pwrite(self._file.fileno(), written, self._end) != len(written):
                    return
            except OSError:
                return
            self._note(numbers, lines)

    def _note(self, numbers: Sequence[int], lines: Sequence[bytes]) -> None:
        more = max(numbers) + 1 - len(self._starts)
        if more > 0:
            self._starts.extend(array("q", (-1,)) * more)
            self._sizes.extend(array("i", (0,)) * more)
        for number, line in zip(numbers, lines, strict=True):
            self._starts[number], self._sizes[number] = self._end, len(line)
            self._end += len(line)
            self._right += len(line)
