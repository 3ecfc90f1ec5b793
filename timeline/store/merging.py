"""Merging two records into one that a person has put together, field by field."""

from sqlalchemy.orm import Session

from timeline.records.kinds import Record
from timeline.records.references import RecordKey
from timeline.rights import Who, require
from timeline.store.move import merge, rename
from timeline.store.referrers import find_referrers
from timeline.store.registry import find_entries_by_id, get_entry
from timeline.store.save import SavedBatch


def merge_records(
    session: Session,
    result: Record,
    *,
    loser: str,
    base_version: int,
    loser_version: int,
    who: Who,
    reason: str,
    note: str = "",
    through: str = "admin",
) -> SavedBatch:
    """Merge the record `loser` into `result`, which has the id that stays and says what it shall say.

    `timeline.differing.pairing.combine` makes the result from choices. Whatever refers to the loser follows,
    its id redirects, and `bulk.undo` takes all of it back.
    """
    require(who, "merge")
    return merge(
        session,
        result,
        loser=loser,
        base_version=base_version,
        loser_version=loser_version,
        by=who.handle,
        reason=reason,
        note=note,
        through=through,
    )


def rename_record(
    session: Session,
    key: RecordKey,
    *,
    to: str,
    base_version: int,
    who: Who,
    reason: str,
    note: str = "",
    through: str = "admin",
) -> SavedBatch:
    """Give a record another id; the old one redirects."""
    require(who, "merge")
    return rename(
        session,
        *key,
        to=to,
        base_version=base_version,
        by=who.handle,
        reason=reason,
        note=note,
        through=through,
    )


def list_referrers(session: Session, key: RecordKey) -> tuple[RecordKey, ...]:
    """List what refers to a record and would follow it, whatever its status."""
    found = find_referrers(session, get_entry(session, *key))
    return tuple(sorted(entry.key for entry in find_entries_by_id(session, found).values()))
