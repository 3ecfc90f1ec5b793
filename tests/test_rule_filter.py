"""The filter of rules: read from an address, given back as one, and refused with the cure."""

import datetime as dt

import pytest

from timeline.errors import BadRequestError
from timeline.rule_filter import EVERY_RULE, RuleFilter, parse_rule_filter

ASKED = {
    "policy": ["wells", "rivers", "wells"],
    "place": [" north ", ""],
    "timeline": ["water"],
    "on": ["2010-09-10"],
    "known": ["2020-02-29T12:30:00 00:00"],
    "utm_source": ["elsewhere"],
}
MOMENT = dt.datetime(2020, 2, 29, 12, 30, tzinfo=dt.UTC)


def test_a_filter_is_read_and_given_back() -> None:
    asked = parse_rule_filter(ASKED)
    assert asked == RuleFilter(
        policy=("wells", "rivers"),
        place=("north",),
        timeline=("water",),
        on=dt.date(2010, 9, 10),
        known=MOMENT,
    )
    again: dict[str, list[str]] = {}
    for name, value in asked.parameters():
        again.setdefault(name, []).append(value)
    assert again["known"] == ["2020-02-29T12:30:00Z"]
    assert parse_rule_filter(again).parameters() == asked.parameters()


def test_nothing_asked_is_every_rule() -> None:
    assert parse_rule_filter({"on": [""], "policy": []}) == EVERY_RULE
    assert EVERY_RULE.parameters() == ()
    assert EVERY_RULE.known_text == ""
    assert parse_rule_filter({"known": ["17"]}).parameters() == (("known", "17"),)


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"on": ["2010-09-10", "2010-09-11"]}, "Give it once."),
        ({"on": ["2010"]}, "such as 2010-01-01"),
        ({"on": ["[..2010-03]"]}, "such as 2010-03-31"),
        ({"policy": [f"p{number}" for number in range(21)]}, "Give it 20 times at most."),
        ({"place": ["<b>"]}, "Ids have lower-case letters"),
        ({"knwon": ["1"]}, "Did you mean known?"),
        ({"known": ["-1"]}, "Write the number of a revision"),
        ({"known": ["2020-02-30T00:00:00Z"]}, "Write the number of a revision"),
    ],
)
def test_what_is_wrong_is_refused_with_the_cure(parameters: dict[str, list[str]], said: str) -> None:
    with pytest.raises(BadRequestError, match=said.replace("?", r"\?")):
        parse_rule_filter(parameters)


def test_a_page_refuses_what_it_does_not_heed() -> None:
    with pytest.raises(BadRequestError, match="There are policy, place"):
        parse_rule_filter({"on": ["2010-09-10"]}, known=("policy", "place"))
