"""A date as every format gives it: EDTF, words, bounds, precision, and whether it is sure.

No day is made up: a year keeps its first and last day as bounds, and an end that is unknown or open is
None, never 1 January.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from timeline.dates.parse import parse
from timeline.dates.value import Edtf
from timeline.dates.words import words
from timeline.records.fields import Date, Many, field_specs


@dataclass(frozen=True, kw_only=True, slots=True)
class ResolvedDate:
    """What an EDTF text says; an empty one is a date that is not known."""

    edtf: str
    words: str
    earliest: dt.date | None
    latest: dt.date | None
    precision: str
    approximate: bool
    uncertain: bool

    @property
    def day(self) -> dt.date | None:
        """Give the day of a date that is one whole day, known for certain; None for all others."""
        is_sure = self.precision == "day" and not self.approximate and not self.uncertain
        return self.earliest if is_sure and self.earliest == self.latest else None


def resolve(text: str) -> ResolvedDate:
    """Resolve an EDTF text, which may be empty; raises EdtfError for what is not EDTF."""
    return resolved(parse(text) if text else None)


def resolved(date: Edtf | None) -> ResolvedDate:
    """Resolve a parsed date; None is a date that is not known."""
    return ResolvedDate(
        edtf=date.text if date else "",
        words=words(date),
        earliest=date.earliest if date else None,
        latest=date.latest if date else None,
        precision=date.precision if date else "unknown",
        approximate=date is not None and date.approximate,
        uncertain=date is not None and date.uncertain,
    )


def date_json(text: str) -> dict[str, Any]:
    """Give a resolved date as plain values for JSON: bounds as YYYY-MM-DD, or null."""
    found = resolve(text)
    return {
        "edtf": found.edtf,
        "words": found.words,
        "earliest": found.earliest.isoformat() if found.earliest else None,
        "latest": found.latest.isoformat() if found.latest else None,
        "precision": found.precision,
        "approximate": found.approximate,
        "uncertain": found.uncertain,
    }


def dates_within(part: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every date that a record gives, in the order of its fields."""
    for spec in field_specs(type(part)):
        value = getattr(part, spec.name)
        if isinstance(spec.mark, Date) and value:
            yield path + spec.name, value
        elif isinstance(spec.mark, Many) and spec.part is not None:
            for position, item in enumerate(value):
                yield from dates_within(item, f"{path}{spec.name}[{position}].")
