"""A place in a source as a form has it: two fields, the kind and which one, of the one text that is kept."""

from typing import Final

from timeline.errors import Problem
from timeline.records.locators import WRITTEN, is_unclear, split

#: The field of the kind is named after that of the locator, with this behind it.
KIND: Final = "kind"
AS_WRITTEN: Final = "As written"
CHOICES: Final = (("", AS_WRITTEN), *((kind, kind.capitalize()) for kind in WRITTEN))


def locator_problem(text: str) -> Problem | None:
    """Say what is wrong with a kind and a value that were joined; None where they name a place."""
    if not is_unclear(text):
        return None
    kind, value = split(text)
    if kind and not value:
        message = f"says {kind}, but not which one"
        cure = f"Write the number beside it, such as 4 or 4–6, or choose “{AS_WRITTEN}”."
    elif kind:
        message = f"does not name a {kind}, which is the kind that was chosen"
        cure = f"Write the number alone, or choose “{AS_WRITTEN}”, which keeps the words as they stand."
    else:
        message = "names no kind of place that is known"
        cure = f"Choose a kind that is offered, or “{AS_WRITTEN}”."
    return Problem(path="", value=text.strip(), message=message, cure=cure)
