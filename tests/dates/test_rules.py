"""The printed rules: every date in them is one, and means what they say."""

import re

from timeline.dates.parse import is_date, parse
from timeline.dates.rules import RULES

REFUSED_IN_A_RULE = {"XXXX-02-30"}


def test_the_dates_in_the_rules_are_dates() -> None:
    text = " ".join(RULES).replace("ISO 8601-2:2019", "")
    found = re.findall(r"(?<![\w/-])(?:[0-9X]{4}(?:S[0-9]|-[~]?[0-9X]{2}|[~?%])*/?)+", text)
    dates = {date.rstrip("/") for date in found}
    assert {"2010-24", "156X-12-25", "2010-06-01/2010-06-30", "1950S2", "2004-06~-11"} <= dates
    assert {date for date in dates if not is_date(date)} == REFUSED_IN_A_RULE


def test_the_rules_are_plain_sentences() -> None:
    assert all(rule[0].isupper() or rule[0] in "[0123456789" for rule in RULES)
    assert all(rule.endswith(".") and rule.isprintable() for rule in RULES)
    assert len(set(RULES)) == len(RULES)


def test_winter_ends_in_the_next_year_as_printed() -> None:
    winter = parse("2010-24")
    printed = f"{winter.earliest:%-d %B %Y} to {winter.latest:%-d %B %Y}"
    assert printed in " ".join(RULES)
