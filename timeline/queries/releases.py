"""Releases: which there are, and what each says of itself in its manifest."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.creators import NamedCreator
from timeline.errors import NotFoundError
from timeline.models.release import ReleaseRow


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleasedFile:
    """One file of a release, as the manifest has it."""

    name: str
    bytes: int
    sha256: str
    media_type: str
    about: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """One release. `manifest` is the text of its manifest, from which all but the DOI is read.

    `saved_at_utc` is when its revision was saved; `made_at_utc` when it was frozen, which is no part of it.
    `licences` are those of the record, as it names them. `changes` counts by kind of record and by what
    happened to it since the release `since`.
    """

    id: str
    title: str
    revision: int
    head: str
    saved_at_utc: dt.datetime
    made_at_utc: dt.datetime
    note: str
    site_name: str
    site_url: str
    creators: tuple[NamedCreator, ...]
    since: str
    licences: tuple[str, ...]
    counts: Mapping[str, int]
    changes: Mapping[str, Mapping[str, int]]
    files: tuple[ReleasedFile, ...]
    manifest: str
    doi: str

    def file(self, name: str) -> ReleasedFile | None:
        """Find a file of the manifest by its name."""
        return next((file for file in self.files if file.name == name), None)


def list_releases(session: Session) -> tuple[Release, ...]:
    """List the releases, the newest first."""
    rows = session.scalars(select(ReleaseRow).order_by(ReleaseRow.number.desc()))
    return tuple(_release(row) for row in rows)


def get_release(session: Session, release_id: str) -> Release:
    """Get a release by its id; raises NotFoundError."""
    found = find_release(session, release_id)
    if found is None:
        raise NotFoundError("release", release_id)
    return found


def find_release(session: Session, release_id: str) -> Release | None:
    """Find a release by its id."""
    row = session.scalar(select(ReleaseRow).where(ReleaseRow.slug == release_id))
    return None if row is None else _release(row)


def find_release_before(session: Session, revision: int) -> Release | None:
    """Find the last release of an earlier revision."""
    statement = (
        select(ReleaseRow)
        .where(ReleaseRow.revision < revision)
        .order_by(ReleaseRow.revision.desc(), ReleaseRow.number.desc())
        .limit(1)
    )
    row = session.scalar(statement)
    return None if row is None else _release(row)


def _release(row: ReleaseRow) -> Release:
    said = cast("dict[str, Any]", json.loads(row.manifest))
    return Release(
        id=row.slug,
        title=said["title"],
        revision=row.revision,
        head=row.head,
        saved_at_utc=dt.datetime.fromisoformat(said["saved_at_utc"]),
        made_at_utc=row.made_at_utc,
        note=said["note"],
        site_name=said["site_name"],
        site_url=said["site_url"],
        # Where nobody was named, the manifest has no such part.
        creators=tuple(NamedCreator(**one) for one in said.get("creators", ())),
        since=said["since"],
        licences=tuple(said["licences"]),
        counts=said["counts"],
        changes=said["changes"],
        files=tuple(ReleasedFile(**file) for file in said["files"]),
        manifest=row.manifest,
        doi=row.doi,
    )
