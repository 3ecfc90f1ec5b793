"""A lock on a folder, which ends with the process that holds it, however that ends."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Where there is none (Windows), the threads of one process still take turns, and two processes at most
# make the same thing twice: whatever is made is moved to its place whole.
if sys.platform != "win32":
    import fcntl

_NAME = ".lock"


@contextmanager
def locked(folder: Path, *, mode: int = 0o700) -> Iterator[None]:
    """Make the folder where it is missing, by itself for its owner alone, and hold it against others."""
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    with (folder / _NAME).open("ab") as file:
        if sys.platform != "win32":
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
