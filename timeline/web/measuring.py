"""How large a file of the archive is, how many rows it has, and its checksum, found by writing it once.

What is found holds for good, since it is about the file of one revision; so it is kept in the process.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from timeline.errors import BusyError
from timeline.queries.as_of import at_revision
from timeline.turns import TURNS
from timeline.web.asked_file import AskedFile
from timeline.web.reading import reading

#: So many files are remembered, and so many are written at once for the sake of their checksum.
MOST_KEPT: Final = 1_000
MOST_AT_ONCE: Final = 2
_QUOTE: Final = b'"'


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """The size of a file in bytes, its checksum, and its rows below the header; None: it is no table."""

    bytes: int
    sha256: str
    rows: int | None


_kept: "OrderedDict[str, Measured]" = OrderedDict()
_keeping = threading.Lock()
_measuring = threading.BoundedSemaphore(MOST_AT_ONCE)


def find_measured(file: AskedFile) -> Measured | None:
    """Find what is known of a file without writing it."""
    key = _key(file)
    with _keeping:
        if key in _kept:
            _kept.move_to_end(key)
        return _kept.get(key)


def measure(file: AskedFile) -> Measured:
    """Write a file to nowhere and measure it; raises BusyError when others are doing so already."""
    found = find_measured(file)
    if found is None:
        with _one_of_few():
            found = _measured(file)
        with _keeping:
            _kept[_key(file)] = found
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return found


def _key(file: AskedFile) -> str:
    # A revision of another history, after a backup was restored, is another one.
    return f"{at_revision(reading(), file.revision).chain} {file.url}"


@contextmanager
def _one_of_few() -> Iterator[None]:
    with TURNS.aside():
        is_free = _measuring.acquire(timeout=1)
    if not is_free:
        raise BusyError
    try:
        yield
    finally:
        _measuring.release()


def _measured(file: AskedFile) -> Measured:
    seal, size = hashlib.sha256(), 0
    lines, is_quoted = 0, False
    is_table = file.made.media_type.startswith("text/csv")
    for piece in file.pieces():
        seal.update(piece)
        size += len(piece)
        if is_table:
            # What stands at even places lies outside of quotes; a doubled quote changes nothing.
            for number, part in enumerate(piece.split(_QUOTE)):
                is_quoted = is_quoted != (number > 0)
                lines += 0 if is_quoted else part.count(b"\n")
    return Measured(bytes=size, sha256=seal.hexdigest(), rows=max(lines - 1, 0) if is_table else None)
