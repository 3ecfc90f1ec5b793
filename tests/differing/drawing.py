"""Edits of records at random: fields changed, rows changed, added, taken out and moved."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from tests.records.strategies import pick
from timeline.records.fields import Id, Many, Text, field_specs

_THIRDS = st.integers(0, 2)
_CHANCES = st.booleans()
_WHOLES = st.integers(1, 3)


def edited(record: Any, data: st.DataObject) -> Any:
    """Give a record with some of its fields and rows changed."""
    return data.draw(_edits(record))


@st.composite
def _edits(draw: st.DrawFn, record: Any) -> Any:
    changes: dict[str, Any] = {}
    for spec in field_specs(type(record)):
        if not draw(_THIRDS) and not isinstance(spec.mark, Id):
            old = getattr(record, spec.name)
            changes[spec.name] = (
                _rows(old, draw) if isinstance(spec.mark, Many) else _value(spec.mark, old, draw)
            )
    return replace(record, **changes)


def _value(mark: Any, old: Any, draw: st.DrawFn) -> Any:
    if isinstance(mark, Text):
        return pick(draw, ("", "one", "two", "three"))
    if isinstance(old, bool):
        return not old
    if isinstance(old, int):
        return draw(_WHOLES)
    return pick(draw, ("", "a", "b"))


def _rows(old: tuple[Any, ...], draw: st.DrawFn) -> tuple[Any, ...]:
    rows: list[Any] = []
    for row in old:
        what = pick(draw, ("keep", "keep", "drop", "change"))
        now = _row(row, draw) if what == "change" and not isinstance(row, str) else row
        if what != "drop" and now not in rows:
            rows.append(now)
    if len(old) > 0 and draw(_CHANCES):
        new = "new-" + pick(draw, "abc") if isinstance(old[0], str) else _row(old[0], draw)
        if new not in rows:
            rows.insert(pick(draw, range(len(rows) + 1)), new)
    if draw(_CHANCES):
        rows = list(draw(st.permutations(rows)))
    return tuple(rows)


def _row(row: Any, draw: st.DrawFn) -> Any:
    specs = [spec for spec in field_specs(type(row)) if not isinstance(spec.mark, Many)]
    spec = pick(draw, specs)
    return replace(row, **{spec.name: _value(spec.mark, getattr(row, spec.name), draw)})
