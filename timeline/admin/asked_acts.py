"""Which acts a list of what was done is asked for: as typed, as read, and what of it is wrong."""

import datetime as dt
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

from flask import request, url_for

from timeline.dates.parse import parse
from timeline.list_filter import day_fault

Filter = TypeVar("Filter")

_LONGEST: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked(Generic[Filter]):
    """A filter as it was read, what was typed, and what of it is wrong, by field."""

    filter: Filter
    typed: Mapping[str, str]
    problems: Mapping[str, str]
    endpoint: str

    def url(self, endpoint: str = "", **more: object) -> str:
        """Give the address of a page under this filter, of the list itself if no other is named."""
        given = {name: value for name, value in self.typed.items() if value and name not in self.problems}
        query = urlencode(given | {name: str(value) for name, value in more.items()})
        return url_for(endpoint or self.endpoint) + (f"?{query}" if query else "")


def asked_acts(
    make: Callable[..., Filter], endpoint: str, choices: Mapping[str, Container[str] | None]
) -> Asked[Filter]:
    """Read a filter of acts from the address; what cannot be read is left out and told beside its field.

    `choices` gives for each parameter what it may be, or None for anything; the filter is made of these, and
    of `from_day` and `to_day`, which the parameters `from` and `to` give.
    """
    typed = {name: _plain(request.args.get(name, "")) for name in (*choices, "from", "to")}
    good: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, allowed in choices.items():
        if typed[name] and allowed is not None and typed[name] not in allowed:
            problems[name] = "This is not a choice."
        else:
            good[name] = typed[name]
    for name in ("from", "to"):
        fault = day_fault(name, typed[name]) if typed[name] else None
        if fault:
            problems[name] = f"This {fault[0]}. {fault[1]}"
        elif typed[name]:
            good[f"{name}_day"] = _day(name, typed[name])
    return Asked(filter=make(**good), typed=typed, problems=problems, endpoint=endpoint)


def _day(name: str, text: str) -> dt.date | None:
    date = parse(text)
    return date.earliest if name == "from" else date.latest


def _plain(text: str) -> str:
    plain = " ".join(text.split())[:_LONGEST]
    return plain if plain.isprintable() else ""
