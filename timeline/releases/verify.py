"""Whether a release is still what it was when it was made: its files, its manifest, and the history below."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from timeline.db import DatabaseSession
from timeline.queries.releases import Release
from timeline.releases.create import CHECKSUMS, MANIFEST
from timeline.store.check_history import HeldHead, check_history
from timeline.store.finding import Finding

_AT_ONCE: Final = 1 << 20
_REBUILD: Final = "Restore it from a copy, or run `timeline release rebuild {}`."
_ELSEWHERE: Final = "Compare with copies that others keep, and restore a backup."


def verify_release(
    session: DatabaseSession, folder: Path, release: Release, *, copy: Path | None = None
) -> Iterator[Finding]:
    """Yield what differs, the first file that does before all others.

    `copy` is a manifest that somebody kept elsewhere, where whoever changed this archive could not reach it.
    """
    if copy is not None and copy.read_bytes() != release.manifest.encode():
        yield _found(release, MANIFEST, f"it is not the manifest that {copy} has.", _ELSEWHERE)
    yield from verify_files(folder / release.id, release)
    held = HeldHead(revision=release.revision, head=release.head, by=f"release {release.id}")
    yield from check_history(session, progress=_silent, held=(held,), until=release.revision)


def verify_files(folder: Path, release: Release) -> Iterator[Finding]:
    """Yield which files of a release are missing, changed or added."""
    cure = _REBUILD.format(release.id)
    if not folder.is_dir():
        yield _found(release, "", f"its folder {folder} is missing.", cure)
        return
    expected = {file.name: file.sha256 for file in release.files}
    expected[MANIFEST] = hashlib.sha256(release.manifest.encode()).hexdigest()
    sums = "".join(f"{sha256}  {name}\n" for name, sha256 in expected.items())
    expected[CHECKSUMS] = hashlib.sha256(sums.encode()).hexdigest()
    for name, sha256 in sorted(expected.items()):
        path = folder / name
        if not path.is_file():
            yield _found(release, name, "the file is missing.", cure)
        elif sha256_of(path) != sha256:
            yield _found(release, name, "the file is not the one that was released.", cure)
    for path in sorted(folder.iterdir()):
        if path.name not in expected:
            yield _found(release, path.name, "the file is no part of the release.", "Take it out.")


def sha256_of(path: Path) -> str:
    """Give the SHA-256 of a file, read piece by piece."""
    seal = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_AT_ONCE):
            seal.update(piece)
    return seal.hexdigest()


def _found(release: Release, name: str, message: str, cure: str) -> Finding:
    return Finding(kind="release", record=release.id, field=name, message=message, cure=cure)


def _silent(_more: int) -> None:
    """Tell nobody."""
