"""The ends of the chain of the history that releases hold: in the database, and in the files beside it."""

import json
from collections.abc import Iterator
from pathlib import Path

from timeline.db import DatabaseSession
from timeline.queries.releases import list_releases
from timeline.releases.create import MANIFEST
from timeline.store.check_history import HeldHead


def held_heads(session: DatabaseSession, folder: Path) -> Iterator[HeldHead]:
    """Yield what each release holds, once where the database and its manifest agree.

    Whoever changes a database by hand may leave the files as they are, or the other way round.
    """
    found = {
        HeldHead(revision=release.revision, head=release.head, by=f"release {release.id}")
        for release in list_releases(session)
    }
    for path in folder.glob(f"*/{MANIFEST}"):
        held = _held(path)
        if held is not None:
            found.add(held)
    yield from sorted(found, key=lambda one: (one.revision, one.by, one.head))


def _held(path: Path) -> HeldHead | None:
    try:
        said = json.loads(path.read_bytes())
        return HeldHead(revision=said["revision"], head=said["head"], by=f"release {said['release']}")
    except (OSError, ValueError, KeyError, TypeError):
        return None  # `timeline release verify` says so.
