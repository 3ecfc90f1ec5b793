"""Events under headings of years and months, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from timeline.dates.parse import parse
from timeline.queries.events import EventCard
from timeline.web.speaking import gettext, words


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthGroup:
    """Events that begin in one month.

    The label is empty where the date is coarser than a month, and where there is but one event in the year:
    its date says it.
    """

    label: str
    cards: tuple[EventCard, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class YearGroup:
    """Events that begin in one year; `key` serves in addresses."""

    key: str
    label: str
    months: tuple[MonthGroup, ...]


def by_year(cards: Sequence[EventCard]) -> tuple[YearGroup, ...]:
    """Put cards, in the order of the timeline, under headings."""
    return tuple(
        YearGroup(key=key, label=label, months=_by_month(tuple(inside)))
        for (key, label), inside in groupby(cards, _year)
    )


def _by_month(cards: tuple[EventCard, ...]) -> tuple[MonthGroup, ...]:
    if len(cards) == 1:
        return (MonthGroup(label="", cards=cards),)
    return tuple(MonthGroup(label=label, cards=tuple(inside)) for label, inside in groupby(cards, _month))


def _year(card: EventCard) -> tuple[str, str]:
    if card.date is None:
        return "unknown", gettext("Date unknown")
    if card.date.earliest is None:
        return "open", gettext("Beginning unknown")
    return f"{card.date.earliest.year:04d}", str(card.date.earliest.year)


def _month(card: EventCard) -> str:
    date = card.date
    if date is None or date.earliest is None or date.latest is None:
        return ""
    if (date.earliest.year, date.earliest.month) != (date.latest.year, date.latest.month):
        return ""
    return words(parse(f"{date.earliest.year:04d}-{date.earliest.month:02d}"))
