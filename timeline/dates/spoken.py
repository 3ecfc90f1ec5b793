"""The words of dates, from a catalogue: English as it stands here, other languages by their translations.

Each phrase stands in the catalogue under "date", or under the form that a sentence needs of a name:
"date, bare" ("1990s"), "date, definite" ("the 1990s"), "date, inside" ("in the 1990s"), "date, alone".
Where a phrase has the gap {name}, a translation may write {definite} for the name with its article.
"""

import re
from collections.abc import Callable
from functools import cache

from timeline.dates.phrases import Language, Noun
from timeline.dates.value import Precision
from timeline.languages.catalogue import Catalogue, catalogue
from timeline.languages.lists import either, every

_QUARTER_YEAR = ("first", "second", "third", "last")
_SEASONS = ("spring", "summer", "autumn", "winter")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_PERIODS = (
    *_SEASONS,
    *(f"northern {season}" for season in _SEASONS),
    *(f"southern {season}" for season in _SEASONS),
    *(f"{number} quarter" for number in _QUARTER_YEAR),
    *(f"{place} four months" for place in ("first", "middle", "last")),
    *(f"{place} half" for place in ("first", "second")),
)
_PHRASES = {
    "estimate": "c. {year} (between {first} and {last})",
    "some_month": "some month {when}",
    "some_day": "some day {when}",
    "day_of": "day {days} of {when}",
    "approximate": "c. {name}",
    "uncertain": "possibly {name}",
    "approximate_state": "approximate",
    "uncertain_state": "uncertain",
    "both_state": "approximate and uncertain",
    "noted": "{name} ({notes})",
    "note": "{parts} {state}",
    "from_to": "{start} to {end}",
    "from_on": "from {name} on",
    "from_unknown_end": "from {name}, end unknown",
    "until": "until {name}",
    "until_unknown_start": "until {name}, start unknown",
    "between": "between {start} and {end}",
    "before": "before {name}",
    "after": "after {name}",
    "or_earlier": "{name} or earlier",
    "or_later": "{name} or later",
    "all_until": "all up to {name}",
    "all_from": "all from {name} on",
    "no_date": "date unknown",
    "unknown_date": "an unknown date",
    "exact_day": "exact day",
    "partly_unknown": "part of the date is unknown",
    "known_only": "known only to be {words}",
    "one_of_days": "one of {count} days",
    "one_of_several": "one of several dates",
    "all_of_several": "several dates together",
    "exact_ends": "exact first and last day",
    "start_and_end": "start: {start}; end: {end}",
    "open_end": "open",
    "unknown_end": "unknown",
    "with_state": "{name}, {state}",
    "not_known": "no date is known",
}
_CENTURIES = "how centuries are numbered: ordinal, roman or plain"
_CONTRACTIONS = "words that run together, as “de el=del; a el=al”, or “none”"


@cache
def language(code: str) -> Language:
    """Give the words of dates in a language; raises ValueError for one of which there is no catalogue."""
    return language_of(catalogue(code))


def language_of(words: Catalogue) -> Language:
    """Make the words of dates from a catalogue."""

    def say(text: str) -> str:
        return words.pgettext("date", text)

    def noun(bare: str, *, inside: str, definite: str = "", alone: str = "") -> Noun:
        forms = {"bare": bare, "definite": definite or bare, "inside": inside, "alone": alone or bare}
        return Noun(**{form: words.pgettext(f"date, {form}", text) for form, text in forms.items()})

    def vague(bare: str, article: str) -> Noun:
        definite = f"{article} {bare}"
        return noun(bare, definite=definite, inside=f"in {definite}", alone=f"in {definite}")

    part = noun("{period} of {year}", definite="the {period} of {year}", inside="in the {period} of {year}")
    parts: dict[Precision, Noun] = {
        "season": noun("{period} {year}", inside="in {period} {year}"),
        **dict.fromkeys(("quarter", "quadrimester", "half"), part),
    }
    units: tuple[Precision, ...] = ("day", "month", "year")
    return Language(
        months=tuple(say(month) for month in _MONTHS),
        short_months=tuple(words.pgettext("date, short", month[:3]) for month in _MONTHS),
        periods=dict(enumerate((say(period) for period in _PERIODS), start=21)),
        component_names=(say("year"), say("month"), say("day")),
        period_name=say("part of the year"),
        century_number=_NUMBERING.get(say(_CENTURIES), ordinal),
        either=lambda items: either(items, words, is_nested=True),
        every=lambda items: every(items, words, is_nested=True),
        contracted=_contraction(say(_CONTRACTIONS)),
        day=noun("{day} {month} {year}", inside="on {day} {month} {year}"),
        day_short=noun("{day} {month}", inside="on {day} {month}"),
        day_number=noun("{day}", inside="on {day}"),
        month=noun("{month} {year}", inside="in {month} {year}"),
        year=noun("{year}", inside="in {year}"),
        part_of_year=parts,
        winter=noun("{period} {year}–{next_year}", inside="in {period} {year}–{next_year}"),
        decade=vague("{decade}s", "the"),
        century=vague("{century} century", "the"),
        years=vague("years {first} to {last}", "the"),
        year_like=vague("year of the form {digits}", "a"),
        unknown_year=vague("unknown year", "an"),
        month_of_vague_year=noun("{month} {when}", inside="in {month} {when}"),
        day_of_vague_year=noun("{day} {month} {when}", inside="on {day} {month} {when}"),
        every_until={unit: say(f"every {unit} up to {{name}}") for unit in units},
        every_from={unit: say(f"every {unit} from {{name}} on") for unit in units},
        **{name: say(text) for name, text in _PHRASES.items()},
    )


def ordinal(number: int) -> str:
    """Write 1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def roman(number: int) -> str:
    """Write I, IV, XIX; up to 399."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    digits = ("", "a", "aa", "aaa", "ab", "b", "ba", "baa", "baaa", "ac")
    tens_written = digits[tens].translate(str.maketrans("abc", "XLC"))
    return "C" * hundreds + tens_written + digits[ones].translate(str.maketrans("abc", "IVX"))


_NUMBERING: dict[str, Callable[[int], str]] = {"ordinal": ordinal, "roman": roman, "plain": str}


def _contraction(rules: str) -> Callable[[str], str]:
    if rules in {_CONTRACTIONS, "none"}:
        return str
    pairs = dict(rule.strip().split("=") for rule in rules.split(";"))
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, pairs)) + r")\b")
    return lambda text: pattern.sub(lambda found: pairs[found[0]], text)
