"""Hostile input costs little: the work is counted in function calls, which a slow machine does not change.

`benchmarks/dates.py` measures the time.
"""

import itertools
import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dates.strategies import ALPHABET, edtf_texts
from timeline.dates.compare import certainly_before, overlaps, possibly_before, relation
from timeline.dates.days import days
from timeline.dates.errors import DateError
from timeline.dates.parse import MAX_LENGTH, is_date, parse
from timeline.dates.propose import MAX_TYPED, propose
from timeline.dates.words import sureness, words

HOSTILE = [
    "XXXX-02-30",
    "XXXX-02-29",
    "[" + ",".join(["XXXX-02-29"] * 18) + "]",
    "[" + ",".join(["X9X9-X1-X1~"] * 16) + "]",
    "[" + ",".join(str(year) for year in range(1000, 1039)) + "]",
    "[" + ",".join(str(year) for year in range(1000, 1300)) + "]",
    "{0001..9999,0001-01-01..9999-12-31}",
    "XXXX-XX-XX/XXXX-XX-XX",
    "?%~" * 66,
    "[" * MAX_LENGTH,
    "." * MAX_LENGTH,
    "," * MAX_LENGTH,
    "[" + "," * (MAX_LENGTH - 2) + "]",
    "[" + ".." * 99 + "]",
    "/" * MAX_LENGTH,
    "X" * MAX_LENGTH,
    "-" * MAX_LENGTH,
    "2010-" * 40,
    "Y9E999999999",
    "Y" + "9" * 199,
    "9" * 10_000,
    "[" + "2010," * 2_000 + "2010]",
    "٢٠١٠-٠٨-١٧",
    "2010-08-17\n",
    "\n" * 10_000,
    "2010\x00",
    "1950S" + "9" * 190,
    "\ud800",
    "\U0001d7da\U0001d7d8\U0001d7d9\U0001d7d8",
]
TYPED = [
    *(text[:MAX_TYPED] for text in HOSTILE),
    "c. " * 33,
    "possibly " * 5 + "c. 2010" + " ?" * 20,
    "before after " * 7,
    "1 or " * 19 + "2",
    "1, " * 30 + "or 2",
    "between " * 12,
    "1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16",
    "a and b or c to d - e, " * 4,
    "1/1/2010 or 1/2/2010 or 1/3/2010 or 1/4/2010 or 1/5/2010",
    "September " * 10,
    "first " * 16,
]


@pytest.fixture(autouse=True, scope="module")
def _catalogues() -> None:
    """Have the catalogues of other languages read, which is done once for ever."""
    propose("siglo XIX")


def calls_of(work: Callable[[], object]) -> int:
    """Count the calls of Python and C functions that some work makes."""
    count = itertools.count()

    def profile(frame: FrameType, event: str, arg: object) -> None:
        if event.endswith("call"):
            next(count)

    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
    return next(count)


def read(text: str) -> object:
    try:
        return parse.__wrapped__(text)
    except DateError as refusal:
        return refusal


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_reading_hostile_input_takes_few_calls(text: str) -> None:
    assert calls_of(lambda: read(text)) < 3_000
    assert len(str(read(text))) < 600


@pytest.mark.parametrize("text", TYPED, ids=lambda text: ascii(text[:20]))
def test_proposing_for_hostile_input_takes_few_calls(text: str) -> None:
    assert calls_of(lambda: propose(text)) < 6_000


@given(edtf_texts() | st.text(ALPHABET, max_size=MAX_LENGTH))
def test_reading_takes_calls_in_proportion_to_the_length(text: str) -> None:
    assert calls_of(lambda: read(text)) < 300 + 20 * len(text)


def test_comparing_the_worst_dates_takes_few_calls() -> None:
    worst = [parse(text) for text in HOSTILE if is_date(text)]
    assert len(worst) > 4
    for one, other in itertools.product(worst, worst):
        days.cache_clear()
        for compare in (relation, overlaps, certainly_before, possibly_before):
            assert calls_of(lambda: compare(one, other)) < 6_000  # noqa: B023 - called at once


def test_the_days_of_the_worst_dates_are_few_cells() -> None:
    for text in HOSTILE:
        if is_date(text):
            assert len(days(parse(text))) <= 3 * MAX_LENGTH / 5


def test_saying_the_worst_dates_takes_few_calls() -> None:
    for text in HOSTILE:
        if is_date(text):
            value = parse(text)
            for say in (words, sureness):
                assert calls_of(lambda: say.__wrapped__(value, "en")) < 6_000  # noqa: B023 - called at once
