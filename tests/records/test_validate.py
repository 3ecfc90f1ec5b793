"""Every rule for a record by itself: what it refuses, under which path, and in which words."""

from dataclasses import replace
from typing import Any

import pytest

from tests.store.archive import ARCHIVE, MEMO
from timeline.errors import Problem
from timeline.records.event import Citation, PolicyChange, Relation, TypedDate
from timeline.records.kinds import Record
from timeline.records.source import Creator, Identifier
from timeline.records.validate import is_id, problems

RECORDS: dict[str, Any] = {record.id: record for record in ARCHIVE}
QUESTION = RECORDS["what-day"]
REPORT = RECORDS["report"]
POLICY = RECORDS["may-stay-out"]
SERIES = RECORDS["places"]
TIMELINE = RECORDS["secure-communities"]
CITATION = MEMO.citations[0]
CHANGE = MEMO.changes[0]
CLAIM = QUESTION.claims[0]

CASES: list[tuple[Record, str]] = [
    # One field.
    (replace(MEMO, title=""), "title: is missing. Give it. What happened, in one line."),
    (
        replace(MEMO, title="x" * 201),
        "title: is 201 characters long; at most 200 fit (found “{}…”). Shorten it.",
    ),
    (
        replace(MEMO, title="a\nb"),
        "title: holds the control character U+000A (found “a\nb”). Write it in one line.",
    ),
    (replace(MEMO, title="a\x1bb"), "title: holds the control character U+001B (found “a\x1bb”). Remove it."),
    (replace(MEMO, title="\ud800"), "title: holds the control character U+D800 (found “\ud800”). Remove it."),
    (replace(MEMO, body="a\rb"), "body: holds the control character U+000D (found “a\rb”). Remove it."),
    (
        replace(MEMO, title=" a"),
        "title: begins or ends with white space (found “ a”). Remove the space at the ends.",
    ),
    (
        replace(MEMO, id="The Memo"),
        "id: is not an id (found “The Memo”). Write lower-case letters a–z, digits and "
        "single hyphens, at most 80 characters.",
    ),
    (
        replace(MEMO, kind="party"),
        "kind: is not a term of this vocabulary (found “party”). Write one of: "
        "announcement, activation, guidance, reform, agreement, local-action, "
        "correspondence, statement, publication, statistics, information-request, "
        "litigation, legislation, advisory, practice, forecast.",
    ),
    (replace(MEMO, kind=""), "kind: is missing. Give it. What kind of event it is."),
    (
        replace(MEMO, significance=4),
        "significance: is out of range (found “4”). Write a whole number from 1 to 3.",
    ),
    (replace(MEMO, citations=()), "citations: there must be at least one. Add what is missing."),
    (replace(QUESTION, claims=()), "claims: there must be at least 2. Add what is missing."),
    (replace(MEMO, places=("us", "us")), "places[1]: stands here twice (found “us”). Keep one."),
    (replace(MEMO, topics=("",)), "topics[0]: is empty. Remove it or fill it in."),
    (
        replace(MEMO, citations=(Citation(source="The Page"),)),
        "citations[0].source: is not an id (found “The Page”). Write lower-case letters "
        "a–z, digits and single hyphens, at most 80 characters.",
    ),
    (
        replace(MEMO, citations=(Citation(source=""),)),
        "citations[0].source: is missing. Give it. The source that is cited.",
    ),
    (
        replace(MEMO, citations=(replace(CITATION, quotation="q" * 401),)),
        "citations[0].quotation: is 401 characters long; at most 400 fit (found “{}…”). Shorten it.",
    ),
    (
        replace(QUESTION, touches=("memo",)),
        "touches[0]: is not a reference (found “memo”). Write kind:id, where kind is one "
        "of timeline, event, source, actor, place, topic, policy, series, question.",
    ),
    (
        replace(SERIES, figures=(replace(SERIES.figures[0], value="1,049"),)),
        "figures[0].value: is not a decimal number (found “1,049”). Write digits with a "
        "point before decimals and no separators, such as 1049 or 7.5.",
    ),
    (
        replace(REPORT, url="example.org"),
        "url: is not a web address (found “example.org”). Write the whole address, "
        "beginning with http:// or https://, without spaces.",
    ),
    (
        replace(REPORT, url="javascript:alert(1)"),
        "url: is not a web address (found “javascript:alert(1)”). Write the whole address, "
        "beginning with http:// or https://, without spaces.",
    ),
    (
        replace(REPORT, url="https://a b"),
        "url: holds a space or a control character (found “https://a b”). Write the whole "
        "address, beginning with http:// or https://, without spaces.",
    ),
    (
        replace(REPORT, url="http://[::1"),
        "url: is not a web address (found “http://[::1”). Write the whole address, "
        "beginning with http:// or https://, without spaces.",
    ),
    (
        replace(REPORT, url="https://x.org/" + "a" * 2000),
        "url: is longer than 2000 characters (found “{}…”). Write the whole address, "
        "beginning with http:// or https://, without spaces.",
    ),
    (
        replace(REPORT, identifiers=(Identifier(scheme="D O I", value="1"),)),
        "identifiers[0].scheme: does not have the right form (found “D O I”). Write a "
        "scheme such as doi, isbn, docket or foia in lower case.",
    ),
    (
        replace(TIMELINE, languages=("english",)),
        "languages[0]: does not have the right form (found “english”). Write a language "
        "tag such as en or es-MX.",
    ),
    # Several fields together.
    (
        replace(MEMO, date=""),
        "date: is empty, and date_basis says that it is known. Give the date, or set date_basis to unknown.",
    ),
    (
        replace(MEMO, date_basis="unknown"),
        "date_basis: says that the date is unknown, and there is one (found “unknown”). "
        "Write stated or inferred, or empty the date.",
    ),
    (
        replace(MEMO, date_basis="inferred"),
        "date_note: is missing for an inferred date. Say from what the date was inferred.",
    ),
    (
        replace(MEMO, relations=(Relation(relation="cites", target="memo"),)),
        "relations[0].target: points to the record itself (found “memo”). Name another record.",
    ),
    (
        replace(MEMO, changes=(replace(CHANGE, state=""), CHANGE)),
        "changes[0].state: is missing for the action introduced. Give the key of the policy's state.",
    ),
    (
        replace(MEMO, citations=(replace(CITATION, bears_on=("colour",)),)),
        "citations[0].bears_on[0]: names nothing in this event (found “colour”). Write a "
        "field's name, date:ROLE of one of its dates, or change:POLICY of one of its "
        "changes.",
    ),
    (
        replace(POLICY, states=(*POLICY.states, replace(POLICY.states[0], label="Again"))),
        "states[2].state: stands twice (found “yes”). Keep one.",
    ),
    (
        replace(QUESTION, claims=(CLAIM, CLAIM)),
        "claims: all give the same answer (found “day”). A question needs claims that "
        "differ; give the other answer its own key.",
    ),
    (
        replace(QUESTION, status="settled", follows="year", why="So."),
        "follows: is not the answer of any claim (found “year”). Write one of: day, month.",
    ),
    (
        replace(QUESTION, status="settled"),
        "status: does not fit the answer that is followed (found “settled”). A settled "
        "question names the answer followed; an open one follows none.",
    ),
    (replace(QUESTION, status="settled", follows="day"), "why: is missing. Say why this answer is followed."),
    (
        replace(SERIES, whole="places"),
        "whole: points to the record itself (found “places”). Name another record.",
    ),
    (
        replace(REPORT, part_of="report"),
        "part_of: points to the record itself (found “report”). Name another record.",
    ),
    (
        replace(RECORDS["programme"], broader="programme"),
        "broader: points to the record itself (found “programme”). Name another record.",
    ),
    (
        replace(REPORT, creators=(Creator(),)),
        "creators[0]: must have either a family name or the name of a body. Write a person "
        "as “Family, Given” and a body in braces.",
    ),
    (
        replace(REPORT, creators=(Creator(family="A", literal="B"),)),
        "creators[0]: must have either a family name or the name of a body (found “B”). "
        "Write a person as “Family, Given” and a body in braces.",
    ),
    (
        replace(REPORT, creators=(Creator(family="A, B"),)),
        "creators[0].family: holds a comma or begins with a brace (found “A, B”). The "
        "comma parts the family name from the given name; leave it out of either.",
    ),
]


