"""The authority records: actors, places and topics, which events share."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from timeline import vocab
from timeline.records.fields import Address, Coded, Id, Many, Ref, Text
from timeline.records.source import Identifier


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """A person, an agency, a court, a legislature or an organisation."""

    record_kind: ClassVar[str] = "actor"
    plural: ClassVar[str] = "actors"

    id: Annotated[str, Id("The actor's public id.", example="john-morton")]
    name: Annotated[str, Text("The name in full.", required=True, longest=200)]
    sort_name: Annotated[str, Text("The name as it is filed: “Morton, John”.", longest=200)] = ""
    kind: Annotated[str, Coded("What kind of actor it is.", vocab.ACTOR_KINDS)]
    other_names: Annotated[
        tuple[str, ...],
        Many("Abbreviations and other names.", item=Text("A name.", longest=200)),
    ] = ()
    part_of: Annotated[str, Ref("The body that it is part of or serves.", "actor")] = ""
    place: Annotated[str, Ref("The place that it belongs to.", "place")] = ""
    identifiers: Annotated[tuple[Identifier, ...], Many("Outside identifiers, each `scheme:value`.")] = ()
    url: Annotated[str, Address("Its own address.")] = ""
    description: Annotated[str, Text("Who it is, as the sources have it.", lines=True, longest=2000)] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A jurisdiction: nation, state, county, city, territory."""

    record_kind: ClassVar[str] = "place"
    plural: ClassVar[str] = "places"

    id: Annotated[str, Id("The place's public id.", example="us-ca")]
    name: Annotated[str, Text("The name in full.", required=True, longest=200)]
    kind: Annotated[str, Coded("What kind of place it is.", vocab.PLACE_KINDS)]
    part_of: Annotated[str, Ref("The place that it is part of.", "place")] = ""
    codes: Annotated[
        tuple[Identifier, ...],
        Many(
            "FIPS, ISO 3166-2 or OCD codes, each `scheme:value`.",
            example="iso-3166-2:US-CA|fips:06",
        ),
    ] = ()
    description: Annotated[str, Text("A remark.", lines=True, longest=2000)] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """What events are about."""

    record_kind: ClassVar[str] = "topic"
    plural: ClassVar[str] = "topics"

    id: Annotated[str, Id("The topic's public id.", example="detainers")]
    label: Annotated[str, Text("Its name.", required=True, longest=120)]
    definition: Annotated[str, Text("What falls under it.", required=True, lines=True, longest=2000)]
    broader: Annotated[str, Ref("The broader topic.", "topic")] = ""
