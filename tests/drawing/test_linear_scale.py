from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.drawing.linear_scale import scale_for

NUMBERS = st.decimals(-(10**15), 10**15, places=6)
PAIRS = st.tuples(NUMBERS, NUMBERS).map(sorted)


def _labels(low: str, high: str, *, whole: bool = False) -> list[str]:
    scale = scale_for(Decimal(low), Decimal(high), most=5, start=300, end=0, whole=whole)
    return [tick.label for tick in scale.ticks()]


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        ("0", "3074", ["0", "1,000", "2,000", "3,000", "4,000"]),
        ("0", "50", ["0", "10", "20", "30", "40", "50"]),
        ("0", "0.037", ["0", "0.01", "0.02", "0.03", "0.04"]),
        ("109000", "111000", ["109,000", "109,500", "110,000", "110,500", "111,000"]),
        ("-1731", "0", ["-2,000", "-1,500", "-1,000", "-500", "0"]),
        ("0", "10000000", ["0", "2 million", "4 million", "6 million", "8 million", "10 million"]),
        ("0", "2500000000", ["0", "0.5 billion", "1 billion", "1.5 billion", "2 billion", "2.5 billion"]),
    ],
)
def test_ticks_are_at_round_numbers(low: str, high: str, labels: list[str]) -> None:
    assert _labels(low, high) == labels


def test_no_tick_lies_between_whole_numbers_where_all_are_whole() -> None:
    assert _labels("0", "2", whole=True) == ["0", "1", "2"]
    assert _labels("0", "2") == ["0", "0.5", "1", "1.5", "2"]


def test_a_scale_for_one_number_still_has_a_length() -> None:
    assert _labels("0", "0", whole=True) == ["0", "1"]
    assert "7" in _labels("7", "7", whole=True)


def test_low_numbers_lie_at_the_start() -> None:
    scale = scale_for(Decimal(0), Decimal(50), most=5, start=300, end=0)
    assert [scale.at(Decimal(value)) for value in (0, 25, 50)] == [300, 150, 0]


@given(PAIRS, st.integers(2, 12), st.booleans())
def test_the_scale_holds_its_numbers_between_ticks(pair: list[Decimal], most: int, whole: bool) -> None:
    low, high = pair
    scale = scale_for(low, high, most=most, start=200, end=0, whole=whole)
    ticks = scale.ticks()
    assert scale.low <= low <= high <= scale.high
    assert (ticks[0].value, ticks[-1].value) == (scale.low, scale.high)
    assert 2 <= len(ticks) <= most + 1
    assert all(0 <= round(tick.at, 6) <= 200 for tick in ticks)
    assert len({tick.label for tick in ticks}) == len(ticks)
    if whole:
        assert all(tick.value == int(tick.value) for tick in ticks)


def test_a_scale_cannot_run_backward() -> None:
    with pytest.raises(ValueError, match="cannot run from 2 to 1"):
        scale_for(Decimal(2), Decimal(1), most=5, start=0, end=1)
