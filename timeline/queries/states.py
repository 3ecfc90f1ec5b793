"""What the rule was on a day, at a place; how it came about; and what the changes of an event found."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from timeline.queries.names import names_of
from timeline.queries.policy_archive import policy_archive
from timeline.records.event import Event
from timeline.states import answer as answers
from timeline.states.answer import Answer
from timeline.states.change import Change
from timeline.states.flags import Judged, flags, judge
from timeline.states.history import Flag, History
from timeline.states.words import Labels


@dataclass(frozen=True, kw_only=True, slots=True)
class EventChanges:
    """The changes of an event in its order, all that is odd about them, and the states of each policy."""

    changes: tuple[Judged, ...]
    flags: tuple[Flag, ...]
    states: Mapping[str, Mapping[str, str]]


def state_on(
    session: Session,
    policy_id: str,
    day: dt.date,
    place: str | None = None,
) -> Answer:
    """Answer what the rule was on a day at a place; "" is everywhere, None the widest with changes.

    Raises NotFoundError for an unknown policy or place.
    """
    archive = policy_archive(session)
    policy, history, facts = (
        archive.facts.policy(policy_id),
        archive.history(session, policy_id),
        archive.facts,
    )
    if place is not None:
        facts.require_place(place)
    where = history.widest if place is None else place
    return answers.state_on(history, day, where, complete_to=policy.complete_to)


def states_on(
    session: Session,
    day: dt.date,
    place: str | None = None,
    *,
    timeline: str | None = None,
) -> tuple[Answer, ...]:
    """Answer for every policy, or every one of a timeline, by the policies' ids; see `state_on`."""
    archive = policy_archive(session)
    histories, facts = archive.all_histories(session), archive.facts
    if place is not None:
        facts.require_place(place)
    return tuple(
        answers.state_on(
            history,
            day,
            history.widest if place is None else place,
            complete_to=facts.policies[slug].complete_to,
        )
        for slug, history in histories.items()
        if timeline is None or timeline in facts.policies[slug].timelines
    )


def history_of(session: Session, policy_id: str) -> History:
    """Get the history of a policy; raises NotFoundError."""
    return policy_archive(session).history(session, policy_id)


def changes_of_event(session: Session, event: Event) -> EventChanges:
    """Give the changes that a published event makes to public policies, with what they found.

    The histories of its policies are kept, and so no statement is needed for it.
    """
    archive = policy_archive(session)
    found: list[Judged] = []
    states: dict[str, Mapping[str, str]] = {}
    for policy in sorted({change.policy for change in event.changes} & archive.facts.policies.keys()):
        history = archive.history(session, policy)
        made = {(event.id, at) for at, change in enumerate(event.changes, 1) if change.policy == policy}
        found += judge(history, of=made)
        states[policy] = archive.facts.policies[policy].states
    every = tuple(flag for judged in found for flag in judged.flags)
    found.sort(key=lambda each: each.change.position)
    return EventChanges(changes=tuple(found), flags=every, states=states)


def found_changes(history: History, changes: Iterable[Change]) -> tuple[Judged, ...]:
    """Give changes of a history with what they found in effect, in the order given."""
    keys = [change.key for change in changes]
    judged = {each.change.key: each for each in judge(history, of=frozenset(keys))}
    return tuple(judged[key] for key in keys)


def contradictions(session: Session) -> tuple[Flag, ...]:
    """List what the fold finds wrong or odd in all policies, by the policies' ids."""
    histories = policy_archive(session).all_histories(session)
    return tuple(flag for history in histories.values() for flag in flags(history))


def labels_for(session: Session, policy_id: str, changes: Iterable[Change], *places: str) -> Labels:
    """Give the names that sentences about these changes of a policy need: three statements at most."""
    facts = policy_archive(session).facts
    told = tuple(changes)
    wanted = {("event", change.event) for change in told}
    wanted |= {("place", place) for place in (*places, *(change.place for change in told)) if place}
    wanted |= {("source", source) for change in told for source in change.disputed_by}
    names = names_of(session, sorted(wanted))
    return Labels(
        states=facts.policies[policy_id].states if policy_id in facts.policies else {},
        places={slug: name for (kind, slug), name in names.items() if kind == "place"},
        events={slug: name for (kind, slug), name in names.items() if kind == "event"},
        sources={slug: name for (kind, slug), name in names.items() if kind == "source"},
    )
