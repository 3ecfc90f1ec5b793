"""The state of the whole: the lock that every writer takes first, and what a write leaves there."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from timeline.models.history import DatasetRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Dataset:
    """`version` grows with every write; `revision` is the last one's number, `head` its link."""

    version: int
    revision: int
    at_utc: dt.datetime | None
    head: str


def lock(session: Session) -> Dataset:
    """Let nobody else write until the transaction ends, and give the state of the whole.

    What a write depends on must be read after this, or another writer may have changed it in between.
    """
    session.execute(update(DatasetRow).values(version=DatasetRow.version))
    row = session.execute(
        select(DatasetRow.version, DatasetRow.revision, DatasetRow.at_utc, DatasetRow.head)
    ).one()
    return Dataset(version=row.version, revision=row.revision, at_utc=row.at_utc, head=row.head)


def advance(session: Session, dataset: Dataset, *, revision: int, at_utc: dt.datetime, head: str) -> None:
    """Keep the state after a write; `dataset` is the one before it.

    The version is at least the number of the last revision, so that a store that was rebuilt from its
    revisions never has a version again with which caches are keyed already.
    """
    version = max(dataset.version + 1, revision)
    session.execute(update(DatasetRow).values(version=version, revision=revision, at_utc=at_utc, head=head))


def renew(session: Session) -> None:
    """Count the version up after a change that readers see and that is none of the record."""
    session.execute(update(DatasetRow).values(version=DatasetRow.version + 1))


def moment(dataset: Dataset, at_utc: dt.datetime | None) -> dt.datetime:
    """Give the time of a write: never before the last one, so that numbers and times have one order.

    Raises ValueError for a given time that is earlier, or that has no zone.
    """
    last = dataset.at_utc
    if at_utc is None:
        now = dt.datetime.now(dt.UTC)
        return now if last is None else max(now, last)
    if at_utc.tzinfo is None:
        raise ValueError(f"The time {at_utc} has no zone.")
    if last is not None and at_utc < last:
        raise ValueError(f"The time {at_utc} is before that of the last revision, {last}.")
    return at_utc.astimezone(dt.UTC)
