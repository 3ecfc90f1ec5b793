"""How a field of a record is named in a form: `citations[2].locator` is `citations-2-locator`.

Names of fields hold no hyphens, so that a hyphen parts them and the numbers of rows.
"""

import re

#: In the place of a row's number: the row that is copied in the page for each that is added there.
ANY_ROW = "NEW"
_INDEX = re.compile(rf"\[([0-9]+|{ANY_ROW})\]")


def name_of(path: str) -> str:
    """Give the name in a form of the field with this path."""
    return _INDEX.sub(r"-\1", path).replace(".", "-")


def path_of(name: str) -> str:
    """Give the path of the field with this name in a form."""
    path = ""
    for part in name.split("-"):
        path += f"[{part}]" if part.isdigit() else f".{part}" if path else part
    return path
