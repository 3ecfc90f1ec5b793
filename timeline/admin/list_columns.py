"""The columns that the list of each kind can show, and those that it shows unless others are chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from timeline.list_filter import SORTS_OF


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column: its name in addresses, its heading, and whether it is a number."""

    name: str
    label: str
    is_number: bool = False


#: What each kind is called in lists: one, and many.
NAMES_OF: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "event": ("event", "Events"),
        "source": ("source", "Sources"),
        "actor": ("actor", "Actors"),
        "place": ("place", "Places"),
        "topic": ("topic", "Topics"),
        "policy": ("policy", "Policies"),
        "series": ("series", "Series"),
        "question": ("question", "Questions"),
        "timeline": ("timeline", "Timelines"),
    }
)
_STATUS = Column(name="status", label="Status")
_CHANGED = Column(name="changed", label="Last change")
_ID = Column(name="id", label="Id")
_TOPICS = Column(name="topics", label="Topics")
_TIMELINES = Column(name="timelines", label="Timelines")


def _kind(label: str = "Kind") -> Column:
    return Column(name="kind", label=label)


def _date(label: str = "Date") -> Column:
    return Column(name="date", label=label)


def _number(name: str, label: str) -> Column:
    return Column(name=name, label=label, is_number=True)


COLUMNS_OF: Final[Mapping[str, tuple[Column, ...]]] = MappingProxyType(
    {
        "event": (
            _date(), _kind(), Column(name="significance", label="Weight"), _STATUS,
            _number("evidence", "Citations"), _TOPICS, Column(name="actors", label="Actors"),
            Column(name="places", label="Places"), _TIMELINES, _CHANGED, _ID,
        ),
        "source": (
            Column(name="authors", label="Authors"), _date("Issued"), _kind("Type"), _STATUS,
            _number("cited", "Cited by events"), Column(name="publisher", label="Publisher"),
            Column(name="access", label="Access"), _CHANGED, _ID,
        ),
        "actor": (_kind(), _STATUS, _number("of_actor", "Events"), _CHANGED, _ID),
        "place": (_kind(), _STATUS, _number("of_place", "Events"), _CHANGED, _ID),
        "topic": (_STATUS, _number("of_topic", "Records"), _CHANGED, _ID),
        "policy": (_STATUS, _TOPICS, _TIMELINES, _CHANGED, _ID),
        "series": (
            _kind("Measure"), _STATUS, _number("evidence", "Figures"), _TOPICS, _TIMELINES, _CHANGED, _ID,
        ),
        "question": (_kind(), _STATUS, _number("evidence", "Claims"), _TIMELINES, _CHANGED, _ID),
        "timeline": (_date("Complete to"), _STATUS, _CHANGED, _ID),
    }
)  # fmt: skip
_USUAL: Final = {"date", "kind", "status", "evidence", "changed", "authors", "cited"}


def usual_columns(kind: str) -> tuple[str, ...]:
    """List the columns that a list shows unless others are chosen."""
    names = [column.name for column in COLUMNS_OF[kind]]
    return tuple(name for name in names if name in _USUAL or name.startswith("of_"))


def read_chosen(kind: str, given: Sequence[str]) -> tuple[str, ...]:
    """Read which columns are chosen, in the order of the list; the usual ones where none is."""
    chosen = tuple(column.name for column in COLUMNS_OF[kind] if column.name in given)
    return chosen or usual_columns(kind)


def is_sortable(kind: str, name: str) -> bool:
    """Tell whether a list can be sorted by a column."""
    return name in SORTS_OF[kind]
