"""Changes that contradict the fold of their policy, with who tells of either side."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from timeline.disagreement.rules import Account, Contradiction, of_contradiction
from timeline.disagreement.statement import Disagreement, Statement
from timeline.models.event import PolicyChangeRow
from timeline.models.history import RecordRow
from timeline.queries.dated_events import Keys
from timeline.queries.names import names_of
from timeline.queries.policy_archive import policy_archive
from timeline.queries.policy_changes import Evidence, list_evidence
from timeline.queries.sending import send
from timeline.states.change import Change, ChangeKey
from timeline.states.flags import flags
from timeline.states.history import Flag, History, chain_of

#: What the fold finds wrong that is two accounts of one rule; the rest are oddities for `timeline check`.
CONTRADICTING: Final = {"stated-from", "clarified-otherwise", "resumed-otherwise"}


def list_contradictions(
    session: Session, events: Keys | None = None, asked_for: Mapping[str, str] | None = None
) -> Iterator[Disagreement]:
    """Yield where changes contradict the fold, by policy; of these events, or of all.

    `asked_for` are the values that the statement for the events asks for.
    """
    asked = _asked(session, events, asked_for)
    if not asked:
        return
    archive = policy_archive(session)
    histories = {policy: archive.history(session, policy) for policy in asked}
    found = [flag for policy, keys in asked.items() for flag in flags(histories[policy], of=keys)]
    yield from tell_contradictions(session, found)


def tell_contradictions(session: Session, found: Iterable[Flag]) -> Iterator[Disagreement]:
    """Yield those of the flags that are two accounts of one rule, with who tells of either."""
    archive = policy_archive(session)
    contradicting = [
        (flag, _makers(archive.history(session, flag.change.policy), flag))
        for flag in found
        if flag.kind in CONTRADICTING
    ]
    told = [change for flag, makers in contradicting for change in (flag.change, *makers.values())]
    evidence = list_evidence(session, told) if told else {}
    titles = names_of(session, {("event", change.event) for change in told})
    for flag, makers in contradicting:
        policy = archive.facts.policies[flag.change.policy]
        event = flag.change.event
        yield of_contradiction(
            Contradiction(
                event=event,
                title=titles.get(("event", event), event),
                position=flag.change.position,
                policy=policy.id,
                policy_title=policy.title,
                place=flag.change.place,
                at_its_time=flag.kind != "stated-from",
                says=_account(flag.expected, policy.states, flag.change, evidence),
                finds=tuple(
                    _account(state, policy.states, makers.get(state), evidence) for state in flag.found
                ),
            )
        )


def _asked(
    session: Session, events: Keys | None, asked_for: Mapping[str, str] | None
) -> dict[str, set[ChangeKey]]:
    """Give by policy the changes that the events make; public ones only."""
    found: dict[str, set[ChangeKey]] = defaultdict(set)
    for of_policy, of_event, position in send(session, _changes(events), asked_for):
        found[of_policy].add((of_event, position))
    return found


@lru_cache(maxsize=64)
def _changes(events: Keys | None) -> Select[tuple[str, str, int]]:
    event, policy = aliased(RecordRow), aliased(RecordRow)
    statement = (
        select(policy.slug, event.slug, PolicyChangeRow.position)
        .join(policy, policy.id == PolicyChangeRow.policy_id)
        .join(event, event.id == PolicyChangeRow.record_id)
        .where(event.status == "published", policy.status == "published")
        .order_by(policy.slug)
    )
    return statement if events is None else statement.where(PolicyChangeRow.record_id.in_(events))


def _makers(history: History, flag: Flag) -> dict[str, Change]:
    """Find for each state that the fold found the change that last made it so, here or at a wider place."""
    places = chain_of(flag.change.place, history.parents)
    makers: dict[str, Change] = {}
    for change in history.changes:
        if change.key == flag.change.key:
            break
        if change.state in flag.found and change.place in places and change.action != "disputed":
            makers[change.state] = change
    return makers


def _account(
    state: str,
    labels: Mapping[str, str],
    change: Change | None,
    evidence: Mapping[ChangeKey, tuple[Evidence, ...]],
) -> Account:
    told = evidence.get(change.key, ()) if change is not None else ()
    return Account(
        state=state,
        label=labels.get(state, state),
        statements=tuple(
            Statement(
                letter="",
                says="",
                source=each.source,
                locator=each.locator,
                quotation=each.quotation,
                note=each.note,
            )
            for each in told
            if each.stance != "disputes"
        ),
    )
