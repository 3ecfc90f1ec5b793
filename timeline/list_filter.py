"""Which records an archivist's list shows: the filter of the lists for each kind, and their order.

An address and a filter are two forms of the same thing, as in `timeline.filters`. What cannot be
understood is left out and told beside its field, so that a mistyped date does not cost the whole list.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from timeline import vocab
from timeline.dates.errors import DateError
from timeline.dates.parse import parse
from timeline.errors import Problem
from timeline.parameters import printable
from timeline.records.validate import is_id

LONGEST_TEXT: Final = 200
MOST_VALUES: Final = 20
_MOST_KEPT: Final = 256
YES_NO: Final = ("yes", "no")

#: The vocabulary of each kind's own term (its kind, type or measure).
TERMS_OF: Final[Mapping[str, Mapping[str, vocab.Term]]] = MappingProxyType(
    {
        "event": vocab.EVENT_KINDS,
        "source": vocab.SOURCE_TYPES,
        "actor": vocab.ACTOR_KINDS,
        "place": vocab.PLACE_KINDS,
        "series": vocab.SERIES_MEASURES,
        "question": vocab.QUESTION_KINDS,
    }
)
_EVERYWHERE: Final = ("q", "status", "by", "since")
#: What can be filtered by in the list of each kind, in the order in which it is offered.
FIELDS_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "event": (
            *_EVERYWHERE, "kind", "significance", "from", "to", "topic", "source", "timeline", "cited",
            "located", "disputed",
        ),
        "source": (*_EVERYWHERE, "kind", "from", "to"),
        "actor": (*_EVERYWHERE, "kind"),
        "place": (*_EVERYWHERE, "kind"),
        "topic": _EVERYWHERE,
        "policy": (*_EVERYWHERE, "topic", "timeline"),
        "series": (*_EVERYWHERE, "kind", "topic", "source", "timeline", "cited", "located"),
        "question": (*_EVERYWHERE, "kind", "source", "timeline", "cited", "located"),
        "timeline": (*_EVERYWHERE, "from", "to"),
    }
)  # fmt: skip
_SORTS_EVERYWHERE: Final = ("changed", "title", "status")
#: What the list of each kind can be sorted by.
SORTS_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "event": (*_SORTS_EVERYWHERE, "date", "kind", "significance", "evidence"),
        "source": (*_SORTS_EVERYWHERE, "date", "kind"),
        "actor": (*_SORTS_EVERYWHERE, "kind"),
        "place": (*_SORTS_EVERYWHERE, "kind"),
        "topic": _SORTS_EVERYWHERE,
        "policy": _SORTS_EVERYWHERE,
        "series": (*_SORTS_EVERYWHERE, "kind", "evidence"),
        "question": (*_SORTS_EVERYWHERE, "kind", "evidence"),
        "timeline": (*_SORTS_EVERYWHERE, "date"),
    }
)
DEFAULT_SORT: Final = "-changed"
#: The fields of the dataclass whose parameters have other names, which are words of Python's.
_PARAMETERS: Final = {"from_text": "from", "to_text": "to", "since_text": "since"}
_CHOICES: Final[Mapping[str, Sequence[str]]] = {
    "status": tuple(vocab.STATUSES),
    "significance": tuple(str(level) for level in vocab.SIGNIFICANCE),
    "cited": YES_NO,
    "located": YES_NO,
    "disputed": YES_NO,
}
_MOST_AND_FEW: Final = {"cited": ("yes", "no"), "located": ("yes", "no"), "disputed": ("no", "yes")}
_WHICH: Final = "Write more of its name, or its id as it stands in its address."
_DAY: Final = "Write a year, a month or a day: 2010, 2010-08, 2010-08-17."
_MANY: Final = ("status", "kind", "significance", "topic", "source", "timeline")


@dataclass(frozen=True, kw_only=True, slots=True)
class ListFilter:
    """A choice of records of one kind. Values of one field are alternatives; fields narrow together.

    `kind` holds terms of the record's own kind, type or measure. `by` is who changed it last, `since` the
    first day of that change. `cited`, `located` and `disputed` are "yes", "no" or empty: whether it has
    evidence, whether all of that says where, and whether its sources differ on a date.
    """

    q: str = ""
    status: tuple[str, ...] = ()
    by: str = ""
    since_text: str = ""
    kind: tuple[str, ...] = ()
    significance: tuple[str, ...] = ()
    from_text: str = ""
    to_text: str = ""
    topic: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    timeline: tuple[str, ...] = ()
    cited: str = ""
    located: str = ""
    disputed: str = ""

    @property
    def since(self) -> dt.date | None:
        """Give the first day on which the last change may have been made."""
        return parse(self.since_text).earliest if self.since_text else None

    @property
    def start(self) -> dt.date | None:
        """Give the first day of the range of dates."""
        return parse(self.from_text).earliest if self.from_text else None

    @property
    def end(self) -> dt.date | None:
        """Give the last day of the range of dates."""
        return parse(self.to_text).latest if self.to_text else None

    @property
    def is_empty(self) -> bool:
        """Tell whether every record of the kind is asked for."""
        return not self.parameters()

    @property
    def is_of_few(self) -> bool:
        """Tell whether what it asks for is what few records are: without evidence, or in conflict."""
        return self.cited == "no" or self.located == "no" or self.disputed == "yes"

    def without_its_few(self) -> "tuple[ListFilter, ListFilter] | None":
        """Give two filters: what is asked for is what the first finds, less the few that the second does.

        None where nothing is asked for that most records are.
        """
        for name, (most, few) in _MOST_AND_FEW.items():
            if getattr(self, name) == most:
                rest: Any = {name: ""}
                left_out: Any = {name: few}
                return replace(self, **rest), replace(self, **left_out)
        return None

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Give the filter as the parameters of an address, in one order, without defaults."""
        return _parameters_of(self)

    def without(self, name: str, value: str) -> "ListFilter":
        """Give the filter less one of its parameters."""
        if name in _MANY:
            kept: Any = {name: tuple(each for each in getattr(self, name) if each != value)}
            return replace(self, **kept)
        less: Any = {next((field for field, known in _PARAMETERS.items() if known == name), name): ""}
        return replace(self, **less)


