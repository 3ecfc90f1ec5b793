"""Measure the rule on a day as the archive grows: 10, 100 and 1,000 policies with 100 changes each.

    python -m benchmarks.states

Uses an SQLite file of its own in a temporary folder. "First" is a process that has folded nothing yet;
"again" has, as every question but the first one does; "after a write" comes just after one event was
saved. Medians, in milliseconds of the processor, so that what else the machine does counts little.

The changes are drawn with a fixed seed: seven of ten on a known day, the rest with uncertain or open
dates, in five places, with disputes, clarifications and suspensions.
"""

import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, update
from sqlalchemy.orm import Session

from timeline.db import create_engine, read_session, upgrade, write_transaction
from timeline.models.authority import PlaceRow
from timeline.models.derived import bounds_of, of_event
from timeline.models.event import CitationRow, EventRow, PolicyChangeRow
from timeline.models.history import DatasetRow, RecordRow
from timeline.models.policy import PolicyRow, PolicyStateRow
from timeline.models.timeline import RecordTimelineRow
from timeline.queries.policy_archive import forget
from timeline.queries.states import state_on, states_on
from timeline.records.event import Citation, Event, PolicyChange
from timeline.records.source import Source
from timeline.records.timeline import Timeline
from timeline.store.save import save, save_all

SIZES = (10, 100, 1000)
CHANGES = 100
STATES = "abcd"
DAY = dt.date(2010, 6, 15)
PLACES = {"us": None, "us-ca": "us", "us-ny": "us", "us-ca-sf": "us-ca"}


def main() -> None:
    """Print one line for each size."""
    print("changes | one policy: first  again | all policies: first    again  after a write")
    for policies in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            engine = create_engine(f"sqlite:///{Path(folder) / 'states.sqlite3'}")
            upgrade(engine)
            _fill(engine, policies)
            print(_measured(engine, policies))
            engine.dispose()


def _measured(engine: Engine, policies: int) -> str:
    chosen = [f"policy-{number}" for number in random.Random(2).sample(range(policies), 10)]
    one_first = statistics.median(_timed(engine, _one(slug), cold=True) for slug in chosen)
    one_again = statistics.median(_timed(engine, _one(slug)) for slug in chosen for _ in range(5))
    all_first = statistics.median(_timed(engine, _all, cold=True) for _ in range(3))
    all_again = statistics.median(_timed(engine, _all) for _ in range(9))
    after_write = statistics.median(_after_write(engine, number) for number in range(3))
    return (
        f"{policies * CHANGES:7,} | {one_first:17.2f} {one_again:6.2f} |"
        f" {all_first:18.1f} {all_again:8.1f} {after_write:14.1f}"
    )


def _one(slug: str) -> Callable[[Session], object]:
    return lambda session: state_on(session, slug, DAY)


def _all(session: Session) -> object:
    return states_on(session, DAY)


def _timed(engine: Engine, question: Callable[[Session], object], *, cold: bool = False) -> float:
    with read_session(engine) as session:
        session.connection()
        if cold:
            forget(session)
        started = time.process_time()
        question(session)
        return (time.process_time() - started) * 1000


def _after_write(engine: Engine, number: int) -> float:
    event = Event(
        id=f"written-{number}",
        timelines=("history",),
        title="Written now",
        kind="guidance",
        date="2010-01-01",
        summary="One more change.",
        citations=(Citation(source="source"),),
        changes=(PolicyChange(policy="policy-1", state="a", action="changed"),),
    )
    with write_transaction(engine) as session:
        save(session, event, base_version=0, change="new", status="published", by="B", reason="B")
    return _timed(engine, _all)


def _fill(engine: Engine, policies: int) -> None:
    """Write the rows at once: saving 100,000 events one by one would take many minutes."""
    with write_transaction(engine) as session:
        timeline = Timeline(id="history", title="History", lede="All.", complete_to="2020")
        source = Source(id="source", type="report", title="Report", consulted="yes")
        save_all(session, (timeline, source), by="Benchmark", reason="Benchmark")
    with engine.begin() as connection:
        keys = {row.slug: row.id for row in connection.execute(RecordRow.__table__.select())}
        places = _fill_places(connection)
        _fill_policies(connection, policies, keys["history"])
        rows = list(_events(policies, places, keys["source"]))
        for table, position in ((RecordRow, 0), (EventRow, 1), (CitationRow, 2), (PolicyChangeRow, 3)):
            connection.execute(insert(table), [row[position] for row in rows])
        connection.execute(update(DatasetRow).values(version=DatasetRow.version + 1))


