"""Measure archivists' lists and type-ahead over synthetic records, beside a stock Flask-Admin list.

    python -m benchmarks.curation_lists 100000
    python -m benchmarks.curation_lists 100000 sqlite:////path/kept.sqlite3 postgresql://…/kept

Without addresses it fills a new SQLite file and, where the programs are installed, a PostgreSQL database
of its own; a database that is given and has records is measured as it stands. Every address is asked for
once, so that no count is kept from an earlier answer; a request is a whole page, signed in. The peer is
`flask_admin.contrib.sqla.ModelView` on the events' table, its searches and filters set to what ours has.
"""

import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from itertools import cycle, islice
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_admin import Admin  # type: ignore[import-untyped]
from flask_admin.contrib.sqla import ModelView  # type: ignore[import-untyped]
from flask_babel import Babel  # type: ignore[import-untyped]
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from benchmarks.synthetic import load_synthetic
from tests.postgres import Cluster, find_programs
from timeline.cli.serve import collect_seldom
from timeline.config import Settings
from timeline.db import (
    DatabaseEngine,
    create_engine,
    gather_statistics,
    read_session,
    unguarded_transaction,
    upgrade,
    write_transaction,
)
from timeline.factory import create_app
from timeline.models.event import EventRow
from timeline.models.listing import ListingRow
from timeline.queries.people import find_person
from timeline.queries.type_ahead import suggest
from timeline.queries.word_index import indexed_words
from timeline.store.people import add_person

SIZE = 100_000
PASSWORD = "measure the lists of many records"
TIMES = 25
#: What the server keeps in memory: an eighth of eight gigabytes; its manual advises up to a quarter.
SHARED_BUFFERS = "1GB"
LISTS_MS, TYPE_AHEAD_MS = 80, 50
WORDS = ("detainer", "memo", "county", "fingerprint", "agreement", "letter", "report", "statistics", "reform")
# A few records of every status, and a few editors, as an archive in use has them.
_IN_USE = (
    "UPDATE listings SET status = CASE record_id % 50 WHEN 0 THEN 'draft' WHEN 1 THEN 'review'"
    " WHEN 2 THEN 'withdrawn' ELSE status END, changed_by = CASE record_id % 9 WHEN 0 THEN 'ada'"
    " WHEN 1 THEN 'ben' ELSE changed_by END WHERE kind = 'event'"
)
# The history of ten years, though all was loaded within minutes.
_DAYS = 3650
_IN_TIME = {
    "sqlite": "UPDATE revisions SET at_utc = strftime('%Y-%m-%d %H:%M:%S.000000', '2016-01-01', '+' ||"
    " (number * :days * 1440 / (SELECT max(number) FROM revisions)) || ' minutes')",
    "postgresql": "UPDATE revisions SET at_utc = TIMESTAMPTZ '2016-01-01 00:00:00+00' + INTERVAL '1 minute'"
    " * (number::bigint * :days * 1440 / (SELECT max(number) FROM revisions))",
}

#: Milliseconds on the clock, and of this process's own work.
Taken = tuple[float, float]


class PeerSession(scoped_session[Session]):
    """What Flask-Admin takes from Flask-SQLAlchemy's object."""

    @property
    def session(self) -> "PeerSession":
        """Give itself."""
        return self


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    collect_seldom()  # As the server does.
    print(" ".join(["python -m benchmarks.curation_lists", *sys.argv[1:]]))
    print(f"{platform.platform()}, {platform.machine()}, Python {platform.python_version()}")
    print(", ".join(f"{name} {version(name)}" for name in ("SQLAlchemy", "Flask", "Flask-Admin", "psycopg")))
    if len(sys.argv) > 2:
        for url in sys.argv[2:]:
            measure(create_engine(url), size)
        return
    with tempfile.TemporaryDirectory(prefix="timeline-bench-") as folder:
        measure(create_engine(f"sqlite:///{Path(folder) / 'synthetic.sqlite3'}"), size)
    programs = find_programs()
    if programs is None:
        print("PostgreSQL is not installed, and was not measured.")
        return
    cluster = Cluster(programs, shared_buffers=SHARED_BUFFERS)
    try:
        measure(create_engine(cluster.create("synthetic")), size)
    finally:
        cluster.stop()


