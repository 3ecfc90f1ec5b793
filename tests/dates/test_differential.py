"""Our reading of dates against two other implementations, with every difference judged.

A disagreement that no judgement explains fails, and so does a judgement of a disagreement that is no
longer there.
"""

import importlib
import math
import warnings
from collections import Counter
from functools import cache

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from tests.dates.cases import FURTHER, OUT_OF_SCOPE, REFUSED, SPECIFICATION
from tests.dates.peers import ENDLESS, FURTHER_TEXTS, JUDGEMENTS
from timeline.dates.parse import is_date, parse

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it calls pyparsing by names that are going out of use
    is_valid = importlib.import_module("edtf_validate.valid_edtf").is_valid

CRASH = "crash"

TEXTS = sorted(
    {case.text for case in (*SPECIFICATION, *FURTHER)} | {*OUT_OF_SCOPE, *REFUSED, *FURTHER_TEXTS} - ENDLESS
)


def our_bounds(text: str) -> tuple[str, str] | None:
    if not is_date(text):
        return None
    value = parse(text)
    return str(value.earliest or -math.inf), str(value.latest or math.inf)


def edtf_bounds(text: str) -> tuple[str, str] | None:
    """Give the strict bounds of `edtf`; None where it refuses the text."""
    try:
        value = parse_edtf(text)
    except EDTFParseException:
        return None
    except (AttributeError, TypeError, ValueError):
        return CRASH, CRASH
    return edtf_bound(value.lower_strict), edtf_bound(value.upper_strict)


def edtf_bound(find: object) -> str:
    assert callable(find)
    try:
        bound = find()
    except (AttributeError, TypeError, ValueError):
        return CRASH
    if isinstance(bound, float):
        return str(bound)
    return "{:04d}-{:02d}-{:02d}".format(*bound[:3])


@cache
def disagreements() -> set[tuple[str, str, str]]:
    found = set()
    for text in TEXTS:
        ours, theirs = our_bounds(text), edtf_bounds(text)
        if ours != theirs:
            does = "accepts" if ours is None else "refuses" if theirs is None else "bounds"
            found.add(("edtf", does, text))
        if is_valid(text) is not (ours is not None):
            found.add(("edtf-validate", "refuses" if ours else "accepts", text))
    return found


def test_every_disagreement_is_judged() -> None:
    judged = {(each.peer, each.does, text) for each in JUDGEMENTS for text in each.texts}
    assert disagreements() - judged == set()


def test_every_judgement_is_of_a_disagreement() -> None:
    counted = Counter((each.peer, each.does, text) for each in JUDGEMENTS for text in each.texts)
    assert set(counted) - disagreements() == set()
    assert [judged for judged, times in counted.items() if times > 1] == []
    assert all(each.why.endswith(".") for each in JUDGEMENTS)


def test_the_peers_agree_with_us_on_most_dates() -> None:
    dates = [text for text in TEXTS if is_date(text)]
    disputed = {text for _, _, text in disagreements()}
    assert len(dates) > 150
    assert len(disputed & set(dates)) < len(dates) / 2
