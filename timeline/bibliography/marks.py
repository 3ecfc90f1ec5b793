"""Text with italics in it, as citation styles set it, given as HTML or plain."""

import re
from html import escape
from typing import Final

_ON: Final = "\x01"
_OFF: Final = "\x02"
_ADDRESS: Final = re.compile(r"https?://\S+$")
_ENDS: Final = (".", "?", "!", "…", ".”", "?”", "!”", ".]", "?]")


def italic(text: str) -> str:
    """Set a text in italics; a description in square brackets is no title and stays upright."""
    return text if not text or is_description(text) else f"{_ON}{text}{_OFF}"


def quoted(text: str) -> str:
    """Set a text in quotation marks; quotations in it take single ones."""
    if is_description(text):
        return text
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def is_description(text: str) -> bool:
    """Tell whether a title is a description in square brackets, given because the work has none."""
    return text.startswith("[") and text.endswith("]")


def plain(marked: str) -> str:
    """Give a marked text without its marks."""
    return marked.replace(_ON, "").replace(_OFF, "")


def html(marked: str) -> str:
    """Give a marked text as HTML: everything in it escaped, italics as elements."""
    return escape(marked).replace(_ON, "<i>").replace(_OFF, "</i>")


def without_marks(text: str) -> str:
    """Take out of a text of people what we mark italics with."""
    return plain(text)


def sentences(*parts: str) -> str:
    """Join parts, each ended by a point unless a sign ends it; the point goes inside a quotation."""
    said = ""
    for part in filter(None, parts):
        said += (" " if said else "") + part
        seen = plain(part)
        if seen.endswith(_ENDS) or ("://" in seen and _ADDRESS.search(seen)):
            continue
        said = f"{said[:-1]}.”" if said.endswith("”") else f"{said}."
    return said


def listed(*parts: str) -> str:
    """Join parts by commas; a comma goes inside a quotation."""
    said = ""
    for part in filter(None, parts):
        if said.endswith("”"):
            said = said if plain(said).endswith(("?”", "!”")) else f"{said[:-1]},”"
            said += f" {part}"
        else:
            said += f", {part}" if said else part
    return said
