"""Add, take away and move rows of a form by its buttons, for those who have no script."""

import re
from typing import Any

from timeline.admin.forms.tree import Tree, blank_tree
from timeline.records.fields import Many, field_specs

#: The name of the buttons; their values say what is to be done: `up:citations-1`.
BUTTON = "rows"
_ACT = re.compile(r"(add|remove|up|down):([a-z_]+)(?:-([0-9]{1,6}))?")


def act_on_rows(cls: type, tree: Tree, button: str) -> bool:
    """Do to a tree what a button says; tell whether it was the button of a row."""
    found = _ACT.fullmatch(button)
    specs = {spec.name: spec for spec in field_specs(cls) if isinstance(spec.mark, Many)}
    if found is None or found[2] not in specs:
        return False
    spec = specs[found[2]]
    rows: list[Any] = tree[spec.name]
    if found[1] == "add":
        rows.append(blank_tree(spec.part) if spec.part is not None else "")
        return True
    at = int(found[3] or -1)
    if not 0 <= at < len(rows):
        return False
    row = rows.pop(at)
    if found[1] != "remove":
        rows.insert(max(0, at - 1) if found[1] == "up" else at + 1, row)
    return True
