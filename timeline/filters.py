"""Which events are asked for: the one filter that pages, feeds, downloads and the API share.

An address and a filter are two forms of the same thing: `parse_filter` reads the parameters of an
address, `EventFilter.parameters` gives them back in one canonical order.
"""

import datetime
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from timeline import vocab
from timeline.dates.errors import DateError
from timeline.dates.parse import parse
from timeline.dates.propose import cure_for
from timeline.errors import BadRequestError, Problem
from timeline.languages.message import message
from timeline.parameters import choice_fault, printable, unknown_parameters
from timeline.records.validate import is_id

LONGEST_QUERY = 200
MOST_VALUES = 20
DETAILS = {"landmarks": 1, "main": 2, "all": 3}
WHENS = ("overlaps", "within")
DISPUTED = ("dates",)
_CODED = {"kind": vocab.EVENT_KINDS, "role": vocab.ACTOR_ROLES}
_IDS = ("timeline", "topic", "actor", "place", "source", "policy")
_MANY = ("kind", *_IDS, "role")
_ONE_VALUE = ("q", "disputed", "from", "to", "when", "detail")
_CHOICES: Mapping[str, Collection[str]] = {"disputed": DISPUTED, "when": WHENS, "detail": DETAILS}
FILTER_PARAMETERS = ("q", *_MANY, "disputed", "from", "to", "when", "detail")

# What other sites call the same thing.
_OTHER_NAMES = {
    "date": "from",
    "end": "to",
    "offset": "after",
    "page": "after",
    "query": "q",
    "search": "q",
    "since": "from",
    "start": "from",
    "type": "kind",
    "until": "to",
    "year": "from",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class EventFilter:
    """A choice of events. Values of one field are alternatives; different fields narrow together.

    `start` and `end` are the first and last day of a range, both included; `when` tells whether an
    event's bounds must overlap it or lie within it. `significance` is the greatest number shown. An actor
    and a role together ask for that actor in that role. `disputed` is "dates" for the events alone whose
    sources differ on a date.
    """

    q: str = ""
    kind: tuple[str, ...] = ()
    timeline: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    policy: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    disputed: str = ""
    from_text: str = ""
    to_text: str = ""
    start: datetime.date | None = None
    end: datetime.date | None = None
    when: str = "overlaps"
    significance: int = 3

    @property
    def is_empty(self) -> bool:
        """Tell whether every event is asked for."""
        return not self.parameters()

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Give the filter as the parameters of an address, in one order, without defaults."""
        return tuple(self._parameters())

    def _parameters(self) -> Iterator[tuple[str, str]]:
        if self.q:
            yield "q", self.q
        for name in _MANY:
            for value in sorted(getattr(self, name)):
                yield name, value
        if self.disputed:
            yield "disputed", self.disputed
        if self.from_text:
            yield "from", self.from_text
        if self.to_text:
            yield "to", self.to_text
        if self.when != "overlaps" and (self.from_text or self.to_text):
            yield "when", self.when
        if self.significance != 3:
            yield "detail", next(key for key, value in DETAILS.items() if value == self.significance)

    def without(self, name: str, value: str) -> "EventFilter":
        """Give the filter less one of its parameters."""
        if name in _MANY:
            kept: dict[str, Any] = {name: tuple(item for item in getattr(self, name) if item != value)}
            return replace(self, **kept)
        empty = EventFilter()
        match name:
            case "from":
                return replace(self, from_text="", start=None)
            case "to":
                return replace(self, to_text="", end=None)
            case "detail":
                return replace(self, significance=empty.significance)
            case _:
                return replace(self, **{name: getattr(empty, name)})


def parse_filter(parameters: Mapping[str, Sequence[str]], *, also: Sequence[str] = ()) -> EventFilter:
    """Read the filter from the parameters of an address.

    Raises BadRequestError with everything that is wrong; `also` names further parameters that the page
    knows. Empty values are passed over, as a form sends them.
    """
    problems = [*unknown_parameters(parameters, (*FILTER_PARAMETERS, *also), other_names=_OTHER_NAMES)]
    given = {
        name: tuple(sorted({plain for value in values if (plain := _plain(value))}))
        for name, values in parameters.items()
        if name in FILTER_PARAMETERS
    }
    for name, values in given.items():
        problems += _problems_of(name, values)
    if problems:
        raise BadRequestError(tuple(problems))
    return _ordered(_filter(given))


def _plain(value: str) -> str:
    """Give a value in one spelling: composed letters, single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", value).split())


def _filter(given: Mapping[str, tuple[str, ...]]) -> EventFilter:
    many = {name: given.get(name, ()) for name in _MANY}
    one = {name: given[name][0] for name in _ONE_VALUE if given.get(name)}
    from_text, to_text = one.get("from", ""), one.get("to", "")
    return EventFilter(
        **many,
        q=one.get("q", ""),
        disputed=one.get("disputed", ""),
        from_text=from_text,
        to_text=to_text,
        start=parse(from_text).earliest if from_text else None,
        end=parse(to_text).latest if to_text else None,
        # Without a range it says nothing, and one question shall have one address.
        when=one.get("when", "overlaps") if from_text or to_text else "overlaps",
        significance=DETAILS[one.get("detail", "all")],
    )


def _ordered(found: EventFilter) -> EventFilter:
    if found.start and found.end and found.start > found.end:
        problem = Problem(
            path="from",
            value=f"{found.from_text} to {found.to_text}",
            message=message("begins after it ends"),
            cure=message("Exchange from and to."),
        )
        raise BadRequestError((problem,))
    return found


def _problems_of(name: str, values: tuple[str, ...]) -> Iterator[Problem]:
    if len(values) > (1 if name in _ONE_VALUE else MOST_VALUES):
        cure = message("Give it {count} times at most.", count=MOST_VALUES)
        if name in _ONE_VALUE:
            cure = message("Give it once.")
        shown = printable(", ".join(values[:3]))
        yield Problem(path=name, value=shown, message=message("is given too often"), cure=cure)
        return
    for value in values:
        fault = _fault(name, value)
        if fault is not None:
            yield Problem(path=name, value=printable(value), message=fault[0], cure=fault[1])


def _fault(name: str, value: str) -> tuple[str, str] | None:
    if name == "q":
        return _query_fault(value)
    if name in ("from", "to"):
        return _day_fault(name, value)
    choices = _CODED.get(name) or _CHOICES.get(name)
    if choices is not None:
        return None if value in choices else choice_fault(choices)
    if is_id(value):
        return None
    cure = message("Ids have lower-case letters, digits and hyphens; take one from a page's address.")
    return message("is not an id"), cure


def _query_fault(value: str) -> tuple[str, str] | None:
    if len(value) > LONGEST_QUERY:
        fault = message("is longer than {count} characters", count=LONGEST_QUERY)
        return fault, message("Search for fewer words.")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in value):
        return message("holds a control character"), message("Search for words as you would type them.")
    return None


def _day_fault(name: str, value: str) -> tuple[str, str] | None:
    try:
        date = parse(value)
    except DateError as error:
        return message("cannot be understood"), cure_for(error)
    cure = message("Write a year, a month or a day, such as 2010, 2010-08, 2010-08-17.")
    if name == "from" and date.earliest is None:
        return message("is a date without a first day"), cure
    if name == "to" and date.latest is None:
        return message("is a date without a last day"), cure
    return None
