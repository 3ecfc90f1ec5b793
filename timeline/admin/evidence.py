"""The evidence that belongs beside a statement: the citations that bear on its field, with their words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from timeline.admin.shown_differences import Names
from timeline.dates.parse import is_date, parse
from timeline.dates.words import words
from timeline.differing.differences import Difference
from timeline.records.event import Citation, Event
from timeline.records.fields import FieldSpec
from timeline.records.kinds import Record
from timeline.vocab import STANCES

#: The fields of an event that are the archive's own arrangement and rest on no source.
_ARRANGEMENT: Final = frozenset({"id", "timelines", "kind", "significance", "topics", "note", "relations"})
_OF_THE_DATE: Final = frozenset({"date_verbatim", "date_basis", "date_note"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """A source beside a statement; `is_new` tells that the change brings it."""

    source: str
    title: str
    locator: str
    quotation: str
    gives: str
    stance: str
    is_new: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """What stands beside a statement, and whether something has to."""

    found: tuple[Evidence, ...]
    is_needed: bool


def evidence_for(
    spec: FieldSpec, one: Difference, before: Record | None, after: Record, names: Names
) -> Beside:
    """Find the evidence for a statement, in the version that it stands in."""
    there = before if one.sort == "removed" and before is not None else after
    row = row_of(spec, one, there)
    if hasattr(row, "source"):
        # A citation that is shown as a whole is its own evidence; another field of it wants the rest beside.
        found = [_evidence(row, names, is_new=False)] if one.sort == "changed" and row.source else []
        return Beside(found=tuple(found), is_needed=False)
    if not isinstance(there, Event) or spec.name in _ARRANGEMENT | {"citations"}:
        return Beside(found=(), is_needed=False)
    known = before.citations if isinstance(before, Event) else ()
    bearing = _bearing(there.citations, _key(spec.name, row))
    beside = tuple(
        _evidence(citation, names, is_new=before is not None and citation not in known)
        for citation in bearing
    )
    return Beside(found=beside, is_needed=one.sort != "removed")


def row_of(spec: FieldSpec, one: Difference, record: Record) -> Any:
    """Give the row that a difference is about, in the version that has it; None for a plain field."""
    if spec.part is None or "[" not in one.path:
        return None
    place = int(one.path.partition("[")[2].partition("]")[0])
    rows: Sequence[Any] = getattr(record, spec.name)
    return rows[place] if place < len(rows) else None


def _key(field: str, row: Any) -> str:
    """Give what a citation names in `bears_on` when it is evidence of this."""
    if field == "dates" and row is not None:
        return f"date:{row.role}"
    if field == "changes" and row is not None:
        return f"change:{row.policy}"
    return "date" if field in _OF_THE_DATE else field


def _bearing(citations: Iterable[Citation], key: str) -> tuple[Citation, ...]:
    """Give the citations that name the field, then those of the whole event; all where none is so."""
    every = tuple(citations)
    named = tuple(each for each in every if key in each.bears_on)
    return (*named, *(each for each in every if not each.bears_on)) or every


def _evidence(row: Any, names: Names, *, is_new: bool) -> Evidence:
    gives = getattr(row, "asserted_date", "")
    stance = getattr(row, "stance", "supports")
    return Evidence(
        source=row.source,
        title=names.get(("source", row.source), row.source),
        locator=row.locator,
        quotation=getattr(row, "quotation", ""),
        gives=words(parse(gives)) if gives and is_date(gives) else gives,
        stance="" if stance == "supports" or stance not in STANCES else STANCES[stance].label,
        is_new=is_new,
    )
