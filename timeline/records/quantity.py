"""A number of a record in words: separators of thousands, and how exact it is."""

from timeline import vocab


def quantity(value: str, qualifier: str = "exactly") -> str:
    """Write a number with separators of thousands, and its qualifier before it."""
    whole, point, fraction = value.partition(".")
    number = f"{int(whole):,}{point}{fraction}"
    if whole.startswith("-") and not number.startswith("-"):
        number = f"-{number}"
    return number if qualifier == "exactly" else f"{vocab.QUALIFIERS[qualifier].label} {number}"
