"""Dates in Spanish words, and dates as they are typed in Spanish."""

import pytest
from hypothesis import given

from tests.dates.strategies import edtf_texts
from tests.dates.test_words import SAID
from timeline.dates.parse import parse
from timeline.dates.propose import propose
from timeline.dates.words import sureness, the_date, words

SPANISH = {
    "2010-08-17": "17 de agosto de 2010",
    "2010-08": "agosto de 2010",
    "2011-21": "primavera de 2011",
    "2010-24": "invierno de 2010–2011",
    "2001-34": "segundo trimestre de 2001",
    "2009-11~": "hacia noviembre de 2009",
    "2004-06-11%": "posiblemente hacia el 11 de junio de 2004",
    "2004-06~-11": "11 de junio de 2004 (año y mes: aproximado)",
    "199X": "en la década de 1990",
    "18XX": "en el siglo XIX",
    "1985-04-1X": "entre el 10 y el 19 de abril de 1985",
    "156X-12-25": "25 de diciembre, en la década de 1560",
    "1964/2008": "de 1964 a 2008",
    "2010-11-01/2010-11-09": "del 1 al 9 de noviembre de 2010",
    "2010-06/2010-08-17": "de junio de 2010 al 17 de agosto de 2010",
    "2010-33/2010-34": "del primer trimestre de 2010 al segundo trimestre de 2010",
    "2004-06~/2006": "de alrededor de junio de 2004 a 2006",
    "1985/": "desde 1985, final desconocido",
    "/1985-04-12": "hasta el 12 de abril de 1985, comienzo desconocido",
    "[2010-09-07,2010-09-08]": "7 u 8 de septiembre de 2010",
    "[2010-12-31,2011-01-01]": "el 31 de diciembre de 2010 o el 1 de enero de 2011",
    "[2010-09-07..2010-09-09]": "entre el 7 y el 9 de septiembre de 2010",
    "[..2011-03]": "antes de abril de 2011",
    "[..2010-12-31]": "antes del 1 de enero de 2011",
    "{1760-12..}": "todos los meses desde diciembre de 1760",
    "XXXX": "fecha desconocida",
}
TYPED = {
    "agosto 2010": "2010-08",
    "17 de agosto de 2010": "2010-08-17",
    "c. 2010": "2010~",
    "hacia noviembre de 2009": "2009-11~",
    "antes de 2012": "[..2011]",
    "después de abril de 2011": "[2011-05..]",
    "7 u 8 de septiembre de 2010": "[2010-09-07,2010-09-08]",
    "entre junio y agosto de 2010": "[2010-06..2010-08]",
    "del 1 al 9 de noviembre de 2010": "2010-11-01/2010-11-09",
    "otoño de 2010": "2010-23",
    "Siglo XIX": "18XX",
    "década de 1990": "199X",
    "principios de 2010": "2010-37~",
    "2010 o después": "[2010..]",
    "sin fecha": "XXXX",
}


@pytest.mark.parametrize("text", SPANISH)
def test_a_date_is_said_as_the_table_says(text: str) -> None:
    assert words(parse(text), "es") == SPANISH[text]


@pytest.mark.parametrize("typed", TYPED)
def test_a_date_is_read_as_it_is_typed(typed: str) -> None:
    assert propose(typed)[0].edtf == TYPED[typed]


def test_dates_that_english_tells_apart_are_told_apart() -> None:
    dates = [parse(text) for text in SAID]
    in_english = {(words(date), sureness(date)) for date in dates}
    in_spanish = {(words(date, "es"), sureness(date, "es")) for date in dates}
    assert len(in_spanish) == len(in_english)


@given(edtf_texts(), edtf_texts())
def test_words_differ_where_english_words_differ(one: str, other: str) -> None:
    first, second = parse(one), parse(other)
    if words(first) != words(second):
        assert words(first, "es") != words(second, "es")


def test_behind_a_preposition_a_day_has_its_article() -> None:
    assert the_date(parse("2010-08-17"), "es") == "el 17 de agosto de 2010"
    assert the_date(parse("2010-08"), "es") == "agosto de 2010"
    assert the_date(parse("199X"), "en") == "the 1990s"
    assert the_date(None, "es") == "fecha desconocida"
