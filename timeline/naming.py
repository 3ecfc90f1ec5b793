"""Words without case and accents, as they are looked up while somebody types."""

import re
import unicodedata

_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """Give a text without case and accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def folded_words(text: str) -> list[str]:
    """List the words of a text without case and accents."""
    return _WORD.findall(folded(text))


def bare_address(url: str) -> str:
    """Give a web address as it is looked up: without scheme, www and a slash at the end."""
    plain = folded(url.strip())
    return (plain.partition("://")[2] or plain).removeprefix("www.").rstrip("/")
