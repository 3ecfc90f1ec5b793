"""Dates in words, and how sure they are."""

import re

import pytest
from hypothesis import given

from tests.dates.strategies import edtf_texts
from timeline.dates.parse import parse
from timeline.dates.periods import PERIODS
from timeline.dates.spoken import language, ordinal, roman
from timeline.dates.words import sureness, words
from timeline.languages.catalogue import catalogues

SAID = {
    # Known dates.
    "2010-08-17": ("17 August 2010", "exact day"),
    "2010-08": ("August 2010", "some day in August 2010"),
    "2010": ("2010", "some day in 2010"),
    "0476-09-04": ("4 September 476", "exact day"),
    "2011-21": ("spring 2011", "some day in spring 2011"),
    "2010-24": ("winter 2010–2011", "some day in winter 2010–2011"),
    "2010-26": ("northern summer 2010", "some day in northern summer 2010"),
    "2010-30": ("southern summer 2010–2011", "some day in southern summer 2010–2011"),
    "2001-34": ("second quarter of 2001", "some day in the second quarter of 2001"),
    "2001-36": ("last quarter of 2001", "some day in the last quarter of 2001"),
    "2010-38": ("middle four months of 2010", "some day in the middle four months of 2010"),
    "2010-40": ("first half of 2010", "some day in the first half of 2010"),
    # Qualified dates.
    "2009-11~": ("c. November 2009", "some day in November 2009, approximate"),
    "2010-08-17~": ("c. 17 August 2010", "approximate"),
    "1984?": ("possibly 1984", "some day in 1984, uncertain"),
    "2004-06-11?": ("possibly 11 June 2004", "uncertain"),
    "2004-06-11%": ("possibly c. 11 June 2004", "approximate and uncertain"),
    "2010-24~": ("c. winter 2010–2011", "some day in winter 2010–2011, approximate"),
    "2004-06~-11": ("11 June 2004 (year and month approximate)", "approximate"),
    "2004?-06-11": ("11 June 2004 (year uncertain)", "uncertain"),
    "?2004-06-~11": (
        "11 June 2004 (year uncertain, day approximate)",
        "approximate and uncertain",
    ),
    "2004-%06-11": ("11 June 2004 (month approximate and uncertain)", "approximate and uncertain"),
    "2010-?21": (
        "spring 2010 (part of the year uncertain)",
        "some day in spring 2010, uncertain",
    ),
    "1950S2": (
        "c. 1950 (between 1900 and 1999)",
        "some day in the years 1900 to 1999, approximate",
    ),
    # Years that are not fully known.
    "200X": ("in the 2000s", "some day in the 2000s"),
    "199X~": ("c. 1990s", "some day in the 1990s, approximate"),
    "18XX": ("in the 19th century", "some day in the 19th century"),
    "18XX?": ("possibly 19th century", "some day in the 19th century, uncertain"),
    "20XX": ("in the 21st century", "some day in the 21st century"),
    "00XX": ("in the 1st century", "some day in the 1st century"),
    "1XXX": ("in the years 1000 to 1999", "some day in the years 1000 to 1999"),
    "000X": ("in the years 1 to 9", "some day in the years 1 to 9"),
    "19X5": ("in a year of the form 19X5", "part of the date is unknown"),
    "XXXX": ("date unknown", "no date is known"),
    "XXXX-XX-XX": ("date unknown", "no date is known"),
    # Months and days that are not fully known.
    "2004-XX": ("some month in 2004", "some day in 2004"),
    "1985-XX-XX": ("some day in 1985", "some day in 1985"),
    "1985-04-XX": ("some day in April 1985", "some day in April 1985"),
    "1985-04-XX~": ("some day in April 1985 (approximate)", "some day in April 1985, approximate"),
    "201X-XX": ("some month in the 2010s", "some day in the 2010s"),
    "1984-1X": (
        "October, November or December 1984",
        "some day in October, November or December 1984",
    ),
    "1984-0X": (
        "between January and September 1984",
        "some day between January and September 1984",
    ),
    "1984-X1": ("January or November 1984", "part of the date is unknown"),
    "1985-04-1X": ("between 10 and 19 April 1985", "between 10 and 19 April 1985"),
    "1985-04-X1": ("1, 11 or 21 April 1985", "part of the date is unknown"),
    "1985-04-3X": ("30 April 1985", "exact day"),
    "1985-XX-12": ("day 12 of some month in 1985", "part of the date is unknown"),
    "1985-1X-12": ("12 October, November or December 1985", "part of the date is unknown"),
    "156X-12-25": ("25 December in the 1560s", "part of the date is unknown"),
    "15XX-12-XX": ("some day in December in the 16th century", "part of the date is unknown"),
    "XXXX-12-XX": ("some day in December in an unknown year", "part of the date is unknown"),
    "XXXX-12-25": ("25 December in an unknown year", "part of the date is unknown"),
    "1XXX-12": ("December in the years 1000 to 1999", "part of the date is unknown"),
    "201X-21": ("spring in the 2010s", "part of the date is unknown"),
    "156X-12-1X": (
        "between 10 and 19 December in the 1560s",
        "part of the date is unknown",
    ),
    # Intervals.
    "1964/2008": ("1964 to 2008", "start: some day in 1964; end: some day in 2008"),
    "2010-11-01/2010-11-09": ("1 to 9 November 2010", "exact first and last day"),
    "2010-02-01/2010-03-08": ("1 February to 8 March 2010", "exact first and last day"),
    "2009-10-01/2010-09-30": ("1 October 2009 to 30 September 2010", "exact first and last day"),
    "2010-06-01/2010-06-01": ("1 June 2010", "exact first and last day"),
    "2010-06/2010-08": (
        "June to August 2010",
        "start: some day in June 2010; end: some day in August 2010",
    ),
    "2010-06/2010-08-17": (
        "June 2010 to 17 August 2010",
        "start: some day in June 2010; end: exact day",
    ),
    "2010-21/2010-23": (
        "spring to autumn 2010",
        "start: some day in spring 2010; end: some day in autumn 2010",
    ),
    "2010-24/2011-22": (
        "winter 2010–2011 to summer 2011",
        "start: some day in winter 2010–2011; end: some day in summer 2011",
    ),
    "2010-33/2010-34": (
        "the first quarter of 2010 to the second quarter of 2010",
        "start: some day in the first quarter of 2010; end: some day in the second quarter of 2010",
    ),
    "199X/200X": (
        "the 1990s to the 2000s",
        "start: some day in the 1990s; end: some day in the 2000s",
    ),
    "2004-06~/2006": (
        "c. June 2004 to 2006",
        "start: some day in June 2004, approximate; end: some day in 2006",
    ),
    "1985/..": ("from 1985 on", "start: some day in 1985; end: open"),
    "1985/": ("from 1985, end unknown", "start: some day in 1985; end: unknown"),
    "../1985": ("until 1985", "start: open; end: some day in 1985"),
    "/1985-04-12": ("until 12 April 1985, start unknown", "start: unknown; end: exact day"),
    "XXXX/2010": ("until 2010, start unknown", "start: unknown; end: some day in 2010"),
    "XXXX/XXXX": ("date unknown", "start: unknown; end: unknown"),
    # One of a set.
    "[2010-09-07,2010-09-08]": ("7 or 8 September 2010", "one of 2 days"),
    "[2010-09-07,2010-10-08]": ("7 September or 8 October 2010", "one of 2 days"),
    "[2010-12-31,2011-01-01]": ("31 December 2010 or 1 January 2011", "one of 2 days"),
    "[2010-09-07~,2010-09-08]": (
        "c. 7 September 2010 or 8 September 2010",
        "one of 2 days, approximate",
    ),
    "[2010-01,2010-03]": ("January or March 2010", "one of several dates"),
    "[1667,1760-12]": ("1667 or December 1760", "one of several dates"),
    "[1667,1668,1670..1672]": ("1667, 1668 or between 1670 and 1672", "one of several dates"),
    "[1760-01,1760-02,1760-12..]": (
        "January 1760, February 1760, or December 1760 or later",
        "one of several dates",
    ),
    "[..1984,1990]": ("1984 or earlier, or 1990", "one of several dates"),
    "[XXXX,2010]": ("an unknown date or 2010", "one of several dates"),
    "[2010]": ("2010", "some day in 2010"),
    "[2010-06..2010-08]": (
        "between June and August 2010",
        "known only to be between June and August 2010",
    ),
    "[2010-09-07..2010-09-09]": (
        "between 7 and 9 September 2010",
        "known only to be between 7 and 9 September 2010",
    ),
    "[..2011-03]": ("before April 2011", "known only to be before April 2011"),
    "[..2011]": ("before 2012", "known only to be before 2012"),
    "[..2010-12-31]": ("before 1 January 2011", "known only to be before 1 January 2011"),
    "[2011-05..]": ("after April 2011", "known only to be after April 2011"),
    "[2013..]": ("after 2012", "known only to be after 2012"),
    "[..2011-03~]": (
        "c. March 2011 or earlier",
        "known only to be c. March 2011 or earlier, approximate",
    ),
    "[..199X]": ("the 1990s or earlier", "known only to be the 1990s or earlier"),
    "[2011-21..]": ("spring 2011 or later", "known only to be spring 2011 or later"),
    "[..9999]": ("9999 or earlier", "known only to be 9999 or earlier"),
    "[0001..]": ("1 or later", "known only to be 1 or later"),
    # All of a set.
    "{2010-09-07,2010-09-08}": ("7 and 8 September 2010", "several dates together"),
    "{1960,1961-12}": ("1960 and December 1961", "several dates together"),
    "{1667,1668,1670..1672}": ("1667, 1668 and 1670 to 1672", "several dates together"),
    "{..1984}": ("every year up to 1984", "several dates together"),
    "{1760-12..}": ("every month from December 1760 on", "several dates together"),
    "{2010-21..}": ("all from spring 2010 on", "several dates together"),
    "{..2010-21}": ("all up to spring 2010", "several dates together"),
}


