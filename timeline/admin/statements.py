"""What a change says, statement by statement, each with the evidence that belongs beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from timeline.admin.evidence import Evidence, evidence_for, row_of
from timeline.admin.shown_differences import (
    Passage,
    ShownDifference,
    empty_like,
    names_in,
    row_in_words,
    shown_differences,
)
from timeline.db import DatabaseSession
from timeline.differing.differences import Difference, differences
from timeline.records.fields import FieldSpec, field_specs
from timeline.records.kinds import Record

#: What sets a row that was taken out apart from one that came into its place.
_BESIDE: Final = {"removed": "-was", "moved": "-order"}
#: What begins the place of a remark on a row that is no longer there: its number may be another's now.
TAKEN_OUT: Final = "was:"


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A field or a row that differs, marked word by word; `about` says which row a field stands in."""

    shown: ShownDifference
    about: str
    evidence: tuple[Evidence, ...]
    needs_evidence: bool

    @property
    def path(self) -> str:
        """Give the place of the field."""
        return self.shown.path

    @property
    def remark_path(self) -> str:
        """Give the place that a remark on it is kept with."""
        return f"{TAKEN_OUT}{self.path}" if self.shown.sort == "removed" else self.path

    @property
    def anchor(self) -> str:
        """Give the name of its place on the page."""
        place = "".join(sign if sign.isalnum() else "-" for sign in self.path).strip("-")
        return f"said-{place}{_BESIDE.get(self.shown.sort, '')}"


def statements(session: DatabaseSession, before: Record | None, after: Record) -> tuple[Statement, ...]:
    """List what a record says that an earlier version did not; all of it where there is none."""
    return tuple(_statements(session, before, after))


def _statements(session: DatabaseSession, before: Record | None, after: Record) -> Iterator[Statement]:
    earlier = empty_like(after) if before is None else before
    names = names_in(session, [earlier, after])
    specs = {spec.name: spec for spec in field_specs(type(after))}
    found = differences(earlier, after)
    for one, shown in zip(found, shown_differences(earlier, after, names, found), strict=True):
        beside = evidence_for(specs[one.field], one, before, after, names)
        yield Statement(
            shown=_as_new(shown) if before is None else shown,
            about=_about(specs[one.field], one, after, names),
            evidence=beside.found,
            needs_evidence=beside.is_needed,
        )


def _about(spec: FieldSpec, one: Difference, after: Record, names: dict[tuple[str, str], str]) -> str:
    row = row_of(spec, one, after) if one.sort == "changed" else None
    return "" if row is None else row_in_words(spec, row, names)


def _as_new(shown: ShownDifference) -> ShownDifference:
    """Leave out what a new record had before: the value of a field that says nothing."""
    return replace(shown, passages=tuple(_without_removed(passage) for passage in shown.passages))


def _without_removed(passage: Passage) -> Passage:
    whole, short = (
        tuple(piece for piece in pieces if piece.sort != "removed")
        for pieces in (passage.whole, passage.short)
    )
    return replace(passage, whole=whole, short=short)
