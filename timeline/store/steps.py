"""What a person can do next with a record: the buttons of its page."""

import dataclasses
from typing import Final

from sqlalchemy.orm import Session

from timeline import rights
from timeline.rights import Who, allows
from timeline.store.company import authors, last_editors
from timeline.store.publishing import AUTHORITIES
from timeline.store.registry import Entry, get_entry


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


def steps(session: Session, kind: str, slug: str, *, who: Who, four_eyes: bool) -> tuple[Step, ...]:
    """List the steps that lead on from a record's status, with what stands in the person's way."""
    entry = get_entry(session, kind, slug)
    wrote = who.handle in authors(session, entry)
    return tuple(
        Step(name=name, why_not=_why_not(session, entry, name, right, who, four_eyes=four_eyes, wrote=wrote))
        for name, right in STEPS[entry.status]
    )


def _why_not(
    session: Session, entry: Entry, name: str, right: str, who: Who, *, four_eyes: bool, wrote: bool
) -> str:
    is_editor = allows(who.role, "publish")
    if not allows(who.role, right):
        least = rights.ROLES[rights.RIGHTS[right].least].label.lower()
        return f"This takes the role of {least}."
    if (
        name in {"edit", "take-back"}
        and not (wrote or is_editor)
        and (entry.status, name) != ("draft", "edit")
    ):
        return "Somebody else is writing it."
    if not four_eyes or entry.kind in AUTHORITIES:
        return ""
    if name == "change":
        return "A published record is changed by two people here: make a proposal."
    if name == "publish" and last_editors(session, [entry]).get(entry.key) == who.handle:
        return "You made the last change, so somebody else has to publish it."
    return ""
