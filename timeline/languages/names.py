"""Names of records within texts of the archive, for pages in another language to tell which words they are.

A text that is made to be marked carries each name between two signs that no record can hold; whoever shows
it puts marks of its own in their place.
"""

from typing import Final

NAME_START: Final = "\x0e"
NAME_END: Final = "\x0f"
_NO_SIGNS: Final = dict.fromkeys(map(ord, (NAME_START, NAME_END)))


class Name(str):
    """A text of the record that stands within a text of the archive."""

    __slots__ = ()


def between_signs(text: str) -> str:
    """Put the signs around a name."""
    return f"{NAME_START}{without_signs(text)}{NAME_END}"


def without_signs(text: str) -> str:
    """Give a text without such signs."""
    return text.translate(_NO_SIGNS)