def _record(key: int, kind: str, slug: str) -> dict[str, Any]:
    return {
        "id": key,
        "kind": kind,
        "slug": slug,
        "status": "published",
        "version": 1,
        "fingerprint": "",
        "revision": 1,
        "merged_into_id": None,
    }


def _fill_places(connection: Connection) -> list[int | None]:
    keys = {slug: 100 + number for number, slug in enumerate(PLACES)}
    connection.execute(insert(RecordRow), [_record(key, "place", slug) for slug, key in keys.items()])
    connection.execute(
        insert(PlaceRow),
        [
            {
                "record_id": keys[slug],
                "name": slug,
                "kind": "state",
                "part_of_id": keys[above] if above else None,
                "description": "",
            }
            for slug, above in PLACES.items()
        ],
    )
    return [None, None, None, *keys.values()]


def _fill_policies(connection: Connection, policies: int, timeline: int) -> None:
    keys = range(1000, 1000 + policies)
    connection.execute(insert(RecordRow), [_record(key, "policy", f"policy-{key - 1000}") for key in keys])
    named = {"title": "Rule", "question": "What?", "explanation": "", "principal": False}
    connection.execute(insert(PolicyRow), [{"record_id": key, **named} for key in keys])
    connection.execute(
        insert(PolicyStateRow),
        [
            {"record_id": key, "position": at, "state": state, "label": state, "definition": state}
            for key in keys
            for at, state in enumerate(STATES, start=1)
        ],
    )
    connection.execute(
        insert(RecordTimelineRow),
        [{"record_id": key, "position": 1, "timeline_id": timeline} for key in keys],
    )


def _events(policies: int, places: list[int | None], source: int) -> Iterator[tuple[dict[str, Any], ...]]:
    draw = random.Random(1)
    key = 1_000_000
    for policy in range(policies):
        day = dt.date(2000, 1, 1)
        for number in range(CHANGES):
            key += 1
            day += dt.timedelta(days=draw.randint(5, 80))
            yield _event(draw, key, 1000 + policy, day, first=number == 0, places=places, source=source)


def _event(
    draw: random.Random,
    key: int,
    policy: int,
    day: dt.date,
    *,
    first: bool,
    places: list[int | None],
    source: int,
) -> tuple[dict[str, Any], ...]:
    later = day + dt.timedelta(days=90)
    forms = (day.isoformat(), f"{day:%Y-%m}", f"[{day}..{later}]", f"[..{day}]")
    date = draw.choices(forms, (70, 15, 12, 3))[0]
    actions = ("changed", "clarified", "disputed", "suspended", "resumed", "announced")
    action = "introduced" if first else draw.choices(actions, (60, 15, 8, 5, 5, 7))[0]
    slug = f"event-{key}"
    event = Event(id=slug, timelines=(), title="Event", kind="guidance", date=date, summary="x", citations=())
    earliest, latest = bounds_of(date)
    record = _record(key, "event", slug)
    own = {name: getattr(event, name) for name in ("title", "kind", "significance", "date", "summary")}
    own |= {"record_id": key, "date_earliest": earliest, "date_latest": latest, "date_basis": "stated"}
    own |= {"date_verbatim": "", "date_note": "", "body": "", "note": "", **of_event(event, None)}
    citation = {
        "record_id": key,
        "position": 1,
        "source_id": source,
        "locator": "",
        "quotation": "",
        "stance": "disputes" if draw.random() < 0.02 else "supports",
        "asserted_date": "",
        "asserted_date_earliest": None,
        "asserted_date_latest": None,
        "asserted_verbatim": "",
        "note": "",
    }
    change = {
        "record_id": key,
        "position": 1,
        "policy_id": policy,
        "state": "" if action == "resumed" else draw.choice(STATES),
        "effective": "",
        "effective_earliest": earliest,
        "effective_latest": latest,
        "action": action,
        "place_id": draw.choice(places),
        "stated_from": draw.choice(("", "", "", *STATES)),
        "note": "",
    }
    return record, own, citation, change


if __name__ == "__main__":
    main()
