"""Rename a record, or merge it into another; whatever refers to it is rewritten in the same batch."""

import dataclasses
import datetime as dt

from sqlalchemy.orm import Session

from timeline.errors import InvalidRecordError, Problem
from timeline.records.kinds import Record
from timeline.records.references import with_moved
from timeline.store.act import Act
from timeline.store.dataset import lock
from timeline.store.plan import Plan
from timeline.store.referrers import following_plans
from timeline.store.registry import get_entry, load_records
from timeline.store.save import SavedBatch
from timeline.store.write import write


def rename(
    session: Session,
    kind: str,
    slug: str,
    *,
    to: str,
    base_version: int,
    by: str,
    reason: str,
    note: str = "",
    through: str = "cli",
    at_utc: dt.datetime | None = None,
) -> SavedBatch:
    """Give a record another id, without committing; the old one keeps answering by redirect.

    Raises InvalidRecordsError when the id cannot be given, besides what `save` raises.
    """
    dataset = lock(session)
    entry = get_entry(session, kind, slug, base_version=base_version)
    record = load_records(session, [entry.id])[entry.id]
    renamed = Plan(
        record=dataclasses.replace(record, id=to),
        entry=entry,
        status=entry.status,
        judged=entry.status != "withdrawn",
    )
    following = following_plans(session, {(kind, slug): to}, [entry], besides=[entry.id])
    batch = f"rename-{dataset.revision + 1}"
    act = Act(
        by=by, change="editorial", reason=reason, note=note, through=through, batch=batch, at_utc=at_utc
    )
    return SavedBatch(batch=batch, saved=write(session, dataset, [renamed, *following], act))


def merge(
    session: Session,
    record: Record,
    *,
    loser: str,
    base_version: int,
    loser_version: int,
    by: str,
    reason: str,
    note: str = "",
    through: str = "cli",
    at_utc: dt.datetime | None = None,
) -> SavedBatch:
    """Merge the record with the id `loser` into `record`, which is as it shall be; without committing.

    Whatever refers to the loser refers to the record from then on, and the loser's id redirects to it.
    `base_version` is the record's, `loser_version` the loser's. `undo_batch` takes it all back.
    """
    dataset = lock(session)
    kind = record.record_kind
    if record.id == loser:
        problem = Problem(
            path="id",
            value=loser,
            message="is to be merged into itself",
            cure="Name two different records.",
        )
        raise InvalidRecordError(kind, loser, (problem,))
    winner = get_entry(session, kind, record.id, base_version=base_version)
    lost = get_entry(session, kind, loser, base_version=loser_version)
    moved = {(kind, loser): record.id}
    plans = [
        Plan(record=with_moved(record, moved), entry=winner, status=winner.status),
        Plan(
            record=load_records(session, [lost.id])[lost.id],
            entry=lost,
            status="withdrawn",
            merged_into_id=winner.id,
            change="withdrawal",
            judged=False,
        ),
        *following_plans(session, moved, [lost], besides=[winner.id, lost.id]),
    ]
    batch = f"merge-{dataset.revision + 1}"
    act = Act(
        by=by, change="editorial", reason=reason, note=note, through=through, batch=batch, at_utc=at_utc
    )
    return SavedBatch(batch=batch, saved=write(session, dataset, plans, act))
