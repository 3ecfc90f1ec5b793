"""The worklist of rules about which the record falls silent between two days on which it speaks."""

import datetime as dt
import threading
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from timeline.models.event import PolicyChangeRow
from timeline.models.history import RecordRow
from timeline.queries.dataset import database_of
from timeline.queries.kept import kept
from timeline.queries.policy_archive import is_folded, policy_archive
from timeline.queries.type_ahead import Suggestion, labels_of
from timeline.queries.worklist import Found, Page, number_in, page_of
from timeline.records.references import RecordKey
from timeline.states.answer import find
from timeline.states.change import BEFORE
from timeline.states.history import History, Level

#: So many changes are folded within a tenth of a second or two.
FOLDED_AT_ONCE: Final = 3_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """Days (ordinals) of which the record does not say what the rule of a place was.

    They go from `start` (None: nobody knows from when) to the day before `end`.
    """

    policy: str
    place: str
    start: int | None
    end: int | None


#: By database, the history of each policy for which gaps were looked for, and the gaps.
_found: WeakKeyDictionary[Any, dict[str, tuple[History, tuple[Gap, ...]]]] = WeakKeyDictionary()
_finding = threading.Lock()


def is_quick(session: Session) -> bool:
    """Tell whether gaps are found at once: where few changes are to be folded, or all are folded already."""
    changes = select(func.count()).select_from(PolicyChangeRow)
    number = kept(session, "number of policy changes", lambda: session.scalar(changes) or 0)
    return number <= FOLDED_AT_ONCE or is_folded(session)


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
    places = labels_of(session, {("place", gap.place) for gap in asked if gap.place})
    found = [
        Found(
            key=keys.get(gap.policy, 0),
            kind="policy",
            slug=gap.policy,
            path="states",
            detail=_detail(gap, places),
            after=str(start + at),
        )
        for at, gap in enumerate(asked, start=1)
    ]
    return page_of(session, found, limit)


def gaps_of(history: History) -> Iterator[Gap]:
    """Yield where a rule is unknown between two times at which it is known, and where its start is."""
    for place in history.levels:
        levels = history.levels_of(place)
        if find(levels, BEFORE).reason == "start-unknown":
            yield Gap(policy=history.policy, place=place, start=None, end=_known_from(levels, BEFORE))
        until = BEFORE
        for day in levels[0].settings.starts:
            # Only where no change of this place gives a state can there be none: few days are looked at.
            if day <= until or any(step.state for step in levels[0].settings.on(day).steps):
                continue
            if find(levels, day).reason == "ended":
                known = _known_from(levels, day)
                if known is None:
                    break
                until = known
                yield Gap(policy=history.policy, place=place, start=day, end=known)


def _known_from(levels: tuple[Level, ...], day: int) -> int | None:
    """Find the first day after a day on which a change makes the rule known again."""
    tracks = [level.settings.starts for level in levels]
    later = merge(*(islice(starts, bisect_right(starts, day), None) for starts in tracks))
    return next((start for start in later if find(levels, start).kind != "unknown"), None)


def _gaps(session: Session) -> tuple[Gap, ...]:
    def look() -> tuple[Gap, ...]:
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

    return kept(session, "worklist of gaps", look)


def _detail(gap: Gap, places: Mapping[RecordKey, Suggestion]) -> str:
    place = places.get(("place", gap.place))
    where = f" in {place.label if place else gap.place}" if gap.place else ""
    if gap.start is None or gap.end is None:
        return f"It is not known since when the first state held{where}."
    first, last = (dt.date.fromordinal(day).isoformat() for day in (gap.start, gap.end - 1))
    return f"Nothing is said about {first} to {last}{where}."
