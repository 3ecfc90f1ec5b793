"""The events that a filter asks for, and how they are distributed over the values of its fields."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from heapq import heappush, heapreplace
from typing import NamedTuple, TypeAlias, cast

from pyroaring import BitMap

from timeline.filters import EventFilter
from timeline.selecting.authorities import Authorities, Authority
from timeline.selecting.index import NESTED, EventIndex

#: When events begin and end, as numbers of days or of months, and their significance.
Span: TypeAlias = tuple[int | None, int | None, int]

_WITH_ROLES = "actor"


class Numbered(NamedTuple):
    """A value of a field, and how many events have it."""

    id: str
    name: str
    events: int
    key: Hashable


class Choice:
    """The events of a filter. Its conditions are kept apart, so that it can be asked without one of them.

    `words` are the places of the events that hold the words of the filter, where it has any.
    """

    def __init__(
        self, index: EventIndex, authorities: Authorities, asked: EventFilter, words: BitMap | None
    ) -> None:
        self.index = index
        self._authorities = authorities
        self.asked = asked
        self._conditions = dict(self._found(words))
        self.events = self.without()

    def without(self, *names: str) -> BitMap:
        """Give the public events that meet all conditions but these."""
        conditions = [events for name, events in self._conditions.items() if name not in names]
        chosen = self.index.public
        for events in sorted(conditions, key=len):
            chosen = chosen & events
        return chosen

    def _found(self, words: BitMap | None) -> Iterator[tuple[str, BitMap]]:
        asked, index = self.asked, self.index
        if words is not None:
            yield "q", words
        if asked.kind:
            yield "kind", self._any_of("kind", asked.kind)
        if asked.significance < 3:
            yield "detail", self._any_of("significance", range(1, asked.significance + 1))
        for name in ("timeline", "topic", "place", "source", "policy"):
            if ids := getattr(asked, name):
                yield name, self._any_of(name, self._authorities.keys(name, ids))
        if asked.actor or asked.role:
            yield _WITH_ROLES, self._taking_part()
        if asked.disputed:
            yield "disputed", index.sets["disputed"].get(True, BitMap())
        if asked.start is not None or asked.end is not None:
            yield "range", self._in_range()

    def _any_of(self, name: str, values: Iterable[Hashable]) -> BitMap:
        sets = self.index.wide[name] if name in NESTED else self.index.sets[name]
        return _union([sets[value] for value in values if value in sets])

    def _taking_part(self) -> BitMap:
        """Give the events in which one of the actors plays one of the roles, as far as these are given."""
        actors = self._authorities.keys("actor", self.asked.actor)
        if not self.asked.actor:
            return self._any_of("role", self.asked.role)
        if not self.asked.role:
            return self._any_of("actor", actors)
        return self._any_of("part", ((actor, role) for actor in actors for role in self.asked.role))

    def _in_range(self) -> BitMap:
        """Give the events in the range. An open end reaches as far as it can; an unknown date is in none."""
        earliest, latest = self.index.earliest, self.index.latest
        start, end = _number(self.asked.start), _number(self.asked.end)
        if self.asked.when == "within":
            inside = [latest.until(end)] if end is not None else []
            inside += [earliest.since(start)] if start is not None else []
            return BitMap.intersection(*inside)
        found = earliest.known | latest.known
        if end is not None:
            found = found & (earliest.until(end) | (latest.known - earliest.known))
        if start is not None:
            found = found & (latest.since(start) | (earliest.known - latest.known))
        return found

    def dated(self, *, significance: int) -> BitMap:
        """Give the events of a significance of whose date a bound is known."""
        weighty = self.index.sets["significance"].get(significance, BitMap())
        return self.events & weighty & (self.index.earliest.known | self.index.latest.known)

    # --- Counts ------------------------------------------------------------------------------------------

    def count_coded(self, name: str) -> dict[Hashable, int]:
        """Count the events of each value of a field that has few of them, under the other conditions."""
        return _counted(self.index.sets[name], self.without(name))

    def count_levels(self) -> dict[int, int]:
        """Count the events of each significance under the other conditions."""
        counted = _counted(self.index.sets["significance"], self.without("detail"))
        return cast("dict[int, int]", counted)

    def count_roles(self) -> dict[Hashable, int]:
        """Count the events in which anybody plays each role, or one of the actors that are asked for."""
        chosen = self.without(_WITH_ROLES)
        if not self.asked.actor:
            return _counted(self.index.sets["role"], chosen)
        actors = self._authorities.keys("actor", self.asked.actor)
        parts = self.index.sets["part"]
        sets = {
            role: _union([parts[actor, role] for actor in actors if (actor, role) in parts])
            for role in self.index.sets["role"]
        }
        return _counted(sets, chosen)

    def count_disputed(self) -> int:
        """Count the events whose sources differ on a date, under the other conditions."""
        disputed = self.index.sets["disputed"].get(True, BitMap())
        return disputed.intersection_cardinality(self.without("disputed"))

    def most_frequent(self, name: str, *, most: int) -> tuple[Numbered, ...]:
        """Give the records of a kind that the most events have, under the other conditions.

        Those that the filter asks for come first, as far as there are such events, and then at most
        `most` others, or as many more as were missing.
        """
        chosen = self.without(name)
        asked = frozenset(self._authorities.keys(name, getattr(self.asked, name)))
        first = [found for key in asked if (found := self._numbered(name, key, chosen)) is not None]
        limit = most + len(getattr(self.asked, name)) - len(first)
        others = self._leading(name, chosen, limit, passing_over=asked)
        return (*sorted(first, key=_by_number), *others)

    def in_lanes(self, name: str, *, most: int) -> tuple[Numbered, ...]:
        """Give the records of a kind that the most of the events name themselves."""
        return self._leading(f"own {name}", self.events, most)

    def _leading(
        self, name: str, chosen: BitMap, limit: int, *, passing_over: frozenset[int] = frozenset()
    ) -> tuple[Numbered, ...]:
        """Count values from the one with the most events on, until no other can be among the first."""
        in_roles = name == _WITH_ROLES and bool(self.asked.role)
        if not limit:
            return ()
        least: list[int] = []
        found: list[Numbered] = []
        count = chosen.intersection_cardinality
        for part in self.index.ranked(name):
            if len(least) == limit and part.most < least[0]:
                break
            # In one go, since most of the time of a page in a great archive goes by in it.
            sets = map(partial(self._with_roles, name), part.values, part.sets) if in_roles else part.sets
            enough = least[0] if len(least) == limit else 1
            counted = zip(map(count, sets), part.values, strict=True)
            for number, key in [one for one in counted if one[0] >= enough]:
                if (len(least) == limit and number < least[0]) or key in passing_over:
                    continue
                record = self._public(name.removeprefix("own "), key)
                if record is None:
                    continue
                found.append(Numbered(record.id, record.name, number, key))
                if len(least) < limit:
                    heappush(least, number)
                else:
                    heapreplace(least, number)
        return tuple(sorted(found, key=_by_number)[:limit])

    def _numbered(self, name: str, key: int, chosen: BitMap) -> Numbered | None:
        sets = self.index.wide[name] if name in NESTED else self.index.sets[name]
        record = self._public(name, key)
        if record is None or key not in sets:
            return None
        number = self._with_roles(name, key, sets[key]).intersection_cardinality(chosen)
        return Numbered(id=record.id, name=record.name, events=number, key=key) if number else None

    def _with_roles(self, name: str, key: Hashable, events: BitMap) -> BitMap:
        """Give an actor's events, in the roles that are asked for."""
        if name != _WITH_ROLES or not self.asked.role:
            return events
        parts = self.index.sets["part"]
        return _union([parts[key, role] for role in self.asked.role if (key, role) in parts])

    def _public(self, kind: str, key: Hashable) -> Authority | None:
        assert isinstance(key, int)  # noqa: S101 - the values of these fields are keys of records
        return self._authorities.find_public(kind, key)

    def count_months(self) -> list[tuple[Span, int]]:
        """Count the events by the months in which they begin and end, and significance, as time goes by."""
        months = self.index.months()
        counted = zip(months.values, map(self.events.intersection_cardinality, months.sets), strict=True)
        return cast("list[tuple[Span, int]]", [one for one in counted if one[1]])

    def count_days(self, first: date, last: date) -> dict[Span, int]:
        """Count the events that may lie between two days by the days on which they begin and end."""
        low, high = first.toordinal(), last.toordinal()
        sets = {
            span: events
            for span, events in self.index.sets["span"].items()
            if (span[0] is None or span[0] <= high) and (span[1] is None or span[1] >= low)  # type: ignore[index]
        }
        return cast("dict[Span, int]", _counted(sets, self.events))


def count_on(index: EventIndex, day: date) -> tuple[int, int]:
    """Count the public events of a day, and those that have some other date which includes it."""
    number = day.toordinal()
    including = index.public & index.earliest.until(number) & index.latest.since(number)
    of_day = including & index.earliest.since(number) & index.latest.until(number)
    return len(of_day), len(including) - len(of_day)


def _counted(sets: Mapping[Hashable, BitMap], chosen: BitMap) -> dict[Hashable, int]:
    counted = zip(sets, map(chosen.intersection_cardinality, sets.values()), strict=True)
    return {value: number for value, number in counted if number}


def _union(sets: list[BitMap]) -> BitMap:
    return sets[0] if len(sets) == 1 else BitMap.union(*sets) if sets else BitMap()


def _number(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _by_number(one: Numbered) -> tuple[int, str]:
    return -one.events, one.id