@pytest.mark.parametrize("text", SAID)
def test_a_date_is_said_as_the_table_says(text: str) -> None:
    value = parse(text)
    assert (words(value), sureness(value)) == SAID[text]


def test_no_date_is_said_too() -> None:
    assert words(None) == "date unknown"
    assert sureness(None) == "no date is known"


def test_a_language_that_is_not_there_is_refused_with_those_that_are() -> None:
    for say in (words, sureness):
        with pytest.raises(ValueError, match=r"“tlh”; the languages are: en"):
            say(parse("2010"), "tlh")


@given(edtf_texts())
def test_every_date_has_words_in_every_language(text: str) -> None:
    for code in catalogues():
        for said in (words(parse(text), code), sureness(parse(text), code)):
            assert said
            assert said == " ".join(said.split())
            assert not re.search(r"[{}]|, ,|\bNone\b", said)


@given(edtf_texts())
def test_words_name_no_year_that_the_bounds_exclude(text: str) -> None:
    value = parse(text)
    if value.kind != "point" or "X" in text or "S" in text:
        return
    assert value.earliest
    assert value.latest
    years = {int(number) for number in re.findall(r"\d+", words(value))}
    assert {value.earliest.year, value.latest.year} <= years


@pytest.mark.parametrize("code", catalogues())
def test_the_table_of_a_language_is_complete(code: str) -> None:
    tongue = language(code)
    assert len(tongue.months) == 12
    assert set(tongue.periods) == set(PERIODS)
    assert set(tongue.part_of_year) == {period.precision for period in PERIODS.values()}


@pytest.mark.parametrize(
    ("number", "said"),
    [
        *[(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th")],
        *[(13, "13th"), (20, "20th"), (21, "21st"), (22, "22nd"), (100, "100th"), (111, "111th")],
    ],
)
def test_ordinals(number: int, said: str) -> None:
    assert ordinal(number) == said


@pytest.mark.parametrize(("number", "said"), [(1, "I"), (4, "IV"), (19, "XIX"), (21, "XXI"), (99, "XCIX")])
def test_roman_numbers(number: int, said: str) -> None:
    assert roman(number) == said
