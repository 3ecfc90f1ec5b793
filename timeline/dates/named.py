"""The names of single dates, from the tables of a language."""

import datetime as dt

from timeline.dates.pattern import LENGTHS, choices, first_year, last_year
from timeline.dates.periods import PERIODS
from timeline.dates.phrases import Language, Noun, same_noun
from timeline.dates.value import Point, Precision


def name_point(point: Point, tongue: Language) -> Noun:
    """Name a date, with its qualifiers: "17 August 2010", "c. 2010", "some month in 2004"."""
    return _qualified(point, _unqualified(point, tongue), tongue)


def name_date(day: dt.date, precision: Precision, tongue: Language) -> str:
    """Name a day, or the month or the year that it lies in."""
    if precision == "year":
        return tongue.year.filled(year=day.year).definite
    month = tongue.months[day.month - 1]
    if precision == "month":
        return tongue.month.filled(month=month, year=day.year).definite
    return tongue.day.filled(day=day.day, month=month, year=day.year).definite


def shortened(point: Point, others: tuple[Point, ...], tongue: Language) -> Noun | None:
    """Name a date without the month or year that others repeat; None when that cannot be."""
    if point.month is None or any(_differs(point, other) for other in others):
        return None
    if point.period is not None:
        return same_noun(tongue.periods[point.period]) if point.precision == "season" else None
    month = tongue.months[int(point.month.digits) - 1]
    if point.day is None:
        return same_noun(month)
    day = int(point.day.digits)
    if all(other.month == point.month for other in others):
        return tongue.day_number.filled(day=day)
    return tongue.day_short.filled(day=day, month=month)


def name_inside(point: Point, tongue: Language) -> str:
    """Say in which period some day lies: "some day in June 2010"."""
    month, day = point.month, point.day
    whole_month = month is not None and month.digits == "XX"
    if day is not None and day.digits != "XX" and not whole_month:
        return _unqualified(point, tongue).inside
    if point.significant is not None:
        inside = _year_span(point, tongue).inside
    elif month is None or whole_month:
        inside = _year(point.year.digits, tongue)[0].inside
    elif point.period is not None:
        inside = _period(point.year.digits, point.period, tongue).inside
    else:
        inside = _month(point.year.digits, month.digits, tongue).inside
    return tongue.some_day.format(when=inside)


def _differs(point: Point, other: Point) -> bool:
    """Tell whether two dates are too unlike to share one year in a phrase."""
    for each in (point, other):
        if not each.is_plain or (each.period and PERIODS[each.period].crosses_year):
            return True
    return point.precision != other.precision or point.year != other.year


def _unqualified(point: Point, tongue: Language) -> Noun:
    year, month, day = point.year.digits, point.month, point.day
    if point.precision == "unknown":
        return same_noun(tongue.unknown_date)
    if point.significant is not None:
        first, last = _years_of(point)
        return same_noun(tongue.estimate.format(year=int(year), first=first, last=last))
    if month is None:
        return _year(year, tongue)[0]
    if point.period is not None:
        return _period(year, point.period, tongue)
    if day is None:
        return _month(year, month.digits, tongue)
    return _day(year, month.digits, day.digits, tongue)


def _years_of(point: Point) -> tuple[int, int]:
    first, last = point.earliest, point.latest
    return (first.year if first else dt.MINYEAR), (last.year if last else dt.MAXYEAR)


def _year_span(point: Point, tongue: Language) -> Noun:
    first, last = _years_of(point)
    return tongue.years.filled(first=first, last=last)


def _year(digits: str, tongue: Language) -> tuple[Noun, bool]:
    """Name a year, and tell whether it is fully known."""
    known = digits.rstrip("X")
    if not known:
        return tongue.unknown_year, False
    if "X" in known:
        return tongue.year_like.filled(digits=digits), False
    if len(known) == 4:
        return tongue.year.filled(year=int(digits)), True
    if len(known) == 2:
        century = tongue.century_number(int(known) + 1)
        return tongue.century.filled(century=century), False
    if len(known) == 3 and int(known) >= 100:
        return tongue.decade.filled(decade=int(known) * 10), False
    return tongue.years.filled(first=first_year(digits), last=last_year(digits)), False