@pytest.mark.parametrize("record", ARCHIVE, ids=lambda record: record.id)
def test_a_right_record_has_no_problem(record: Record) -> None:
    assert problems(record) == ()


@pytest.mark.parametrize(
    ("record", "line"), CASES, ids=[line.partition("(found")[0][:60] for _, line in CASES]
)
def test_each_rule_says_what_is_wrong_and_what_to_write(record: Record, line: str) -> None:
    (problem,) = problems(record)
    expected = line.replace("{}", problem.value[:79])
    assert str(problem) == expected


def test_a_wrong_date_comes_with_the_advice_of_the_dates() -> None:
    (problem,) = problems(replace(MEMO, date="03/04/2011"))
    assert problem.path == "date"
    assert problem.message == "is not a date that can be kept"
    assert problem.cure != ""


def test_everything_is_found_in_one_pass_in_the_order_of_the_fields() -> None:
    wrong = replace(
        MEMO,
        id="",
        timelines=(),
        title="",
        dates=(TypedDate(role="sent", date="soon"), TypedDate(role="seen", date="")),
        changes=(PolicyChange(policy="", state="", action="changed"),),
    )
    assert [problem.path for problem in problems(wrong)] == [
        "id",
        "timelines",
        "title",
        "dates[0].date",
        "dates[1].role",
        "dates[1].date",
        "changes[0].policy",
        "changes[0].state",
        "citations[1].bears_on[0]",
    ]


def test_what_ends_needs_no_state() -> None:
    ended = PolicyChange(policy="may-stay-out", action="ended")
    assert problems(replace(MEMO, changes=(*MEMO.changes, ended))) == ()


def test_a_list_has_an_end() -> None:
    many = tuple(f"topic-{number}" for number in range(2001))
    (problem,) = problems(replace(MEMO, topics=many))
    assert str(problem) == "topics: there are more than 2000 (found “2001”). Split the record."


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("a", True), ("a-b-1", True), ("0", True), ("x" * 80, True),
        ("", False), ("x" * 81, False), ("-a", False), ("a-", False), ("a--b", False), ("A", False),
        ("a_b", False), ("ä", False), ("٣", False), ("a\n", False), ("a b", False), ("a\x00", False),
    ],
)  # fmt: skip
def test_what_is_an_id(text: str, right: bool) -> None:
    assert is_id(text) is right


def test_a_long_value_is_shown_short() -> None:
    problem = Problem(path="title", value="x" * 100, message="is wrong", cure="Right it.")
    assert str(problem) == f"title: is wrong (found “{'x' * 79}…”). Right it."
