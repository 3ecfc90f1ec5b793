"""Where in a list of events a reader can jump to, and where it stands."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from timeline.drawing.density import Count
from timeline.queries.events import EventPage
from timeline.web.speaking import gettext

MOST_JUMPS = 24
_SPANS = (1, 10, 50, 100, 500, 1000)


@dataclass(frozen=True, kw_only=True, slots=True)
class Jump:
    """A year, or several, in which events begin; `is_here` tells that the page shows some of them."""

    label: str
    events: int
    url: str
    is_here: bool


def jumps_of(counts: Sequence[Count], page: EventPage, address: Callable[..., str]) -> tuple[Jump, ...]:
    """Give the years in which events begin, or decades where there are many, then the unknown beginning."""
    begins: Counter[int | None] = Counter()
    for count in counts:
        begins[count.first.year if count.first else None] += count.events
    years = sorted(year for year in begins if year is not None)
    span = next(span for span in _SPANS if len({year // span for year in years}) <= MOST_JUMPS)
    grouped: Counter[int] = Counter()
    for year in years:
        grouped[year // span * span] += begins[year]
    begin = [card.date.earliest if card.date is not None else None for card in page.cards]
    shown = {None if day is None else day.year for day in begin}
    jumps = [
        Jump(
            label=_label(year, span),
            events=events,
            url=address(after=_cursor(year)) if number else address(),
            is_here=any(seen is not None and year <= seen < year + span for seen in shown),
        )
        for number, (year, events) in enumerate(sorted(grouped.items()))
    ]
    if begins[None]:
        url = address(after=str(dt.date.max.toordinal())) if jumps else address()
        jumps.append(Jump(label=gettext("no first day"), events=begins[None], url=url, is_here=None in shown))
    return tuple(jumps)


def shown_days(page: EventPage) -> tuple[dt.date | None, dt.date | None] | None:
    """Give the days between which the events of a page begin; None where none of them is known."""
    days = [card.date.earliest for card in page.cards if card.date is not None and card.date.earliest]
    return (days[0], days[-1]) if days else None


def _cursor(year: int) -> str:
    # A list goes on after any text: this is the beginning of the place of all that begins in the year.
    return f"{dt.date(max(1, year), 1, 1).toordinal():07d}"


def _label(year: int, span: int) -> str:
    if span == 10:
        return gettext("%(decade)ss", decade=year)
    return str(year) if span == 1 else f"{max(1, year)}–{year + span - 1}"
