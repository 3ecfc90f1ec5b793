"""Reading EDTF: every example of the specification, our rules, and what is refused and how."""

import copy
import datetime as dt
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dates.cases import FURTHER, OUT_OF_SCOPE, REFUSED, SPECIFICATION, Case
from tests.dates.strategies import edtf_texts, garbled_texts
from timeline.dates.errors import SHOWN, DateError
from timeline.dates.parse import MAX_LENGTH, is_date, parse
from timeline.dates.value import COARSENESS, PRECISIONS, Choice


@pytest.mark.parametrize("case", [*SPECIFICATION, *FURTHER], ids=lambda case: case.text)
def test_a_date_means_what_the_table_says(case: Case) -> None:
    value = parse(case.text)
    assert _bound(value.earliest, is_open=value.open_start, unknown=value.unknown_start) == (case.earliest)
    assert _bound(value.latest, is_open=value.open_end, unknown=value.unknown_end) == case.latest
    assert (value.precision, value.kind) == (case.precision, case.kind)
    assert value.approximate is (case.marks in {"~", "%"})
    assert value.uncertain is (case.marks in {"?", "%"})


def _bound(day: dt.date | None, *, is_open: bool, unknown: bool) -> str:
    return (day.isoformat() if day else "") + "-" * is_open + "?" * unknown


@pytest.mark.parametrize("text", OUT_OF_SCOPE)
def test_an_example_out_of_scope_is_refused_with_a_cure(text: str) -> None:
    with pytest.raises(DateError) as refusal:
        parse(text)
    assert OUT_OF_SCOPE[text] in refusal.value.message


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_what_is_not_a_date_is_refused_with_a_cure(text: str) -> None:
    with pytest.raises(DateError) as refusal:
        parse(text)
    assert REFUSED[text] in refusal.value.message
    assert refusal.value.text == text
    assert str(refusal.value) == refusal.value.message
    assert not is_date(text)


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("2004-06-11%", "~?", "~?", "~?"),
        ("2004-06~-11", "~", "~", ""),
        ("2004?-06-11", "?", "", ""),
        ("?2004-06-~11", "?", "", "~"),
        ("2004-%06-11", "", "~?", ""),
        ("2004?-06~-11", "~?", "~", ""),
        ("?2004~-06", "~?", "", None),
        ("2004-06?", "?", "?", None),
        ("~2004", "~", None, None),
    ],
)
def test_a_qualifier_reaches_the_parts_that_the_specification_says(
    text: str, year: str, month: str | None, day: str | None
) -> None:
    body = parse(text).body
    found = [
        ("~" if part.approximate else "") + ("?" if part.uncertain else "")
        for part in getattr(body, "components", ())
    ]
    assert found == [mark for mark in (year, month, day) if mark is not None]


def test_a_qualifier_does_not_move_the_bounds() -> None:
    for mark in "?~%":
        for text in ("2010", "2010-06", "2010-06-17", "2010-24", "201X"):
            plain, marked = parse(text), parse(text + mark)
            assert (plain.earliest, plain.latest) == (marked.earliest, marked.latest)


def test_a_text_that_is_too_long_is_refused_before_it_is_read() -> None:
    longest = "[" + ",".join(["2010"] * 39) + "]"
    padded = longest[:-1] + ",201X]"
    assert len(padded) == MAX_LENGTH + 1 or len(longest) <= MAX_LENGTH
    body = parse(longest).body
    assert isinstance(body, Choice)
    assert len(body.members) == 39
    with pytest.raises(DateError, match=f"at most {MAX_LENGTH} characters; this has 10000"):
        parse("2" * 10_000)


def test_a_message_shows_a_strange_text_on_one_short_line() -> None:
    for text in ("\x00\n\r\t", "2010\u202e", "9" * MAX_LENGTH, "[" + "9" * 150):
        with pytest.raises(DateError) as refusal:
            parse(text)
        assert refusal.value.message.isprintable()
        assert "9" * (SHOWN + 1) not in refusal.value.message


def test_an_error_and_a_value_can_be_copied_and_pickled() -> None:
    with pytest.raises(DateError) as refusal:
        parse("2001-02-29")
    again = pickle.loads(pickle.dumps(refusal.value))
    assert (again.text, again.message) == (refusal.value.text, refusal.value.message)
    value = parse("[2010,2012..2014]")
    assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)).body == value.body
    assert str(value) == "[2010,2012..2014]"


def test_values_are_equal_when_their_texts_are() -> None:
    parse.cache_clear()
    first = parse("2010-06")
    parse.cache_clear()
    assert parse("2010-06") == first
    assert hash(parse("2010-06")) == hash(first)
    assert parse("2010-06~") != first
    assert parse("2010-XX") != parse("2010")


def test_every_precision_has_its_rank_and_is_used() -> None:
    assert list(COARSENESS) == list(PRECISIONS)
    assert {case.precision for case in (*SPECIFICATION, *FURTHER)} == set(PRECISIONS)


@given(edtf_texts())
def test_text_to_value_to_text_is_identity(text: str) -> None:
    value = parse(text)
    assert value.text == text
    assert parse(str(value)) is value


@given(edtf_texts())
def test_bounds_are_in_order_and_missing_only_when_open_or_unknown(text: str) -> None:
    value = parse(text)
    if value.earliest is not None and value.latest is not None:
        assert value.earliest <= value.latest
    assert (value.earliest is None) is (value.open_start or value.unknown_start)
    assert (value.latest is None) is (value.open_end or value.unknown_end)
    assert not (value.open_start and value.unknown_start)
    assert not (value.open_end and value.unknown_end)
    assert value.approximate is any(mark in text for mark in "~%S")
    assert value.uncertain is any(mark in text for mark in "?%")


@given(garbled_texts() | st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_message(text: str) -> None:
    if is_date(text):
        assert parse(text).text == text
        assert text.isascii()
        assert text.isprintable()
    else:
        with pytest.raises(DateError) as refusal:
            parse(text)
        assert refusal.value.message.endswith(".")
