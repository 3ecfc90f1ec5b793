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
def locked(folder: Path) -> Iterator[None]:
    """Make the folder where it is missing, for its owner alone, and hold it against other processes."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / _NAME).open("ab") as file:
        if sys.platform != "win32":
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
