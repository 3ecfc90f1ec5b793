"""Changes of a rule that contradict what the other changes make of it.

Which they are is found by folding (`timeline.states`); here they take the form of every disagreement: on
one side what the event says held, on the other what the events before it made hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from timeline.disagreement.statement import Answer, Disagreement, Statement, letter_at
from timeline.languages.message import Message, message
from timeline.languages.names import Name


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A state of a policy, its label, and who tells of the event that says or made it so.

    The letters of the statements are not looked at.
    """

    state: str
    label: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """A change that presupposes or restates another state than the changes before it made.

    `position` is its place among the changes of its event. `at_its_time` tells that the state is said to
    hold with the change, and not before it.
    """

    event: str
    title: str
    position: int
    policy: str
    policy_title: str
    place: str
    at_its_time: bool
    says: Account
    finds: tuple[Account, ...]


def of_contradiction(found: Contradiction) -> Disagreement:
    """Give a contradicting change as a disagreement; the archive takes neither side."""
    accounts = (found.says, *found.finds)
    return Disagreement(
        key=f"event:{found.event}:change:{found.position}",
        computed=True,
        kind="rule",
        title=_title(found),
        subject=("event", found.event),
        touches=(
            ("event", found.event),
            ("policy", found.policy),
            *((("place", found.place),) if found.place else ()),
        ),
        status="open",
        answers=tuple(
            Answer(letter=letter_at(position), value=account.state, label=account.label)
            for position, account in enumerate(accounts)
        ),
        statements=tuple(_lettered(accounts)),
    )


def _title(found: Contradiction) -> Message:
    policy, event = Name(found.policy_title), Name(found.title)
    if found.at_its_time:
        return message("State of “{policy}” at the time of: {event}", policy=policy, event=event)
    return message("State of “{policy}” before: {event}", policy=policy, event=event)


def _lettered(accounts: Sequence[Account]) -> list[Statement]:
    return [
        replace(statement, letter=letter_at(position), says=statement.says or account.label)
        for position, account in enumerate(accounts)
        for statement in account.statements
    ]
