"""What of two records shall stand in the one that they become: fields side by side, and what is chosen."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from timeline.differing.matching import matches
from timeline.differing.pairing import Pair, combine, side_by_side
from timeline.records.fields import FieldSpec, field_specs
from timeline.records.kinds import Record
from timeline.records.references import with_moved

#: What begins the name of a field of the form, and marks that the items of a list were there to be ticked.
FIELD: Final = "field-"
SHOWN: Final = "shown-"
ONE_SIDE: Final = ("keep", "other")


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One row of a list of either record. `name` is what the form says of it."""

    name: str
    row: Any
    is_chosen: bool
    is_in_both: bool
    is_like_other: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One field of both records. A list has `items`; of any other field one side is `chosen`."""

    pair: Pair
    spec: FieldSpec
    chosen: str
    kept: tuple[Item, ...] = ()
    others: tuple[Item, ...] = ()

    @property
    def is_list(self) -> bool:
        """Tell whether items are chosen one by one."""
        return self.spec.is_many

    def fields(self) -> Iterator[tuple[str, str]]:
        """Yield what a form has to carry on."""
        if self.pair.same:
            return
        if not self.is_list:
            yield FIELD + self.pair.field, self.chosen
            return
        yield SHOWN + self.pair.field, "yes"
        yield from (
            (FIELD + self.pair.field, item.name) for item in (*self.kept, *self.others) if item.is_chosen
        )


def sides_of(keep: Record, other: Record, form: Mapping[str, Sequence[str]] | None) -> tuple[Side, ...]:
    """Give the fields of two records side by side, chosen as a form says, or so that nothing is lost."""
    specs = {spec.name: spec for spec in field_specs(type(keep))}
    return tuple(_side(pair, specs[pair.field], form or {}) for pair in side_by_side(keep, other))


def chosen_record(keep: Record, other: Record, form: Mapping[str, Sequence[str]]) -> Record:
    """Give the record that the two become, by what is chosen in a form."""
    sides = [side for side in sides_of(keep, other, form) if not side.pair.same]
    single = {side.pair.field: cast("Any", side.chosen) for side in sides if not side.is_list}
    lists = {
        side.pair.field: tuple(item.row for item in (*side.kept, *side.others) if item.is_chosen)
        for side in sides
        if side.is_list
    }
    # What is said of lists here is replaced below, so that no row comes twice.
    record = combine(keep, other, single | dict.fromkeys(lists, cast("Any", "keep")))
    both = cast("Record", dataclasses.replace(cast("Any", record), **lists))
    return with_moved(both, {(keep.record_kind, slug): keep.id for slug in (keep.id, other.id)})


def _side(pair: Pair, spec: FieldSpec, form: Mapping[str, Sequence[str]]) -> Side:
    said = form.get(FIELD + pair.field, ())
    if not spec.is_many:
        usual = pair.suggested if pair.suggested in ONE_SIDE else "keep"
        chosen = said[0] if said and said[0] in ONE_SIDE else usual
        return Side(pair=pair, spec=spec, chosen=chosen)
    ticked = set(said) if SHOWN + pair.field in form else None
    like = matches(pair.other, pair.keep, strictly=True)
    kept = tuple(
        _item(f"keep:{place}", row, ticked, usual=True, both=row in pair.other, like=place in like.values())
        for place, row in enumerate(pair.keep)
    )
    others = tuple(
        _item(f"other:{place}", row, ticked, usual=place not in like, both=False, like=place in like)
        for place, row in enumerate(pair.other)
        if row not in pair.keep
    )
    return Side(pair=pair, spec=spec, chosen="both", kept=kept, others=others)


def _item(name: str, row: Any, ticked: set[str] | None, *, usual: bool, both: bool, like: bool) -> Item:
    is_chosen = usual if ticked is None else name in ticked
    return Item(name=name, row=row, is_chosen=is_chosen, is_in_both=both, is_like_other=like and not both)
