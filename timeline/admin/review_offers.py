"""What a reviewer or an author can do next with a record or a proposal, and what stands in the way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from timeline.db import DatabaseSession
from timeline.queries.people import Person
from timeline.queries.proposals import Proposal
from timeline.rights import RIGHTS, ROLES
from timeline.store.company import UNPUBLISHED, with_drafts
from timeline.store.plan import Plan
from timeline.store.proposals import WAITING, editor_of_proposal
from timeline.store.publishing import own_work
from timeline.store.registry import find_entries, load_records
from timeline.store.steps import steps


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A button: what it asks for, and why it cannot be pressed, which is said beside it.

    `asks` is `reason` where a reason is needed, `remark` where one may be given. An offer with `asks_first`
    is folded, so that it takes a second press. One that `opens` leads to another page.
    """

    name: str
    label: str
    about: str
    asks: str = ""
    takes_note: bool = False
    asks_first: bool = False
    opens: str = ""
    why_not: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Along:
    """A draft that is published together with what refers to it."""

    kind: str
    record_id: str


_OFFERS: Final[Mapping[str, Offer]] = {
    "publish": Offer(
        name="publish",
        label="Publish",
        about="Everybody sees it at once.",
        asks="remark",
        takes_note=True,
    ),
    "submit": Offer(
        name="submit", label="Submit for review", about="A second person looks at it.", asks="remark"
    ),
    "return": Offer(
        name="return",
        label="Return to the author",
        about="The reason says what to do; the author finds it under “Returned”.",
        asks="reason",
        asks_first=True,
    ),
    "edit": Offer(name="edit", label="Edit", about="", opens="edit"),
    "edit-and-pass-on": Offer(
        name="edit-and-pass-on",
        label="Edit and pass on",
        about="What you change, somebody else publishes.",
        opens="edit",
    ),
    "take-back": Offer(
        name="take-back",
        label="Withdraw",
        about="It leaves the queue; its history stays, and an editor can bring it back.",
        asks="reason",
        asks_first=True,
    ),
    "bring-back": Offer(
        name="bring-back", label="Make it a draft again", about="", asks="reason", asks_first=True
    ),
    "accept": Offer(
        name="accept",
        label="Publish the change",
        about="Everybody sees it at once, with its note.",
        asks="remark",
    ),
    "withdraw": Offer(
        name="withdraw",
        label="Withdraw the proposal",
        about="The published version stays as it is; the proposal can still be read.",
        asks="remark",
        asks_first=True,
    ),
    "meet": Offer(
        name="meet",
        label="Choose between both changes",
        about="Somebody changed the same in the meantime.",
        opens="meet",
    ),
}
#: Why a proposal cannot be published as it stands, where the record and it changed the same.
COLLISION: Final = "Somebody changed the same in the meantime. Choose first what is to stand."
_ORDER: Final = (
    "submit", "publish", "accept", "meet", "edit", "edit-and-pass-on", "return", "take-back", "withdraw",
    "bring-back",
)  # fmt: skip


def offers_for_record(
    session: DatabaseSession, kind: str, slug: str, *, who: Person, four_eyes: bool
) -> tuple[Offer, ...]:
    """Give the buttons of a record that is not published."""
    found = {
        step.name: replace(_OFFERS[step.name], why_not=step.why_not)
        for step in steps(session, kind, slug, who=who, four_eyes=four_eyes)
        if step.name in _OFFERS
    }
    passing = found.get("edit-and-pass-on")
    if passing is not None:
        found.pop("edit-and-pass-on" if passing.why_not else "edit", None)
    if "publish" in found and not found["publish"].why_not and four_eyes:
        found["publish"] = replace(found["publish"], why_not=_own_drafts(session, kind, slug, who))
    return _ordered(found.values())


def offers_for_proposal(
    session: DatabaseSession, proposal: Proposal, *, who: Person, four_eyes: bool, collides: bool
) -> tuple[Offer, ...]:
    """Give the buttons of a proposal that waits."""
    if proposal.state not in WAITING:
        return ()
    is_editor, is_own = who.may("publish"), proposal.author == who.handle
    stranger = "" if is_own or is_editor else "It is somebody else’s proposal; a remark can be made below."
    found = [replace(_OFFERS["edit" if is_own else "edit-and-pass-on"], why_not=stranger)]
    if proposal.state in ("open", "returned"):
        found.append(replace(_OFFERS["submit"], why_not=stranger))
    else:
        takes = _takes("publish", who)
        found.append(replace(_OFFERS["return"], why_not=takes))
        own = _own_proposal(session, proposal, who, four_eyes=four_eyes)
        found.append(replace(_OFFERS["accept"], why_not=takes or own or _collision(collides=collides)))
    if collides and not stranger:
        found.append(_OFFERS["meet"])
    found.append(replace(_OFFERS["withdraw"], why_not=stranger))
    return _ordered(found)


def goes_along(session: DatabaseSession, kind: str, slug: str) -> tuple[Along, ...]:
    """List the drafts that a record refers to, which are published with it."""
    return tuple(
        Along(kind=plan.key[0], record_id=plan.key[1])
        for plan in _plans(session, kind, slug)
        if plan.key != (kind, slug)
    )


def _plans(session: DatabaseSession, kind: str, slug: str) -> Sequence[Plan]:
    entry = find_entries(session, [(kind, slug)])[kind, slug]
    record = load_records(session, [entry.id])[entry.id]
    plan = Plan(record=record, entry=entry, status="published")
    return with_drafts(session, [plan], status="published", below=UNPUBLISHED)


def _own_drafts(session: DatabaseSession, kind: str, slug: str, who: Person) -> str:
    own = own_work(session, _plans(session, kind, slug), who)
    if not own:
        return ""
    named = ", ".join(f"the {one} “{other}”" for one, other in own[:5])
    return (
        f"With it goes {named}, which you changed last, so somebody else has to publish it."
        if len(own) == 1
        else f"With it go {named}, which you changed last, so somebody else has to publish them."
    )


def _own_proposal(session: DatabaseSession, proposal: Proposal, who: Person, *, four_eyes: bool) -> str:
    if not four_eyes:
        return ""
    if editor_of_proposal(session, proposal.number) != who.handle:
        return ""
    return "You made the last change to it, so somebody else has to publish it."


def _takes(right: str, who: Person) -> str:
    if who.may(right):
        return ""
    return f"This takes the role of {ROLES[RIGHTS[right].least].label.lower()}."


def _collision(*, collides: bool) -> str:
    return COLLISION if collides else ""


def _ordered(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    return tuple(sorted(offers, key=lambda offer: _ORDER.index(offer.name)))
