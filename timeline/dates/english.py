"""Dates in English, day before month before year."""

from collections.abc import Sequence

from timeline.dates.phrases import Language, Noun, plain_noun, vague_noun
from timeline.dates.value import Precision

_QUARTER_YEAR = ("first", "second", "third", "last")
_SEASONS = ("spring", "summer", "autumn", "winter")


def ordinal(number: int) -> str:
    """Write 1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _joined(items: Sequence[str], conjunction: str) -> str:
    if len(items) == 1:
        return items[0]
    comma = "," if any(f" {conjunction} " in item for item in items) else ""
    return f"{', '.join(items[:-1])}{comma} {conjunction} {items[-1]}"


def _either(items: Sequence[str]) -> str:
    return _joined(items, "or")


def _every(items: Sequence[str]) -> str:
    return _joined(items, "and")


def _periods() -> dict[int, str]:
    """Name the codes 21 to 41: seasons, by hemisphere, quarters, thirds, halves."""
    return dict(
        enumerate(
            (
                *_SEASONS,
                *(f"northern {season}" for season in _SEASONS),
                *(f"southern {season}" for season in _SEASONS),
                *(f"{number} quarter" for number in _QUARTER_YEAR),
                *(f"{place} four months" for place in ("first", "middle", "last")),
                *(f"{place} half" for place in ("first", "second")),
            ),
            start=21,
        )
    )


def _part_of_year() -> dict[Precision, Noun]:
    season = plain_noun("{period} {year}", inside="in {period} {year}")
    part = plain_noun(
        "{period} of {year}",
        definite="the {period} of {year}",
        inside="in the {period} of {year}",
    )
    return {"season": season, "quarter": part, "quadrimester": part, "half": part}


ENGLISH = Language(
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    periods=_periods(),
    component_names=("year", "month", "day"),
    period_name="part of the year",
    ordinal=ordinal,
    century_number=ordinal,
    either=_either,
    every=_every,
    day=plain_noun("{day} {month} {year}", inside="on {day} {month} {year}"),
    day_short="{day} {month}",
    month=plain_noun("{month} {year}", inside="in {month} {year}"),
    year=plain_noun("{year}", inside="in {year}"),
    part_of_year=_part_of_year(),
    winter=plain_noun("{period} {year}–{next_year}", inside="in {period} {year}–{next_year}"),
    decade=vague_noun("{decade}s", definite="the {decade}s", inside="in the {decade}s"),
    century=vague_noun(
        "{century} century", definite="the {century} century", inside="in the {century} century"
    ),
    years=vague_noun(
        "years {first} to {last}",
        definite="the years {first} to {last}",
        inside="in the years {first} to {last}",
    ),
    year_like=vague_noun(
        "year of the form {digits}",
        definite="a year of the form {digits}",
        inside="in a year of the form {digits}",
    ),
    unknown_year=vague_noun("unknown year", definite="an unknown year", inside="in an unknown year"),
    estimate="c. {year} (between {first} and {last})",
    month_of_vague_year=plain_noun("{month} {when}", inside="in {month} {when}"),
    day_of_vague_year=plain_noun("{day} {month} {when}", inside="on {day} {month} {when}"),
    some_month="some month {when}",
    some_day="some day {when}",
    day_of="day {days} of {when}",
    approximate="c. {name}",
    uncertain="possibly {name}",
    approximate_state="approximate",
    uncertain_state="uncertain",
    both_state="approximate and uncertain",
    noted="{name} ({notes})",
    note="{parts} {state}",
    from_to="{start} to {end}",
    from_on="from {name} on",
    from_unknown_end="from {name}, end unknown",
    until="until {name}",
    until_unknown_start="until {name}, start unknown",
    between="between {start} and {end}",
    before="before {name}",
    after="after {name}",
    or_earlier="{name} or earlier",
    or_later="{name} or later",
    every_until={
        "day": "every day up to {name}",
        "month": "every month up to {name}",
        "year": "every year up to {name}",
    },
    every_from={
        "day": "every day from {name} on",
        "month": "every month from {name} on",
        "year": "every year from {name} on",
    },
    all_until="all up to {name}",
    all_from="all from {name} on",
    no_date="date unknown",
    unknown_date="an unknown date",
    exact_day="exact day",
    partly_unknown="part of the date is unknown",
    known_only="known only to be {words}",
    one_of_days="one of {count} days",
    one_of_several="one of several dates",
    all_of_several="several dates together",
    exact_ends="exact first and last day",
    start_and_end="start: {start}; end: {end}",
    open_end="open",
    unknown_end="unknown",
    with_state="{name}, {state}",
    not_known="no date is known",
)
