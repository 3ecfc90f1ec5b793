"""The policies whose bands stand under a timeline as a whole."""

from sqlalchemy.orm import Session

from timeline.queries.policy_archive import policy_archive
from timeline.queries.told_policies import ToldPolicy
from timeline.states.words import Labels


def list_principal(session: Session, timeline: str, *, limit: int) -> tuple[ToldPolicy, ...]:
    """List the principal policies of a timeline, those with the most changes first, at most `limit`.

    They come without the names of events, places and sources, which a band of states does not need.
    """
    archive = policy_archive(session)
    facts = [
        policy
        for policy in archive.facts.policies.values()
        if policy.principal and timeline in policy.timelines
    ]
    histories = {policy.id: archive.history(session, policy.id) for policy in facts}
    facts.sort(key=lambda policy: (-len(histories[policy.id].changes), policy.id))
    return tuple(
        ToldPolicy(
            facts=policy,
            history=histories[policy.id],
            labels=Labels(states=policy.states, places={}, events={}, sources={}),
            names={},
        )
        for policy in facts[:limit]
    )