def measure(engine: DatabaseEngine, size: int) -> None:
    """Fill the database if it is empty, and print what pages and type-ahead take."""
    upgrade(engine)
    with read_session(engine) as session:
        is_empty = session.scalar(select(func.count()).select_from(ListingRow)) == 0
    if is_empty:
        load_synthetic(engine, size)
        with write_transaction(engine) as session:
            session.execute(text(_IN_USE))
        with unguarded(engine) as session:
            session.execute(text(_IN_TIME[engine.dialect.name]), {"days": _DAYS})
    gather_statistics(engine)  # As `timeline load` does.
    with read_session(engine) as session:
        events = session.scalar(select(func.count()).select_from(EventRow))
        server = session.scalar(text(_VERSION[engine.dialect.name]))
        indexed_words(session)  # As the server does at its start.
    print(f"\n{engine.dialect.name} {server}, {events:,} events")
    ours = signed_in(engine)
    for name, addresses in OURS.items():
        report(f"list: {name}", [timed(ours, address) for address in islice(addresses(), TIMES)], LISTS_MS)
    mixed = [timed(ours, address) for address in islice(mixture(), TIMES * len(OURS))]
    report("list: all of these, mixed", mixed, LISTS_MS)
    report("type-ahead (the query)", typed(engine), TYPE_AHEAD_MS)
    peer = stock(engine)
    for name, addresses in PEERS.items():
        report(f"stock: {name}", [timed(peer, address) for address in islice(addresses(), TIMES)])
    engine.dispose()


_VERSION = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}


@contextmanager
def unguarded(engine: DatabaseEngine) -> Iterator[Session]:
    """Open a session that may give the history other times."""
    if engine.dialect.name == "sqlite":
        with unguarded_transaction(engine) as session:
            yield session
        return
    with write_transaction(engine) as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        yield session


def signed_in(engine: DatabaseEngine) -> FlaskClient:
    """Give a client that somebody has signed in with."""
    with write_transaction(engine) as session:
        if find_person(session, "bench") is None:
            add_person(session, handle="bench", name="Bench", role="editor", password=PASSWORD)
    client = create_app(Settings(secret_key="b" * 40), engine).test_client()
    token = client.get("/admin/form-token").get_json()["token"]
    form = {"called": "bench", "password": PASSWORD, "csrf_token": token}
    assert client.post("/admin/sign-in", data=form).status_code == 303
    client.get("/admin/events/")
    return client


def stock(engine: DatabaseEngine) -> FlaskClient:
    """Give a client of a stock Flask-Admin list of the events."""
    app = Flask("peer", root_path=str(Path(__file__).parent))  # Away from our templates.
    app.config["SECRET_KEY"] = "b" * 40
    columns = ["title", "date", "kind", "significance"]

    class Events(ModelView):  # type: ignore[misc]
        page_size = 50
        column_list = columns
        column_sortable_list = columns
        column_searchable_list = ("title", "summary", "body")
        column_filters = ("kind", "date_earliest")
        can_create = can_edit = can_delete = False
        form_columns = ("title",)

    Babel(app)  # Flask-Admin asks for it wherever it is installed.
    sessions = PeerSession(sessionmaker(engine))
    Admin(app).add_view(Events(EventRow, sessions, endpoint="events"))
    app.teardown_appcontext(lambda _error: sessions.remove())
    client = app.test_client()
    client.get("/admin/events/")
    return client


def timed(client: FlaskClient, address: str) -> Taken:
    """Give the time that a page takes."""
    begun = time.perf_counter(), time.process_time()
    answer = client.get(address)
    taken = since(begun)
    assert answer.status_code == 200, (address, answer.status_code)
    assert b"<table" in answer.data or b"empty-list" in answer.data, address
    return taken


def _each(*addresses: str) -> Callable[[], Iterator[str]]:
    """Yield addresses in turn with a number in each, so that none is the same as another."""
    return lambda: (address.format(n=number) for number, address in enumerate(cycle(addresses)))


def _searches() -> Iterator[str]:
    pairs = (f"{one} {other}" for one in WORDS for other in WORDS)
    return (f"/admin/events/?q={words}" for words in (*WORDS, *pairs))


