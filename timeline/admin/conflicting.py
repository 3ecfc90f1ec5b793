"""Somebody saved in between: what both have changed is shown three ways, field by field, and chosen from."""

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass, replace
from typing import Any, Final, cast

from timeline.admin.forms.layout import label_of
from timeline.admin.shown_differences import (
    Names,
    Piece,
    names_in,
    row_in_words,
    said_field,
    spec_at,
    value_between,
)
from timeline.db import DatabaseSession
from timeline.differing.differences import differences
from timeline.differing.merging import Conflict, Merged, Side, merge, resolve
from timeline.queries.people import names_of_people
from timeline.queries.proposals import get_proposal
from timeline.queries.version_records import versions_said
from timeline.records.fields import Markdown, Text, field_specs
from timeline.records.kinds import Record

#: What begins the names of the choices in the form.
CHOICE: Final = "side-"
SIDES: Final = ("theirs", "mine", "base")
#: What ends the path of a conflict about the order of rows.
_ORDER: Final = "[order]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One field that both changed: what stands on each side, in words, and marked where it is a text."""

    name: str
    words: str
    theirs: tuple[Piece, ...]
    mine: tuple[Piece, ...]
    base: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """Three versions of a record that meet: the merge, by whom theirs is, what each alone has changed."""

    merged: Merged
    by: str
    version: int
    choices: tuple[Choice, ...]
    only_theirs: tuple[str, ...]
    only_mine: tuple[str, ...]


def meet(session: DatabaseSession, mine: Record, *, base_version: int, version: int) -> Meeting | None:
    """Merge what was typed with what was saved in between; None where a version is not there."""
    found = versions_said(session, mine.record_kind, mine.id, (base_version, version))
    base, theirs = found.get(base_version), found.get(version)
    if base is None or theirs is None:
        return None
    before, other = (replace(cast("Any", said.record), id=mine.id) for said in (base, theirs))
    return meeting_of(session, merge(before, other, mine), by=theirs.by, version=version)


def meet_proposal(
    session: DatabaseSession, number: int, mine: Record, *, base_version: int, version: int
) -> Meeting | None:
    """Merge what was typed into a proposal with what was saved in it in between."""
    steps = {step.version: step for step in get_proposal(session, number).steps}
    base, theirs = steps.get(base_version), steps.get(version)
    if base is None or theirs is None:
        return None
    before, other = (replace(cast("Any", step.record), id=mine.id) for step in (base, theirs))
    return meeting_of(session, merge(before, other, mine), by=theirs.by, version=version)


def meeting_of(session: DatabaseSession, merged: Merged, *, by: str, version: int) -> Meeting:
    """Lay out a merge: what both changed to be chosen from, what each alone changed to be named."""
    disputed = {conflict.path for conflict in merged.conflicts}
    names = names_in(session, (merged.base, merged.theirs, merged.mine)) if disputed else {}
    return Meeting(
        merged=merged,
        by=names_of_people(session, (by,)).get(by, by),
        version=version,
        choices=tuple(_choice(type(merged.base), conflict, names) for conflict in merged.conflicts),
        only_theirs=_changed(merged.base, merged.theirs, disputed),
        only_mine=_changed(merged.base, merged.mine, disputed),
    )


def chosen(meeting: Meeting, form: Mapping[str, str]) -> Record | None:
    """Give the record with the sides that were chosen; None while a choice is missing."""
    sides = {
        conflict.path: cast("Side", form[CHOICE + conflict.path])
        for conflict in meeting.merged.conflicts
        if form.get(CHOICE + conflict.path) in SIDES
    }
    if len(sides) < len(meeting.merged.conflicts):
        return None
    return resolve(meeting.merged, sides)


def _changed(before: Record, after: Record, disputed: set[str]) -> tuple[str, ...]:
    found = dict.fromkeys(
        one.words
        for one in differences(before, after)
        if one.path not in disputed and one.path_before not in disputed
    )
    return tuple(found)


def _choice(cls: type[Record], conflict: Conflict, names: Names) -> Choice:
    return Choice(
        name=CHOICE + conflict.path,
        words=conflict.words,
        theirs=_side(cls, conflict, conflict.theirs, names),
        mine=_side(cls, conflict, conflict.mine, names),
        base=_plain(_said(cls, conflict.path, conflict.base, names)),
    )


def _side(cls: type[Record], conflict: Conflict, value: Any, names: Names) -> tuple[Piece, ...]:
    """Give what stands on one side; of a text, what is new against what stood there before both is marked."""
    spec = spec_at(cls, conflict.path.removesuffix(_ORDER))
    if isinstance(spec.mark, Text | Markdown) and value:
        marked = value_between(spec, conflict.base, value, names).whole
        return tuple(piece for piece in marked if piece.sort != "removed")
    return _plain(_said(cls, conflict.path, value, names))


def _plain(text: str) -> tuple[Piece, ...]:
    return (Piece(sort="same", text=text),) if text else ()


def _said(cls: type[Record], path: str, value: Any, names: Names) -> str:
    """Give the value of a field, or a row, as lines of words; empty for one that is not there."""
    if value is None:
        return ""
    spec = spec_at(cls, path.removesuffix(_ORDER))
    if path.endswith(_ORDER):
        return "\n".join(row_in_words(spec, row, names) for row in value)
    if not path.endswith("]"):
        return said_field(spec, value, names)
    if not is_dataclass(value):
        return row_in_words(spec, value, names)
    lines = (
        (label_of(type(value), inner.name), said_field(inner, getattr(value, inner.name), names, value))
        for inner in field_specs(type(value))
        if getattr(value, inner.name) not in ("", (), False)
    )
    return "\n".join(f"{label}: {said}" for label, said in lines if said)
