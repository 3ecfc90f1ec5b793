"""Somebody saved in between: what both have changed is shown three ways, field by field, and chosen from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from timeline.admin.forms.layout import label_of
from timeline.admin.forms.tree import tree_of
from timeline.db import DatabaseSession
from timeline.differing.differences import differences
from timeline.differing.merging import Conflict, Merged, Side, merge, resolve
from timeline.queries.proposals import get_proposal
from timeline.queries.version_records import versions_said
from timeline.records.kinds import Record

#: What begins the names of the choices in the form.
CHOICE: Final = "side-"
SIDES: Final = ("theirs", "mine", "base")


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One field that both changed: what stands on each side, in words."""

    name: str
    words: str
    theirs: str
    mine: str
    base: str


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
    return meeting_of(merge(before, other, mine), by=theirs.by, version=version)


def meet_proposal(
    session: DatabaseSession, number: int, mine: Record, *, base_version: int, version: int
) -> Meeting | None:
    """Merge what was typed into a proposal with what was saved in it in between."""
    steps = {step.version: step for step in get_proposal(session, number).steps}
    base, theirs = steps.get(base_version), steps.get(version)
    if base is None or theirs is None:
        return None
    before, other = (replace(cast("Any", step.record), id=mine.id) for step in (base, theirs))
    return meeting_of(merge(before, other, mine), by=theirs.by, version=version)


def meeting_of(merged: Merged, *, by: str, version: int) -> Meeting:
    """Lay out a merge: what both changed to be chosen from, what each alone changed to be named."""
    disputed = {conflict.path for conflict in merged.conflicts}
    return Meeting(
        merged=merged,
        by=by,
        version=version,
        choices=tuple(_choice(conflict) for conflict in merged.conflicts),
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


def _choice(conflict: Conflict) -> Choice:
    return Choice(
        name=CHOICE + conflict.path,
        words=conflict.words,
        theirs=shown(conflict.theirs),
        mine=shown(conflict.mine),
        base=shown(conflict.base),
    )


def shown(value: Any) -> str:
    """Give a value of a field, or a row, as lines of text; empty for one that is not there."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(shown(item) for item in value)
    if isinstance(value, str | int):
        return str(value)
    lines = [
        f"{label_of(type(value), name)}: {', '.join(text) if isinstance(text, list) else text}"
        for name, text in tree_of(value).items()
        if text
    ]
    return "\n".join(lines)
