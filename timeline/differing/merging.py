"""Three-way merge of a record, field by field: what only one side changed is taken from that side."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from timeline.differing.differences import ranked
from timeline.differing.matching import matches
from timeline.differing.words import words_of
from timeline.records.fields import FieldSpec, Many, field_specs
from timeline.records.kinds import Record

Side = Literal["base", "theirs", "mine"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """One field, or one row, that both sides changed, and not in the same way.

    `base`, `theirs` and `mine` are values of the field, or whole rows; None where a side has no such row.
    A row's place in `path` is that in the base; rows that both added are counted on after those. The path
    `citations[order]` stands for the order of the rows; its values are lists of rows.
    """

    path: str
    base: Any
    theirs: Any
    mine: Any

    @property
    def words(self) -> str:
        """Name the place in words."""
        if self.path.endswith("[order]"):
            return f"Order of {words_of(self.path.removesuffix('[order]')).lower()}"
        return words_of(self.path)


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged:
    """What two versions come to: where they are in conflict, the record has theirs."""

    record: Record
    conflicts: tuple[Conflict, ...]
    base: Record
    theirs: Record
    mine: Record


class UnresolvedError(ValueError):
    """A choice is missing for these paths."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = tuple(paths)
        super().__init__(f"Choose which is to stand: {', '.join(words_of(path) for path in paths)}.")


def merge(base: Record, theirs: Record, mine: Record) -> Merged:
    """Merge two records that both come from `base`."""
    found: list[Conflict] = []

    def choose(conflict: Conflict) -> Side:
        found.append(conflict)
        return "theirs"

    record = _record(base, theirs, mine, choose)
    return Merged(record=record, conflicts=tuple(found), base=base, theirs=theirs, mine=mine)


def resolve(merged: Merged, choices: Mapping[str, Side]) -> Record:
    """Give the merged record with a side chosen for each conflict, by its path.

    Raises UnresolvedError when a conflict has no choice.
    """
    missing = [conflict.path for conflict in merged.conflicts if conflict.path not in choices]
    if missing:
        raise UnresolvedError(missing)
    return _record(merged.base, merged.theirs, merged.mine, lambda conflict: choices[conflict.path])


_Choose = Callable[[Conflict], Side]


def _record(base: Record, theirs: Record, mine: Record, choose: _Choose) -> Record:
    return cast("Record", _fields(base, theirs, mine, "", choose))


def _fields(base: Any, theirs: Any, mine: Any, path: str, choose: _Choose) -> Any:
    values: dict[str, Any] = {}
    for spec in field_specs(type(theirs)):
        was, other, own = (getattr(each, spec.name) for each in (base, theirs, mine))
        where = f"{path}.{spec.name}" if path else spec.name
        # The lists within a row are short and of plain words: they are one value.
        if spec.is_many and not path:
            values[spec.name] = _list(spec, was, other, own, choose)
        else:
            values[spec.name] = _value(was, other, own, where, choose)
    return dataclasses.replace(theirs, **values)


def _value(base: Any, theirs: Any, mine: Any, path: str, choose: _Choose) -> Any:
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    conflict = Conflict(path=path, base=base, theirs=theirs, mine=mine)
    return getattr(conflict, choose(conflict))


def _list(
    spec: FieldSpec, base: tuple[Any, ...], theirs: tuple[Any, ...], mine: tuple[Any, ...], choose: _Choose
) -> tuple[Any, ...]:
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    rows = _Rows(
        name=spec.name,
        base=base,
        theirs=_Version(rows=theirs, places=matches(base, theirs)),
        mine=_Version(rows=mine, places=matches(base, mine)),
        choose=choose,
    ).merged()
    both_unique = all(len(set(side)) == len(side) for side in (theirs, mine))
    if cast("Many", spec.mark).unique and both_unique:
        rows = list(dict.fromkeys(rows))
    return tuple(rows)


@dataclass(kw_only=True, slots=True)
class _Version:
    """One side's rows; `places` gives for the place of a row in the base its place here."""

    rows: tuple[Any, ...]
    places: dict[int, int]

    def at(self, place: int) -> Any:
        """Give this side's version of a row of the base, or None."""
        return self.rows[self.places[place]] if place in self.places else None

    @property
    def added(self) -> list[int]:
        """List the places of the rows that the base does not have."""
        known = set(self.places.values())
        return [place for place in range(len(self.rows)) if place not in known]

    def order(self, kept: Sequence[int]) -> list[int]:
        """Give the rows of the base that are kept in the order of this side."""
        return ranked(kept, self.places)

    def anchor(self, place: int, kept: Iterable[int]) -> int:
        """Give the row of the base behind which the row at a place stands; -1 at the beginning."""
        before = {there: here for here, there in self.places.items() if here in kept}
        return next((before[at] for at in range(place - 1, -1, -1) if at in before), -1)


