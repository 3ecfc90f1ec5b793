"""What a language must supply so that dates can be said in it.

A language is one `Language`: tables of names, sentence patterns with named gaps, and a few functions
for what patterns cannot do (numbering centuries, and joining a list with "or"). `words` holds the logic and
no words; `spoken` makes the language of a catalogue.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from timeline.dates.value import Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """One name in the forms that sentences need: "1990s", "the 1990s", "in the 1990s".

    `alone` is the form that stands by itself as the date of an event.
    """

    bare: str
    definite: str
    inside: str
    alone: str

    def filled(self, **values: object) -> "Noun":
        """Fill the gaps of every form."""
        return Noun(
            bare=self.bare.format(**values),
            definite=self.definite.format(**values),
            inside=self.inside.format(**values),
            alone=self.alone.format(**values),
        )


def same_noun(text: str) -> Noun:
    """Make the noun of what has one form only."""
    return Noun(bare=text, definite=text, inside=text, alone=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """All the words of one language. Gaps are `str.format` fields, named in each comment."""

    # Names, January first; `periods` by EDTF code, 21 to 41.
    months: Sequence[str]
    short_months: tuple[str, ...]  # on the axes of pictures
    periods: Mapping[int, str]
    component_names: Sequence[str]  # year, month, day
    period_name: str  # what stands in the place of a month
    century_number: Callable[[int], str]
    either: Callable[[Sequence[str]], str]  # "a, b or c"
    every: Callable[[Sequence[str]], str]  # "a, b and c"
    contracted: Callable[[str], str]  # what runs together: "de el" is "del"

    # Known dates: {day} {month} {year} {period} {next_year}
    day: Noun
    day_short: Noun  # without the year, which follows later
    day_number: Noun  # without the month, which follows later
    month: Noun
    year: Noun
    part_of_year: Mapping[Precision, Noun]  # season, quarter, quadrimester, half
    winter: Noun

    # Years that are not fully known: {decade} {century} {first} {last} {digits}
    decade: Noun
    century: Noun
    years: Noun
    year_like: Noun
    unknown_year: Noun
    estimate: str  # {year} {first} {last}

    # Dates of which a part is not known. {when} is an inside form: "in the 1990s", "in June 2010";
    # {month} and {day} may be lists, "October, November or December".
    month_of_vague_year: Noun
    day_of_vague_year: Noun
    some_month: str
    some_day: str
    day_of: str  # {days} {when}: "day 12 of some month in 1985"

    # Qualifiers: {name} {notes} {parts} {state}
    approximate: str
    uncertain: str
    approximate_state: str
    uncertain_state: str
    both_state: str
    noted: str
    note: str

    # Periods and sets: {start} {end} {name} {names}
    from_to: str
    from_on: str
    from_unknown_end: str
    until: str
    until_unknown_start: str
    between: str
    before: str
    after: str
    or_earlier: str
    or_later: str
    every_until: Mapping[Precision, str]
    every_from: Mapping[Precision, str]
    all_until: str
    all_from: str
    no_date: str
    unknown_date: str  # in a list of dates

    # How sure: {words} {start} {end} {count} {name} {state}
    exact_day: str
    partly_unknown: str
    known_only: str
    one_of_days: str
    one_of_several: str
    all_of_several: str
    exact_ends: str
    start_and_end: str
    open_end: str
    unknown_end: str
    with_state: str
    not_known: str
