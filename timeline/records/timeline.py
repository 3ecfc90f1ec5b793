"""The timeline: a record of one policy's history, with its scope and how far it is complete."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from timeline.records.fields import Address, Code, Date, Id, Many, Markdown, Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """A collection of events that together tell one story."""

    record_kind: ClassVar[str] = "timeline"
    plural: ClassVar[str] = "timelines"

    id: Annotated[str, Id("The timeline's public id.", example="secure-communities")]
    title: Annotated[str, Text("What the timeline is about.", required=True, longest=200)]
    lede: Annotated[str, Text("Its story in a few sentences.", required=True, lines=True, longest=1200)]
    about: Annotated[str, Markdown("Scope, method and limits, for its about page.")] = ""
    complete_to: Annotated[
        str,
        Date("The last day up to which the record claims to be complete.", example="2012-12-31"),
    ] = ""
    languages: Annotated[
        tuple[str, ...],
        Many(
            "The languages of its text (BCP 47).",
            item=Code(
                "A language tag.",
                r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*",
                "Write a language tag such as en or es-MX.",
            ),
            least=1,
            example="en",
        ),
    ] = ("en",)
    licence: Annotated[
        str,
        Text("The licence of the record's own text and data, as an SPDX name.", longest=60),
    ] = ""
    licence_url: Annotated[str, Address("The address of the licence's text.")] = ""
