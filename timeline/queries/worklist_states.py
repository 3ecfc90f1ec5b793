"""The worklist of rules about which the record falls silent between two days on which it speaks."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from timeline.models.history import RecordRow
from timeline.queries.dataset import database_of
from timeline.queries.kept import kept
from timeline.queries.policy_archive import policy_archive
from timeline.queries.worklist import Found, Page, number_in, page_of
from timeline.states.history import History
from timeline.states.segments import Segment, segments


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """Days of which the record does not say what the rule of a place was."""

    policy: str
    place: str
    segment: Segment


#: By database, the history of each policy for which gaps were looked for, and the gaps.
_found: WeakKeyDictionary[Any, dict[str, tuple[History, tuple[Gap, ...]]]] = WeakKeyDictionary()
_finding = threading.Lock()


def count_gaps(session: Session) -> int:
    """Count the gaps of all rules."""
    return len(_gaps(session))


def list_gaps(session: Session, after: str, limit: int) -> Page:
    """List them by policy, place and day."""
    gaps, start = _gaps(session), number_in(after)
    asked = gaps[start : start + limit + 1]
    rows = session.execute(
        select(RecordRow.slug, RecordRow.id).where(
            RecordRow.kind == "policy", RecordRow.slug.in_({gap.policy for gap in asked})
        )
    )
    keys = {row.slug: row.id for row in rows}
    found = [
        Found(
            key=keys.get(gap.policy, 0),
            kind="policy",
            slug=gap.policy,
            path="states",
            detail=_detail(gap),
            after=str(start + at),
        )
        for at, gap in enumerate(asked, start=1)
    ]
    return page_of(session, found, limit)


def gaps_of(history: History) -> Iterator[Gap]:
    """Yield where a rule is unknown between two times at which it is known, and where its start is."""
    for place in history.levels:
        run = segments(history, place)
        known = [at for at, segment in enumerate(run) if segment.found.kind != "unknown"]
        for at, segment in enumerate(run):
            if segment.found.kind != "unknown":
                continue
            is_between = bool(known) and known[0] < at < known[-1]
            if is_between or segment.found.reason == "start-unknown":
                yield Gap(policy=history.policy, place=place, segment=segment)


def _gaps(session: Session) -> tuple[Gap, ...]:
    def find() -> tuple[Gap, ...]:
        histories = policy_archive(session).all_histories(session)
        with _finding:
            before = _found.setdefault(database_of(session), {})
        now = {
            policy: before[policy]
            if policy in before and before[policy][0] is history
            else (history, tuple(gaps_of(history)))
            for policy, history in histories.items()
        }
        with _finding:
            _found[database_of(session)] = now
        return tuple(gap for policy in sorted(now) for gap in now[policy][1])

    return kept(session, "worklist of gaps", find)


def _detail(gap: Gap) -> str:
    where = f" ({gap.place})" if gap.place else ""
    start, end = gap.segment.start, gap.segment.end
    if start is None:
        return f"It is not known since when the first state held{where}."
    until = f" to {end.isoformat()}" if end else ""
    return f"Nothing is said about {start.isoformat()}{until}{where}."
