"""The date value: what an EDTF text says, taken apart and with its bounds.

Everything here is frozen and hashable. `parse` makes these values; nothing else should.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Precision: TypeAlias = Literal[
    "day",
    "month",
    "quarter",
    "season",
    "quadrimester",
    "half",
    "year",
    "decade",
    "century",
    "millennium",
    "interval",
    "set",
    "unknown",
]

#: Every precision, from the finest to the coarsest. The order decides between dates that have the
#: same bounds: the coarser one comes later. "quadrimester" is a third of a year (EDTF 37 to 39),
#: "half" a half (40, 41); "interval" and "set" stand after single periods because they can be
#: of any length; "unknown" is a date without a single known digit.
PRECISIONS: tuple[Precision, ...] = (
    "day",
    "month",
    "quarter",
    "season",
    "quadrimester",
    "half",
    "year",
    "decade",
    "century",
    "millennium",
    "interval",
    "set",
    "unknown",
)

COARSENESS: dict[str, int] = {name: rank for rank, name in enumerate(PRECISIONS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A year, month or day as written, `X` for a digit that is not known."""

    digits: str
    approximate: bool = False
    uncertain: bool = False

    @property
    def is_plain(self) -> bool:
        """Tell whether all digits are known and nothing qualifies them."""
        return not (self.approximate or self.uncertain or "X" in self.digits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One date at one precision: some moment within the days that it names.

    `period` is the EDTF code (21 to 41) of a season or another part of the year; then `month` holds
    the same two digits. `significant` is the number after `S`. `solid` says that the days from
    earliest to latest are all candidates; `156X-12-25` is not solid.
    """

    year: Component
    month: Component | None = None
    day: Component | None = None
    period: int | None = None
    significant: int | None = None
    earliest: dt.date | None
    latest: dt.date | None
    precision: Precision
    solid: bool = True

    @property
    def components(self) -> tuple[Component, ...]:
        """The parts that are written, from the year down."""
        return tuple(part for part in (self.year, self.month, self.day) if part is not None)

    @property
    def approximate(self) -> bool:
        """Tell whether any part is approximate; `1950S2` is an estimate, so it is."""
        return self.significant is not None or any(part.approximate for part in self.components)

    @property
    def uncertain(self) -> bool:
        """Tell whether any part is uncertain."""
        return any(part.uncertain for part in self.components)

    @property
    def is_plain(self) -> bool:
        """Tell whether this is a day, month, season or year, fully known and unqualified."""
        return self.significant is None and all(part.is_plain for part in self.components)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From one point to another: an interval `a/b`, or a range `a..b` inside a set.

    A missing end is open (`..`: there is none, or it goes on) when its flag says so, and otherwise
    unknown (there is one, and nobody knows when).
    """

    start: Point | None
    end: Point | None
    open_start: bool = False
    open_end: bool = False

    @property
    def ends(self) -> tuple[Point, ...]:
        """The ends that are given."""
        return tuple(end for end in (self.start, self.end) if end is not None)

    @property
    def earliest(self) -> dt.date | None:
        """The first day of the start; None when it is open or unknown."""
        return self.start.earliest if self.start else None

    @property
    def latest(self) -> dt.date | None:
        """The last day of the end; None when it is open or unknown."""
        return self.end.latest if self.end else None

    @property
    def approximate(self) -> bool:
        """Tell whether an end is approximate."""
        return any(end.approximate for end in self.ends)

    @property
    def uncertain(self) -> bool:
        """Tell whether an end is uncertain."""
        return any(end.uncertain for end in self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A set: one of its members (`[...]`), or all of them (`{...}`)."""

    all_of: bool
    members: tuple[Point | Span, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """The members that are ranges."""
        return tuple(member for member in self.members if isinstance(member, Span))

    @property
    def approximate(self) -> bool:
        """Tell whether a member is approximate."""
        return any(member.approximate for member in self.members)

    @property
    def uncertain(self) -> bool:
        """Tell whether a member is uncertain."""
        return any(member.uncertain for member in self.members)


Body: TypeAlias = Point | Span | Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Edtf:
    """A date: its EDTF text, exactly as accepted, and what follows from it.

    `earliest` and `latest` are the first and the last day on which it can lie, in the proleptic
    Gregorian calendar; None means open or unknown, and `open_start` … `unknown_end` say which. The
    precision is that of the last known digit: `2004-XX` has the precision of a year. Two values are
    equal when their texts are.
    """

    text: str
    earliest: dt.date | None = field(compare=False)
    latest: dt.date | None = field(compare=False)
    precision: Precision = field(compare=False)
    approximate: bool = field(compare=False)
    uncertain: bool = field(compare=False)
    body: Body = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.text

    @property
    def kind(self) -> Literal["point", "interval", "one of", "all of"]:
        """Say what the text states: a point, an interval, one of several dates, or all of them."""
        if isinstance(self.body, Point):
            return "point"
        if isinstance(self.body, Span):
            return "interval"
        return "all of" if self.body.all_of else "one of"

    @property
    def open_start(self) -> bool:
        """Tell whether the start is open: `../1985`, `[..1985]`."""
        return any(span.open_start for span in _spans(self.body))

    @property
    def open_end(self) -> bool:
        """Tell whether the end is open: `1985/..`, `[1985..]`."""
        return any(span.open_end for span in _spans(self.body))

    @property
    def unknown_start(self) -> bool:
        """Tell whether there is a start that nobody knows: `/1985`, `XXXX`."""
        return self.earliest is None and not self.open_start

    @property
    def unknown_end(self) -> bool:
        """Tell whether there is an end that nobody knows: `1985/`, `XXXX`."""
        return self.latest is None and not self.open_end


def _spans(body: Body) -> tuple[Span, ...]:
    if isinstance(body, Span):
        return (body,)
    return body.spans if isinstance(body, Choice) else ()
