"""Word-level differences of text."""

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from timeline.differing.text import word_segments


def shown(before: str, after: str) -> str:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[segment.sort].format(segment.text) for segment in word_segments(before, after))


def test_words_are_compared_not_letters() -> None:
    assert shown("A county may stay out.", "A county must stay out.") == "A county [-may-]{+must+} stay out."
    assert shown("", "New") == "{+New+}"
    assert shown("Old", "") == "[-Old-]"
    assert shown("Same", "Same") == "Same"
    assert shown("", "") == ""


def test_neighbouring_changes_are_one() -> None:
    assert shown("in the spring of 2011", "on 4 May 2011") == "[-in the spring of-]{+on 4 May+} 2011"


def test_line_breaks_and_marks_are_seen() -> None:
    assert shown("One.\nTwo.", "One.\n\nTwo!") == "One.[-\n-]{+\n\n+}Two[-.-]{+!+}"


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_segments_make_both_texts(before: str, after: str) -> None:
    segments = word_segments(before, after)
    assert "".join(s.text for s in segments if s.sort != "added") == before
    assert "".join(s.text for s in segments if s.sort != "removed") == after
    assert all(segment.text for segment in segments)
    sorts = [segment.sort for segment in segments]
    assert all(one != other for one, other in pairwise(sorts))


def test_the_longest_texts_take_no_time() -> None:
    begun = time.monotonic()
    for before, after in (
        ("a b " * 5_000, "b a " * 5_000),
        (" ".join(str(n) for n in range(4_000)), " ".join(str(n) for n in range(4_000, 0, -1))),
        ("x" * 20_000, "y" * 20_000),
        (". " * 10_000, ", " * 10_000),
    ):
        word_segments(before, after)
    assert time.monotonic() - begun < 5
