"""The fast way to the flat file gives, byte for byte, what the slow one gives: each record read whole."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from timeline.dates.parse import parse
from timeline.dates.words import words
from timeline.db import read_session, write_transaction
from timeline.exports.archive import Archive
from timeline.exports.events_csv import COLUMNS, events_csv
from timeline.filters import EventFilter, parse_filter
from timeline.package.cells import guard, join_list
from timeline.queries.archive import SelectedArchive
from timeline.queries.event_lines import keep_lines_in
from timeline.queries.flat_events import FlatEvents
from timeline.queries.records import get_record, list_records
from timeline.records.authority import Actor, Place, Topic
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.source import Source
from timeline.store.save import save

HOSTILE = "=1+1, “said”\u2028 \"he\" | she \\ 'they' ' \N{PILE OF POO}"
KINDS = ("event", "actor", "place", "topic", "source")
FILTERS: tuple[dict[str, list[str]], ...] = (
    {},
    {"place": ["us-ca"], "from": ["2010"], "to": ["2012"]},
    {"q": ["memo"]},
    {"disputed": ["dates"]},
    {"topic": ["no-such-topic"]},
)


def test_the_fast_way_gives_the_bytes_of_the_slow_one(record_engine: Engine) -> None:
    for asked in FILTERS:
        _compare(record_engine, asked)


def test_hostile_text_and_withdrawn_names_too(own_record: Engine) -> None:
    with read_session(own_record) as session:
        event = next(
            found.record
            for found in list_records(session, "event")
            if isinstance(found.record, Event) and found.record.actors and found.record.citations
        )
        source = get_record(session, "source", event.citations[0].source).record
        actor = get_record(session, "actor", event.actors[0].actor).record
    assert isinstance(source, Source)
    assert isinstance(actor, Actor)
    citations = (replace(event.citations[0], locator=HOSTILE), *event.citations[1:])
    changed = replace(
        event,
        title=HOSTILE,
        summary=f"@{HOSTILE}, again",
        date="[2010-09-07,2010-09-08]",
        citations=citations,
    )
    for record in (changed, replace(source, title=f"-{HOSTILE}"), replace(actor, name=HOSTILE)):
        _save(own_record, record)
    written = _compare(own_record, {})
    row = next(row for row in csv.DictReader(io.StringIO(written.decode())) if row["id"] == event.id)
    assert row["title"] == f"'{HOSTILE}"
    assert row["date"] == changed.date
    assert row["sources"].startswith("'-")


def test_kept_lines_are_the_same_whatever_is_written_between(
    own_record: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "lines"
    keep_lines_in(own_record, folder)
    chance = random.Random(6)
    with read_session(own_record) as session:
        records = {kind: [one.record for one in list_records(session, kind)] for kind in KINDS}
    _compare(own_record, FILTERS[1])  # Some are kept, and then all.
    for _ in range(4):
        whole = _compare(own_record, {})
        with monkeypatch.context() as patch:
            patch.delattr(FlatEvents, "among")  # They come from the file, not from the tables.
            assert _written(own_record, {}) == whole
            _written(own_record, FILTERS[1])
        with read_session(own_record) as before:
            archive = SelectedArchive(before, EventFilter(), site_url="https://archive.example")
            early = events_csv(archive)
            taken = [next(early), next(early)]
            for kind in chance.sample(KINDS, 2):
                record = chance.choice(records[kind])
                _save(own_record, _said_anew(record, chance.randrange(10_000)))
            _compare(own_record, chance.choice(FILTERS))
            # Who began before the writes gets what was there before them.
            assert b"".join([*taken, *early]) == _slow(archive)
    assert not list(folder.iterdir())


def _said_anew(record: Record, number: int) -> Record:
    match record:
        case Event():
            return replace(record, title=f"{HOSTILE} {number}", date=f"20{number % 90 + 10}")
        case Actor() | Place():
            return replace(record, name=f"{HOSTILE} {number}")
        case Topic():
            return replace(record, label=f"Topic, {number}")
        case Source():
            return replace(record, title=f"Source, {number}")
    raise AssertionError(record)


def _written(engine: Engine, asked: dict[str, list[str]]) -> bytes:
    with read_session(engine) as session:
        archive = SelectedArchive(session, parse_filter(asked), site_url="https://archive.example")
        return b"".join(events_csv(archive))


def _compare(engine: Engine, asked: dict[str, list[str]]) -> bytes:
    with read_session(engine) as session:
        archive = SelectedArchive(session, parse_filter(asked), site_url="https://archive.example")
        fast, slow = b"".join(events_csv(archive)), _slow(archive)
    assert fast == slow, asked
    return fast


def _save(engine: Engine, record: Record) -> None:
    with read_session(engine) as session:
        version = get_record(session, record.record_kind, record.id).version
    with write_transaction(engine) as session:
        save(session, record, by="Tests", base_version=version, change="update", reason="To look at it.")


def _slow(archive: Archive) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(column.name for column in COLUMNS)
    for event in archive.events():
        writer.writerow(_cells(event, archive))
    return written.getvalue().encode()


def _cells(event: Event, archive: Archive) -> Iterator[str]:
    date = parse(event.date) if event.date else None
    yield from (event.id, guard(event.title), event.date, words(date))
    yield date.earliest.isoformat() if date and date.earliest else ""
    yield date.latest.isoformat() if date and date.latest else ""
    yield date.precision if date else "unknown"
    yield str(date is not None and date.approximate).lower()
    yield str(date is not None and date.uncertain).lower()
    yield from (event.kind, str(event.significance), join_list(event.timelines))
    yield guard(join_list(f"{archive.label('actor', part.actor)} ({part.role})" for part in event.actors))
    yield guard(join_list(archive.label("place", place) for place in event.places))
    yield guard(join_list(archive.label("topic", topic) for topic in event.topics))
    yield guard(event.summary)
    yield join_list(citation.source for citation in event.citations)
    titles = [archive.label("source", citation.source) for citation in event.citations]
    cited = zip(titles, event.citations, strict=True)
    yield guard(join_list(f"{title} ({one.locator})" if one.locator else title for title, one in cited))
    yield f"{archive.site_url}/events/{event.id}"
