"""A part of the archive: the events of a selection and what belongs to them, and nothing else."""

import pytest
from sqlalchemy import Engine

from timeline.db import read_session
from timeline.filters import EventFilter, parse_filter
from timeline.queries.archive import SelectedArchive
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.records.question import Question
from timeline.records.references import references

SITE = "https://archive.example"


@pytest.mark.parametrize(
    ("asked", "figures"),
    [
        ({"place": ["us-ny"]}, False),
        ({"q": ["detainer"]}, True),
        ({"source": ["no-rules-of-the-road"]}, True),
    ],
)
def test_a_part_has_all_that_it_names_and_no_more(
    record_engine: Engine, asked: dict[str, list[str]], *, figures: bool
) -> None:
    with read_session(record_engine) as session:
        part = SelectedArchive(session, parse_filter(asked), site_url=SITE)
        whole = SelectedArchive(session, EventFilter(), site_url=SITE)
        held: dict[str, dict[str, Record]] = {
            kind: {record.id: record for record in part.records(kind)} for kind in CLASS_OF_KIND
        }
        everything = {kind: sum(1 for _ in whole.records(kind)) for kind in CLASS_OF_KIND}
    named = {found.key for kind in held for record in held[kind].values() for found in references(record)}
    assert {(kind, name) for kind, name in named if name not in held[kind]} == set()
    # Whatever is there is named by something else, touches an event of the part, or has figures of it.
    for kind in ("source", "actor", "place", "topic", "policy"):
        assert {name for name in held[kind] if (kind, name) not in named} == set(), kind
        assert list(held[kind]) == sorted(held[kind])
        assert 0 < len(held[kind]) < everything[kind]
    for question in held["question"].values():
        assert isinstance(question, Question)
        assert (
            any(touched.startswith("event:") for touched in question.touches)
            or (
                "question",
                question.id,
            )
            in named
        )
    assert bool(held["series"]) is figures
    assert len(held["timeline"]) == everything["timeline"]


def test_a_part_without_events_is_empty(record_engine: Engine) -> None:
    with read_session(record_engine) as session:
        part = SelectedArchive(session, parse_filter({"q": ["xyzzy"]}), site_url=SITE)
        assert [kind for kind in CLASS_OF_KIND if list(part.records(kind))] == ["timeline"]