def _ranges() -> Iterator[str]:
    return (f"/admin/events/?from={year}&to={year + 2}&sort=date" for year in range(2008, 2048))


OURS: dict[str, Callable[[], Iterator[str]]] = {
    "first pages": _each(
        "/admin/events/?x={n}", "/admin/events/?sort=title&x={n}", "/admin/events/?sort=-date&x={n}"
    ),
    "pages in the middle": _each("/admin/events/?page=9{n}", "/admin/events/?sort=title&page=8{n}"),
    "of a status": _each(
        "/admin/events/?status=draft&page={n}", "/admin/events/?status=review&sort=title&page={n}"
    ),
    "of dates": _ranges,
    "of words": _searches,
    "of an editor": _each("/admin/events/?by=ada&page={n}", "/admin/events/?by=ben&sort=date&page={n}"),
    "in conflict": _each(
        "/admin/events/?disputed=yes&page={n}", "/admin/events/?disputed=yes&sort=title&page={n}"
    ),
    "without evidence": _each(
        "/admin/events/?cited=no&page={n}",
        "/admin/events/?located=no&x={n}",
        "/admin/events/?cited=yes&page={n}",
    ),
    "of several things": _each(
        "/admin/events/?kind=guidance&status=published&from=2011&sort=date&page={n}",
        "/admin/events/?disputed=yes&status=published&q=letter&page={n}",
        "/admin/events/?significance=1&significance=2&to=2019&sort=title&page={n}",
    ),
    "of a kind": _each(
        "/admin/events/?kind=guidance&page={n}", "/admin/events/?kind=reform&sort=title&page={n}"
    ),
}
SINCE = tuple(f"20{year}-{month:02d}" for year in range(16, 26) for month in (1, 4, 6, 9, 12))
OURS["changed since"] = lambda: (
    f"/admin/events/?since={since}&{more}"
    for since, more in zip(
        SINCE,
        cycle(("sort=title&page=200", "status=published", "disputed=yes", "sort=date&cited=yes", "page=90")),
        strict=False,
    )
)
PEERS: dict[str, Callable[[], Iterator[str]]] = {
    "first pages": _each(
        "/admin/events/?x={n}", "/admin/events/?sort=0&x={n}", "/admin/events/?sort=1&desc=1&x={n}"
    ),
    "pages in the middle": _each("/admin/events/?page=9{n}", "/admin/events/?sort=0&page=8{n}"),
    "of words": lambda: (address.replace("?q=", "?search=") for address in _searches()),
}


def mixture() -> Iterator[str]:
    """Yield addresses of all sorts in turn."""
    sorts = [addresses() for addresses in OURS.values()]
    days = cycle(SINCE)
    while True:
        for addresses in sorts:
            address = next(addresses, None)
            if address is not None:
                yield f"{address}&since={next(days)}"


def typed(engine: DatabaseEngine) -> list[Taken]:
    """Time what is offered after each letter of some words, in sources, actors and events."""
    taken = []
    for kind in ("event", "source", "actor"):
        for word in WORDS:
            for end in range(1, len(word) + 1):
                begun = time.perf_counter(), time.process_time()
                with read_session(engine) as session:
                    suggest(session, kind, word[:end])
                taken.append(since(begun))
    return taken


def since(begun: Taken) -> Taken:
    """Give what has passed, on the clock and of this process's own work, in milliseconds."""
    return (time.perf_counter() - begun[0]) * 1000, (time.process_time() - begun[1]) * 1000


def report(what: str, taken: list[Taken], least: float | None = None) -> None:
    """Print the middle and the slow end of some times, and whether they keep to what was promised.

    The work of this process tells, where others keep the machine busy, what the clock would on an idle
    one; with SQLite it is all there is, with PostgreSQL the server's comes on top.
    """
    clock, work = ([one[side] for one in taken] for side in (0, 1))
    slow = statistics.quantiles(clock, n=20)[-1]
    kept = "" if least is None else f"   {'ok' if slow < least else 'TOO SLOW'} (under {least} ms)"
    print(
        f"  {what:<30} p50 {statistics.median(clock):7.1f} ms   p95 {slow:7.1f} ms"
        f"   own work p95 {statistics.quantiles(work, n=20)[-1]:7.1f} ms{kept}",
        flush=True,
    )


if __name__ == "__main__":
    main()
