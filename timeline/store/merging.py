"""Merging two records into one that a person has put together, field by field.

Merging is one editor's act, so it makes nothing public: a published record stays the one that is kept, and
under the rule of two people it comes to say only what readers can already read in one of the two.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from timeline.differing.words import words_of
from timeline.errors import NotAllowedError
from timeline.records.fields import Id, field_specs
from timeline.records.kinds import Record
from timeline.records.references import RecordKey, with_moved
from timeline.rights import Who, require
from timeline.store.dataset import lock
from timeline.store.move import merge, rename
from timeline.store.referrers import find_referrers
from timeline.store.registry import find_entries_by_id, get_entry, load_records
from timeline.store.save import SavedBatch


def merge_records(
    session: Session,
    result: Record,
    *,
    loser: str,
    base_version: int,
    loser_version: int,
    who: Who,
    four_eyes: bool,
    reason: str,
    note: str = "",
    through: str = "admin",
) -> SavedBatch:
    """Merge the record `loser` into `result`, which has the id that stays and says what it shall say.

    `timeline.differing.pairing.combine` makes the result from choices. Whatever refers to the loser follows,
    its id redirects, and `bulk.undo` takes all of it back. Raises NotAllowedError where `why_not_merged` has
    a reason.
    """
    require(who, "merge")
    lock(session)
    why_not = why_not_merged(session, result, loser=loser, four_eyes=four_eyes)
    if why_not:
        raise NotAllowedError(why_not)
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


def why_not_merged(session: Session, result: Record, *, loser: str, four_eyes: bool) -> str:
    """Say why one person cannot merge a record into `result`, and what to do; empty where they can."""
    kind = result.record_kind
    winner, lost = get_entry(session, kind, result.id), get_entry(session, kind, loser)
    if lost.status == "published" != winner.status:
        return (
            f"“{loser}” is published and “{result.id}” is not, so readers would lose it."
            f" Merge them the other way round: keep “{loser}”."
        )
    if not four_eyes or winner.status != "published":
        return ""
    records = load_records(session, [winner.id, lost.id])
    moved = {(kind, loser): result.id}
    public = [with_moved(records[entry.id], moved) for entry in (winner, lost) if entry.status == "published"]
    unread = [words_of(name) for name in _unread(with_moved(result, moved), public)]
    if not unread:
        return ""
    return (
        f"Readers would see for the first time what stands under: {', '.join(unread)}. It takes a second"
        f" person to publish that. Keep what “{result.id}” says there, or have “{loser}” published first."
    )


def _unread(result: Record, public: Sequence[Record]) -> Iterator[str]:
    """Yield the fields of a record in which something stands that none of the public ones says."""
    for spec in field_specs(type(result)):
        if isinstance(spec.mark, Id):
            continue
        value = getattr(result, spec.name)
        said = [getattr(one, spec.name) for one in public]
        known: list[Any] = [row for rows in said for row in rows] if spec.is_many else said
        if any(each not in known for each in (value if spec.is_many else (value,))):
            yield spec.name


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
