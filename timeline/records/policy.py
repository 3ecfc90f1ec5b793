"""The policy: a question about the rule, and the states that can answer it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from timeline.records.fields import Flag, Id, Key, Many, Markdown, Ref, Text


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyState:
    """One possible answer to a policy's question."""

    state: Annotated[str, Key("The key of the state.", example="voluntary")]
    label: Annotated[str, Text("The answer in a few words.", required=True, longest=120)]
    definition: Annotated[str, Text("What holds in this state.", required=True, lines=True, longest=2000)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """A provision whose answer changes in time, and may differ from place to place."""

    record_kind: ClassVar[str] = "policy"
    plural: ClassVar[str] = "policies"

    id: Annotated[str, Id("The policy's public id.", example="local-participation")]
    timelines: Annotated[
        tuple[str, ...],
        Many("The timelines that it belongs to.", item=Ref("A timeline.", "timeline"), least=1),
    ]
    title: Annotated[str, Text("Its name.", required=True, longest=200)]
    question: Annotated[
        str,
        Text("The question that it answers.", required=True, example="May a county stay out?"),
    ]
    explanation: Annotated[str, Markdown("What the question means and what it does not.")] = ""
    topics: Annotated[tuple[str, ...], Many("What it is about.", item=Ref("A topic.", "topic"))] = ()
    principal: Annotated[bool, Flag("True where its band stands under the timeline as a whole.")] = False
    states: Annotated[
        tuple[PolicyState, ...],
        Many("The states that it can have.", table="policy_states", least=2),
    ]
