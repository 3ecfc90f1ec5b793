"""A number of a record in words: separators of thousands, and how exact it is."""

from babel.numbers import get_decimal_symbol, get_group_symbol

from timeline import vocab
from timeline.languages.catalogue import Catalogue
from timeline.languages.message import Message


def quantity(value: str, qualifier: str = "exactly") -> Message:
    """Write a number with separators of thousands, and its qualifier before it."""
    whole, point, fraction = value.partition(".")
    number = f"{int(whole):,}{point}{fraction}"
    if whole.startswith("-") and not number.startswith("-"):
        number = f"-{number}"
    if qualifier == "exactly":
        return Message(lambda words: separated(number, words))
    label = vocab.QUALIFIERS[qualifier].label
    return Message(lambda words: f"{words.pgettext('QUALIFIERS', label)} {separated(number, words)}")


def separated(number: str, words: Catalogue) -> str:
    """Put the separators of a language in the place of the English ones."""
    signs: dict[str, str | int | None] = {
        ",": get_group_symbol(words.locale),
        ".": get_decimal_symbol(words.locale),
    }
    return number.translate(str.maketrans(signs))
