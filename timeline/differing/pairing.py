"""Two records side by side, to be merged into one: which of their fields shall stand."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from timeline.differing.matching import matches
from timeline.differing.words import words_of
from timeline.records.fields import FieldSpec, Id, field_specs
from timeline.records.kinds import Record
from timeline.records.references import with_moved

Choice = Literal["keep", "other", "both"]
CHOICES: Final[tuple[Choice, ...]] = ("keep", "other", "both")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """One field of two records; `both` tells whether their rows can be joined, `suggested` what is usual."""

    field: str
    words: str
    keep: Any
    other: Any
    both: bool
    suggested: Choice

    @property
    def same(self) -> bool:
        """Tell whether there is nothing to choose."""
        return bool(self.keep == self.other)


def side_by_side(keep: Record, other: Record) -> tuple[Pair, ...]:
    """List the fields of two records of one kind, besides their ids."""
    return tuple(
        Pair(
            field=spec.name,
            words=words_of(spec.name),
            keep=getattr(keep, spec.name),
            other=getattr(other, spec.name),
            both=spec.is_many,
            suggested=_suggested(spec, getattr(keep, spec.name), getattr(other, spec.name)),
        )
        for spec in field_specs(type(keep))
        if not isinstance(spec.mark, Id)
    )


def _suggested(spec: FieldSpec, keep: Any, other: Any) -> Choice:
    """Lose nothing: join rows, and fill an empty field from the other record."""
    if keep == other or not other:
        return "keep"
    if spec.is_many and keep:
        return "both"
    return "keep" if keep else "other"


def combine(keep: Record, other: Record, choices: Mapping[str, Choice] | None = None) -> Record:
    """Give `keep` with fields of the other as chosen, by the name of the field; the rest as suggested.

    With “both”, the rows of the other follow that are not about the same as one of `keep`. What named the
    other is taken out, as it would name the record itself.
    """
    chosen = choices or {}
    changes: dict[str, Any] = {}
    for pair in side_by_side(keep, other):
        match chosen.get(pair.field, pair.suggested):
            case "other":
                changes[pair.field] = pair.other
            case "both" if pair.both:
                known = set(matches(pair.other, pair.keep, strictly=True))
                more = [row for place, row in enumerate(pair.other) if place not in known]
                changes[pair.field] = (*pair.keep, *more)
            case _:
                pass
    both = cast("Record", dataclasses.replace(cast("Any", keep), **changes))
    return with_moved(both, {(keep.record_kind, slug): keep.id for slug in (keep.id, other.id)})
