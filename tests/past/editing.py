"""Two hundred edits of the record of `seed_data/`, of every kind of act that there is."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Engine

from timeline.db import write_transaction
from timeline.queries.records import list_records
from timeline.records.event import Event
from timeline.records.kinds import CLASS_OF_KIND, Record
from timeline.store.move import merge, rename
from timeline.store.restore import withdraw
from timeline.store.save import save, save_all

WHO: Any = {"by": "Ed", "reason": "To see whether the past stays."}
_TEXTS = ("title", "name", "label")


def edit_200_records(engine: Engine) -> int:
    """Edit the record, and give how many records that touched."""
    with write_transaction(engine) as session:
        touched: set[tuple[str, str]] = set()
        for kind in CLASS_OF_KIND:
            stored = list_records(session, kind)[:40]
            versions = {(kind, one.record.id): one.version for one in stored}
            records = [_changed(one.record) for one in stored]
            save_all(session, records, base_versions=versions, change="correction", **WHO)
            touched |= set(versions)
        _acts(session)
    return len(touched)


def _changed(record: Record) -> Record:
    values: dict[str, Any] = {
        name: f"Otherwise: {getattr(record, name)}" for name in _TEXTS if hasattr(record, name)
    }
    if isinstance(record, Event):
        values |= {"date": "1999", "date_basis": "inferred", "date_note": "From nothing."}
        values |= {"date_verbatim": "", "places": (), "relations": ()}
    return replace(record, **values)


def _acts(session: Any) -> None:
    rename(session, "place", "us-ca", to="california", base_version=2, **WHO)
    loser, winner = list_records(session, "topic")[-2:]
    merge(
        session,
        winner.record,
        loser=loser.record.id,
        base_version=winner.version,
        loser_version=loser.version,
        **WHO,
    )
    event = list_records(session, "event")[0]
    assert isinstance(event.record, Event)
    fresh = replace(event.record, id="quite-another", title="Quite another", relations=())
    save(session, fresh, base_version=0, change="new", status="published", **WHO)
    withdraw(session, "event", "quite-another", base_version=1, **WHO)
