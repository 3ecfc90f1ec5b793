"""What can be done to many records at once, and what each comes to in one record."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

from timeline.records.fields import Coded, field_specs
from timeline.records.kinds import Record

#: The field that says what sort of thing a record is.
KIND_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "event": "kind",
        "actor": "kind",
        "place": "kind",
        "question": "kind",
        "source": "type",
        "series": "measure",
    }
)


class UnfitError(ValueError):
    """A record is not of the sort that this can be done to; the text says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BulkAction:
    """What shall be done: one of `ACTIONS`, with the topic, kind or significance where it takes one."""

    name: str
    value: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionKind:
    """One sort of action: its label, what its value is, and, of one that changes records, how."""

    label: str
    value: str = ""
    change: Callable[[Record, str], Record] | None = None
    status: str = ""


def _add_topic(record: Record, value: str) -> Record:
    topics = _topics(record)
    return record if value in topics else _replaced(record, topics=(*topics, value))


def _remove_topic(record: Record, value: str) -> Record:
    topics = _topics(record)
    return _replaced(record, topics=tuple(topic for topic in topics if topic != value))


def _topics(record: Record) -> tuple[str, ...]:
    topics = getattr(record, "topics", None)
    if topics is None:
        raise UnfitError(f"A record of the kind {record.record_kind} has no topics.")
    return cast("tuple[str, ...]", topics)


def _set_kind(record: Record, value: str) -> Record:
    field = KIND_FIELDS.get(record.record_kind)
    if field is None:
        raise UnfitError(f"A record of the kind {record.record_kind} has no kind of its own.")
    (spec,) = (spec for spec in field_specs(type(record)) if spec.name == field)
    if value not in cast("Coded", spec.mark).terms:
        raise UnfitError(f"“{value}” is not a kind of {record.record_kind}.")
    return _replaced(record, **{field: value})


def _set_significance(record: Record, value: str) -> Record:
    if not hasattr(record, "significance"):
        raise UnfitError("Only an event has a significance.")
    if value not in {"1", "2", "3"}:
        raise UnfitError("The significance is 1, 2 or 3.")
    return _replaced(record, significance=int(value))


def _replaced(record: Record, **changes: Any) -> Record:
    return cast("Record", dataclasses.replace(cast("Any", record), **changes))


ACTIONS: Final[Mapping[str, ActionKind]] = MappingProxyType(
    {
        "add-topic": ActionKind(label="Add a topic", value="topic", change=_add_topic),
        "remove-topic": ActionKind(label="Remove a topic", value="topic", change=_remove_topic),
        "set-kind": ActionKind(label="Set the kind", value="kind", change=_set_kind),
        "set-significance": ActionKind(
            label="Set the significance", value="significance", change=_set_significance
        ),
        "submit": ActionKind(label="Submit for review", status="review"),
        "publish": ActionKind(label="Publish", status="published"),
    }
)


def changed(record: Record, action: BulkAction) -> Record:
    """Give the record after an action; raises UnfitError where it cannot be done to it."""
    change = ACTIONS[action.name].change
    return record if change is None else change(record, action.value)
