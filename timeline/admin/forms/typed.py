"""What a browser sends, read into a tree: names such as `citations-2-locator`, in the order of the page.

Rows stand in the order in which they are sent, whatever their numbers are, so that moving a row in the page
moves it in the record. Names that mean nothing here are left alone.
"""

from collections.abc import Iterable
from typing import Any

from timeline.admin.forms.locators import KIND
from timeline.admin.forms.tree import Tree, blank_tree, tidied
from timeline.dates.propose import propose
from timeline.records.fields import AnyRef, Date, FieldSpec, Flag, LocatorText, Many, Ref, field_specs
from timeline.records.locators import join

#: Beside the box for a date stand the dates that it can mean; this is the name of the one that was chosen.
CHOICE = "choice"
#: A row is only begun with a number of so many digits.
_LONGEST_INDEX = 6

Pairs = Iterable[tuple[str, str]]


def read_tree(cls: type, pairs: Pairs) -> Tree:
    """Read the fields of a record class; what was not sent is empty."""
    heap = _heap(pairs)
    return _tree(cls, heap)


def _heap(pairs: Pairs) -> dict[str, Any]:
    """Sort the pairs by the parts of their names; the text of a name itself lies under the empty part."""
    heap: dict[str, Any] = {}
    for name, text in pairs:
        at = heap
        for part in name.split("-")[:4]:
            at = at.setdefault(part, {})
        at[""] = text
    return heap


def _tree(cls: type, heap: dict[str, Any]) -> Tree:
    made = blank_tree(cls)
    for spec in field_specs(cls):
        below = heap.get(spec.name, {})
        if spec.part is not None:
            made[spec.name] = [_tree(spec.part, row) for index, row in below.items() if _is_index(index)]
        elif isinstance(spec.mark, Many):
            made[spec.name] = _values(spec, below)
        else:
            made[spec.name] = _text(spec, below)
    return made


def _is_index(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) <= _LONGEST_INDEX


def _values(spec: FieldSpec, below: dict[str, Any]) -> list[str]:
    if is_one_a_line(spec):
        lines = str(below.get("", "")).replace("\r", "\n").split("\n")
        return [line.strip() for line in lines if line.strip()]
    texts = [row.get("", "") for index, row in below.items() if _is_index(index)]
    return [text.strip() for text in texts]


def is_one_a_line(spec: FieldSpec) -> bool:
    """Tell whether a list of plain values is typed into one box, a value a line."""
    return isinstance(spec.mark, Many) and spec.part is None and not isinstance(spec.mark.item, Ref | AnyRef)


def _text(spec: FieldSpec, below: dict[str, Any]) -> str:
    text = tidied(spec.mark, str(below.get("", "")))
    if isinstance(spec.mark, Flag):
        return "true" if text else ""
    if isinstance(spec.mark, Date) and CHOICE in below:
        return _chosen(text, str(below[CHOICE].get("", "")))
    if isinstance(spec.mark, LocatorText) and KIND in below:
        return join(tidied(spec.mark, str(below[KIND].get("", ""))), text)
    return text


def _chosen(text: str, choice: str) -> str:
    """Take the date that was chosen, if the text can mean it: it may have been typed over since."""
    return choice if choice in {found.edtf for found in propose(text)} else text
