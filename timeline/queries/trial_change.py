"""What a change that is still being written would find in effect, by the fold of all that is public."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from timeline.queries.policy_archive import policy_archive
from timeline.states.change import Change
from timeline.states.flags import judge
from timeline.states.fold import fold
from timeline.states.words import Labels, flag_sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialChange:
    """The labels of the states that a change would find (none: nothing is known), and what would be odd."""

    states: tuple[str, ...]
    may_be_none: bool
    inherited: bool
    remarks: tuple[str, ...]


def try_change(session: Session, change: Change) -> TrialChange | None:
    """Fold a change into its policy's history in place of its event's own; None if that is not public."""
    archive = policy_archive(session)
    facts = archive.facts.policies.get(change.policy)
    if facts is None or (change.place and change.place not in archive.facts.parents):
        return None
    others = [
        other for other in archive.history(session, change.policy).changes if other.event != change.event
    ]
    history = fold(change.policy, [*others, change], archive.facts.parents, facts.states)
    (judged,) = judge(history, of={change.key})
    eve = judged.before
    labels = Labels(states=facts.states)
    return TrialChange(
        states=tuple(facts.states.get(state, state) for state in eve.states),
        may_be_none=eve.may_be_none,
        inherited=eve.inherited,
        remarks=tuple(flag_sentence(flag, labels) for flag in judged.flags),
    )


def policy_states(session: Session, policy_id: str) -> dict[str, str]:
    """Give the labels of the states of a public policy by their keys; none for any other."""
    facts = policy_archive(session).facts.policies.get(policy_id)
    return dict(facts.states) if facts else {}
