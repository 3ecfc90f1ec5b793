"""Indexes in files, so that a server need not make them anew whenever it starts.

A file may be deleted at any time. It is used when it can be read and is of an earlier state of the same
record, and otherwise passed over.
"""

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from sqlalchemy.orm import Session

from timeline.db import current_revision
from timeline.queries.dataset import DatasetState
from timeline.selecting.framing import UnreadableIndexError

_Index = TypeVar("_Index")
#: Makes bytes of an index and plain data to go with it, and takes them apart again.
Pack: TypeAlias = Callable[[_Index, dict[str, Any]], bytes]
Unpack: TypeAlias = Callable[[bytes], tuple[_Index, dict[str, Any]]]


def schema_of(session: Session) -> str:
    """Give the revision of the database's tables: another may hold the same otherwise."""
    return current_revision(session.get_bind().engine) or ""


def read_index(file: Path, schema: str, unpack: "Unpack[_Index]") -> tuple[DatasetState, _Index] | None:
    """Read an index and the state that it is of; None where there is no file, or none that can be used."""
    try:
        index, told = unpack(file.read_bytes())
    except (OSError, UnreadableIndexError):
        return None
    if told["schema"] != schema:
        return None
    return DatasetState(version=told["version"], revision=told["revision"], head=told["head"]), index


def write_index(file: Path, schema: str, state: DatasetState, index: _Index, pack: "Pack[_Index]") -> None:
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
