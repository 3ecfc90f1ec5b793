"""The question: a point on which sources differ, and what each of them says."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from timeline import vocab
from timeline.records.event import LOCATOR, QUOTATION
from timeline.records.fields import AnyRef, Coded, Date, Id, Key, LocatorText, Many, Ref, Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """What one source says on the point, or what somebody says whom it reports."""

    answer: Annotated[
        str,
        Key("A key that claims share when they say the same; differing claims differ here."),
    ]
    says: Annotated[
        str,
        Text("What is claimed, in the archive's own words.", required=True, longest=600),
    ]
    source: Annotated[str, Ref("The source that says so or reports it.", "source", required=True)]
    locator: Annotated[str, LocatorText(LOCATOR)] = ""
    quotation: Annotated[str, Text(QUOTATION, longest=400)] = ""
    speaker: Annotated[str, Ref("Whose claim it is, where it is not the source's own.", "actor")] = ""
    attributed_to: Annotated[str, Ref("The work in which the source says the claim was made.", "source")] = ""
    said: Annotated[str, Date("When it was said, where that matters.")] = ""
    note: Annotated[str, Text("A remark of the archive.", lines=True, longest=2000)] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A contested point: two sources, or a source and itself, do not say the same."""

    record_kind: ClassVar[str] = "question"
    plural: ClassVar[str] = "questions"

    id: Annotated[str, Id("The question's public id.", example="date-of-the-letter-to-lofgren")]
    timelines: Annotated[
        tuple[str, ...],
        Many("The timelines that it belongs to.", item=Ref("A timeline.", "timeline"), least=1),
    ]
    title: Annotated[str, Text("The point, as a question.", required=True, longest=200)]
    kind: Annotated[str, Coded("What the sources differ about.", vocab.QUESTION_KINDS)]
    explanation: Annotated[str, Text("Why it matters, and what to make of it.", lines=True, longest=4000)] = (
        ""
    )
    touches: Annotated[
        tuple[str, ...],
        Many(
            "What it bears on, each `kind:id`.",
            item=AnyRef("A record."),
            example="event:letter-to-lofgren|source:no-rules-of-the-road",
        ),
    ] = ()
    status: Annotated[str, Coded("Whether the archive follows an answer.", vocab.QUESTION_STATUSES)] = "open"
    follows: Annotated[str, Text("The key of the answer that the archive follows.", longest=80)] = ""
    why: Annotated[str, Text("Why it follows that one, or none.", lines=True, longest=2000)] = ""
    claims: Annotated[tuple[Claim, ...], Many("What each says.", table="claims", least=2, unique=False)]
