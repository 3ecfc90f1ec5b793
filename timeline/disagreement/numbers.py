"""Sources that give different numbers for one thing: figures of one series, one period and one place.

A figure stands for all numbers that its qualifier allows: *exactly* 39 for 39 alone, *more than* 39 for all
above it, *at least* for those and 39. *About* is read widely, so that what is called a disagreement is one:
it allows a tenth of the number to either side, and half a unit of its last digit where that is more
(about 3: from 2.5 to 3.5; about 1,000: from 900 to 1,100). Figures differ when no number is allowed by both.

Figures of different periods or places count different things, and figures without a period may. So they
are not compared, except in a series of limits: a number that a rule sets needs no period to hold.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from timeline.dates.compare import relation
from timeline.dates.parse import parse
from timeline.dates.words import said
from timeline.disagreement.statement import Answer, Disagreement, Statement, letter_at
from timeline.languages.message import gapped
from timeline.languages.names import Name
from timeline.records.quantity import quantity
from timeline.records.series import Figure, Series

ABOUT_SHARE = Decimal("0.1")


@dataclass(frozen=True, kw_only=True, slots=True)
class Allowed:
    """The numbers that a figure allows; an end is None where there is none, and may be left out itself."""

    low: Decimal | None = None
    high: Decimal | None = None
    with_low: bool = True
    with_high: bool = True

    def meets(self, other: "Allowed") -> bool:
        """Tell whether some number is allowed by both."""
        return self._reaches(other) and other._reaches(self)  # noqa: SLF001 - of the same class

    def _reaches(self, other: "Allowed") -> bool:
        if self.high is None or other.low is None:
            return True
        if self.high == other.low:
            return self.with_high and other.with_low
        return self.high > other.low


def allowed(value: str, qualifier: str) -> Allowed:
    """Give the numbers that a figure allows by its qualifier."""
    number = Decimal(value)
    match qualifier:
        case "more-than":
            return Allowed(low=number, with_low=False)
        case "at-least":
            return Allowed(low=number)
        case "less-than":
            return Allowed(high=number, with_high=False)
        case "at-most":
            return Allowed(high=number)
        case "about":
            last_digit = Decimal(1).scaleb(-len(value.partition(".")[2]))
            width = max(abs(number) * ABOUT_SHARE, last_digit / 2)
            return Allowed(low=number - width, high=number + width)
        case _:
            return Allowed(low=number, high=number)


def figures_differ(figures: Iterable[Figure]) -> bool:
    """Tell whether two figures for one period and place allow no number in common."""
    ranges = [allowed(value, qualifier) for value, qualifier in dict.fromkeys(map(_number, figures))]
    return any(not one.meets(other) for one, other in combinations(ranges, 2))


def of_series(series: Series) -> Iterator[Disagreement]:
    """Yield what the sources of a series disagree about, by period and place in the order of its figures."""
    for figures in comparable(series):
        if figures_differ(figures):
            yield _disagreement(series, figures)


def comparable(series: Series) -> list[tuple[Figure, ...]]:
    """List the figures of a series that count the same: those of one period and place."""
    texts = _periods(series)
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in series.figures:
        if figure.period or series.measure == "limit":
            groups.setdefault((texts[figure.period], figure.place), []).append(figure)
    return [tuple(figures) for figures in groups.values()]


def _periods(series: Series) -> dict[str, str]:
    """Give for each period the text of the first that says the same, such as 2010-04 for 2010-04~."""
    texts = {"": ""}
    alike: dict[tuple[object, object], list[str]] = {}
    for text in dict.fromkeys(figure.period for figure in series.figures if figure.period):
        period = parse(text)
        near = alike.setdefault((period.earliest, period.latest), [])
        same = next((other for other in near if relation(period, parse(other)) == "same"), None)
        texts[text] = same or text
        if same is None:
            near.append(text)
    return texts


def _number(figure: Figure) -> tuple[str, str]:
    return figure.value, figure.qualifier


def _disagreement(series: Series, figures: tuple[Figure, ...]) -> Disagreement:
    answers = _answers(figures)
    letters = {(answer.value, answer.label): answer.letter for answer in answers}
    period, place = figures[0].period, figures[0].place
    return Disagreement(
        key=f"series:{series.id}:figures:{period}:{place}",
        computed=True,
        kind="number",
        title=gapped("{title}, {period}", title=Name(series.title), period=said(parse(period)))
        if period
        else series.title,
        subject=("series", series.id),
        touches=(("series", series.id), *((("place", place),) if place else ())),
        status="open",
        answers=answers,
        statements=tuple(
            Statement(
                letter=letters[figure.value, quantity(*_number(figure))],
                says=gapped("{number} {unit}", number=quantity(*_number(figure)), unit=Name(series.unit)),
                source=figure.source,
                locator=figure.locator,
                quotation=figure.quotation,
                attributed_to=figure.attributed_to,
                note=figure.note,
            )
            for figure in figures
        ),
    )


def _answers(figures: tuple[Figure, ...]) -> tuple[Answer, ...]:
    numbers = sorted(dict.fromkeys(map(_number, figures)), key=lambda number: (Decimal(number[0]), number[1]))
    ranges = [allowed(value, qualifier) for value, qualifier in numbers]
    return tuple(
        Answer(
            letter=letter_at(position),
            value=value,
            label=quantity(value, qualifier),
            agrees_with=tuple(
                letter_at(other)
                for other, against in enumerate(ranges)
                if other != position and ranges[position].meets(against)
            ),
        )
        for position, (value, qualifier) in enumerate(numbers)
    )
