"""The series: a statistic, what it counts, and the figures that sources give for it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from timeline import vocab
from timeline.records.event import LOCATOR, QUOTATION
from timeline.records.fields import Coded, Date, Decimal, Id, LocatorText, Many, Ref, Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One number that one source gives."""

    value: Annotated[str, Decimal("The number.", required=True, example="1049")]
    qualifier: Annotated[str, Coded("How exact the source says it is.", vocab.QUALIFIERS)] = "exactly"
    period: Annotated[str, Date("The period or day that it counts, as EDTF; empty: not given.")] = ""
    period_verbatim: Annotated[str, Text("The period in the words of the source.")] = ""
    place: Annotated[str, Ref("Where; empty: everywhere that the series covers.", "place")] = ""
    source: Annotated[str, Ref("The source that gives it.", "source", required=True)]
    locator: Annotated[str, LocatorText(LOCATOR)] = ""
    quotation: Annotated[str, Text(QUOTATION, longest=400)] = ""
    attributed_to: Annotated[str, Ref("The work from which the source says it has the number.", "source")] = (
        ""
    )
    event: Annotated[str, Ref("The event that released or bounds it.", "event")] = ""
    note: Annotated[str, Text("A remark of the archive.", lines=True, longest=2000)] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """A statistic: what is counted, of what, in which unit."""

    record_kind: ClassVar[str] = "series"
    plural: ClassVar[str] = "series"

    id: Annotated[str, Id("The series' public id.", example="active-jurisdictions")]
    timelines: Annotated[
        tuple[str, ...],
        Many("The timelines that it belongs to.", item=Ref("A timeline.", "timeline"), least=1),
    ]
    title: Annotated[str, Text("What is counted, in a line.", required=True, longest=200)]
    definition: Annotated[
        str,
        Text("What is counted, and of what.", required=True, lines=True, longest=2000),
    ]
    unit: Annotated[str, Text("The unit.", required=True, longest=80, example="jurisdictions")]
    measure: Annotated[str, Coded("What kind of number it is.", vocab.SERIES_MEASURES)]
    whole: Annotated[
        str, Ref("The series that a share is a share of, or that this one is part of.", "series")
    ] = ""
    topics: Annotated[tuple[str, ...], Many("What it is about.", item=Ref("A topic.", "topic"))] = ()
    figures: Annotated[tuple[Figure, ...], Many("The numbers.", table="figures", least=1, unique=False)]
    note: Annotated[str, Text("A public remark of the archive.", lines=True, longest=4000)] = ""
