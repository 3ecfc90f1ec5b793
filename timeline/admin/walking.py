"""Walking a worklist from record to record; the session keeps where one is, so that saving loses nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import request, session

from timeline.errors import NotFoundError
from timeline.queries.worklist import Worklist
from timeline.queries.worklists import get_worklist
from timeline.serving import reading

_WALK: Final = "walk"
#: So many steps back are kept; the session travels in a cookie.
_STEPS_BACK: Final = 20
_LONGEST_PLACE: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Walk:
    """The worklist that is walked, where the walk goes on, and where it came from (None at its start)."""

    worklist: Worklist
    title: str
    at: str
    back: str | None
    left: int


def begin_step(worklist: Worklist, *, behind: str, at: str, title: str) -> None:
    """Keep that the walk stands at an item that was found behind another."""
    walk: Mapping[str, Any] = session.get(_WALK, {})
    trail = list(walk.get("trail", [])) if walk.get("list") == worklist.id else []
    if behind in trail:
        trail = trail[: trail.index(behind)]
    session[_WALK] = {
        "list": worklist.id,
        "at": at[:_LONGEST_PLACE],
        "title": title[:_LONGEST_PLACE],
        "trail": [*trail, behind[:_LONGEST_PLACE]][-_STEPS_BACK:],
    }


def end_walk() -> None:
    """Forget the walk."""
    session.pop(_WALK, None)


def find_walk() -> Walk | None:
    """Give the walk that is under way, for the bar at the foot; none on the worklists' own pages."""
    walk = session.get(_WALK)
    if not walk or request.blueprint in {"admin_work", "admin_signin"}:
        return None
    try:
        worklist = get_worklist(walk["list"])
    except NotFoundError:
        return None
    trail = walk["trail"]
    return Walk(
        worklist=worklist,
        title=walk["title"],
        at=walk["at"],
        back=trail[-2] if len(trail) > 1 else None,
        left=worklist.count(reading()),
    )