@lru_cache(maxsize=_MOST_KEPT)
def _parameters_of(asked: ListFilter) -> tuple[tuple[str, str], ...]:
    """Give them, which each of the addresses on a page is made of."""
    given = (
        (_PARAMETERS.get(field.name, field.name), each)
        for field in fields(asked)
        for value in (getattr(asked, field.name),)
        for each in (value if isinstance(value, tuple) else (value,))
    )
    return tuple((name, each) for name, each in given if each)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadFilter:
    """A filter as it was read, and what of it could not be: `problems` name the parameters."""

    asked: ListFilter
    problems: tuple[Problem, ...]


def read_list_filter(kind: str, parameters: Mapping[str, Sequence[str]]) -> ReadFilter:
    """Read the filter of a list from the parameters of an address; never raises.

    Empty values are passed over, as a form sends them, and so are parameters that are not filters.
    """
    problems: list[Problem] = []
    found: dict[str, tuple[str, ...]] = {}
    for name in FIELDS_OF[kind]:
        good = []
        for value in dict.fromkeys(_plain(each) for each in parameters.get(name, ())):
            fault = _fault(kind, name, value) if value else None
            if fault is not None:
                message, cure = fault
                problems.append(Problem(path=name, value=printable(value), message=message, cure=cure))
            elif value:
                good.append(value)
        found[name] = tuple(good[:MOST_VALUES])
    asked = _filter(found)
    if asked.start and asked.end and asked.start > asked.end:
        problem = Problem(path="to", value="", message="comes before From", cure="Exchange the two.")
        return ReadFilter(asked=replace(asked, to_text=""), problems=(*problems, problem))
    return ReadFilter(asked=asked, problems=tuple(problems))


def read_sort(kind: str, text: str) -> str:
    """Give the order that is asked for (`title`, `-changed`), or the usual one for what is none."""
    return text if text.removeprefix("-") in SORTS_OF[kind] else DEFAULT_SORT


def terms_of(kind: str, key: str) -> str:
    """Give the label of a record's own kind, type or measure; the key itself where it is unknown."""
    term = TERMS_OF.get(kind, {}).get(key)
    return term.label if term else key


def _plain(value: str) -> str:
    return " ".join(unicodedata.normalize("NFC", value).split())


def _filter(found: Mapping[str, tuple[str, ...]]) -> ListFilter:
    given: dict[str, Any] = {}
    for field in fields(ListFilter):
        values = found.get(_PARAMETERS.get(field.name, field.name), ())
        given[field.name] = values if field.name in _MANY else next(iter(values), "")
    return ListFilter(**given)


def _fault(kind: str, name: str, value: str) -> tuple[str, str] | None:
    """Say what is wrong with a value and what to write instead, or None."""
    if len(value) > LONGEST_TEXT:
        return f"is longer than {LONGEST_TEXT} characters", "Write less."
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in value):
        return "holds a control character", "Type it anew."
    if name in {"from", "to", "since"}:
        return day_fault(name, value)
    if name in {"topic", "source", "timeline"}:
        return None if is_id(value) else ("does not tell which one is meant", _WHICH)
    return _choice_fault(value, TERMS_OF.get(kind, {}) if name == "kind" else _CHOICES.get(name))


def _choice_fault(value: str, choices: Iterable[str] | None) -> tuple[str, str] | None:
    if choices is None or value in choices:
        return None
    return "is not a choice", f"Choose one of: {', '.join(choices)}."


def day_fault(name: str, value: str) -> tuple[str, str] | None:
    """Say what is wrong with an end of a span of days (`to` is its last), or None."""
    try:
        date = parse(value)
    except DateError:
        return "is not a date", _DAY
    bound, missing = (date.latest, "last") if name == "to" else (date.earliest, "first")
    if bound is None:
        return (
            f"is a date without a {missing} day",
            _DAY,
        )
    return None
