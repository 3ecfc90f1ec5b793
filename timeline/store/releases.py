"""Releases, as they are kept: added once, and never changed but for the DOI that they are given later."""

import datetime as dt
import re
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from timeline.errors import InvalidReleaseError, NotFoundError
from timeline.models.history import RevisionRow
from timeline.models.release import ReleaseRow
from timeline.store.dataset import renew
from timeline.store.house import note_act

_ID: Final = re.compile(r"[0-9a-z]+(?:[.-][0-9a-z]+)*")
ID_LONGEST: Final = 40
# A prefix and what the registrant wrote after it; DOI Handbook, 2.2.
_DOI: Final = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[!-~]{1,200}")
_DOI_ADDRESS: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)", re.IGNORECASE)


def require_release_id(session: Session, release_id: str) -> None:
    """Raise InvalidReleaseError unless a new release can have this id."""
    if not _ID.fullmatch(release_id) or len(release_id) > ID_LONGEST:
        raise InvalidReleaseError(
            f"“{release_id}” cannot be the id of a release. Write digits and lower-case letters, with single"
            f" points or hyphens between them, at most {ID_LONGEST}: 2026.1, for example."
        )
    if session.scalar(select(ReleaseRow.number).where(ReleaseRow.slug == release_id)) is not None:
        raise InvalidReleaseError(
            f"There is a release {release_id} already, and releases are never changed. Choose another id."
        )


def clean_doi(doi: str) -> str:
    """Give a DOI without the address that it is often written with; "" for none.

    Raises InvalidReleaseError for what is no DOI.
    """
    plain = _DOI_ADDRESS.sub("", doi.strip(), count=1)
    if plain and not _DOI.fullmatch(plain):
        raise InvalidReleaseError(f"“{doi}” is no DOI. Write it like 10.5281/zenodo.1234567.")
    return plain


def add_release(
    session: Session,
    *,
    release_id: str,
    revision: int,
    head: str,
    manifest: str,
    by: str,
    doi: str = "",
) -> None:
    """Keep a release whose files are written, without committing; raises InvalidReleaseError.

    The history up to its revision must be what it was when the files were written.
    """
    require_release_id(session, release_id)
    if session.scalar(select(RevisionRow.chain).where(RevisionRow.number == revision)) != head:
        raise InvalidReleaseError(
            f"The history up to revision {revision} is no longer what the release was made from."
            " Run `timeline check --history`."
        )
    last = session.scalar(select(func.max(ReleaseRow.number))) or 0
    session.add(
        ReleaseRow(
            number=last + 1,
            slug=release_id,
            revision=revision,
            head=head,
            manifest=manifest,
            made_at_utc=dt.datetime.now(dt.UTC),
            made_by=by,
            doi=clean_doi(doi),
        )
    )
    note_act(session, "release-made", by=by, about=release_id, after=f"revision {revision}")
    renew(session)


def set_doi(session: Session, release_id: str, *, doi: str, by: str = "") -> str:
    """Note the DOI that a release was given, and give it plain; raises NotFoundError, InvalidReleaseError."""
    plain = clean_doi(doi)
    before = session.scalar(select(ReleaseRow.doi).where(ReleaseRow.slug == release_id))
    changed = session.execute(
        update(ReleaseRow).where(ReleaseRow.slug == release_id).values(doi=plain).returning(ReleaseRow.number)
    )
    if changed.one_or_none() is None:
        raise NotFoundError("release", release_id)
    if before != plain:
        note_act(session, "doi-noted", by=by, about=release_id, before=before or "", after=plain)
    renew(session)
    return plain
