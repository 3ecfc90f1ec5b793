"""The rules by which the archive reads dates, in sentences that the data dictionary prints."""

RULES: tuple[str, ...] = (
    "A date is written in EDTF (ISO 8601-2:2019, Library of Congress EDTF of 4 February 2019), levels 0, 1 "
    "and 2, without times of day, in the proleptic Gregorian calendar.",
    "Years run from 0001 to 9999. Years before and after, and years written with Y or an exponent, are "
    "refused.",
    "The earliest and the latest day follow from the text alone. The qualifiers ~ (approximate), ? "
    "(uncertain) and % (both) do not widen them.",
    "An open end (..) or an unknown end (nothing written) has no earliest or latest day; none is ever "
    "invented. The same holds for a date without a single known digit (XXXX).",
    "2010-06 is some moment in June 2010. 2010-06-01/2010-06-30 is all of June 2010. They are different "
    "statements with the same days.",
    "An interval a/b starts on some day of a and ends on some day of b: 2004/2006 starts on a day of "
    "2004. An end that lies before the start is refused.",
    "[a,b] is one of its members, {a,b} is all of them; a..b is everything from a to b, and both must be "
    "of one kind: days, months, seasons or years. [..a] is a or earlier, [a..] is a or later.",
    "Seasons are three whole months. 21 is spring, March to May; 22 summer, June to August; 23 autumn, "
    "September to November; 24 winter, December to February of the NEXT year: 2010-24 is 1 December 2010 "
    "to 28 February 2011.",
    "25 to 28 are spring to winter of the northern hemisphere, with the months of 21 to 24. 29 to 32 are "
    "spring to winter of the southern hemisphere: spring is September to November, summer December to "
    "February of the next year, autumn March to May, winter June to August.",
    "33 to 36 are the four quarters of the calendar year, 37 to 39 its three parts of four months, 40 and "
    "41 its two halves.",
    "X stands for a digit that is not known, in any place: 156X-12-25 is 25 December of a year from 1560 to "
    "1569. The bounds are real days of the calendar, and at least one must exist: XXXX-02-30 is refused.",
    "201X is the years 2010 to 2019; 20XX is the years 2000 to 2099 and is called the 21st century.",
    "1950S2 is an estimate, 1950, of which the first two digits count: a year from 1900 to 1999. It is "
    "approximate. Leading zeros do not count.",
    "A qualifier to the right of a part holds for it and for all that stands before it; to the left of a "
    "part, for that part alone: 2004-06~-11 has an approximate year and month, 2004-~06-11 an approximate "
    "month.",
    "Dates are ordered by the earliest day (none comes last), then the latest day (none comes last), then "
    "the finer before the coarser, then by id.",
    "Two sources disagree about a date when no day is possible for both. When all days of one are days of "
    "the other, they are consistent, and the one with fewer days is finer.",
    "A comparison is certain when it holds for every reading of the dates, and possible when it holds for "
    "at least one.",
)