def _period(year_digits: str, code: int, tongue: Language) -> Noun:
    year, known = _year(year_digits, tongue)
    name = tongue.periods[code]
    if not known:
        return tongue.month_of_vague_year.filled(month=name, when=year.inside)
    if PERIODS[code].crosses_year:
        number = int(year_digits)
        return tongue.winter.filled(period=name, year=number, next_year=number + 1)
    return tongue.part_of_year[PERIODS[code].precision].filled(period=name, year=year.bare)


def _month(year_digits: str, digits: str, tongue: Language) -> Noun:
    year, _ = _year(year_digits, tongue)
    if digits == "XX":
        return same_noun(tongue.some_month.format(when=year.inside))
    numbers = choices(digits, 12)
    names = [tongue.months[number - 1] for number in numbers]
    if _is_long_run(numbers):
        last = _month_of_year(names[-1], year_digits, tongue).bare
        return same_noun(tongue.between.format(start=names[0], end=last))
    return _month_of_year(tongue.either(names), year_digits, tongue)


def _month_of_year(month: str, year_digits: str, tongue: Language) -> Noun:
    year, known = _year(year_digits, tongue)
    if known:
        return tongue.month.filled(month=month, year=year.bare)
    return tongue.month_of_vague_year.filled(month=month, when=year.inside)


def _day(year_digits: str, month_digits: str, digits: str, tongue: Language) -> Noun:
    year, _ = _year(year_digits, tongue)
    if digits == "XX":
        month = year if month_digits == "XX" else _month(year_digits, month_digits, tongue)
        return same_noun(tongue.some_day.format(when=month.inside))
    months = choices(month_digits, 12)
    numbers = choices(digits, max(LENGTHS[month - 1] for month in months))
    days = tongue.either([str(number) for number in numbers])
    if month_digits == "XX":
        some_month = tongue.some_month.format(when=year.inside)
        return same_noun(tongue.day_of.format(days=days, when=some_month))
    month_name = tongue.either([tongue.months[month - 1] for month in months])
    if _is_long_run(numbers):
        last = _day_of_year(str(numbers[-1]), month_name, year_digits, tongue).definite
        first = tongue.day_number.filled(day=numbers[0]).definite
        return same_noun(tongue.between.format(start=first, end=last))
    return _day_of_year(days, month_name, year_digits, tongue)


def _day_of_year(day: str, month: str, year_digits: str, tongue: Language) -> Noun:
    year, known = _year(year_digits, tongue)
    if known:
        return tongue.day.filled(day=day, month=month, year=year.bare)
    return tongue.day_of_vague_year.filled(day=day, month=month, when=year.inside)


def _is_long_run(numbers: tuple[int, ...]) -> bool:
    return len(numbers) > 3 and numbers[-1] - numbers[0] == len(numbers) - 1


def _qualified(point: Point, noun: Noun, tongue: Language) -> Noun:
    parts = point.components
    marks = {(part.approximate, part.uncertain) for part in parts}
    if marks == {(False, False)}:
        return noun
    if len(marks) > 1 or any("X" in part.digits for part in parts[1:]):
        notes = _notes(point, tongue) if len(marks) > 1 else _state(*marks.pop(), tongue)
        return same_noun(tongue.noted.format(name=noun.bare, notes=notes))
    [(approximate, uncertain)] = marks
    if approximate:
        noun = same_noun(tongue.approximate.format(name=noun.bare, definite=noun.definite))
    return same_noun(tongue.uncertain.format(name=noun.bare, definite=noun.definite)) if uncertain else noun


def _notes(point: Point, tongue: Language) -> str:
    """Say which parts are qualified: "year uncertain, day approximate"."""
    names = list(tongue.component_names)
    if point.period is not None:
        names[1] = tongue.period_name
    groups: dict[str, list[str]] = {}
    for name, part in zip(names, point.components, strict=False):
        state = _state(part.approximate, part.uncertain, tongue)
        if state:
            groups.setdefault(state, []).append(name)
    return ", ".join(
        tongue.note.format(parts=tongue.every(parts), state=state) for state, parts in groups.items()
    )


def _state(approximate: bool, uncertain: bool, tongue: Language) -> str:  # noqa: FBT001 - unpacked
    if approximate and uncertain:
        return tongue.both_state
    if approximate:
        return tongue.approximate_state
    return tongue.uncertain_state if uncertain else ""
