"""Small histories, written down in a line a change."""

import datetime as dt

from timeline.dates.parse import parse
from timeline.states.answer import Answer, state_on
from timeline.states.change import Change
from timeline.states.flags import flags
from timeline.states.fold import fold
from timeline.states.history import History

PARENTS = {"nation": "", "state": "nation", "county": "state", "other": "state"}


def change(
    action: str,
    state: str = "",
    date: str = "",
    place: str = "",
    *,
    event: str = "",
    position: int = 1,
    effective: str = "",
    stated_from: str = "",
    disputed_by: tuple[str, ...] = (),
) -> Change:
    return Change(
        policy="rule",
        event=event or f"{action}-{state}-{date}-{place}",
        position=position,
        action=action,
        state=state,
        place=place,
        date=parse(date) if date else None,
        effective=parse(effective) if effective else None,
        stated_from=stated_from,
        disputed_by=disputed_by,
    )


def history(*changes: Change) -> History:
    return fold("rule", changes, PARENTS, ("a", "b", "c"))


def ask(told: History, day: str, place: str = "") -> Answer:
    return state_on(told, dt.date.fromisoformat(day), place)


def summary(answer: Answer) -> tuple[str, tuple[str, ...]]:
    return answer.kind, answer.states


def kinds_of_flags(told: History) -> list[str]:
    return [flag.kind for flag in flags(told)]
