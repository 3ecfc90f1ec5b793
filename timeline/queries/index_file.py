"""The index of events in a file, so that a server need not make it anew whenever it starts.

The file may be deleted at any time. It is used when it can be read and is of an earlier state of the same
record, and otherwise passed over.
"""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Final

from timeline.queries.dataset import DatasetState
from timeline.selecting.index import EventIndex
from timeline.selecting.stored import UnreadableIndexError, pack, unpack

NAME: Final = "events.index"


def read_index(file: Path, schema: str) -> tuple[DatasetState, EventIndex] | None:
    """Read the index and the state that it is of; None where there is no file, or none that can be used.

    `schema` is the revision of the database's tables: another may hold the same otherwise.
    """
    try:
        index, told = unpack(file.read_bytes())
    except (OSError, UnreadableIndexError):
        return None
    if told["schema"] != schema:
        return None
    return DatasetState(version=told["version"], revision=told["revision"], head=told["head"]), index


def write_index(file: Path, schema: str, state: DatasetState, index: EventIndex) -> None:
    """Write an index as a whole or not at all; where that cannot be done, the next start takes longer."""
    told = {"version": state.version, "revision": state.revision, "head": state.head, "schema": schema}
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        # With rights for the owner alone, like the record: it tells of drafts.
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
        try:
            with os.fdopen(handle, "wb") as written:
                written.write(pack(index, told))
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
