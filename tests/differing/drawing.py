"""Edits of records at random: fields changed, rows changed, added, taken out and moved."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from timeline.records.fields import Id, Many, Text, field_specs


def edited(record: Any, data: st.DataObject) -> Any:
    """Give a record with some of its fields and rows changed."""
    changes: dict[str, Any] = {}
    for spec in field_specs(type(record)):
        if not data.draw(st.integers(0, 2)) and not isinstance(spec.mark, Id):
            old = getattr(record, spec.name)
            changes[spec.name] = (
                _rows(old, data) if isinstance(spec.mark, Many) else _value(spec.mark, old, data)
            )
    return replace(record, **changes)


def _value(mark: Any, old: Any, data: st.DataObject) -> Any:
    if isinstance(mark, Text):
        return data.draw(st.sampled_from(["", "one", "two", "three"]))
    if isinstance(old, bool):
        return not old
    if isinstance(old, int):
        return data.draw(st.integers(1, 3))
    return data.draw(st.sampled_from(["", "a", "b"]))


def _rows(old: tuple[Any, ...], data: st.DataObject) -> tuple[Any, ...]:
    chances: st.SearchStrategy[bool] = st.booleans()
    rows: list[Any] = []
    for row in old:
        what = data.draw(st.sampled_from(["keep", "keep", "drop", "change"]))
        now = _row(row, data) if what == "change" and not isinstance(row, str) else row
        if what != "drop" and now not in rows:
            rows.append(now)
    if len(old) > 0 and data.draw(chances):
        new = "new-" + data.draw(st.sampled_from("abc")) if isinstance(old[0], str) else _row(old[0], data)
        if new not in rows:
            rows.insert(data.draw(st.integers(0, len(rows))), new)
    if data.draw(chances):
        rows = list(data.draw(st.permutations(rows)))
    return tuple(rows)


def _row(row: Any, data: st.DataObject) -> Any:
    specs = [spec for spec in field_specs(type(row)) if not isinstance(spec.mark, Many)]
    spec = data.draw(st.sampled_from(specs))
    return replace(row, **{spec.name: _value(spec.mark, getattr(row, spec.name), data)})
