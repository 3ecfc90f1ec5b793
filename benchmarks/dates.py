"""Measure reading, comparing, saying and proposing dates, beside the `edtf` package in the same run.

    python -m benchmarks.dates

Prints the median time of each operation in milliseconds, without any cache. `edtf` is asked for the
same two things as we are: to parse a text and to give its first and last day.
"""

import itertools
import statistics
import time
from collections.abc import Callable
from functools import partial

from edtf import parse_edtf

from timeline.dates.compare import Relation, possibly_before, relation, sort_key
from timeline.dates.days import days
from timeline.dates.errors import DateError
from timeline.dates.parse import parse
from timeline.dates.propose import propose
from timeline.dates.value import Edtf
from timeline.dates.words import words

TYPICAL = (
    *("2010-08-17", "2010-08", "2010", "2011-21", "2009-11~", "201X", "1985-04-XX"),
    *("2004-06~-11", "156X-12-25", "1964/2008", "2010-11-01/2010-11-09", "1985/.."),
    *("[2010-09-07,2010-09-08]", "[..2011-03]", "[1667,1668,1670..1672]"),
)
HOSTILE = (
    *("XXXX-02-30", "XXXX-02-29", "٢٠١٠-٠٨-١٧", "2010-08-17\n", "Y9E999999999"),
    "[" + ",".join(["XXXX-02-29"] * 18) + "]",
    "[" + ",".join(str(year) for year in range(1000, 1039)) + "]",
    "[" + ",".join(str(year) for year in range(1000, 1300)) + "]",
    "9" * 10_000,
    "?%~" * 66,
)
TYPED = ("Aug 2010", "August 17, 2010", "03/04/2011", "before 2012", "7 or 8 September 2010", "FY 2010")


def main() -> None:
    """Print the table."""
    ours = {text: median_ms(partial(read, text)) for text in TYPICAL}
    theirs = {text: median_ms(partial(read_with_edtf, text), 20) for text in TYPICAL}
    print(f"{'parse':36}{'ours, ms':>12}{'edtf, ms':>12}{'ratio':>9}")
    for text in TYPICAL:
        print(f"{text:36}{ours[text]:12.4f}{theirs[text]:12.4f}{theirs[text] / ours[text]:9.0f}")
    middle, peer = statistics.median(ours.values()), statistics.median(theirs.values())
    print(f"{'median':36}{middle:12.4f}{peer:12.4f}{peer / middle:9.0f}\n")
    for text in HOSTILE:
        print(f"{'hostile: ' + ascii(text[:24]):36}{median_ms(partial(read, text)):12.4f}")
    print()
    values = [parse(text) for text in TYPICAL]
    pairs = tuple(itertools.product(values, values))
    report("relation, a pair of dates", [partial(relate, *pair) for pair in pairs])
    report("possibly before, a pair of dates", [partial(possibly_before, *pair) for pair in pairs])
    report("sort key", [partial(sort_key, value, "a") for value in values])
    report("words", [partial(words.__wrapped__, value, "en") for value in values])
    report("propose", [partial(propose, text) for text in TYPED])


def median_ms(work: Callable[[], object], times: int = 200) -> float:
    """Give the median time of some work in milliseconds."""
    spent = []
    for _ in range(times):
        start = time.perf_counter_ns()
        work()
        spent.append(time.perf_counter_ns() - start)
    return statistics.median(spent) / 1e6


def report(name: str, works: list[Callable[[], object]]) -> None:
    """Print the median and the worst of several works."""
    each = [median_ms(work, 50) for work in works]
    print(f"{name:36}{statistics.median(each):12.4f}   worst {max(each):.4f}")


def read(text: str) -> object:
    """Parse without the cache; a refusal counts too."""
    try:
        value = parse.__wrapped__(text)
    except DateError as refusal:
        return refusal
    return value.earliest, value.latest


def read_with_edtf(text: str) -> object:
    """Parse with `edtf`, and ask for the bounds."""
    value = parse_edtf(text)
    return value.lower_strict(), value.upper_strict()


def relate(one: Edtf, other: Edtf) -> Relation:
    """Compare two dates without the cache of their days."""
    days.cache_clear()
    return relation(one, other)


if __name__ == "__main__":
    main()
