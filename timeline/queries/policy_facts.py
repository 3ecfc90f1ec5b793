"""What is needed to know of policies, places and timelines before changes can be folded."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from timeline.errors import NotFoundError
from timeline.models.authority import PlaceRow
from timeline.models.history import RecordRow
from timeline.models.policy import PolicyRow, PolicyStateRow
from timeline.models.timeline import RecordTimelineRow, TimelineRow


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyFacts:
    """A policy as an answer needs it. `states` gives the label of each state in the policy's order.

    `complete_to` is the last day to which one of its timelines claims to be complete.
    """

    id: str
    key: int
    title: str
    question: str
    principal: bool
    states: Mapping[str, str]
    timelines: tuple[str, ...]
    complete_to: dt.date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """All public policies by id, in the order of ids, and for each public place the one it is part of."""

    policies: Mapping[str, PolicyFacts]
    parents: Mapping[str, str]

    def policy(self, policy_id: str) -> PolicyFacts:
        """Get a policy; raises NotFoundError."""
        try:
            return self.policies[policy_id]
        except KeyError:
            raise NotFoundError("policy", policy_id) from None

    def require_place(self, place: str) -> None:
        """Raise NotFoundError unless there is this place; the empty one, everywhere, always is."""
        if place and place not in self.parents:
            raise NotFoundError("place", place)


def labels_of_states(session: Session, policies: Collection[str]) -> Mapping[tuple[str, str], str]:
    """Give the labels of the states of these policies, public or not, by the policy's id and the key."""
    statement = (
        select(RecordRow.slug, PolicyStateRow.state, PolicyStateRow.label)
        .join(RecordRow, RecordRow.id == PolicyStateRow.record_id)
        .where(RecordRow.kind == "policy", RecordRow.slug.in_(policies))
    )
    return {(row.slug, row.state): row.label for row in session.execute(statement)}


def load_facts(session: Session) -> Facts:
    """Read the facts of all public policies and places: four statements."""
    states: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for key, state, label in session.execute(
        select(PolicyStateRow.record_id, PolicyStateRow.state, PolicyStateRow.label).order_by(
            PolicyStateRow.record_id, PolicyStateRow.position
        )
    ):
        states[key][state] = label
    timelines = _timelines(session)
    policies = {}
    for key, slug, title, question, principal in session.execute(
        select(RecordRow.id, RecordRow.slug, PolicyRow.title, PolicyRow.question, PolicyRow.principal)
        .join(PolicyRow, PolicyRow.record_id == RecordRow.id)
        .where(RecordRow.status == "published")
        .order_by(RecordRow.slug)
    ):
        named = timelines.get(key, {})
        policies[slug] = PolicyFacts(
            id=slug,
            key=key,
            title=title,
            question=question,
            principal=principal,
            states=states[key],
            timelines=tuple(named),
            complete_to=max((day for day in named.values() if day), default=None),
        )
    return Facts(policies=policies, parents=_parents(session))


def _timelines(session: Session) -> dict[int, dict[str, dt.date | None]]:
    """Give for each policy its public timelines, and the day to which each is complete."""
    timeline = aliased(RecordRow)
    found: defaultdict[int, dict[str, dt.date | None]] = defaultdict(dict)
    for key, slug, complete_to in session.execute(
        select(RecordTimelineRow.record_id, timeline.slug, TimelineRow.complete_to_latest)
        .join(PolicyRow, PolicyRow.record_id == RecordTimelineRow.record_id)
        .join(timeline, timeline.id == RecordTimelineRow.timeline_id)
        .join(TimelineRow, TimelineRow.record_id == timeline.id)
        .where(timeline.status == "published")
        .order_by(RecordTimelineRow.record_id, RecordTimelineRow.position)
    ):
        found[key][slug] = complete_to
    return found


def _parents(session: Session) -> dict[str, str]:
    """Give for each public place the id of the place that it is part of; empty where it is part of none.

    A place that is not public still links what is beneath it to what is above.
    """
    rows = session.execute(
        select(RecordRow.id, RecordRow.slug, RecordRow.status, PlaceRow.part_of_id)
        .join(PlaceRow, PlaceRow.record_id == RecordRow.id)
        .where(RecordRow.merged_into_id.is_(None))
        .order_by(RecordRow.slug)
    ).all()
    slugs = {row.id: row.slug for row in rows}
    return {row.slug: slugs.get(row.part_of_id, "") for row in rows if row.status == "published"}
