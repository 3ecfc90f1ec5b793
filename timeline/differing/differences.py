"""The differences between two versions of a record, field by field and row by row, and how to apply them."""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from timeline.differing.matching import matches
from timeline.differing.words import words_of
from timeline.records.fields import FieldSpec, field_specs
from timeline.records.kinds import Record

Sort = Literal["changed", "added", "removed", "moved"]
_PLACE: Final = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One difference.

    `path` is the place in the later version, `path_before` that in the earlier one; of a row that was
    added or taken out both are the one that there is. `before` and `after` are values of the field or
    whole rows; None where there is none. Of rows that were moved, `before` and `after` are the rows that
    stayed, in either order, and `order` the earlier places in the later order.
    """

    sort: Sort
    path: str
    path_before: str
    before: Any
    after: Any
    order: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """Give a text that tells the difference from all others of the two versions."""
        return f"{self.sort}:{self.path}"

    @property
    def words(self) -> str:
        """Name the place in words."""
        return f"Order of {words_of(self.path).lower()}" if self.sort == "moved" else words_of(self.path)

    @property
    def field(self) -> str:
        """Give the name of the record's field."""
        return re.split(r"[.\[]", self.path, maxsplit=1)[0]


def differences(before: Record, after: Record) -> tuple[Difference, ...]:
    """List what differs between two records of one kind, in the order of their fields."""
    found: list[Difference] = []
    for spec in field_specs(type(before)):
        old, new = getattr(before, spec.name), getattr(after, spec.name)
        if old == new:
            continue
        if spec.is_many:
            found += _of_rows(spec, old, new)
        else:
            found.append(_changed(spec.name, spec.name, old, new))
    return tuple(found)


def _changed(path: str, path_before: str, old: Any, new: Any) -> Difference:
    return Difference(sort="changed", path=path, path_before=path_before, before=old, after=new)


def _of_rows(spec: FieldSpec, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
    pairs = matches(old, new)
    matched = {there: here for here, there in pairs.items()}
    for place, row in enumerate(new):
        path = f"{spec.name}[{place}]"
        if place not in matched:
            yield Difference(sort="added", path=path, path_before=path, before=None, after=row)
        elif row != old[matched[place]]:
            yield from _of_row(path, f"{spec.name}[{matched[place]}]", old[matched[place]], row)
    for place, row in enumerate(old):
        if place not in pairs:
            path = f"{spec.name}[{place}]"
            yield Difference(sort="removed", path=path, path_before=path, before=row, after=None)
    order = tuple(matched[place] for place in sorted(matched))
    if list(order) != sorted(order):
        yield Difference(
            sort="moved",
            path=spec.name,
            path_before=spec.name,
            before=tuple(old[place] for place in sorted(order)),
            after=tuple(new[pairs[place]] for place in order),
            order=order,
        )


def _of_row(path: str, path_before: str, old: Any, new: Any) -> Iterator[Difference]:
    for spec in field_specs(type(old)):
        was, is_now = getattr(old, spec.name), getattr(new, spec.name)
        if was != is_now:
            yield _changed(f"{path}.{spec.name}", f"{path_before}.{spec.name}", was, is_now)


def apply(before: Record, chosen: Iterable[Difference]) -> Record:
    """Give the record with these differences applied; with all of them it is the later version."""
    by_field: dict[str, list[Difference]] = {}
    for difference in chosen:
        by_field.setdefault(difference.field, []).append(difference)
    changes = {
        spec.name: _applied(spec, getattr(before, spec.name), by_field[spec.name])
        for spec in field_specs(type(before))
        if spec.name in by_field
    }
    return cast("Record", dataclasses.replace(cast("Any", before), **changes))


def _applied(spec: FieldSpec, old: Any, chosen: Sequence[Difference]) -> Any:
    if not spec.is_many:
        return chosen[-1].after
    rows = dict(enumerate(old))
    order: tuple[int, ...] = ()
    added: list[tuple[int, Any]] = []
    for difference in chosen:
        match difference.sort:
            case "moved":
                order = difference.order
            case "added":
                added.append((_place(difference.path), difference.after))
            case "removed":
                rows.pop(_place(difference.path_before), None)
            case "changed":
                place = _place(difference.path_before)
                if place in rows:
                    name = difference.path_before.rpartition(".")[2]
                    rows[place] = dataclasses.replace(rows[place], **{name: difference.after})
    kept = [rows[place] for place in ranked(sorted(rows), {place: rank for rank, place in enumerate(order)})]
    for place, row in sorted(added, key=lambda item: item[0]):
        kept.insert(place, row)
    return tuple(kept)


def ranked(places: Sequence[int], ranks: dict[int, int]) -> list[int]:
    """Order places by their ranks; one without a rank stays behind the one that it stood behind."""
    if not ranks:
        return list(places)
    keys: dict[int, tuple[int, int]] = {}
    last = -1
    for step, place in enumerate(places):
        if place in ranks:
            last = ranks[place]
            keys[place] = (last, 0)
        else:
            keys[place] = (last, step + 1)
    return sorted(places, key=lambda place: keys[place])


def _place(path: str) -> int:
    found = _PLACE.search(path)
    if found is None:
        raise ValueError(f"{path} names no row.")
    return int(found[1])
