"""A locator is split into a kind and which one of it, joined again letter for letter, and read by files."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from timeline.records.locators import KINDS, WRITTEN, Locator, is_unclear, join, locate, split

_PIECES = st.sampled_from(
    [word for words in WRITTEN.values() for word in words]
    + [word for words in KINDS.values() for word in words]
    + [
        "The Basics",
        "4",
        "12r",
        "iv",
        "101(a)",
        "A-3",
        "00:12",
        ", ",
        " ",
        "–",
        "-",
        " and ",
        "as cited in",
        ".",
    ]
)
TEXTS = (
    st.text(max_size=40)
    | st.lists(_PIECES, max_size=9).map("".join)
    | st.lists(_PIECES, max_size=9).map(" ".join)
)
KINDS_TYPED = st.sampled_from(["", *KINDS, "nonsense"])


@settings(max_examples=400)
@given(TEXTS)
@example("p. 4, n. 7")
@example("note ")
@example("nonsense 4 ")
def test_a_text_is_the_same_when_it_was_split_and_joined(text: str) -> None:
    assert join(*split(text)) == text


@settings(max_examples=400)
@given(KINDS_TYPED, TEXTS.map(str.strip))
@example("paragraph", "page 4")
@example("page", "p. p.")
def test_what_was_typed_as_two_stands_in_the_text_and_is_read_alike_again(kind: str, typed: str) -> None:
    text = join(kind, typed)
    again = split(text)
    assert join(*again) == text
    if is_unclear(text) and kind in KINDS:
        assert again == (kind, typed)
    if not kind:
        assert text == typed


@given(
    st.sampled_from(list(KINDS)),
    st.integers(1, 999),
    st.integers(1, 999),
    st.sampled_from(["", "The Basics, "]),
)
def test_files_tell_the_kind_that_was_chosen(kind: str, one: int, other: int, heading: str) -> None:
    for which in (str(one), f"{one}–{other}", f"{one} and {other}"):
        text = join(kind, heading + which)
        assert split(text) == (kind, heading + which)
        assert locate(text) == Locator(heading=heading.removesuffix(", "), kind=kind, value=which)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("p. 4", ("page", "4")),
        ("pp. 4–6", ("page", "4–6")),
        ("p. xii", ("page", "xii")),
        ("p. li", ("page", "li")),
        ("note 7", ("note", "7")),
        ("para. 3, last sentence", ("paragraph", "3, last sentence")),
        ("The Basics, para. 2", ("paragraph", "The Basics, 2")),
        ("What’s New, safeguards, bullet 6a", ("bullet", "What’s New, safeguards, 6a")),
        ("p. 6, as cited in note 2", ("page", "6, as cited in note 2")),
        ("section Background", ("section", "Background")),
        ("section 101(a)(43)", ("section", "101(a)(43)")),
        ("at 00:12:30", ("timestamp", "00:12:30")),
        ("table A–C", ("table", "A–C")),
    ],
)
def test_a_place_as_the_archive_writes_it_is_split(text: str, parts: tuple[str, str]) -> None:
    assert split(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4",
        "masthead",
        "p. 4, n. 7",
        "note 21, bullet 1",
        "as named in The Basics, para. 2",
        "footer, as named in The Basics, para. 2",
        "page 4",
        "p. 4–6",
        "§ 101(a)(43)",
        "note on the text",
        "table of contents",
        "note , page 3",
        "p. 4 ",
        "p. " + "4" * 600,
    ],
)
def test_any_other_text_is_left_as_it_is_written(text: str) -> None:
    assert split(text) == ("", text)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("page", "p. 4", "p. 4"),
        ("page", "P.4", "p. 4"),
        ("page", "page 4", "p. 4"),
        ("page", "pp. 4-6", "pp. 4-6"),
        ("page", "lvi", "p. lvi"),
        ("page", "A-3", "p. A-3"),
        ("page", "page 6, as cited in note 2", "p. 6, as cited in note 2"),
        ("page", "para. 3", "para. 3"),
        ("page", "p. 4, n. 7", "p. 4, n. 7"),
        ("note", "footnote 3", "footnote 3"),
        ("timestamp", "min. 5", "min. 5"),
        ("paragraph", "The Basics, ¶ 2", "The Basics, para. 2"),
        ("paragraph", "Section 4, 3", "Section 4, para. 3"),
        ("section", "§ 101(a)(43)", "§ 101(a)(43)"),
        ("section", "section Background", "section Background"),
    ],
)
def test_what_is_written_out_beside_a_kind_is_not_written_twice(kind: str, value: str, text: str) -> None:
    assert join(kind, value) == text


@pytest.mark.parametrize(
    ("kind", "value"),
    [("page", ""), ("page", "p."), ("paragraph", "page 4"), ("nonsense", "4"), ("nonsense", "")],
)
def test_a_kind_that_says_nothing_with_its_value_is_unclear(kind: str, value: str) -> None:
    assert is_unclear(join(kind, value))


def test_every_kind_is_written_in_words_by_which_it_is_read() -> None:
    assert list(WRITTEN) == list(KINDS)
    assert {word.removesuffix(".") for kind, words in WRITTEN.items() for word in words if kind} <= {
        word for words in KINDS.values() for word in words
    }


@pytest.mark.parametrize(
    "text", ["p. " + "1and" * 100 + "!", "p. " + "A-1-" * 100, ", p. 4" * 80, "4, " * 160, "iv–" * 160]
)
def test_no_text_takes_long(text: str) -> None:
    began = time.perf_counter()
    locate(text)
    split(text)
    join("page", text)
    assert time.perf_counter() - began < 1
