"""A draft may be unfinished in any way that has a right form; what is published may not."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.records.strategies import BULKY, archives
from tests.store.archive import ARCHIVE, LETTER, MEMO
from timeline.db import read_session, write_transaction
from timeline.errors import InvalidRecordError
from timeline.queries.records import find_record, get_record, list_records
from timeline.records.authority import Actor, Place, Topic
from timeline.records.canonical import canonical_json, from_json
from timeline.records.event import Citation, Event, Participation, PolicyChange, Relation, TypedDate
from timeline.records.fields import Id, Many, Whole, field_specs
from timeline.records.kinds import RECORD_CLASSES, Record
from timeline.records.policy import Policy, PolicyState
from timeline.records.question import Claim, Question
from timeline.records.series import Figure, Series
from timeline.records.source import Capture, Creator, Identifier, Mention, Source
from timeline.records.timeline import Timeline
from timeline.records.validate import Level, problems
from timeline.store.check import check
from timeline.store.rebuild import rebuild
from timeline.store.save import save

WHO: Any = {"by": "Ann", "change": "update", "reason": "Begun"}
_CHANCES = st.booleans()

UNFINISHED: tuple[Record, ...] = (
    Event(
        id="begun",
        timelines=(),
        title="",
        kind="",
        summary="",
        date_basis="",
        actors=(Participation(actor="ice", role=""), Participation(actor="", role="issuer")),
        dates=(TypedDate(role="", date=""), TypedDate(role="signed", date="")),
        citations=(
            Citation(source="", quotation="opt out", bears_on=("title",)),
            Citation(source="report", locator="note 1", bears_on=("summary",)),
            Citation(source="page", stance=""),
        ),
        relations=(Relation(relation="", target="letter"), Relation(relation="follows", target="")),
        changes=(
            PolicyChange(policy="", state="yes", action="introduced"),
            PolicyChange(policy="may-stay-out", action=""),
        ),
    ),
    Source(
        id="begun",
        type="",
        title="",
        access="",
        consulted="",
        language="",
        creators=(Creator(role="", family="A"), Creator()),
        identifiers=(Identifier(scheme="", value="10"), Identifier(scheme="doi", value="")),
        mentions=(Mention(source="", locator="note 1"),),
        captures=(Capture(sha256="", media_type="", file="a.pdf"),),
    ),
    Actor(id="begun", name="", kind=""),
    Place(id="begun", name="", kind="", codes=(Identifier(scheme="", value=""),)),
    Topic(id="begun", label="", definition=""),
    Policy(
        id="begun",
        timelines=(),
        title="",
        question="",
        states=(
            PolicyState(state="", label="Yes", definition=""),
            PolicyState(state="", label="No", definition=""),
            PolicyState(state="some", label="", definition=""),
        ),
    ),
    Series(
        id="begun",
        timelines=(),
        title="",
        definition="",
        unit="",
        measure="",
        figures=(Figure(value="", source="report"), Figure(value="1", source="", qualifier="")),
    ),
    Question(
        id="begun",
        timelines=(),
        title="",
        kind="",
        status="",
        claims=(Claim(answer="", says="", source=""), Claim(answer="yes", says="", source="report")),
    ),
    Timeline(id="begun", title="", lede="", languages=()),
)


@pytest.mark.parametrize("record", UNFINISHED, ids=lambda record: record.record_kind)
@pytest.mark.parametrize("status", ["draft", "review"])
def test_an_unfinished_record_is_kept_as_it_is(
    engine: Engine, small_archive: None, record: Record, status: str
) -> None:
    with write_transaction(engine) as session:
        save(session, record, base_version=0, status=status, **WHO)
    with write_transaction(engine) as session:
        stored = get_record(session, record.record_kind, "begun", status=None)
        assert (stored.record, stored.status) == (record, status)
        assert check(session) == ()
        rebuild(session)
    with read_session(engine) as session:
        assert check(session) == ()
        assert find_record(session, record.record_kind, "begun") is None
        assert record in [each.record for each in list_records(session, record.record_kind, status=None)]


@pytest.mark.parametrize("record", UNFINISHED, ids=lambda record: record.record_kind)
def test_it_is_not_published_and_each_field_is_named(
    sqlite_engine: Engine, small_archive: None, record: Record
) -> None:
    with write_transaction(sqlite_engine) as session:
        save(session, record, base_version=0, **WHO)
    with pytest.raises(InvalidRecordError) as caught, write_transaction(sqlite_engine) as session:
        save(session, record, base_version=1, status="published", **WHO)
    missing = {problem.path for problem in caught.value.problems}
    assert all(problem.only_for_publishing for problem in caught.value.problems)
    for spec in field_specs(type(record)):
        least = spec.mark.least if isinstance(spec.mark, Many) else int(spec.mark.required)
        if isinstance(spec.mark, Id | Whole) or not least or getattr(record, spec.name):
            continue
        assert spec.name in missing


def test_an_event_without_a_citation_is_a_draft_and_no_more(engine: Engine, small_archive: None) -> None:
    bare = replace(LETTER, id="bare", citations=())
    with write_transaction(engine) as session:
        save(session, bare, base_version=0, **WHO)
    with pytest.raises(InvalidRecordError) as caught, write_transaction(engine) as session:
        save(session, bare, base_version=1, status="published", **WHO)
    assert [str(problem) for problem in caught.value.problems] == [
        "citations: there must be at least one. Add what is missing."
    ]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"id": ""}, "id"),
        ({"id": "Not an id"}, "id"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"kind": "party"}, "kind"),
        ({"significance": 0}, "significance"),
        ({"date": "03/04/2011"}, "date"),
        ({"topics": ("",)}, "topics[0]"),
        ({"topics": ("no-such-topic",)}, "topics[0]"),
        ({"topics": ("participation", "participation")}, "topics[1]"),
        ({"citations": (Citation(source="no-source"),)}, "citations[0].source"),
        ({"citations": (Citation(source="report", asserted_date="soon"),)}, "citations[0].asserted_date"),
        (
            {"changes": (PolicyChange(policy="may-stay-out", state="maybe", action="changed"),)},
            "changes[0].state",
        ),
        ({"relations": (Relation(relation="cites", target="draft"),)}, "relations[0].target"),
    ],
)  # fmt: skip
def test_what_a_draft_has_must_have_the_right_form(
    sqlite_engine: Engine, small_archive: None, changes: dict[str, Any], path: str
) -> None:
    draft = replace(replace(MEMO, id="draft"), **changes)
    with pytest.raises(InvalidRecordError) as caught, write_transaction(sqlite_engine) as session:
        save(session, draft, base_version=0, **WHO)
    assert path in {problem.path for problem in caught.value.problems if not problem.only_for_publishing}


@given(st.data())
@settings(**BULKY, max_examples=60)
def test_whatever_is_taken_out_of_a_right_record_leaves_a_draft(data: st.DataObject) -> None:
    for record in data.draw(archives()):
        emptied = data.draw(_drafts(record))
        assert problems(emptied, level=Level.SOUND) == ()
        assert from_json(emptied.record_kind, canonical_json(emptied)) == emptied
        assert {p.path for p in problems(emptied) if not p.only_for_publishing} == set()


@st.composite
def _drafts(draw: st.DrawFn, record: Any) -> Any:
    return _emptied(record, draw)


def _emptied(part: Any, draw: st.DrawFn) -> Any:
    """Give a record with some of its fields empty, those of its rows as well."""
    changes: dict[str, Any] = {}
    for spec in field_specs(type(part)):
        if isinstance(spec.mark, Id | Whole):
            continue
        if draw(_CHANCES):
            changes[spec.name] = spec.empty
        elif spec.part is not None:
            changes[spec.name] = tuple(_emptied(item, draw) for item in getattr(part, spec.name))
    emptied = replace(part, **changes)
    # Rows that have nothing left to tell them apart are twins, which no draft may have.
    rows = [getattr(emptied, spec.name) for spec in field_specs(type(part)) if spec.part is not None]
    keys = [state.state for state in emptied.states if state.state] if isinstance(part, Policy) else []
    return part if any(len(each) != len(set(each)) for each in (*rows, keys)) else emptied


def test_every_kind_of_record_can_be_begun() -> None:
    assert {record.record_kind for record in UNFINISHED} == {cls.record_kind for cls in RECORD_CLASSES}
    assert all(problems(record, level=Level.SOUND) == () for record in UNFINISHED)
    assert all(problems(record) for record in UNFINISHED)
    assert all(problems(record) == () for record in ARCHIVE)
