"""Who may do what: the one table of rights. Views, the menu, the store's checks and the tests ask it.

A role has every right of the roles before it. A right names what a person does, not a page, so that a
new screen usually needs none of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from timeline.errors import NotAllowedError
from timeline.vocab import Term


class Who(Protocol):
    """Somebody who acts: the handle goes into the history, the role decides what is allowed."""

    @property
    def handle(self) -> str:
        """Give the name that the history keeps."""

    @property
    def role(self) -> str:
        """Give one of `ROLES`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Curator:
    """Somebody who acts, as plain values."""

    handle: str
    role: str


ROLES: Final[Mapping[str, Term]] = MappingProxyType(
    {
        "contributor": Term(
            "Contributor", "Writes drafts, proposes changes to what is published, and submits both."
        ),
        "editor": Term(
            "Editor", "Also reviews and publishes the work of others, keeps the vocabulary, merges records."
        ),
        "administrator": Term("Administrator", "Also decides who may do what, and the rules of the house."),
    }
)

_RANK: Final = {role: rank for rank, role in enumerate(ROLES)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Right:
    """What somebody may do, and the least role that may do it; `meaning` completes “You may …”."""

    least: str
    meaning: str
    scope: bool = False
    """Whether an API token can be given this right."""


RIGHTS: Final[Mapping[str, Right]] = MappingProxyType(
    {
        "account": Right(least="contributor", meaning="change your own name, password and tokens"),
        "look": Right(
            least="contributor", meaning="read everything, drafts and the whole history too", scope=True
        ),
        "draft": Right(
            least="contributor",
            meaning="write drafts, propose changes to published records, comment and submit",
            scope=True,
        ),
        "publish": Right(
            least="editor", meaning="return, publish and withdraw the work of others", scope=True
        ),
        "vocabulary": Right(
            least="editor",
            meaning="change actors, places and topics, where it does not take two people",
            scope=True,
        ),
        "merge": Right(least="editor", meaning="merge and rename records"),
        "bulk": Right(least="editor", meaning="change many records in one act, and undo such an act"),
        "releases": Right(least="editor", meaning="note the DOI that a release was given"),
        "people": Right(least="administrator", meaning="add people, give them roles and disable them"),
        "settings": Right(least="administrator", meaning="change the rules of review"),
    }
)

VOCABULARY_KINDS: Final = frozenset({"actor", "place", "topic"})
"""The kinds of record by which others are named and found: what the right `vocabulary` is about."""

SCOPES: Final = tuple(name for name, right in RIGHTS.items() if right.scope)
"""The rights that an API token can be given."""


def allows(role: str, right: str) -> bool:
    """Tell whether a role has a right; raises KeyError for a name that the table does not have."""
    return _RANK[role] >= _RANK[RIGHTS[right].least]


def rights_of(role: str) -> tuple[str, ...]:
    """List the rights of a role."""
    return tuple(right for right in RIGHTS if allows(role, right))


def roles_with(right: str) -> tuple[str, ...]:
    """List the roles that have a right."""
    return tuple(role for role in ROLES if allows(role, right))


def require(who: Who, right: str) -> None:
    """Raise NotAllowedError unless the person has the right."""
    if not allows(who.role, right):
        least = ROLES[RIGHTS[right].least].label.lower()
        raise NotAllowedError(
            f"As {ROLES[who.role].label.lower()} you may not {RIGHTS[right].meaning}; ask somebody with the"
            f" role of {least}."
        )
