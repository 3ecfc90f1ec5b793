"""The public id that is proposed for a record which has none yet."""

import re
from collections.abc import Iterator
from typing import Final

from timeline.admin.forms.tree import Tree
from timeline.naming import folded

LONGEST: Final = 60
TRIES: Final = 40
_NAMES: Final = ("title", "name", "label")
_NO_LETTERS: Final = re.compile(r"[^a-z0-9]+")


def proposed_ids(kind: str, tree: Tree) -> Iterator[str]:
    """Yield ids for a record, the plain one first: its name in small letters, then with numbers."""
    name = next((tree[field] for field in _NAMES if tree.get(field)), "")
    plain = _NO_LETTERS.sub("-", folded(name)).strip("-")
    if len(plain) > LONGEST:
        plain = plain[:LONGEST].rpartition("-")[0] or plain[:LONGEST]
    plain = plain.strip("-") or kind
    yield plain
    yield from (f"{plain}-{number}" for number in range(2, TRIES))
