"""A text that the rules of the archive make: English wherever it is read, and other languages on request.

The rules know no reader. What they say is an English string, which logs, files and tests take as it is; a
page asks it to say itself in the language of the page.
"""

from collections.abc import Callable, Sequence
from typing import Self

from timeline.languages.catalogue import SOURCE_LANGUAGE, Catalogue, catalogue
from timeline.languages.lists import every
from timeline.languages.names import Name


class Message(str):
    """An English text that can be said in other languages."""

    __slots__ = ("in_words_of",)

    in_words_of: Callable[[Catalogue], str]

    def __new__(cls, in_words_of: Callable[[Catalogue], str]) -> Self:
        """Make a text from what says it with the words of a catalogue."""
        made = super().__new__(cls, in_words_of(catalogue(SOURCE_LANGUAGE)))
        made.in_words_of = in_words_of
        return made

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Be kept as the English text that it is."""
        return str, (str(self),)


def message(pattern: str, **values: object) -> Message:
    """Make a text from a pattern with named gaps; what fills them may be a `Message` or a `Name`."""
    return Message(lambda words: words.gettext(pattern).format(**_said(values, words)))


def gapped(pattern: str, **values: object) -> Message:
    """Make a text from a pattern that has no words of its own."""
    return Message(lambda words: pattern.format(**_said(values, words)))


def all_of(texts: Sequence[str]) -> Message:
    """Join texts into "a, b and c"."""
    return Message(lambda words: every([in_words_of(text, words) for text in texts], words))


def one_of(texts: Sequence[str]) -> Message:
    """Join texts into "a or b or c"."""

    def said(words: Catalogue) -> str:
        conjunction = words.pgettext("list", "or")
        return f" {conjunction} ".join(in_words_of(text, words) for text in texts)

    return Message(said)


def counted(one: str, many: str, count: int, **values: object) -> Message:
    """Make a text from a pattern that depends on a number, which `{count}` stands for."""
    return Message(lambda words: words.ngettext(one, many, count).format(count=count, **_said(values, words)))


def joined(separator: str, texts: Sequence[str]) -> Message:
    """Join texts, each of which may be a `Message`."""
    return Message(lambda words: separator.join(in_words_of(text, words) for text in texts))


def in_words_of(text: str, words: Catalogue) -> str:
    """Say a text with the words of a catalogue, where it can be said otherwise than it stands."""
    if isinstance(text, Message):
        return text.in_words_of(words)
    return words.of_record(text) if isinstance(text, Name) else text


def _said(values: dict[str, object], words: Catalogue) -> dict[str, object]:
    return {
        name: in_words_of(value, words) if isinstance(value, str) else value for name, value in values.items()
    }
