"""PostgreSQL's COPY of the events' table: the limit that no program above a database passes."""

import csv
import io
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from tests.postgres import Cluster, find_programs

_AT_ONCE = 5000
_COLUMNS = "record_id, title, date, date_earliest, date_latest, kind, significance, summary"


def copy_from_postgresql(database: Path, size: int) -> float:
    """Give the rows that it writes in a second; 0 where PostgreSQL is not installed."""
    programs = find_programs()
    if programs is None:
        return 0
    cluster = Cluster(programs)
    try:
        url = make_url(cluster.create("copied")).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
            _fill(connection, database)
            begun = time.perf_counter()
            with connection.cursor().copy("COPY events TO STDOUT (FORMAT csv, HEADER)") as copied:
                for _ in copied:
                    pass
            return size / (time.perf_counter() - begun)
    finally:
        cluster.stop()


def _fill(connection: "psycopg.Connection[tuple[object, ...]]", database: Path) -> None:
    connection.execute(
        "CREATE TABLE events (record_id int, title text, date text, date_earliest date, date_latest date,"
        " kind text, significance int, summary text)"
    )
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source:
        rows = source.execute(f"SELECT {_COLUMNS} FROM events ORDER BY sort_key")
        with connection.cursor().copy("COPY events FROM STDIN (FORMAT csv)") as copied:
            while some := rows.fetchmany(_AT_ONCE):
                written = io.StringIO()
                csv.writer(written, quoting=csv.QUOTE_MINIMAL).writerows(some)
                copied.write(written.getvalue().encode())
