"""JSON Schema of what is sent to be written, and of proposals."""

from typing import Any, Final

from timeline import vocab
from timeline.api.record_schemas import ID_SCHEMA, needed_of_draft
from timeline.api.shape_parts import MOMENT, TEXT, WHOLE, Schema, closed, ref, thing, with_about
from timeline.records.kinds import CLASS_OF_KIND, RECORD_CLASSES

_LONGEST: Final = 2_000
_CHANGE: Final[Schema] = {
    "type": "string",
    "enum": list(vocab.PROPOSAL_CHANGES),
    "description": "What kind of change of a published record it is.",
}
_REASON: Final[Schema] = {
    **TEXT,
    "maxLength": _LONGEST,
    "description": "Why, for the other curators; it stays in the history.",
}
_NOTE: Final[Schema] = {
    **TEXT,
    "maxLength": _LONGEST,
    "description": "What readers are told about the change, in a sentence.",
}


def shapes_of_writing() -> dict[str, Schema]:
    """Give the schemas by their names."""
    account: dict[str, Schema] = {"reason": _REASON, "note": _NOTE, "change": _CHANGE}
    found: dict[str, Schema] = {}
    for cls in RECORD_CLASSES:
        name = cls.__name__
        record: Schema = {"allOf": [ref(name), {"required": needed_of_draft(cls)}]}
        found[f"New{name}"] = thing("A new record, and why.", ("record",), record=record, reason=_REASON)
        found[f"Changed{name}"] = thing(
            "The whole record as it shall be. `change` and `note` are asked for where it is published.",
            ("record",),
            record=record,
            **account,
        )
        found[f"Proposed{name}"] = thing(
            "The whole published record as it shall be, and what readers are to be told.",
            ("record", "change", "note"),
            record=record,
            **account,
        )
    both = "Why, and what readers are told."
    found["Step"] = thing("Why.", (), reason=_REASON)
    found["ToldStep"] = thing(both, (), reason=_REASON, note=_NOTE)
    found["ReasonedStep"] = thing(both, ("reason",), reason=_REASON, note=_NOTE)
    found["Acceptance"] = thing(
        "Which version of the record the proposal was read against, and why.",
        ("record_version",),
        record_version={**WHOLE, "minimum": 1, "maximum": 999_999_999},
        reason=_REASON,
    )
    return {name: closed(schema) for name, schema in found.items()} | {"Proposal": _proposal()}


def _proposal() -> Schema:
    state: dict[str, Any] = {"type": "string", "enum": list(vocab.PROPOSAL_STATES)}
    return thing(
        "A change of a published record that waits for a second person, or what became of it.",
        ("number", "state", "version", "kind", "id", "record"),
        number=WHOLE,
        kind={"type": "string", "enum": list(CLASS_OF_KIND)},
        id=ID_SCHEMA,
        state=state,
        author=TEXT,
        version=with_about(WHOLE, "The version of the proposal; a step names it in If-Match."),
        base_version=with_about(WHOLE, "The version of the record that it starts from."),
        record_version=with_about(WHOLE, "The version that the record is at now."),
        change=_CHANGE,
        note=TEXT,
        created=MOMENT,
        changed=MOMENT,
        revision={"type": ["integer", "null"]},
        record={"type": "object", "description": "The record as it is proposed."},
        links=ref("Links"),
    )
