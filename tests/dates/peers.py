"""Where `edtf` 5.0.2 and `edtf-validate` 2.0.0 read a date otherwise, and why we keep our reading.

Each judgement covers exactly the texts that it lists. "accepts" and "refuses" are what the peer does
where we do the opposite; "bounds" is another earliest or latest day, or a crash while finding it.
"""

from dataclasses import dataclass
from typing import Literal

#: Beside the tables in `cases`: texts of the kinds that the peers' own tests are about.
FURTHER_TEXTS = """
-0999 -9999 -2004-23 -2010? -2004-06-11~ -1000/-0999 -1980-11-01/1989-11-30 0000/0000 0000-02/1111
1111-01-01/1111 1923-21/1924 2019-12/2020% 1984~/2004-06 1984/2004-06~ 1984~/2004~ 1984?/2004%
1984-06?/2004-08? 1984-06-02?/2004-08-08~ 1984-06-02?/ 2003/2004-06-11% 2004-06-01/ ../2006? ~2000/..
2000-XX/2012 2000-12-XX/2012 2000-XX-10/2012 2000/2000-XX-XX 198X/199X 1987/199X
1984-11-2X/1999-01-01 1984-11-12/1984-11-XX 198X-11-XX/198X-11-30 1919-XX-02/1919-XX-01
1919-0X-02/1919-01-03 1865-X2-02/1865-03-01 1981-1X-10/1981-11-09 1919-12-02/1919-XX-04
1919-11-02/1919-1X-01 1919-10-02/1919-X1-01 2018-05-X0/2018-05-11 1919-07-30/1919-07-3X
2015-02-27/2015-02-X8 2016-02-28/2016-02-X9 1999-XX 1999-01-XX 1560-XX-25 XXXX-XX-23 1XXX 15XX-1X X5X0
2004-?06-?11 2004?-06-~11 ?2004-%06 2004?-~06-~04 2011-~06-~04 2011-23~ 2001-29 2001-41 2010-33~
{2010..2012} {1960,1961-12,1962-01-05} [2010-01..2010-03,2011] [1667,1760-12..]
{..1983-12-31,1984-10-10..1984-11-01} {..1984-10,1984-11-05} 2012/2011 unknown/open y2006 +2006 -0000
2004-06-(11)~ 2010-04-31/2010-05 2010-21/2010-24 2010-24/2010-21 2010-24/2010-22 2010-24/2011-21
2001-21^southernHemisphere
""".split()  # noqa: SIM905 - a list of this length reads better as text

