"""Freeze the record at a revision: write its files once, with a manifest of their checksums.

Nothing in a release depends on when, where or by whom it was made: the same revisions, the same address of
the site and the same version of the program give the same bytes on any machine and either database.
"""

import datetime as dt
import hashlib
import json
import os
import secrets
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import Any, Final

from timeline.creators import NamedCreator
from timeline.db import DatabaseEngine, DatabaseSession, read_session, write_transaction
from timeline.exports.format import Format
from timeline.exports.registry import FORMATS
from timeline.filters import EventFilter
from timeline.languages.catalogue import N_
from timeline.past.folder_lock import locked
from timeline.queries.archive import SelectedArchive
from timeline.queries.as_of import PastRecords, at_revision, get_revision, session_at
from timeline.queries.changes_between import RecordChange, changes_between
from timeline.queries.indexes import count_records
from timeline.queries.releases import Release, find_release_before, get_release
from timeline.records.timeline import Timeline
from timeline.releases.words import change_notes, citation_file
from timeline.store.releases import add_release, clean_doi, require_release_id

MANIFEST: Final = "manifest.json"
CHECKSUMS: Final = "SHA256SUMS"
CHANGES: Final = "CHANGES.md"
CITATION: Final = "CITATION.cff"
_UNFINISHED: Final = ".making-"
_FOR_READING: Final = 0o444
#: What a library writes differs from one version of the library to the next, so it is in no release.
_WRITTEN_BY_LIBRARIES: Final = (".xlsx", ".sqlite", ".sqlite3", ".db", ".parquet")
#: What goes with one of those.
_ABOUT_THOSE: Final = ("datasette",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What a release is to be: its id, which revision (None: the present one), and what it says of itself."""

    id: str
    known: int | dt.datetime | None = None
    note: str = ""
    site_name: str
    site_url: str
    creators: tuple[NamedCreator, ...] = ()
    doi: str = ""


def released_formats() -> tuple[Format, ...]:
    """List the formats that a release has, each with the whole record."""
    return tuple(
        made
        for made in FORMATS.values()
        if PurePath(made.file_name).suffix not in _WRITTEN_BY_LIBRARIES
        and "/" not in made.file_name
        and made.name not in _ABOUT_THOSE
    )


def create_release(
    live: DatabaseEngine, past: PastRecords, folder: Path, order: Order, *, by: str
) -> Release:
    """Write the files of a release into a folder of its own below this one, and keep the release.

    Either all is there in the end, or nothing but files that the next call sweeps. Raises
    InvalidReleaseError, and BadRequestError for a revision that there is not.
    """
    with read_session(live) as session:
        require_release_id(session, order.id)
        revision = get_revision(session, order.known)
        head = at_revision(session, revision).chain
    with locked(folder, mode=0o755), _unfinished(folder) as own:
        manifest = write_release(live, past, own, order, revision)
        with write_transaction(live) as session:
            add_release(
                session,
                release_id=order.id,
                revision=revision,
                head=head,
                manifest=manifest,
                by=by,
                doi=order.doi,
            )
            # A folder of this name, of which the database knows nothing, was left by one that was killed.
            shutil.rmtree(folder / order.id, ignore_errors=True)
            own.replace(folder / order.id)
    with read_session(live) as session:
        return get_release(session, order.id)


def rebuild_release(live: DatabaseEngine, past: PastRecords, folder: Path, release: Release) -> str:
    """Write the files of a release again, on another machine for example, and give the manifest of now.

    They are put in place only if the manifest is the one of the release, byte for byte.
    """
    said = json.loads(release.manifest)
    order = Order(
        id=release.id,
        note=release.note,
        site_name=release.site_name,
        site_url=release.site_url,
        creators=release.creators,
        doi=said["doi"],
    )
    with locked(folder, mode=0o755), _unfinished(folder) as own:
        manifest = write_release(live, past, own, order, release.revision)
        if manifest == release.manifest:
            shutil.rmtree(folder / release.id, ignore_errors=True)
            own.replace(folder / release.id)
    return manifest


def write_release(live: DatabaseEngine, past: PastRecords, folder: Path, order: Order, revision: int) -> str:
    """Write all files of a release into a folder that there is, and give the text of the manifest."""
    with read_session(live) as session:
        saved_at_utc, head = at_revision(session, revision)
        since = find_release_before(session, revision)
        changed = list(changes_between(session, since.revision, revision)) if since else []
    with session_at(live, past, revision) as session:
        timelines = _timelines(session, order.site_url)
        counts = count_records(session)
        files = [*_formats(session, folder, order.site_url)]
    said: dict[str, Any] = {
        "release": order.id,
        "title": "; ".join(timeline.title for timeline in timelines) or order.site_name,
        "note": order.note,
        "revision": revision,
        "saved_at_utc": saved_at_utc.isoformat(timespec="microseconds"),
        "head": head,
        "doi": clean_doi(order.doi),
        "site_name": order.site_name,
        "site_url": order.site_url,
        # Left out where nobody is named, as in the releases from before there could be somebody.
        **({"creators": _told(order.creators)} if order.creators else {}),
        "url": f"{order.site_url}/releases/{order.id}",
        "licences": sorted({timeline.licence for timeline in timelines if timeline.licence}),
        "counts": counts,
        "since": since.id if since else "",
        "changes": _counted(changed),
        "program": f"timeline {version('timeline')}",
    }
    files.append(_change_notes(folder, said, saved_at_utc, since, changed))
    files.append(_citation(folder, said, saved_at_utc, timelines, order))
    said["files"] = sorted(files, key=lambda file: str(file["name"]))
    return _sealed(folder, said)


def _change_notes(
    folder: Path,
    said: dict[str, Any],
    saved_at_utc: dt.datetime,
    since: Release | None,
    changed: Iterable[RecordChange],
) -> dict[str, Any]:
    lines = change_notes(
        release=said["release"],
        revision=said["revision"],
        saved_at_utc=saved_at_utc,
        since=(since.id, since.revision) if since else None,
        note=said["note"],
        counts=said["counts"],
        changes=said["changes"],
        records=changed,
    )
    return _written(
        folder,
        CHANGES,
        (f"{line}\n".encode() for line in lines),
        media_type="text/markdown; charset=utf-8",
        about=N_("What changed since the release before."),
    )


def _citation(
    folder: Path, said: dict[str, Any], saved_at_utc: dt.datetime, timelines: Iterable[Timeline], order: Order
) -> dict[str, Any]:
    licences = {timeline.licence_url for timeline in timelines if timeline.licence_url}
    text = citation_file(
        title=said["title"],
        release=said["release"],
        saved_at_utc=saved_at_utc,
        by=order.creators or (NamedCreator(literal=order.site_name),),
        url=said["url"] if said["site_url"] else "",
        licence_url=licences.pop() if len(licences) == 1 else "",
        doi=said["doi"],
    )
    return _written(
        folder,
        CITATION,
        [text.encode()],
        media_type="text/yaml; charset=utf-8",
        about=N_("How to cite this release."),
    )


def _told(creators: Iterable[NamedCreator]) -> list[dict[str, str]]:
    return [{name: value for name, value in asdict(one).items() if value} for one in creators]


def _sealed(folder: Path, said: dict[str, Any]) -> str:
    """Write the manifest, and the checksums for programs that check them."""
    manifest = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
    own = _written(folder, MANIFEST, [manifest.encode()], media_type="application/json", about="")
    sums = (f"{file['sha256']}  {file['name']}\n".encode() for file in (*said["files"], own))
    _written(folder, CHECKSUMS, sums, media_type="text/plain", about="")
    return manifest


def _timelines(session: DatabaseSession, site_url: str) -> list[Timeline]:
    archive = SelectedArchive(session, EventFilter(), site_url=site_url)
    return [record for record in archive.records("timeline") if isinstance(record, Timeline)]


def _formats(session: DatabaseSession, folder: Path, site_url: str) -> Iterator[dict[str, Any]]:
    for made in released_formats():
        archive = SelectedArchive(session, EventFilter(), site_url=site_url)
        pieces = made.pieces(archive)
        yield _written(folder, made.file_name, pieces, media_type=made.media_type, about=made.about)


def _written(
    folder: Path, name: str, pieces: Iterable[bytes], *, media_type: str, about: str
) -> dict[str, Any]:
    """Write one file for good, and say of it what the manifest says."""
    seal, size = hashlib.sha256(), 0
    path = folder / name
    with path.open("xb") as file:
        for piece in pieces:
            file.write(piece)
            seal.update(piece)
            size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(_FOR_READING)
    return {
        "name": name, "bytes": size, "sha256": seal.hexdigest(), "media_type": media_type, "about": about
    }  # fmt: skip


def _counted(changes: Iterable[RecordChange]) -> dict[str, dict[str, int]]:
    counted = Counter((change.kind, change.happened) for change in changes)
    found: dict[str, dict[str, int]] = {}
    for (kind, happened), count in sorted(counted.items()):
        found.setdefault(kind, {})[happened] = count
    return found


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """Give a new folder that is removed if it is still there in the end; sweep what was left of others."""
    for left in folder.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    own = folder / f"{_UNFINISHED}{secrets.token_hex(8)}"
    own.mkdir(mode=0o755)
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)