@dataclass(kw_only=True, slots=True)
class _Rows:
    """The merge of one list of rows."""

    name: str
    base: tuple[Any, ...]
    theirs: _Version
    mine: _Version
    choose: _Choose
    kept: dict[int, Any] = field(default_factory=dict)

    def merged(self) -> list[Any]:
        """Give the rows of the base as they are now, each followed by what was added behind it."""
        for place, row in enumerate(self.base):
            now = self._row(place, row)
            if now is not None:
                self.kept[place] = now
        order = self._order(sorted(self.kept))
        runs = self._added(order)
        found = list(runs.get(-1, []))
        for place in order:
            found += [self.kept[place], *runs.get(place, [])]
        return found

    def _row(self, place: int, base: Any) -> Any:
        theirs, mine = self.theirs.at(place), self.mine.at(place)
        path = f"{self.name}[{place}]"
        if theirs is None or mine is None:
            return _value(base, theirs, mine, path, self.choose)
        return self._both(base, theirs, mine, path)

    def _both(self, base: Any, theirs: Any, mine: Any, path: str) -> Any:
        if not dataclasses.is_dataclass(theirs):
            return _value(base, theirs, mine, path, self.choose)
        return _fields(base, theirs, mine, path, self.choose)

    def _order(self, kept: list[int]) -> list[int]:
        theirs, mine = self.theirs.order(kept), self.mine.order(kept)
        if mine in (theirs, kept):
            return theirs
        if theirs == kept:
            return mine
        orders: dict[Side, list[int]] = {"base": kept, "theirs": theirs, "mine": mine}
        conflict = Conflict(
            path=f"{self.name}[order]",
            **{side: [self.kept[place] for place in order] for side, order in orders.items()},
        )
        return orders[self.choose(conflict)]

    def _added(self, order: list[int]) -> dict[int, list[Any]]:
        """Give what was added, by the row of the base behind which it stands."""
        theirs, mine = self.theirs.added, self.mine.added
        pairs = matches(
            [self.theirs.rows[place] for place in theirs],
            [self.mine.rows[place] for place in mine],
            strictly=True,
        )
        rank = {-1: -1} | {place: at for at, place in enumerate(order)}
        runs: dict[int, tuple[list[Any], list[Any]]] = {}
        both = self._added_by_both(theirs, mine, pairs, rank)
        for side, (version, places) in enumerate(((self.theirs, theirs), (self.mine, mine))):
            for place in places:
                anchor, row = both.get((side, place), (version.anchor(place, rank), version.rows[place]))
                runs.setdefault(anchor, ([], []))[side].append(row)
        # Neither side comes first by being called theirs or mine: the merge is the same seen from either.
        return {anchor: _once(sorted(sides, key=repr)) for anchor, sides in runs.items()}

    def _added_by_both(
        self, theirs: list[int], mine: list[int], pairs: dict[int, int], rank: Mapping[int, int]
    ) -> dict[tuple[int, int], tuple[int, Any]]:
        """Merge the rows that both added; give for either side's place where it goes and what it is."""
        found: dict[tuple[int, int], tuple[int, Any]] = {}
        for number, (here, there) in enumerate(sorted(pairs.items())):
            at, other = theirs[here], mine[there]
            row = self._of_two(self.theirs.rows[at], self.mine.rows[other], len(self.base) + number)
            anchors = self.theirs.anchor(at, rank), self.mine.anchor(other, rank)
            anchor = min(anchors, key=lambda place: rank[place])
            found[0, at] = found[1, other] = (anchor, row)
        return found

    def _of_two(self, theirs: Any, mine: Any, place: int) -> Any:
        if theirs == mine:
            return theirs
        empty = type(theirs)(**{spec.name: spec.empty for spec in field_specs(type(theirs))})
        return _fields(empty, theirs, mine, f"{self.name}[{place}]", self.choose)


def _once(sides: Sequence[list[Any]]) -> list[Any]:
    """Join the runs of both sides; a row of both, which is one object, stands once."""
    found: list[Any] = []
    for run in sides:
        found += [row for row in run if not any(row is other for other in found)]
    return found
