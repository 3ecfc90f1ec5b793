"""The filter of a list as a reader sees it: what can be chosen, what is in force, what to drop."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb
from typing import Final, NamedTuple

from timeline.db import DatabaseSession
from timeline.filters import DETAILS, EventFilter
from timeline.languages.catalogue import N_
from timeline.queries.facets import FACETS, MOST_VALUES, Facets
from timeline.queries.names import Names
from timeline.queries.selection import count_events
from timeline.web.speaking import every, gettext, kind_name, term

LABELS = {
    "q": N_("Words"),
    "kind": N_("Kind"),
    "timeline": N_("Timeline"),
    "topic": N_("Topic"),
    "actor": N_("Actor"),
    "role": N_("Actor’s role"),
    "place": N_("Place"),
    "source": N_("Source"),
    "policy": N_("Policy touched"),
    "disputed": N_("Only"),
    "from": N_("From"),
    "to": N_("To"),
    "when": N_("Date"),
    "detail": N_("Detail"),
}
_CODED = {"kind": "EVENT_KINDS", "role": "ACTOR_ROLES"}
_INDEXES = {
    "topic": ("topics.index", N_("All topics")),
    "actor": ("actors.index", N_("All actors")),
    "place": ("places.index", N_("All places")),
    "source": ("sources.index", N_("All sources")),
    "policy": ("policies.index", N_("All policies")),
}
_RECORDS = ("topic", "actor", "place", "source", "policy")
_SAID = {"disputed": N_("disputed dates"), "when": N_("surely in the range")}
_LEVELS = {"landmarks": N_("Landmarks"), "main": N_("Main events"), "all": N_("Everything")}

Address = Callable[[EventFilter], str]

#: Filters are taken off two and more at a time while there are no more ways to do it than this.
_MOST_WAYS: Final = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """One filter in force, and the address of the list without it.

    Where `is_named` is true, the text is the name of a record.
    """

    label: str
    text: str
    url: str
    is_named: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Cure:
    """The fewest filters without which there are events, with the address and the number of these."""

    chips: tuple[Chip, ...]
    url: str
    events: int


class Choice(NamedTuple):
    """One value that a field of the filter offers, with how many events it would leave."""

    value: str
    text: str
    events: int
    is_chosen: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A field of the filter with its values; `index` is the page of all of them, where there are more.

    Where `is_named` is true, the texts of the values are names of records.
    """

    name: str
    label: str
    choices: tuple[Choice, ...]
    index: tuple[str, str] | None
    is_named: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """A level of detail, the number of events at it, and its address."""

    text: str
    events: int
    url: str
    is_chosen: bool


def fields_of(asked: EventFilter, facets: Facets, names: Names | None = None) -> tuple[Field, ...]:
    """Give the fields with what can be chosen; values that would leave nothing are not offered.

    `names` has those of records that are chosen and would leave nothing, where they are known.
    """
    return tuple(
        Field(
            name=name,
            label=gettext(LABELS[name]),
            choices=tuple(_choices(name, getattr(asked, name), facets, names or {})),
            index=_INDEXES.get(name) if len(facets.values[name]) >= MOST_VALUES else None,
            is_named=name in _RECORDS,
        )
        for name in FACETS
    )


def _choices(name: str, chosen: Sequence[str], facets: Facets, names: Names) -> Iterator[Choice]:
    offered = facets.values[name]
    for value in offered:
        text = term(_CODED[name], value.id) if name in _CODED else value.label
        yield Choice(value=value.id, text=text, events=value.events, is_chosen=value.id in chosen)
    # What is in force stays chosen when the form is sent again, though it leaves nothing.
    for missing in sorted(set(chosen) - {value.id for value in offered}):
        text = term(_CODED[name], missing) if name in _CODED else names.get((name, missing), missing)
        yield Choice(value=missing, text=text, events=0, is_chosen=True)


def levels_of(asked: EventFilter, counted: Mapping[int, int], address: Address) -> tuple[Level, ...]:
    """Give the levels of detail, from the coarsest."""
    return tuple(
        Level(
            text=gettext(text),
            events=sum(events for level, events in counted.items() if level <= DETAILS[key]),
            url=address(replace(asked, significance=DETAILS[key])),
            is_chosen=asked.significance == DETAILS[key],
        )
        for key, text in _LEVELS.items()
    )


def chips_of(asked: EventFilter, names: Names, address: Address) -> tuple[Chip, ...]:
    """Give the filters in force."""
    return tuple(
        Chip(
            label=gettext(LABELS[name]),
            text=_text(name, value, names),
            url=address(asked.without(name, value)),
            is_named=name in (*_RECORDS, "timeline"),
        )
        for name, value in asked.parameters()
    )


def _text(name: str, value: str, names: Names) -> str:
    if name in _CODED:
        return term(_CODED[name], value)
    if name == "detail":
        return gettext(_LEVELS[value]).lower()
    return gettext(_SAID[name]) if name in _SAID else names.get((name, value), value)


def list_cures(
    session: DatabaseSession, asked: EventFilter, scope: EventFilter, names: Names, address: Address
) -> tuple[Cure, ...]:
    """List the filters without which there are events, by how many: one alone, or else as few as can be.

    `scope` is the filter with what the page itself holds to. Of many filters only a few are tried together.
    """
    chips = dict(zip(asked.parameters(), chips_of(asked, names, address), strict=True))
    tried = 0
    for off in range(1, max(2, len(chips))):
        tried += comb(len(chips), off)
        if off > 1 and tried > _MOST_WAYS:
            break
        found = []
        for parameters in combinations(chips, off):
            if events := count_events(session, _less(scope, parameters)):
                url = address(_less(asked, parameters))
                found.append(Cure(chips=tuple(map(chips.__getitem__, parameters)), url=url, events=events))
        if found:
            return tuple(sorted(found, key=lambda cure: -cure.events))
    return ()


def _less(asked: EventFilter, parameters: Sequence[tuple[str, str]]) -> EventFilter:
    for name, value in parameters:
        asked = asked.without(name, value)
    return asked


def missing_of(asked: EventFilter, names: Names) -> str:
    """Say which of the ids asked for are not those of any public record."""
    missing = [
        gettext("no %(kind)s with the id “%(id)s”", kind=kind_name(name), id=value)
        for name, value in asked.parameters()
        if name in _RECORDS and (name, value) not in names
    ]
    return gettext("There is %(missing)s.", missing=every(missing)) if missing else ""
