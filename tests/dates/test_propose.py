"""What people type: each text, the dates that it may mean, and never a guess between two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dates.strategies import ALPHABET, edtf_texts
from timeline.dates.errors import DateError
from timeline.dates.parse import is_date, parse
from timeline.dates.propose import MAX_PROPOSALS, MAX_TYPED, cure_for, propose
from timeline.dates.words import words

TYPED = {
    # Days.
    "August 17, 2010": ["2010-08-17"],
    "17 Aug 2010": ["2010-08-17"],
    "Aug. 17, 2010": ["2010-08-17"],
    "Tuesday, August 17, 2010": ["2010-08-17"],
    "Sat., Sept. 4, 2010": ["2010-09-04"],
    "on August 17, 2010": ["2010-08-17"],
    "the 17th of August, 2010": ["2010-08-17"],
    "17-Aug-2010": ["2010-08-17"],
    "2010 August 17": ["2010-08-17"],
    "AUGUST 17 2010": ["2010-08-17"],
    "8/17/2010": ["2010-08-17"],
    "17/8/2010": ["2010-08-17"],
    "17.8.2010": ["2010-08-17"],
    "5/5/2011": ["2011-05-05"],
    "03/04/2011": ["2011-03-04", "2011-04-03"],
    "3.4.2011": ["2011-03-04", "2011-04-03"],
    "2010/08/17": ["2010-08-17"],
    "2010-8-17": ["2010-08-17"],
    "20100817": ["2010-08-17"],
    "2010-08-17": ["2010-08-17"],
    "February 29, 2012": ["2012-02-29"],
    # Months and years.
    "Aug 2010": ["2010-08"],
    "August, 2010": ["2010-08"],
    "August of 2010": ["2010-08"],
    "Sept. 2010": ["2010-09"],
    "in May 2010": ["2010-05"],
    "8/2010": ["2010-08"],
    "08-2010": ["2010-08"],
    "2010/8": ["2010-08"],
    "2010": ["2010"],
    " 2010 ": ["2010"],
    "the year 2010": ["2010"],
    "sometime in 2010": ["2010"],
    "some time in June 2010": ["2010-06"],
    "AD 476": ["0476"],
    "476 A.D.": ["0476"],
    # Two things at once: all readings, no guess.
    "2009-10": ["2009-10", "2009/2010"],
    "2010-24": ["2010-24", "2010/2024"],
    "2009/10": ["2009-10", "2009/2010"],
    "1851-52": ["1851/1852"],
    "winter 2010": ["2010-24", "2009-24"],
    "2000s": ["20XX", "200X"],
    "1800s": ["18XX", "180X"],
    "03/04/2011 or 05/04/2011": ["[2011-03-04,2011-05-04]", "[2011-04-03,2011-04-05]"],
    # Seasons and other parts of the year.
    "spring of 2011": ["2011-21"],
    "Summer 2011": ["2011-22"],
    "fall 2010": ["2010-23"],
    "2011 autumn": ["2011-23"],
    "winter 2010-11": ["2010-24"],
    "winter 2010–2011": ["2010-24"],
    "winter of 2010/2011": ["2010-24"],
    "northern summer 2010": ["2010-26"],
    "Q2 2011": ["2011-34"],
    "2011 Q2": ["2011-34"],
    "2011Q2": ["2011-34"],
    "second quarter of 2011": ["2011-34"],
    "2nd quarter 2011": ["2011-34"],
    "first half of 2010": ["2010-40"],
    "H2 2010": ["2010-41"],
    "early 2011": ["2011-37~"],
    "mid-2010": ["2010-38~"],
    "late 2009": ["2009-39~"],
    "end of 2010": ["2010-12~", "2010-39~"],
    "beginning of 2010": ["2010-01~", "2010-37~"],
    "early August 2010": ["[2010-08-01..2010-08-10]"],
    "mid-August 2010": ["[2010-08-11..2010-08-20]"],
    "late February 2012": ["[2012-02-21..2012-02-29]"],
    "late December 9999": ["[9999-12-21..9999-12-31]"],
    # Decades and centuries.
    "1990s": ["199X"],
    "the 1990's": ["199X"],
    "in the 1990s": ["199X"],
    "mid-1990s": ["[1994..1996]"],
    "late 1990s": ["[1997..1999]"],
    "19th century": ["18XX"],
    "nineteenth century": ["18XX"],
    "21st cent.": ["20XX"],
    "late 19th century": ["[1867..1899]"],
    "early 1st century": ["[0001..0033]"],
    # Fiscal years of the U.S. government.
    "fiscal year 2010": ["2009-10-01/2010-09-30", "[2009-10..2010-09]"],
    "FY 2010": ["2009-10-01/2010-09-30", "[2009-10..2010-09]"],
    "FY2010": ["2009-10-01/2010-09-30", "[2009-10..2010-09]"],
    "federal fiscal year 2010": ["2009-10-01/2010-09-30", "[2009-10..2010-09]"],
    "Q1 FY 2010": ["2009-36"],
    "fourth quarter of fiscal year 2010": ["2010-35"],
    # Not sure.
    "c. 2010": ["2010~"],
    "ca. 2010": ["2010~"],
    "c2010": ["2010~"],
    "circa August 2010": ["2010-08~"],
    "about March 2011": ["2011-03~"],
    "approx. 2010": ["2010~"],
    "~2010": ["~2010"],
    "~ 2010": ["2010~"],
    "2010 approximately": ["2010~"],
    "2010?": ["2010?"],
    "August 2010?": ["2010-08?"],
    "2010 (uncertain)": ["2010?"],
    "perhaps spring 2011": ["2011-21?"],
    "c. 2010?": ["2010%"],
    "possibly c. 2010": ["2010%"],
    "early 2011?": ["2011-37%"],
    "unknown": ["XXXX"],
    "Undated": ["XXXX"],
    "n.d.": ["XXXX"],
    "date unknown": ["XXXX"],
    "?": ["XXXX"],
    "some day in June 2010": ["2010-06-XX"],
    "some month in 2010": ["2010-XX"],
    "some day in 2010": ["2010-XX-XX"],
    # Before and after.
    "before 2012": ["[..2011]"],
    "before April 2011": ["[..2011-03]"],
    "before January 2011": ["[..2010-12]"],
    "before 17 August 2010": ["[..2010-08-16]"],
    "prior to 3/17/2011": ["[..2011-03-16]"],
    "before 03/04/2011": ["[..2011-03-03]", "[..2011-04-02]"],
    "before spring 2011": ["[..2011-02]"],
    "before the 1990s": ["[..1989]"],
    "before c. 2012": ["[..2011~]"],
    "after April 2011": ["[2011-05..]"],
    "after 2012": ["[2013..]"],
    "after December 31, 2010": ["[2011-01-01..]"],
    "by March 2011": ["[..2011-03]"],
    "no later than March 2011": ["[..2011-03]"],
    "2010 or earlier": ["[..2010]"],
    "not before 2010": ["[2010..]"],
    "2010 or later": ["[2010..]"],
    "until March 2011": ["../2011-03", "/2011-03", "[..2011-03]"],
    "since 2010": ["2010/..", "2010/", "[2010..]"],
    "from 1985 on": ["1985/..", "1985/", "[1985..]"],
    "2010 to present": ["2010/..", "2010/", "[2010..]"],
    # Several dates.
    "7 or 8 September 2010": ["[2010-09-07,2010-09-08]"],
    "September 7 or 8, 2010": ["[2010-09-07,2010-09-08]"],
    "7, 8 or 9 September 2010": ["[2010-09-07,2010-09-08,2010-09-09]"],
    "August 17, 2010 or August 18, 2010": ["[2010-08-17,2010-08-18]"],
    "7 September or 3 October 2010": ["[2010-09-07,2010-10-03]"],
    "2010 or 2011": ["[2010,2011]"],
    "1998, 1999 or 2001": ["[1998,1999,2001]"],
    "June or July 2010": ["[2010-06,2010-07]"],
    "spring or summer 2011": ["[2011-21,2011-22]"],
    "c. 2009 or 2010": ["[2009~,2010]"],
    "September 7 and 8, 2010": ["{2010-09-07,2010-09-08}"],
    "September 7, 8 and 9, 2010": ["{2010-09-07,2010-09-08,2010-09-09}"],
    # Periods.
    "September 7-8, 2010": ["2010-09-07/2010-09-08", "[2010-09-07..2010-09-08]"],
    "7–8 September 2010": ["2010-09-07/2010-09-08", "[2010-09-07..2010-09-08]"],
    "Nov. 9-Nov. 12, 2010": ["2010-11-09/2010-11-12", "[2010-11-09..2010-11-12]"],
    "Nov. 9 to 12, 2010": ["2010-11-09/2010-11-12", "[2010-11-09..2010-11-12]"],
    "August 30-September 2, 2010": ["2010-08-30/2010-09-02", "[2010-08-30..2010-09-02]"],
    "Dec 30 to Jan 2, 2011": ["2010-12-30/2011-01-02", "[2010-12-30..2011-01-02]"],
    "December 30, 2009 - January 3, 2010": ["2009-12-30/2010-01-03", "[2009-12-30..2010-01-03]"],
    "8/17/2010-8/19/2010": ["2010-08-17/2010-08-19", "[2010-08-17..2010-08-19]"],
    "2010-08-17 to 2010-08-19": ["2010-08-17/2010-08-19", "[2010-08-17..2010-08-19]"],
    "June-August 2010": ["2010-06/2010-08", "[2010-06..2010-08]"],
    "from June to August 2010": ["2010-06/2010-08", "[2010-06..2010-08]"],
    "between June and August 2010": ["[2010-06..2010-08]", "2010-06/2010-08"],
    "2010-2012": ["2010/2012", "[2010..2012]"],
    "2010 through 2012": ["2010/2012", "[2010..2012]"],
    "c. 1984 to June 2004": ["1984~/2004-06"],
    "c. 2009-2010": ["2009~/2010~", "[2009~..2010~]"],
    # EDTF with spaces and small letters.
    "[1667, 1668]": ["[1667,1668]"],
    "2004 / 2006": ["2004/2006"],
    "201x": ["201X"],
    "2010-21": ["2010-21", "2010/2021"],
}

NONSENSE = [
    "",
    " ",
    "banana",
    "soon",
    "31 June 2010",
    "February 29, 2001",
    "2001-02-29",
    "13/13/2013",
    "99/99/9999",
    "0000",
    "7",
    "march",
    "August 17",
    "August 17, 10",
    "8/17/10",
    "44 BC",
    "before",
    "before before 2010 after",
    "7 or 8",
    "5th quarter 2010",
    "0th century",
    "beginning of 0000",
    "early March 0000",
    "Q1 FY 0000",
    "between 2012 and 2010",
    "2012 to 2010",
    "2010 or banana",
    "before 0001",
    "after 9999",
    "٢٠١٠",
    "17 août 2010",
    "2010\x00",
    "1 or " * 15 + "2 September 2010",
    "c. " * 20 + "2010",
]


@pytest.mark.parametrize("text", TYPED)
def test_a_typed_text_proposes_what_the_table_says(text: str) -> None:
    found = propose(text)
    assert [proposal.edtf for proposal in found] == TYPED[text]
    for proposal in found:
        value = parse(proposal.edtf)
        assert proposal.words == words(value)
        assert (proposal.earliest, proposal.latest) == (value.earliest, value.latest)
        assert proposal.why.endswith(".")


@pytest.mark.parametrize("text", NONSENSE, ids=ascii)
def test_nonsense_proposes_nothing(text: str) -> None:
    assert propose(text) == ()


def test_an_ambiguous_day_says_how_each_reading_comes_about() -> None:
    month_first, day_first = propose("03/04/2011")
    assert month_first.why.startswith("Month before day.")
    assert day_first.why.startswith("Day before month.")
    (certain,) = propose("8/17/2010")
    assert certain.why == "17 can only be the day."


def test_a_fiscal_year_says_whose_and_when() -> None:
    for proposal in propose("FY 2010"):
        assert "U.S. federal fiscal year 2010, 1 October 2009 to 30 September 2010" in proposal.why


def test_our_own_words_are_understood() -> None:
    for text in (
        *("2010-08-17", "2010-08", "2010", "2011-21", "2010-24", "2010-26", "2001-34", "2010-38"),
        *("2010-40", "2009-11~", "1984?", "2004-06-11%", "200X", "18XX", "2004-XX", "1985-XX-XX"),
        *("1985-04-XX", "1964/2008", "2010-11-01/2010-11-09", "2010-02-01/2010-03-08"),
        *("2010-06/2010-08", "2010-21/2010-23", "2004-06~/2006", "1985/..", "../1985"),
        *("[2010-09-07,2010-09-08]", "[2010-09-07,2010-10-08]", "[2010-01,2010-03]"),
        *("[2010-06..2010-08]", "[..2011-03]", "[..2011]", "[2011-05..]", "[2013..]", "XXXX"),
        *("{2010-09-07,2010-09-08}", "{1960,1961-12}", "[2010-12-31,2011-01-01]"),
    ):
        said = words(parse(text))
        assert text in [proposal.edtf for proposal in propose(said)], said


def test_a_long_text_is_not_read() -> None:
    assert propose("2010" + " " * (MAX_TYPED - 4))
    assert propose("2010" + " " * (MAX_TYPED - 3)) == ()


@given(edtf_texts())
def test_edtf_is_proposed_as_it_stands(text: str) -> None:
    if len(text) <= MAX_TYPED:
        assert propose(text)[0].edtf == text


_WORDS = st.sampled_from(
    [
        *("before", "after", "by", "until", "since", "c.", "about", "possibly", "between", "and"),
        *("or", "to", "from", "early", "mid-", "late", "end", "of", "the", "FY", "Q1", "quarter"),
        *("winter", "spring", "August", "Sept.", "17", "7th", "2010", "2011", "8/9/2010", "1990s"),
        *("19th", "century", "?", "-", "/", ","),
    ]
)


@given(st.lists(_WORDS, max_size=9).map(" ".join) | st.text(max_size=40) | st.text(ALPHABET))
def test_proposals_are_dates_and_few_and_different(text: str) -> None:
    found = propose(text)
    assert len(found) <= MAX_PROPOSALS
    assert len({proposal.edtf for proposal in found}) == len(found)
    assert all(is_date(proposal.edtf) and proposal.words and proposal.why for proposal in found)


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("November 2009", "Write 2009-11 (November 2009)."),
        ("03/04/2011", "Write 2011-03-04 (4 March 2011) or 2011-04-03 (3 April 2011)."),
    ],
)
def test_what_a_person_wrote_is_offered_as_edtf(text: str, cure: str) -> None:
    with pytest.raises(DateError) as refused:
        parse(text)
    assert cure_for(refused.value) == cure


def test_what_means_nothing_gets_the_reason_instead() -> None:
    with pytest.raises(DateError) as refused:
        parse("2011-02-29")
    assert cure_for(refused.value) == (
        "February 2011 has 28 days: write a day from 01 to 28, or 2011-02 when the day is not known."
    )
