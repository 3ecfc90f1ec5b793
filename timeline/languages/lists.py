"""Lists in sentences: "a, b or c", in any language."""

import re
from collections.abc import Sequence

from timeline.languages.catalogue import Catalogue
from timeline.languages.names import without_signs

# In Spanish "o" is "u" before an o, and "y" is "e" before an i: a catalogue may name another word, and a
# regular expression of the beginnings before which it stands.
_OR = "or"
_AND = "and"
_OTHER = "the same word before these beginnings, or “none”"
_BEGINNINGS = "regular expression of these beginnings, or “none”"
_NONE = "none"


def either(items: Sequence[str], words: Catalogue, *, is_nested: bool = False) -> str:
    """Join what may be one or another."""
    return _joined(items, _OR, words, is_nested=is_nested)


def every(items: Sequence[str], words: Catalogue, *, is_nested: bool = False) -> str:
    """Join what is all so."""
    return _joined(items, _AND, words, is_nested=is_nested)


def _joined(items: Sequence[str], conjunction: str, words: Catalogue, *, is_nested: bool) -> str:
    """Join a list; a nested one has a comma before the last where an item holds the same word itself."""
    if len(items) < 2:
        return items[0] if items else ""
    *head, last = items
    word = words.pgettext("list", conjunction)
    comma = "," if is_nested and any(f" {word} " in item for item in items) else ""
    other = words.pgettext(f"list, {conjunction}", _OTHER)
    beginnings = words.pgettext(f"list, {conjunction}", _BEGINNINGS)
    if other not in {_OTHER, _NONE}:
        word = other if re.match(beginnings, without_signs(last), re.IGNORECASE) else word
    return f"{', '.join(head)}{comma} {word} {last}"
