"""Every operation of the API, declared."""

from collections.abc import Iterator, Mapping
from typing import Final

from timeline.api import entry, findings, records
from timeline.api.declared import Operation, Parameter, Reply
from timeline.api.filters import (
    AS_OF,
    disagreement_parameters,
    event_parameters,
    list_parameters,
    path_id,
    rule_parameters,
    search_parameters,
)
from timeline.api.paging import CURSOR, LIMIT
from timeline.api.resources import any_fields, fields_parameter
from timeline.api.shapes import schemas
from timeline.api.writing_operations import writing_operations
from timeline.records.kinds import CLASS_OF_KIND, RECORD_CLASSES

_REVISION: Final = {"type": "integer", "minimum": 0, "maximum": 999_999_999, "default": 0}
READING: Final = ("ETag", "Link")

SINCE: Final = Parameter(
    name="since",
    about="The revision up to which all is known: `until` of the last answer; 0 for a new copy.",
    schema=_REVISION,
    example="0",
)


def operations() -> tuple[Operation, ...]:
    """List every operation, in the order of the reference."""
    return (*_entry(), *_records(), *_findings(), *writing_operations())


def _entry() -> Iterator[Operation]:
    yield Operation(
        name="get_entry",
        method="GET",
        path="/",
        group="Start",
        summary="What there is",
        about="The addresses of everything else, and how many records there are of each kind.",
        view=entry.show,
        replies={200: Reply(about="The archive.", schema="Entry", headers=READING)},
    )
    yield Operation(
        name="get_openapi",
        method="GET",
        path="/openapi.json",
        group="Start",
        summary="This description",
        about="The API as an OpenAPI 3.1 document.",
        view=entry.openapi,
        replies={200: Reply(about="The document.", schema="Document", headers=READING)},
    )


def _records() -> Iterator[Operation]:
    for cls in RECORD_CLASSES:
        kind, plural, name = cls.record_kind, cls.plural, cls.__name__
        is_event = kind == "event"
        filters = event_parameters() if is_event else list_parameters(kind)
        yield Operation(
            name=f"list_{plural}",
            method="GET",
            path=f"/{plural}",
            group=name,
            kind=kind,
            summary=f"List {plural}",
            about="In the order of the timeline; the filters are those of the site."
            if is_event
            else "In the order of their ids.",
            view=records.list_events if is_event else records.list_kind,
            parameters=(*filters, AS_OF, LIMIT, CURSOR, fields_parameter(kind)),
            replies={200: Reply(about="Some of them.", schema=f"{name}List", headers=READING)},
        )
        yield Operation(
            name=f"get_{kind}",
            method="GET",
            path=f"/{plural}/{{id}}",
            group=name,
            kind=kind,
            summary=f"One {kind}",
            about="What is published. With a token that may `look`, a draft, too, and its status. A record"
            " that was renamed or merged is found where it lives now.",
            view=records.get_one,
            parameters=(path_id(kind), AS_OF, fields_parameter(kind)),
            replies={
                200: Reply(about=f"The {kind}.", schema=f"{name}Resource", headers=READING),
                301: Reply(about="It has another id now.", schema="Problem", headers=("Location",)),
                404: Reply(about="There is none with this id that is public.", schema="Problem"),
            },
        )


def _findings() -> Iterator[Operation]:
    yield Operation(
        name="search",
        method="GET",
        path="/search",
        group="Search",
        summary="Find records by words",
        about=f"The first {findings.MOST_FOUND:,} finds can be read.",
        view=findings.find,
        parameters=(*search_parameters(), AS_OF, LIMIT, CURSOR),
        replies={200: Reply(about="What was found.", schema="HitList", headers=READING)},
    )
    yield Operation(
        name="list_states",
        method="GET",
        path="/states",
        group="Rules",
        summary="The rules on a day",
        about="For each policy, at each place that has changes of its own, which rule held, and by which"
        " events.",
        view=findings.list_states,
        parameters=(*rule_parameters("on"), AS_OF, LIMIT, CURSOR, any_fields(_properties("State"))),
        replies={200: Reply(about="The answers.", schema="StateList", headers=READING)},
    )
    yield Operation(
        name="list_intervals",
        method="GET",
        path="/intervals",
        group="Rules",
        summary="The histories of rules",
        about="From when to when each state held, and which events began and ended it.",
        view=findings.list_intervals,
        parameters=(*rule_parameters(), AS_OF, LIMIT, CURSOR, any_fields(_properties("Interval"))),
        replies={200: Reply(about="The intervals.", schema="IntervalList", headers=READING)},
    )
    yield Operation(
        name="list_disagreements",
        method="GET",
        path="/disagreements",
        group="Where sources differ",
        summary="The points on which sources differ",
        about="Those that archivists wrote down, and those that computing finds.",
        view=findings.list_disagreements,
        parameters=(
            *disagreement_parameters(),
            AS_OF,
            LIMIT,
            CURSOR,
            any_fields(_properties("Disagreement")),
        ),
        replies={200: Reply(about="The points.", schema="DisagreementList", headers=READING)},
    )
    yield Operation(
        name="list_changes",
        method="GET",
        path="/changes",
        group="Changes",
        summary="What changed since a revision",
        about="For whoever keeps a copy: each record once, as it is now, or that it is gone; nothing is"
        " missed. Apply the items in order, go on with `since` set to `until` while `complete` is false,"
        " and keep the last `until` for the next time.",
        view=findings.list_since,
        parameters=(SINCE, _kinds(), LIMIT, any_fields(_properties("Change"))),
        replies={200: Reply(about="What became of records.", schema="ChangeList", headers=READING)},
    )


def _kinds() -> Parameter:
    return Parameter(
        name="kind",
        about="Of these kinds of records alone.",
        schema={"type": "string", "enum": list(CLASS_OF_KIND)},
        many=True,
        most=len(CLASS_OF_KIND),
        example="source",
    )


def _properties(name: str) -> Mapping[str, object]:
    properties: Mapping[str, object] = schemas()[name]["properties"]
    return properties
