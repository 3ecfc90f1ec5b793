"""Random changes within a window of a few days."""

import datetime as dt

from hypothesis import strategies as st

from tests.states.replay import WINDOW
from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.states.change import Change, order_of

STATES = ("a", "b", "c")


def _day(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


@st.composite
def dates(draw: st.DrawFn) -> Edtf | None:
    first = draw(st.sampled_from(WINDOW))
    last = draw(st.integers(first, WINDOW[-1]))
    form = draw(st.sampled_from(("day", "day", "range", "range", "until", "from", "none")))
    match form:
        case "day":
            return parse(_day(first))
        case "range":
            return parse(f"[{_day(first)}..{_day(last)}]") if last > first else parse(_day(first))
        case "until":
            return parse(f"[..{_day(last)}]")
        case "from":
            return parse(f"[{_day(first)}..]")
        case _:
            return None


@st.composite
def changes(
    draw: st.DrawFn,
    *,
    actions: tuple[str, ...],
    places: tuple[str, ...] = ("",),
    most: int = 4,
    shared: bool = True,
) -> list[Change]:
    """Draw changes, in the order in which they are told; with `shared`, an event may make several."""
    drawn: list[Change] = []
    for number in range(draw(st.integers(1, most))):
        joined = draw(st.sampled_from(drawn)) if shared and drawn and draw(st.booleans()) else None
        event = joined.event if joined else f"e{number}"
        date = joined.takes_effect if joined else draw(dates())
        action = draw(st.sampled_from(actions))
        drawn.append(
            Change(
                policy="p",
                event=event,
                position=sum(1 for change in drawn if change.event == event) + 1,
                action=action,
                state="" if action in {"ended", "resumed"} else draw(st.sampled_from(STATES)),
                place=draw(st.sampled_from(places)),
                date=date,
                stated_from=draw(st.sampled_from(("", "", *STATES))),
            )
        )
    return sorted(drawn, key=order_of)
