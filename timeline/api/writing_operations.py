"""The operations that write, declared; each takes a token with the right that it names."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response

from timeline.api import writing
from timeline.api.declared import Call, Operation, Parameter, Reply
from timeline.api.filters import path_id
from timeline.records.kinds import RECORD_CLASSES

IF_MATCH: Final = Parameter(
    name="If-Match",
    about="The version that the change starts from: the ETag of the answer that was read.",
    schema={"type": "string", "pattern": '^"[1-9][0-9]{0,8}(-[0-9a-f]+)?"$'},
    place="header",
    required=True,
    example='"3"',
)
_NUMBER: Final = Parameter(
    name="number",
    about="The number of the proposal.",
    schema={"type": "integer", "minimum": 1, "maximum": 999_999_999},
    place="path",
    required=True,
    example="1",
)
_VERSIONED: Final = ("ETag", "Link")
_MADE: Final = ("ETag", "Link", "Location")
_PROBLEMS: Final = {
    400: "The request cannot be read.",
    404: "There is none.",
    409: "It does not go together with what others did; the answer says what to do.",
    412: "Somebody saved it since; the answer says what to do.",
    413: "This is too much at once.",
    415: "What was sent is not JSON.",
    422: "What was sent cannot be kept; each error names its field and the cure.",
    428: "If-Match is missing.",
}
_ACCOUNT: Final = {"change": "correction", "note": "The letter is dated 7 September."}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Step:
    name: str
    view: Callable[[Call], Response]
    right: str
    body: str
    summary: str
    about: str
    example: Mapping[str, Any]


_STEPS: Final = (
    _Step(
        name="submit",
        view=writing.submit,
        right="draft",
        body="Step",
        summary="Submit a draft for review",
        about="The drafts that it refers to go with it.",
        example={"reason": "Ready to be read."},
    ),
    _Step(
        name="publish",
        view=writing.publish,
        right="publish",
        body="ToldStep",
        summary="Publish",
        about="The drafts that it refers to are published with it. By the rule of two people whoever made the"
        " last change does not publish it.",
        example={"reason": "Checked against the source."},
    ),
    _Step(
        name="withdraw",
        view=writing.withdraw,
        right="draft",
        body="ReasonedStep",
        summary="Take back",
        about="One’s own draft, or as an editor any record. What is published needs a note for readers.",
        example={"reason": "It was entered twice.", "note": "Entered twice."},
    ),
)


def writing_operations() -> Iterator[Operation]:
    """Yield the operations that write, and the reading of proposals, which are not public."""
    for cls in RECORD_CLASSES:
        yield from _of_record(cls.record_kind, cls.plural, cls.__name__)
        yield from _steps(cls.record_kind, cls.plural, cls.__name__)
    yield from _of_proposals()


def _of_record(kind: str, plural: str, name: str) -> Iterator[Operation]:
    resource = f"{name}Resource"
    record = {"id": f"a-new-{kind}"} | ({"significance": 2} if kind == "event" else {})
    yield Operation(
        name=f"create_{kind}",
        method="POST",
        path=f"/{plural}",
        group=name,
        kind=kind,
        right="draft",
        summary=f"Write a new {kind}",
        about="It becomes a draft, which may lack anything but its id. Sent again as it is, it changes"
        " nothing.",
        view=writing.create,
        body=f"New{name}",
        example={"record": record, "reason": "Found in the archive."},
        replies={
            200: Reply(about="It was there already, as it is.", schema=resource, headers=_VERSIONED),
            201: Reply(about="The draft.", schema=resource, headers=_MADE),
            **_problems(400, 413, 415, 422),
        },
    )
    yield Operation(
        name=f"replace_{kind}",
        method="PUT",
        path=f"/{plural}/{{id}}",
        group=name,
        kind=kind,
        right="draft",
        summary=f"Change a {kind}",
        about="What is not sent is empty from then on. A published one takes the right to publish (of actors,"
        " places and topics the right `vocabulary`), `change` and `note`; where two people are needed,"
        " propose the change instead.",
        view=writing.replace,
        parameters=(path_id(kind), IF_MATCH),
        body=f"Changed{name}",
        example={"record": record, **_ACCOUNT},
        replies={
            200: Reply(about="As it is now.", schema=resource, headers=_VERSIONED),
            **_problems(*_PROBLEMS),
        },
    )
    yield Operation(
        name=f"propose_{kind}",
        method="POST",
        path=f"/{plural}/{{id}}/proposals",
        group=name,
        kind=kind,
        right="draft",
        summary=f"Propose a change of a published {kind}",
        about="It stays as it is until somebody else accepts the proposal. Sent again as it is, it changes"
        " nothing.",
        view=writing.propose,
        parameters=(path_id(kind), IF_MATCH),
        body=f"Proposed{name}",
        example={"record": record, **_ACCOUNT},
        replies={
            200: Reply(about="It waits already.", schema="Proposal", headers=_VERSIONED),
            201: Reply(about="The proposal.", schema="Proposal", headers=_MADE),
            **_problems(*_PROBLEMS),
        },
    )


def _steps(kind: str, plural: str, name: str) -> Iterator[Operation]:
    for step in _STEPS:
        yield Operation(
            name=f"{step.name}_{kind}",
            method="POST",
            path=f"/{plural}/{{id}}/{step.name}",
            group=name,
            kind=kind,
            right=step.right,
            summary=step.summary,
            about=step.about,
            view=step.view,
            parameters=(path_id(kind), IF_MATCH),
            body=step.body,
            example=step.example,
            replies={
                200: Reply(about="As it is now.", schema=f"{name}Resource", headers=_VERSIONED),
                **_problems(*_PROBLEMS),
            },
        )


def _of_proposals() -> Iterator[Operation]:
    given = Reply(about="The proposal.", schema="Proposal", headers=_VERSIONED)
    yield Operation(
        name="get_proposal",
        method="GET",
        path="/proposals/{number}",
        group="Proposals",
        right="look",
        summary="One proposal",
        view=writing.get_waiting,
        parameters=(_NUMBER,),
        replies={200: given, **_problems(404)},
    )
    yield Operation(
        name="publish_proposal",
        method="POST",
        path="/proposals/{number}/publish",
        group="Proposals",
        right="publish",
        summary="Publish what is proposed",
        about="Merged with what others published since; where both changed one field it answers 409.",
        view=writing.accept,
        parameters=(_NUMBER, IF_MATCH),
        body="Acceptance",
        example={"record_version": 3, "reason": "Checked against the source."},
        replies={200: given, **_problems(*_PROBLEMS)},
    )
    yield Operation(
        name="withdraw_proposal",
        method="POST",
        path="/proposals/{number}/withdraw",
        group="Proposals",
        right="draft",
        summary="Give a proposal up",
        view=writing.give_up,
        parameters=(_NUMBER, IF_MATCH),
        body="Step",
        example={"reason": "Another source settles it."},
        replies={200: given, **_problems(*_PROBLEMS)},
    )


def _problems(*statuses: int) -> dict[int, Reply]:
    return {status: Reply(about=_PROBLEMS[status], schema="Problem") for status in statuses}
