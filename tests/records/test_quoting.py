"""A quotation is found by its words: case, marks, line breaks and what was left out aside."""

import pytest

from timeline.records.quoting import is_quoted_from, plain_words

TEXT = plain_words(
    "The agency’s “Secure Com-\nmunities” program is\n  mandatory — no county can opt-out. It doesn't ask."
    " Hears\u00a0from the public- including all in a jail—whether in 2008–2012 or not, fin\u00adger by finger"
)


@pytest.mark.parametrize(
    "quotation",
    [
        "secure communities",
        "The agency's “Secure Communities” program",
        "mandatory – no county can opt-out",
        "[T]he agency’s … program is mandatory",
        "no county [in the state] can opt-out",
        "doesn’t ask",
        "hears from the public",
        "all in a jail",
        "whether in 2008-2012",
        "finger by finger",
        "…",
        "",
    ],
)
def test_what_stands_there_is_found(quotation: str) -> None:
    assert is_quoted_from(quotation, TEXT)


@pytest.mark.parametrize("quotation", ["voluntary", "count can", "program is … The agency’s", "ask it"])
def test_what_does_not_is_not(quotation: str) -> None:
    assert not is_quoted_from(quotation, TEXT)
