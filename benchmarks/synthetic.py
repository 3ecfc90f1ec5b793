"""Records of any size with the shape of the real one, made the same way each time, and loaded in chunks.

    python -m benchmarks.synthetic 10000 sqlite:///synthetic.sqlite3

Every event is a copy of one of seed_data's, with its citations, roles, places, topics and policy changes,
moved by whole years over four decades. Actors, sources, places and policies grow with the square root of
the number of events.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from math import ceil, sqrt
from pathlib import Path

from timeline.cli.progress import bar
from timeline.db import DatabaseEngine, create_engine, upgrade, write_transaction
from timeline.imports.package import PackageReading
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.references import references, with_moved
from timeline.store.save import save_all

SEED_DATA = Path(__file__).parent.parent / "seed_data"
CHUNK = 1000
DECADES = 40
_COPIED = ("actor", "source", "place", "policy")
_YEAR = re.compile(r"(?<![\d-])(?:19|20)\d\d(?!\d)")


def load_synthetic(engine: DatabaseEngine, number: int) -> None:
    """Fill an empty database with this many events and what they name, a chunk in each transaction."""
    upgrade(engine)
    records = real_records()
    templates = [record for record in records if isinstance(record, Event)]
    copies = max(1, ceil(sqrt(number / len(templates))))
    with bar(f"{number:,} synthetic events") as progress:
        named = [record for record in records if record.record_kind in {"timeline", "topic", *_COPIED}]
        more = (copied(record, at) for at in range(1, copies) for record in named if is_copied(record))
        _save(engine, [*named, *more])
        made = events(templates, number, copies)
        done = 0
        while chunk := list(islice(made, CHUNK)):
            _save(engine, chunk)
            done += len(chunk)
            progress(done, number)


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
    for index in range(number):
        generation, template = divmod(index, len(templates))
        event = templates[template]
        renamed = _renamed(event, generation % copies)
        assert isinstance(renamed, Event)
        yield replace(
            renamed,
            id=_id(event.id, generation),
            date=_moved(event.date, generation),
            dates=tuple(replace(date, date=_moved(date.date, generation)) for date in event.dates),
            citations=tuple(
                replace(citation, asserted_date=_moved(citation.asserted_date, generation))
                for citation in renamed.citations
            ),
            changes=tuple(
                replace(change, effective=_moved(change.effective, generation)) for change in renamed.changes
            ),
            relations=(),
        )


def _renamed(record: Record, copy: int) -> Record:
    found = {reference.key for reference in references(record) if reference.kind in _COPIED}
    return with_moved(record, {(kind, name): _id(name, copy) for kind, name in found})


def _id(name: str, copy: int) -> str:
    return f"{name[:70].rstrip('-')}-{copy}" if copy else name


def _moved(date: str, generation: int) -> str:
    years = generation % DECADES
    return _YEAR.sub(lambda year: str(int(year[0]) + years), date) if years else date


def _save(engine: DatabaseEngine, records: Sequence[Record]) -> None:
    with write_transaction(engine) as session:
        save_all(session, records, by="benchmark", reason="To measure.")


if __name__ == "__main__":
    load_synthetic(create_engine(sys.argv[2]), int(sys.argv[1]))