#: `edtf` computes ten to this power and does not come back.
ENDLESS = {"Y9E999999999"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A disagreement with a peer: on which texts, and why ours is right."""

    peer: Literal["edtf", "edtf-validate"]
    does: Literal["accepts", "refuses", "bounds"]
    why: str
    texts: tuple[str, ...]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_TIMES = _listed("""
    1985-04-12T23:20:30 1985-04-12T23:20:30Z 1985-04-12T23:20:30-04 1985-04-12T23:20:30+04:30
    2010-08-17T12:00:00Z
""")
_LONG_YEARS = _listed("Y170000002 Y-170000002 Y-17E7 Y17E7 Y171010000S3 Y3388E2S3")
_BEFORE_YEAR_1 = _listed("""
    -1985 -0001 -0999 -9999 -2004-23 -2010? -2004-06-11~ -1000/-0999 -1980-11-01/1989-11-30
    0000 0000-01-01 0000/0000 0000-02/1111
""")

JUDGEMENTS = (
    # What we leave out on purpose.
    Judgement("edtf", "accepts", "We keep no times of day.", _TIMES),
    Judgement("edtf-validate", "accepts", "We keep no times of day.", _TIMES),
    Judgement("edtf", "accepts", "Our years have four digits.", _LONG_YEARS),
    Judgement("edtf-validate", "accepts", "Our years have four digits.", _LONG_YEARS),
    Judgement("edtf", "accepts", "Our years begin with 0001.", _BEFORE_YEAR_1),
    Judgement("edtf-validate", "accepts", "Our years begin with 0001.", _BEFORE_YEAR_1),
    # Days that no calendar has.
    Judgement(
        "edtf",
        "accepts",
        "The day does not exist, and in a leap year only every fourth year has 29 February.",
        _listed("""
            2001-02-29 1900-02-29 2100-02-29 XXX1-02-29 XXXX-02-30 2010-02-3X 2001-02-29/2002
            [2001-02-29,2002]
        """),
    ),
    Judgement(
        "edtf-validate",
        "accepts",
        "The day does not exist: the grammar gives every February 29 days, and 3X to any month.",
        _listed("2001-02-29 1900-02-29 2100-02-29 XXX1-02-29 2010-02-3X [2001-02-29,2002]"),
    ),
    Judgement(
        "edtf",
        "accepts",
        "A winter of December 9999 ends in the year 10000.",
        ("9999-24",),
    ),
    Judgement(
        "edtf-validate",
        "accepts",
        "A winter of December 9999 ends in the year 10000.",
        ("9999-24",),
    ),
    # Ends in the wrong order.
    Judgement(
        "edtf",
        "accepts",
        "The end lies before the start; nothing can have happened in it.",
        _listed("""
            2005/2004 2004-12/2004-06 2004-02-02/2004-02-01 2004/2003-12-31 2012/2011
            2010-24/2010-21 2010-24/2010-22 [1672..1670]
        """),
    ),
    Judgement(
        "edtf-validate",
        "accepts",
        "The order of intervals is checked there, but not the order of ranges in sets.",
        ("[1672..1670]",),
    ),
    Judgement(
        "edtf-validate",
        "refuses",
        "The interval starts on 1 February and ends on some later day of the same year; ends are "
        "compared there by their first days alone.",
        ("2004-02-01/2004",),
    ),
    # Intervals that say nothing.
    Judgement(
        "edtf",
        "accepts",
        "Neither end is given, so it says nothing; two of them crash when asked for bounds.",
        _listed("../.. ../ /.."),
    ),
    Judgement(
        "edtf-validate",
        "accepts",
        "Neither end is given, so it says nothing; the specification gives at least one.",
        _listed("../.. ../ /.."),
    ),
    # White space.
    Judgement(
        "edtf",
        "accepts",
        "The specification allows no spaces anywhere; kept, they would be part of the text.",
        ("2010 ", "2010\n", "2010-08-17\r\n", "[1667, 1668]"),
    ),
    Judgement(
        "edtf-validate",
        "accepts",
        "The specification allows no white space; spaces are refused there, line breaks slip in.",
        ("2010\n", "2010-08-17\r\n"),
    ),
    # Significant digits.
    Judgement(
        "edtf",
        "accepts",
        "A year has from one to as many significant digits as it has digits, and nothing follows.",
        _listed("1950S0 1950S5 1950S02 0950S4 0000S1 1950S2~ 1950S2-05"),
    ),
    Judgement(
        "edtf-validate",
        "accepts",
        "A year has no more significant digits than digits, and there is no year 0000.",
        _listed("1950S5 0950S4 0000S1"),
    ),
    Judgement(
        "edtf",
        "bounds",
        "“1950S2: some year between 1900 and 1999”, the specification says; strict bounds there "
        "ignore the S.",
        _listed("1950S1 1950S2 1950S3 0950S2"),
    ),
    # Winter.
    Judgement(
        "edtf",
        "bounds",
        "A winter that ends on 31 December has one month; ours goes on to the end of February.",
        _listed("2001-24 2010-24 2011-24 9998-24 2010-28 2010-30 2010-21/2010-24"),
    ),
    # Unknown ends and unknown digits.
    Judgement(
        "edtf",
        "bounds",
        "Nobody knows the other end; ten years, the default there, are invented.",
        _listed("""
            1985-04-12/ 1985-04/ 1985/ /1985-04-12 /1985-04 /1985 1984-06-02?/ 2004-06-01/
        """),
    ),
    Judgement(
        "edtf",
        "bounds",
        "Without a single known digit nothing is known; bounds would be invented.",
        _listed("XXXX XXXX-XX XXXX-XX-XX XXXX/2010 [XXXX,2010]"),
    ),
    Judgement(
        "edtf",
        "bounds",
        "There is no year 0000 with us: the first year that matches is later.",
        _listed("XXXX-12-XX XXXX-12-25 XXXX-XX-23 X000 0X00 000X"),
    ),
    Judgement(
        "edtf",
        "bounds",
        "The bounds are leap days; 29 February 0000, 1900, 1999 or 9999 are not days of our years.",
        _listed("XXXX-02-29 19XX-02-29"),
    ),
    Judgement(
        "edtf",
        "bounds",
        "A month or day with one unknown digit has bounds; there it crashes.",
        _listed("""
            1984-0X 1984-1X 1984-X0 1984-X1 15XX-1X 1985-04-0X 1985-04-3X 1985-04-X1 1985-02-X9
            1984-02-X9 1984-11-2X/1999-01-01 1919-0X-02/1919-01-03 1865-X2-02/1865-03-01
            1981-1X-10/1981-11-09 1919-11-02/1919-1X-01 1919-10-02/1919-X1-01
            2018-05-X0/2018-05-11 1919-07-30/1919-07-3X 2015-02-27/2015-02-X8
            2016-02-28/2016-02-X9
        """),
    ),
    Judgement(
        "edtf",
        "bounds",
        "An unknown month is read there in a date, but crashes in an interval.",
        ("2000-XX/2012",),
    ),
    Judgement(
        "edtf",
        "bounds",
        "An open start beside other members crashes there.",
        _listed("{..1983-12-31,1984-10-10..1984-11-01} {..1984-10,1984-11-05}"),
    ),
    # What the specification allows and a peer does not.
    Judgement(
        "edtf",
        "refuses",
        "Level 2 qualifies any part of a date; a season is written in the place of a month.",
        _listed("2010-21~ 2010-?21 2011-23~ 2010-33~"),
    ),
    Judgement(
        "edtf-validate",
        "refuses",
        "Level 2 qualifies any part of a date; only whole dates with the codes 21 to 24 are there.",
        _listed("2010-?21 2010-33~"),
    ),
    Judgement(
        "edtf",
        "refuses",
        "Level 2 allows X anywhere in a part, so also in the year of a season.",
        _listed("201X-21 201X-24 XXXX-24"),
    ),
    Judgement(
        "edtf-validate",
        "refuses",
        "Level 2 allows X anywhere in a part, so also in the year of a season.",
        _listed("201X-21 201X-24 XXXX-24"),
    ),
    Judgement(
        "edtf-validate",
        "refuses",
        "A date with unknown digits can be approximate too; nothing in the specification forbids it.",
        ("2004-XX~",),
    ),
    Judgement(
        "edtf",
        "refuses",
        "A sign on the left of a part and one on its right say two things of it.",
        ("?2004~",),
    ),
    Judgement(
        "edtf-validate",
        "refuses",
        "A sign on the left of a part and one on its right say two things of it.",
        ("?2004~",),
    ),
    Judgement(
        "edtf",
        "refuses",
        "~2000 is a date of level 2, so it can begin an interval.",
        ("~2000/..",),
    ),
    Judgement(
        "edtf-validate",
        "refuses",
        "~2000 is a date of level 2, so it can begin an interval.",
        ("~2000/..",),
    ),
    Judgement("edtf", "refuses", "A set may have one member.", ("[1984]",)),
    Judgement("edtf-validate", "refuses", "A set may have one member.", ("[1984]",)),
    Judgement(
        "edtf",
        "refuses",
        "A range asks for two dates of one precision; seasons have one.",
        ("{2010-21..2010-23}",),
    ),
    Judgement(
        "edtf-validate",
        "refuses",
        "A range asks for two dates of one precision; seasons have one.",
        ("{2010-21..2010-23}",),
    ),
    Judgement(
        "edtf-validate",
        "refuses",
        "An open start and a range can stand in one set; the specification limits only their places.",
        ("{..1983-12-31,1984-10-10..1984-11-01}",),
    ),
)
