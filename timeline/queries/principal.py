"""The policies whose bands stand under a timeline as a whole."""

from pyroaring import BitMap
from sqlalchemy.orm import Session

from timeline.queries.event_index import indexed_events
from timeline.queries.policy_archive import policy_archive
from timeline.queries.told_policies import ToldPolicy
from timeline.states.words import Labels

MOST_EVENTS = 1000


def list_principal(session: Session, timeline: str, *, limit: int) -> tuple[ToldPolicy, ...]:
    """List the principal policies of a timeline, those that most events change first, at most `limit`.

    One that more than MOST_EVENTS change is left to its own page: a band so low would show nothing of it.
    They come without the names of events, places and sources, which a band of states does not need.
    """
    archive = policy_archive(session)
    indexed = indexed_events(session)
    touching, public = indexed.index.sets["policy"], indexed.index.public
    # The index tells it at once; to fold the history of each takes minutes in a great archive.
    changed = {
        policy.id: touching.get(policy.key, BitMap()).intersection_cardinality(public)
        for policy in archive.facts.policies.values()
        if policy.principal and timeline in policy.timelines
    }
    facts = sorted(
        (archive.facts.policies[slug] for slug, events in changed.items() if events <= MOST_EVENTS),
        key=lambda policy: (-changed[policy.id], policy.id),
    )
    return tuple(
        ToldPolicy(
            facts=policy,
            history=archive.history(session, policy.id),
            labels=Labels(states=policy.states, places={}, events={}, sources={}),
            names={},
        )
        for policy in facts[:limit]
    )
