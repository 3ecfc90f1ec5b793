"""The events of lanes: of a great record some from all of its time, and of each lane the weightiest first."""

import pytest
from sqlalchemy import Engine

from timeline.db import read_session
from timeline.filters import parse_filter
from timeline.queries import lanes
from timeline.queries.lanes import Lane, list_lanes


def listed(engine: Engine, first: str) -> tuple[Lane, ...]:
    """List lanes under a filter that no other test asks for, since they are kept."""
    with read_session(engine) as session:
        return list_lanes(session, parse_filter({"from": [first]}), "topic")


def test_lanes_of_a_great_record_have_events_from_all_of_its_time(
    record_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = listed(record_engine, "1971")
    monkeypatch.setattr(lanes, "MOST_EVENTS", 40)
    found = listed(record_engine, "1972")
    assert [(lane.id, lane.total) for lane in found] == [(lane.id, lane.total) for lane in whole]
    events = {event.id: event for lane in found for event in lane.events}
    assert 30 <= len(events) <= 40
    years = {event.date.earliest.year for event in events.values() if event.date.earliest}
    assert years >= {2008, 2009, 2010, 2011, 2012}
    for lane, before in zip(found[: lanes.MOST_LANES], whole, strict=False):
        assert len(lane.events) >= 4, lane.id
        # In the order of the timeline; a lane may have lighter ones that another has drawn.
        assert [event.id for event in lane.events] == [one.id for one in before.events if one.id in events]
        landmarks = {event.id for event in before.events if event.significance == 1}
        shown = {event.id for event in lane.events}
        assert len(landmarks & shown) >= min(len(landmarks), 4)
