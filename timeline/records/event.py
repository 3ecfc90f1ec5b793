"""The event: something dated that happened, was said or was written, with its evidence."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from timeline import vocab
from timeline.records.fields import Coded, Date, Id, LocatorText, Many, Markdown, Ref, Text, Whole

LOCATOR = "Where in the source: heading and paragraph, page, or note number."
QUOTATION = "A few exact words of the source, where the wording is the fact; letter for letter."


@dataclass(frozen=True, kw_only=True, slots=True)
class TypedDate:
    """A further date of an event, with the role that it plays."""

    role: Annotated[str, Coded("What happened on this date.", vocab.DATE_ROLES, example="signed")]
    date: Annotated[str, Date("The date as EDTF.", required=True, example="2010-08-17")]
    verbatim: Annotated[str, Text("The date in the words of the source.")] = ""
    note: Annotated[str, Text("How the archive came to this date.", lines=True, longest=2000)] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A source, the place in it, and how it bears on the event."""

    source: Annotated[str, Ref("The source that is cited.", "source", required=True)]
    locator: Annotated[str, LocatorText(LOCATOR, example="note 3")] = ""
    quotation: Annotated[str, Text(QUOTATION, longest=400)] = ""
    stance: Annotated[str, Coded("How the source bears on the event.", vocab.STANCES)] = "supports"
    asserted_date: Annotated[str, Date("The date that this source gives for the event, if it gives one.")] = (
        ""
    )
    asserted_verbatim: Annotated[str, Text("That date in the words of the source.")] = ""
    bears_on: Annotated[
        tuple[str, ...],
        Many(
            "What the citation is evidence of, where it is not the whole event: names of the event's"
            " fields, `date:` with a date's role, or `change:` with the id of a policy.",
            item=Text("One field or change.", longest=100, example="change:state-agreement"),
        ),
    ] = ()
    note: Annotated[str, Text("A remark of the archive.", lines=True, longest=2000)] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Participation:
    """An actor and the role it has in an event."""

    actor: Annotated[str, Ref("The actor.", "actor", required=True)]
    role: Annotated[str, Coded("What the actor did.", vocab.ACTOR_ROLES)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """How this event is related to another; the other side is derived, never stored."""

    relation: Annotated[str, Coded("How this event bears on the other.", vocab.RELATIONS)]
    target: Annotated[str, Ref("The other event.", "event", required=True)]
    note: Annotated[str, Text("A remark of the archive.", lines=True, longest=2000)] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyChange:
    """What an event does to a policy.

    The state in effect before is never stored: it is what the fold of all changes finds.
    """

    policy: Annotated[str, Ref("The policy.", "policy", required=True)]
    state: Annotated[
        str,
        Text("The key of the state from then on; one of the policy's states.", longest=80),
    ] = ""
    effective: Annotated[str, Date("When the state takes effect; empty: with the event itself.")] = ""
    action: Annotated[str, Coded("What is done to the policy.", vocab.POLICY_ACTIONS)]
    place: Annotated[str, Ref("Where it holds; empty: everywhere.", "place")] = ""
    stated_from: Annotated[str, Text("The key of the state that a source says went before.", longest=80)] = ""
    note: Annotated[str, Text("A remark of the archive.", lines=True, longest=2000)] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something dated that happened, was said or was written."""

    record_kind: ClassVar[str] = "event"
    plural: ClassVar[str] = "events"

    id: Annotated[str, Id("The event's public id.", example="setting-the-record-straight-memo")]
    timelines: Annotated[
        tuple[str, ...],
        Many("The timelines that carry it.", item=Ref("A timeline.", "timeline"), least=1),
    ]
    title: Annotated[str, Text("What happened, in one line.", required=True, longest=200)]
    kind: Annotated[str, Coded("What kind of event it is.", vocab.EVENT_KINDS)]
    significance: Annotated[
        int, Whole("1 landmark, 2 main event, 3 detail.", least=1, most=3, example="2")
    ] = 2
    date: Annotated[str, Date("When it happened, as EDTF; empty: unknown.", example="2010-08-17")] = ""
    date_verbatim: Annotated[str, Text("The date in the words of the source.")] = ""
    date_basis: Annotated[str, Coded("What the date rests on.", vocab.DATE_BASES)] = "stated"
    date_note: Annotated[str, Text("How the archive came to the date.", lines=True, longest=2000)] = ""
    summary: Annotated[
        str,
        Text(
            "What the sources say happened, in the archive's own words.",
            required=True,
            longest=1200,
        ),
    ]
    body: Annotated[str, Markdown("More, where the record holds more.")] = ""
    actors: Annotated[
        tuple[Participation, ...],
        Many("Who took part, each written `actor:role`.", example="ice:issuer|john-morton:author"),
    ] = ()
    places: Annotated[
        tuple[str, ...], Many("Where, or which places it is about.", item=Ref("A place.", "place"))
    ] = ()
    topics: Annotated[tuple[str, ...], Many("What it is about.", item=Ref("A topic.", "topic"))] = ()
    dates: Annotated[tuple[TypedDate, ...], Many("Further dates.", table="event_dates")] = ()
    citations: Annotated[
        tuple[Citation, ...],
        Many("The evidence.", table="citations", least=1, unique=False),
    ]
    relations: Annotated[tuple[Relation, ...], Many("How it bears on other events.", table="relations")] = ()
    changes: Annotated[tuple[PolicyChange, ...], Many("What it changed.", table="policy_changes")] = ()
    note: Annotated[str, Text("A public remark of the archive.", lines=True, longest=4000)] = ""
