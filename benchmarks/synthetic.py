"""Records of any size with the shape of the real one, made the same way each time, and loaded in bulk.

    python -m benchmarks.synthetic 10000 sqlite:///synthetic.sqlite3

Every event is a copy of one of seed_data's, with its citations, roles, places, topics and policy changes,
moved by whole years over four decades. Actors, sources, places and policies grow with the square root of
the number of events. The same number gives the same revisions and links, byte for byte.
"""

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from math import ceil, sqrt
from pathlib import Path

from benchmarks.bulk import load_in_bulk
from timeline.cli.progress import bar
from timeline.db import DatabaseEngine, create_engine, upgrade, write_transaction
from timeline.imports.package import PackageReading
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.references import references, with_moved
from timeline.store.act import Act
from timeline.store.save import save_all
from timeline.store.search_index import SearchText, search_text

SEED_DATA = Path(__file__).parent.parent / "seed_data"
DECADES = 40
BY, REASON, BATCH = "benchmark", "To measure.", "synthetic"
AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_COPIED = ("actor", "source", "place", "policy")
_YEAR = re.compile(r"(?<![\d-])(?:19|20)\d\d(?!\d)")


def load_synthetic(engine: DatabaseEngine, number: int) -> None:
    """Fill an empty database with this many events and what they name.

    What events name, and the first copy of each, is saved by the store; all that follows says the same in
    the same words, and is loaded in bulk.
    """
    upgrade(engine)
    first, more = synthetic_records(number)
    with write_transaction(engine) as session:
        save_all(session, first, by=BY, reason=REASON, batch=BATCH, at_utc=AT, change="new")
    act = Act(by=BY, change="new", reason=REASON, note="", through="import", batch=BATCH, at_utc=AT)
    done = sum(1 for record in first if isinstance(record, Event))
    with bar(f"{number:,} synthetic events") as progress:

        def show(added: int) -> None:
            nonlocal done
            done += added
            progress(done, number)

        load_in_bulk(engine, more, act, progress=show, text_of=_text_of())


def synthetic_records(number: int) -> tuple[list[Record], Iterator[Record]]:
    """Give what events name with one event of each template, and the other events."""
    records = real_records()
    templates = [record for record in records if isinstance(record, Event)]
    copies = max(1, ceil(sqrt(number / len(templates))))
    named = [record for record in records if record.record_kind in {"timeline", "topic", *_COPIED}]
    copied_too = [copied(record, at) for at in range(1, copies) for record in named if is_copied(record)]
    made = events(templates, number, copies)
    first = list(islice(made, len(templates)))
    return [*named, *copied_too, *first], made


def _text_of() -> Callable[[Record], SearchText]:
    """Give the words of an event, which are those of the one that it is a copy of."""
    known: dict[tuple[str, ...], SearchText] = {}

    def text_of(record: Record) -> SearchText:
        assert isinstance(record, Event)
        said = (record.title, record.summary, *(citation.quotation for citation in record.citations))
        if said not in known:
            known[said] = search_text(record)
        return known[said]

    return text_of


def real_records() -> list[Record]:
    """Read the record of seed_data."""
    with PackageReading(SEED_DATA) as reading:
        records = list(reading.records())
        reading.report.raise_if_any()
    return records


def is_copied(record: Record) -> bool:
    """Tell whether there is more of this kind of record where there are more events."""
    return record.record_kind in _COPIED


def copied(record: Record, copy: int) -> Record:
    """Give a copy of an actor, source, place or policy, which names the copies of what the record names."""
    return replace(_renamed(record, copy), id=_id(record.id, copy))


def events(templates: list[Event], number: int, copies: int) -> Iterator[Event]:
    """Yield so many events, each a copy of a template that was moved in time."""
    renamed: dict[tuple[int, int], Event] = {}
    for index in range(number):
        generation, template = divmod(index, len(templates))
        event = templates[template]
        at = template, generation % copies
        if at not in renamed:
            found = _renamed(event, generation % copies)
            assert isinstance(found, Event)
            renamed[at] = replace(found, relations=())
        yield _moved_event(renamed[at], _id(event.id, generation), generation % DECADES)


def _moved_event(event: Event, record_id: str, years: int) -> Event:
    return replace(
        event,
        id=record_id,
        date=_moved(event.date, years),
        dates=tuple(replace(date, date=_moved(date.date, years)) for date in event.dates),
        citations=tuple(
            replace(citation, asserted_date=_moved(citation.asserted_date, years))
            if citation.asserted_date
            else citation
            for citation in event.citations
        ),
        changes=tuple(
            replace(change, effective=_moved(change.effective, years)) if change.effective else change
            for change in event.changes
        ),
    )


def _renamed(record: Record, copy: int) -> Record:
    found = {reference.key for reference in references(record) if reference.kind in _COPIED}
    return with_moved(record, {(kind, name): _id(name, copy) for kind, name in found})


def _id(name: str, copy: int) -> str:
    return f"{name[:70].rstrip('-')}-{copy}" if copy else name


@lru_cache(maxsize=65_536)
def _moved(date: str, years: int) -> str:
    return _YEAR.sub(lambda year: str(int(year[0]) + years), date) if years else date


if __name__ == "__main__":
    load_synthetic(create_engine(sys.argv[2]), int(sys.argv[1]))
