"""What is published refers to nothing that is not: the rule, from either end.

A published event whose source was withdrawn would show a citation of nothing. So a record is published
with all that it refers to, or after it; and it is taken back after whatever refers to it, or with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy.orm import Session

from timeline.errors import Problem
from timeline.records.references import RecordKey
from timeline.store.plan import Plan
from timeline.store.referrers import find_public_referrers
from timeline.store.registry import Entry

#: So many of the records that are in the way are named.
MOST_NAMED: Final = 10


def unpublished_references(
    plans: Sequence[Plan], known: Mapping[RecordKey, Entry]
) -> Iterator[tuple[RecordKey, Problem]]:
    """Yield the references of published records to what is there and will not be published."""
    statuses = {key: entry.status for key, entry in known.items()}
    statuses |= {plan.key: plan.status for plan in plans}
    for plan in plans:
        if plan.status != "published":
            continue
        for reference in plan.references:
            status = statuses.get(reference.key, "published")
            if status != "published":
                is_gone = status == "withdrawn"
                yield (
                    plan.key,
                    Problem(
                        path=reference.path,
                        value=reference.id,
                        message=f"names a {reference.kind} that {_WORDS[status]}",
                        cure="Name another, or leave it out."
                        if is_gone
                        else "Publish it first, or both together, or leave it out.",
                        only_for_publishing=True,
                    ),
                )


_WORDS: Final = {"draft": "is a draft", "review": "is in review", "withdrawn": "was withdrawn"}


def public_referrers(session: Session, plans: Sequence[Plan]) -> Iterator[tuple[RecordKey, Problem]]:
    """Yield the records that would stop being public while published records refer to them.

    Records that are written in the same act say themselves what they refer to from then on.
    """
    leaving = {
        plan.entry.id: plan
        for plan in plans
        if plan.entry is not None and plan.entry.status == "published" and plan.status != "published"
    }
    if not leaving:
        return
    written = {plan.entry.key for plan in plans if plan.entry is not None}
    found = find_public_referrers(session, [plan.entry for plan in leaving.values() if plan.entry])
    for target, referring in found.items():
        keys = [key for key in referring if key not in written]
        if keys:
            plan = leaving[target]
            yield plan.key, _in_the_way(plan, keys)


def _in_the_way(plan: Plan, keys: Sequence[RecordKey]) -> Problem:
    named = ", ".join(f"{kind} {slug}" for kind, slug in keys[:MOST_NAMED])
    more = f" and {len(keys) - MOST_NAMED} more" if len(keys) > MOST_NAMED else ""
    count = "1 published record refers" if len(keys) == 1 else f"{len(keys)} published records refer"
    return Problem(
        path="status",
        value=plan.status,
        message=f"cannot be given, because {count} to this {plan.key[0]}: {named}{more}",
        cure="Take the reference out there first, withdraw them together, or merge this record into another.",
    )
