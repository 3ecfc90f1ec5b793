"""The columns that say nothing new: worked out from a record when it is written, so that queries need not.

`sort_key` orders a timeline as one text: the earliest day (as the number of days since 0001-01-01, the
unknown after all others), the latest day, how coarse the date is, then the public id. It is unique, so a
page of a list begins after the last one's key.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from timeline.dates.compare import sort_key
from timeline.dates.parse import parse
from timeline.records.event import Event, PolicyChange
from timeline.records.series import Figure


def bounds_of(text: str) -> tuple[dt.date | None, dt.date | None]:
    """Give the first and last day of an EDTF text; an empty one has none."""
    if not text:
        return None, None
    value = parse(text)
    return value.earliest, value.latest


def timeline_key(event: Event) -> str:
    """Give the event's place in a timeline as one text."""
    value = parse(event.date) if event.date else None
    _, earliest, _, latest, coarseness, _ = sort_key(value, event.id)
    return f"{earliest:07d}.{latest:07d}.{coarseness:02d}.{event.id}"


def of_event(event: Event, _part: object) -> dict[str, Any]:
    """Give what the date of an event says beside its bounds, and the event's place in a timeline."""
    value = parse(event.date) if event.date else None
    return {
        "sort_key": timeline_key(event),
        "date_precision": value.precision if value else None,
        "date_approximate": value is not None and value.approximate,
        "date_uncertain": value is not None and value.uncertain,
    }


def of_change(event: Event, change: PolicyChange) -> dict[str, Any]:
    """Give the bounds of the day on which a change takes effect: the event's own where none is given."""
    earliest, latest = bounds_of(change.effective or event.date)
    return {"effective_earliest": earliest, "effective_latest": latest}


def of_figure(_series: object, figure: Figure) -> dict[str, Any]:
    """Give the number of a figure as the nearest binary fraction."""
    return {"amount": float(Decimal(figure.value))}
