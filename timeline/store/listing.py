"""The rows of archivists' lists: what `timeline.models.listing` has of each record."""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.disagreement.dates import DatedCitation, dated
from timeline.models.derived import bounds_of
from timeline.models.history import RecordRow, RevisionRow
from timeline.models.mapping import Row
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.store.registry import chunks

#: A title is filed by so many characters; those that agree in all of them are filed by their keys.
FILED: Final = 48
_AFTER_ALL: Final = dt.date.max.toordinal() + 1
_NAMES: Final = ("sort_name", "title", "name", "label")
_TERMS: Final = ("kind", "type", "measure")
_DATES: Final = ("date", "issued", "complete_to")
_EVIDENCE: Final = ("citations", "figures", "claims")


def listing_rows(session: Session, records: Mapping[int, Record]) -> list[Row]:
    """Give the rows of these records; the registry and the history must have them already."""
    acts = _acts(session, list(records))
    return [{**own_listing(record), **acts[record_id]} for record_id, record in records.items()]


def filing_key(title: str) -> str:
    """Give the text by which a title is filed: no case, no accents, no marks at its beginning."""
    plain = unicodedata.normalize("NFKD", title)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    begins = next((at for at, sign in enumerate(plain) if sign.isalnum()), 0)
    return plain[begins : begins + FILED]


def date_key(earliest: dt.date | None, latest: dt.date | None) -> str:
    """Give the place of a date among others as one text, what is not known last."""
    return ".".join(f"{day.toordinal() if day else _AFTER_ALL:07d}" for day in (earliest, latest))


def _acts(session: Session, ids: Sequence[int]) -> dict[int, Row]:
    found: dict[int, Row] = {}
    for some in chunks(ids):
        rows = session.execute(
            select(RecordRow.id, RecordRow.status, RecordRow.revision, RevisionRow.by)
            .join(RevisionRow, RevisionRow.number == RecordRow.revision)
            .where(RecordRow.id.in_(some))
        )
        for row in rows:
            act = {"status": row.status, "revision": row.revision, "changed_by": row.by}
            found[row.id] = {"record_id": row.id, **act}
    return found


def own_listing(record: Record) -> Row:
    """Give what the record itself says."""
    date = _first(record, _DATES)
    earliest, latest = bounds_of(date)
    parts: Sequence[Any] = next((getattr(record, name) for name in _EVIDENCE if hasattr(record, name)), ())
    return {
        "kind": record.record_kind,
        "title_key": filing_key(_first(record, _NAMES)),
        "term": _first(record, _TERMS),
        "significance": getattr(record, "significance", 0),
        "date_earliest": earliest,
        "date_latest": latest,
        "date_key": date_key(earliest, latest),
        "evidence": len(parts),
        "unlocated": sum(1 for part in parts if not part.locator),
        "disputed": isinstance(record, Event) and _is_disputed(dated(record).citations),
    }


def _first(record: Record, names: Iterable[str]) -> str:
    """Give the first of these fields that the record has and that is not empty."""
    return next((value for name in names if (value := getattr(record, name, ""))), "")


def _is_disputed(citations: Iterable[DatedCitation]) -> bool:
    """Tell whether two citations give the same date of an event without a day in common.

    Like the public filter for disputed dates, this looks at the dates' bounds and not into their gaps.
    """
    firsts: dict[str, list[Any]] = {}
    lasts: dict[str, list[Any]] = {}
    for citation in citations:
        earliest, latest = bounds_of(citation.date)
        for role in citation.roles:
            firsts.setdefault(role, []).extend([earliest] if earliest else [])
            lasts.setdefault(role, []).extend([latest] if latest else [])
    return any(firsts[role] and lasts[role] and min(lasts[role]) < max(firsts[role]) for role in firsts)
