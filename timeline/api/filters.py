"""The filters of lists as parameters: the names and choices that the parsers of the site know."""

from typing import Any, Final

from timeline import vocab
from timeline.api.declared import Parameter, Schema
from timeline.api.record_schemas import ANY_REF_SCHEMA, EDTF, ID_SCHEMA
from timeline.disagreement import asked as disagreements
from timeline.filters import DETAILS, DISPUTED, FILTER_PARAMETERS, LONGEST_QUERY, WHENS
from timeline.list_filter import FIELDS_OF, TERMS_OF
from timeline.queries.search import ORDERS
from timeline.records.kinds import CLASS_OF_KIND
from timeline.rule_filter import RULE_PARAMETERS

_WORDS: Final = {
    "type": "string",
    "maxLength": LONGEST_QUERY,
    "pattern": "^[^\\x00-\\x1f\\x7f-\\x9f]*[^\\s\\x00-\\x1f\\x7f-\\x9f][^\\x00-\\x1f\\x7f-\\x9f]*$",
    "x-cure": "Write words as you would type them.",
}
_ONCE: Final = ("q", "disputed", "from", "to", "when", "detail")
_ABOUT: Final = {
    "q": "Words to find; in quotes a phrase.",
    "kind": "The kind of event.",
    "timeline": "The id of a timeline.",
    "topic": "The id of a topic; narrower topics come with it.",
    "actor": "The id of an actor.",
    "place": "The id of a place; places within it come with it.",
    "source": "The id of a source that is cited.",
    "policy": "The id of a policy that is changed.",
    "role": "The role of an actor; with `actor`, of that one.",
    "disputed": "Only those whose sources give different dates.",
    "from": "The first day of a range, as a date in EDTF: a year, a month or a day.",
    "to": "The last day of a range, in the same way.",
    "when": "Whether the date must overlap the range or lie within it.",
    "detail": "How much of the record: its landmarks, its main events, or all.",
    "since": "Changed on this day or later.",
    "on": "The day that is asked about; left out, the end of the record.",
}
_EXAMPLES: Final = {"from": "2010", "to": "2012-06", "place": "us-ca", "q": "detainer", "on": "2010-09-10"}
#: What the list of a kind can be filtered by: what readers see as well, and not who works on it.
_OF_LISTS: Final = ("q", "kind", "from", "to", "topic", "source", "timeline")
_DAY: Final = {"type": "string", "format": "date", "pattern": "^\\d{4}-\\d\\d-\\d\\d$"}
#: Everything that reads records takes it, and answers from the record as it stood then.
AS_OF: Final = Parameter(
    name="known",
    about="As of which revision, or moment in UTC, the archive is asked: the whole answer is that of then,"
    " ids and names too.",
    schema={"type": "string", "format": "known", "maxLength": 40},
)


def path_id(kind: str) -> Parameter:
    """Declare the id of a record in the path."""
    examples = {"event": "setting-the-record-straight-memo", "policy": "local-participation"}
    return Parameter(
        name="id",
        about=f"The id of the {kind}.",
        schema=ID_SCHEMA,
        place="path",
        required=True,
        example=examples.get(kind, ""),
    )


def event_parameters() -> tuple[Parameter, ...]:
    """Declare the filter of events."""
    choices: dict[str, Any] = {
        "kind": vocab.EVENT_KINDS,
        "role": vocab.ACTOR_ROLES,
        "disputed": DISPUTED,
        "when": WHENS,
        "detail": DETAILS,
    }
    return tuple(_parameter(name, choices.get(name), many=name not in _ONCE) for name in FILTER_PARAMETERS)


def list_parameters(kind: str) -> tuple[Parameter, ...]:
    """Declare what the list of a kind can be filtered by."""
    return tuple(
        _parameter(
            name,
            TERMS_OF.get(kind) if name == "kind" else None,
            many=name not in _ONCE,
            about=f"The kind, type or measure of the {kind}." if name == "kind" else "",
        )
        for name in FIELDS_OF[kind]
        if name in _OF_LISTS
    )


def rule_parameters(*also: str) -> tuple[Parameter, ...]:
    """Declare the choice of rules, and those of its further parameters that count."""
    own: dict[str, Schema] = {"on": _DAY}
    return tuple(
        Parameter(
            name=name,
            about=_ABOUT[name] if name in own else f"The id of a {name}.",
            schema=own.get(name, ID_SCHEMA),
            many=name not in own,
            example=_EXAMPLES.get(name, ""),
        )
        for name in RULE_PARAMETERS
        if name != AS_OF.name and (name not in own or name in also)
    )


def disagreement_parameters() -> tuple[Parameter, ...]:
    """Declare the choice of disagreements."""
    schemas = {
        "kind": _one_of(vocab.QUESTION_KINDS),
        "source": ID_SCHEMA,
        "touches": ANY_REF_SCHEMA,
        "status": _one_of(vocab.QUESTION_STATUSES),
        "found": _one_of(disagreements.FOUND),
    }
    about = {
        "kind": "What the sources differ about.",
        "source": "The id of a source that takes part.",
        "touches": "A record that it bears on, as kind:id.",
        "status": "Whether the archive follows an answer.",
        "found": "Written down by the archive, or found by computing.",
    }
    return tuple(
        Parameter(name=name, about=about[name], schema=schemas[name], many=True)
        for name in disagreements.PARAMETERS
    )


def search_parameters() -> tuple[Parameter, ...]:
    """Declare what a search is for."""
    return (
        Parameter(name="q", about=_ABOUT["q"], schema=_WORDS, required=True, example="detainer"),
        Parameter(name="kind", about="One kind of record alone.", schema=_one_of(CLASS_OF_KIND)),
        Parameter(name="order", about="The best first, or by date.", schema=_one_of(ORDERS)),
    )


def _parameter(name: str, choices: Any, *, many: bool, about: str = "") -> Parameter:
    if name == "q":
        schema: Any = _WORDS
    elif name in {"from", "to", "since"}:
        schema = EDTF
    else:
        schema = ID_SCHEMA if choices is None else _one_of(choices)
    return Parameter(
        name=name, about=about or _ABOUT[name], schema=schema, many=many, example=_EXAMPLES.get(name, "")
    )


def _one_of(choices: Any) -> dict[str, Any]:
    return {"type": "string", "enum": list(choices)}
