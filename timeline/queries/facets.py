"""What a filter can be narrowed to: the values of each field with their numbers under the other filters."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from timeline.filters import EventFilter
from timeline.queries.kept import kept
from timeline.queries.selection import choose
from timeline.selecting.choosing import Choice

#: A page has as many values as fit it, and a link to the index of all.
MOST_VALUES = 12


class FacetValue(NamedTuple):
    """A value of a field, and how many events there are when it is chosen beside the other filters."""

    id: str
    label: str
    events: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Facets:
    """The values of each field, the most frequent first, at most `MOST_VALUES` beside those in force.

    `levels` counts the events of each significance, `disputed` those whose sources differ on a date.
    """

    values: Mapping[str, tuple[FacetValue, ...]]
    levels: Mapping[int, int]
    disputed: int


_LINKED = ("topic", "actor", "place", "source", "policy")
FACETS = ("kind", *_LINKED, "role")


def count_facets(session: Session, asked: EventFilter) -> Facets:
    """Count the values of every field under the other filters; kept until the record changes."""
    return kept(session, ("facets", asked), lambda: _counted(choose(session, asked)))


def _counted(choice: Choice) -> Facets:
    values = {name: _linked(choice, name) for name in _LINKED}
    values |= {"kind": _coded(choice.count_coded("kind")), "role": _coded(choice.count_roles())}
    return Facets(
        values={name: values[name] for name in FACETS},
        levels=choice.count_levels(),
        disputed=choice.count_disputed(),
    )


def _linked(choice: Choice, name: str) -> tuple[FacetValue, ...]:
    found = choice.most_frequent(name, most=MOST_VALUES)
    return tuple(FacetValue(id=one.id, label=one.name, events=one.events) for one in found)


def _coded(counted: Mapping[Hashable, int]) -> tuple[FacetValue, ...]:
    ordered = sorted(counted.items(), key=lambda one: (-one[1], str(one[0])))
    return tuple(FacetValue(id=str(value), label=str(value), events=number) for value, number in ordered)
