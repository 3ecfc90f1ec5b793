"""What became of public records since a revision, for whoever keeps a copy of them.

Each record stands in the feed once, at the revision that made it what readers see now: published as it is,
or gone. Whoever has followed the feed to a revision and goes on from there misses nothing: a record that is
changed in between moves to the end, where it is met again. What was never public is not in it, and what is
no longer public is named and not repeated.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased

from timeline.models.history import AliasRow, RecordRow, RevisionRow
from timeline.queries.dataset import dataset_state
from timeline.queries.records import Stored, list_stored
from timeline.records.kinds import Record

#: So many revisions are looked at for one page, however few of them are still what readers see.
MOST_REVISIONS = 5_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What became of one record: `stored` is how it is published now, None where it is gone or not asked for.

    `id` is the id that it has, or had when it went; `former_ids` are those under which it was public before.
    `merged_into` is the id of the published record that it became part of.
    """

    revision: int
    at_utc: dt.datetime
    kind: str
    id: str
    change: str
    note: str
    is_gone: bool
    former_ids: tuple[str, ...] = ()
    merged_into: str = ""
    stored: Stored[Record] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """Some changes in the order of their revisions. They are all there are up to the revision `until`.

    `latest` is the last revision of the whole; until it is reached there may be more.
    """

    changes: tuple[Change, ...]
    until: int
    latest: int


@dataclass(kw_only=True, slots=True)
class _Details:
    stored: dict[int, Stored[Record]] = field(default_factory=dict)
    former: dict[int, list[str]] = field(default_factory=dict)


def list_changes(
    session: Session, *, since: int, limit: int, kinds: Collection[str] = (), whole: bool = True
) -> Changes:
    """List what became of records after the revision `since`, at most `limit` of them.

    Unless `whole`, published records are named and not read.
    """
    latest = dataset_state(session).revision
    end = min(latest, since + MOST_REVISIONS)
    asked = {"since": since, "end": end, "most": limit + 1}
    if kinds:
        rows = session.execute(_STANDING_OF_KINDS, {**asked, "kinds": list(kinds)}).all()
    else:
        rows = session.execute(_STANDING, asked).all()
    shown = rows[:limit]
    until = shown[-1].number if len(rows) > limit else end
    details = _Details(former=_former_ids(session, [row.record_id for row in shown]))
    if whole:
        details.stored = _read(session, [row for row in shown if row.present == "published"])
    targets = _targets(session, [row.merged_into_id for row in shown if row.merged_into_id is not None])
    changes = tuple(_change(row, details, targets) for row in shown)
    return Changes(changes=changes, until=max(until, since), latest=latest)


def _standing_query() -> Select[Any]:
    """Select the revisions that made records what readers see: the last of a public one, or its end."""
    before, later = aliased(RevisionRow), aliased(RevisionRow)
    was_public = exists().where(
        before.record_id == RevisionRow.record_id,
        before.version == RevisionRow.version - 1,
        before.status == "published",
    )
    comes_back = exists().where(
        later.record_id == RevisionRow.record_id,
        later.version > RevisionRow.version,
        later.status == "published",
    )
    return (
        select(
            RevisionRow.number,
            RevisionRow.record_id,
            RevisionRow.kind,
            RevisionRow.slug,
            RevisionRow.at_utc,
            RevisionRow.change,
            RevisionRow.note,
            RevisionRow.status,
            RecordRow.status.label("present"),
            RecordRow.merged_into_id,
        )
        .join(RecordRow, RecordRow.id == RevisionRow.record_id)
        .where(
            RevisionRow.number > bindparam("since"),
            RevisionRow.number <= bindparam("end"),
            or_(
                and_(RecordRow.status == "published", RecordRow.revision == RevisionRow.number),
                and_(
                    RecordRow.status != "published",
                    RevisionRow.status != "published",
                    was_public,
                    ~comes_back,
                ),
            ),
        )
        .order_by(RevisionRow.number)
        .limit(bindparam("most"))
    )


#: Made once: to make them took longer than to answer them.
_STANDING: Final = _standing_query()
_STANDING_OF_KINDS: Final = _STANDING.where(RevisionRow.kind.in_(bindparam("kinds", expanding=True)))


def _change(row: Any, details: _Details, targets: Mapping[int, str]) -> Change:
    return Change(
        revision=row.number,
        at_utc=row.at_utc,
        kind=row.kind,
        id=row.slug,
        # What made it no longer public may have been the undoing of its publication, for instance.
        change=row.change if row.present == "published" else "withdrawal",
        note=row.note if row.present == "published" or row.status == "withdrawn" else "",
        is_gone=row.present != "published",
        former_ids=tuple(slug for slug in details.former.get(row.record_id, []) if slug != row.slug),
        merged_into=targets.get(row.merged_into_id, ""),
        stored=details.stored.get(row.record_id),
    )


def _read(session: Session, rows: Sequence[Any]) -> dict[int, Stored[Record]]:
    by_kind: dict[str, list[int]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row.record_id)
    return {
        key: stored
        for kind, keys in by_kind.items()
        for key, stored in zip(keys, list_stored(session, kind, keys), strict=True)
    }


_FORMER: Final = (
    select(AliasRow.record_id, AliasRow.slug)
    .where(
        AliasRow.record_id.in_(bindparam("keys", expanding=True)),
        exists().where(
            RevisionRow.record_id == AliasRow.record_id,
            RevisionRow.slug == AliasRow.slug,
            RevisionRow.status == "published",
        ),
    )
    .order_by(AliasRow.slug)
)


def _former_ids(session: Session, keys: Sequence[int]) -> dict[int, list[str]]:
    """Find the ids under which versions of records were published, less names that others have now."""
    found: dict[int, list[str]] = {}
    for key, slug in session.execute(_FORMER, {"keys": list(keys)}):
        found.setdefault(key, []).append(slug)
    return found


def _targets(session: Session, keys: Collection[int]) -> dict[int, str]:
    """Find the public records that others became part of, however often those were merged themselves."""
    found: dict[int, str] = {}
    asked = {key: {key} for key in keys}
    while asked:
        statement = select(RecordRow.id, RecordRow.slug, RecordRow.status, RecordRow.merged_into_id)
        onward: dict[int, set[int]] = {}
        for key, slug, status, into in session.execute(statement.where(RecordRow.id.in_(asked))):
            if into is not None:
                onward.setdefault(into, set()).update(asked[key])
            elif status == "published":
                found.update(dict.fromkeys(asked[key], slug))
        asked = onward
    return found
