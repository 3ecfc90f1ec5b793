"""What a person can do next with a record: the buttons of its page."""

import dataclasses
from typing import Final

from sqlalchemy.orm import Session

from timeline import rights
from timeline.rights import VOCABULARY_KINDS, Who, allows
from timeline.store.company import authors, last_editors
from timeline.store.registry import get_entry


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What a person can do with a record now; where it is not allowed, `why_not` says what to do instead."""

    name: str
    why_not: str = ""

    @property
    def allowed(self) -> bool:
        """Tell whether the person may do it."""
        return not self.why_not


#: The steps from each status, and the right that each takes.
STEPS: Final = {
    "draft": (("edit", "draft"), ("submit", "draft"), ("publish", "publish"), ("take-back", "draft")),
    "review": (
        ("edit", "draft"),
        ("return", "publish"),
        ("edit-and-pass-on", "publish"),
        ("publish", "publish"),
        ("take-back", "publish"),
    ),
    "published": (("propose", "draft"), ("change", "publish"), ("take-back", "publish"), ("merge", "merge")),
    "withdrawn": (("bring-back", "publish"),),
}


def steps(
    session: Session, kind: str, slug: str, *, who: Who, four_eyes: bool, changing: bool = False
) -> tuple[Step, ...]:
    """List the steps that lead on from a record's status, with what stands in the person's way.

    With `changing` the person is about to save what they have written, and is its last editor then.
    """
    entry = get_entry(session, kind, slug)
    standing = _Standing(
        kind=kind,
        status=entry.status,
        is_author=who.handle in authors(session, entry),
        is_last=changing or last_editors(session, [entry]).get(entry.key) == who.handle,
    )
    return _steps(standing, who, four_eyes=four_eyes)


def steps_of_new(kind: str, *, who: Who, four_eyes: bool) -> tuple[Step, ...]:
    """List the steps with a record that the person is about to save for the first time."""
    standing = _Standing(kind=kind, status="draft", is_author=True, is_last=True)
    return _steps(standing, who, four_eyes=four_eyes)


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class _Standing:
    """What of a record and a person decides on the steps."""

    kind: str
    status: str
    is_author: bool
    is_last: bool


def _steps(standing: _Standing, who: Who, *, four_eyes: bool) -> tuple[Step, ...]:
    return tuple(
        Step(name=name, why_not=_why_not(standing, name, right, who, four_eyes=four_eyes))
        for name, right in STEPS[standing.status]
    )


def _why_not(standing: _Standing, name: str, right: str, who: Who, *, four_eyes: bool) -> str:
    if name == "change" and standing.kind in VOCABULARY_KINDS:
        right = "vocabulary"
    if not allows(who.role, right):
        least = rights.ROLES[rights.RIGHTS[right].least].label.lower()
        return f"This takes the role of {least}."
    is_draft = (standing.status, name) == ("draft", "edit")
    may = standing.is_author or allows(who.role, "publish") or is_draft
    if name in {"edit", "take-back"} and not may:
        return "Somebody else is writing it."
    if four_eyes and name == "change":
        return "A published record is changed by two people here: make a proposal."
    if four_eyes and name == "publish" and standing.is_last:
        return "You made the last change, so somebody else has to publish it."
    return ""
