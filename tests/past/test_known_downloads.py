"""A download as of a revision: the same bytes after any edits, from either database."""

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.past.editing import edit_200_records
from timeline.config import Settings
from timeline.db import read_session, write_transaction
from timeline.exports.registry import FORMATS
from timeline.factory import create_app
from timeline.queries.dataset import dataset_state
from timeline.store.rebuild import copy_history, rebuild

SITE = "https://timeline.example.org"
FILTER = "place=us-ca&place=us-ny&from=2010&to=2012"
WORDS = "q=detainer&detail=main"
RULES = "policy=local-participation"


def client_of(engine: Engine, folder: Path) -> FlaskClient:
    """Give a client of the site over a database."""
    settings = Settings(secret_key="k" * 40, site_url=SITE, cache=str(folder))
    return create_app(settings, engine).test_client()


def addresses() -> Iterator[str]:
    """Yield the address of every format, whole, and filtered where it is not one table of the package."""
    for made in FORMATS.values():
        yield f"/download/{made.file_name}?{RULES if made.parameters else ''}"
        if "/" not in made.file_name and not made.parameters:
            yield f"/download/{made.file_name}?{FILTER}"
    yield f"/download/events.csv?{WORDS}"
    yield f"/download/events.csv?rows=citation&columns=event_id,stance&separator=tab&{FILTER}"
    yield "/download/disagreements.csv?status=open&kind=date"
    yield "/timelines/secure-communities.json?topic=detainers"


def all_of(client: FlaskClient, more: str = "") -> dict[str, bytes]:
    """Fetch every address, with something more in it."""
    found = {}
    for address in dict.fromkeys(addresses()):
        answer = client.get(f"{address}&{more}".rstrip("&"))
        assert answer.status_code == 200, (address, answer.text[:2000])
        found[address] = answer.data
        assert answer.headers["Timeline-Revision"] == more.removeprefix("known=") or not more
    return found


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    assert one.keys() == other.keys()
    return [address for address in one if one[address] != other[address]]


def test_every_format_gives_the_same_bytes_after_200_edits_on_either_database(
    sqlite_own_record: Engine, postgresql_engine: Engine, tmp_path: Path
) -> None:
    client = client_of(sqlite_own_record, tmp_path / "one")
    with read_session(sqlite_own_record) as session:
        revision = dataset_state(session).revision
    before = all_of(client)
    moment = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    time.sleep(1)
    assert edit_200_records(sqlite_own_record) >= 200
    filtered = f"/download/events.csv?{FILTER}"
    for address in (filtered, "/download/sources.bib?"):
        assert client.get(address).data != before[address]
    assert differing(before, all_of(client, f"known={revision}")) == []
    # A moment is as good as a number, and the files of earlier states may be thrown away.
    for path in (tmp_path / "one" / "past").iterdir():
        path.unlink()
    answer = client_of(sqlite_own_record, tmp_path / "one").get(f"{filtered}&known={moment}")
    assert answer.data == before[filtered]
    assert answer.headers["Timeline-Revision"] == str(revision)
    assert f'<{SITE}{filtered}&known={revision}>; rel="cite-as"' in answer.headers["Link"]
    # The other database never saw the time before the edits; what it has is the history.
    with read_session(sqlite_own_record) as source, write_transaction(postgresql_engine) as target:
        copy_history(source, target)
        rebuild(target)
    other = client_of(postgresql_engine, tmp_path / "other")
    assert differing(before, all_of(other, f"known={revision}")) == []


@pytest.mark.parametrize(
    ("known", "cure"),
    [
        ("0", "Give a revision from 1 to"),
        ("99999", "Give a revision from 1 to"),
        ("17", "Give the last of them"),
        ("soon", "Write the number of a revision"),
        ("1999-01-01T00:00:00Z", "Give a moment from 2"),
        ("9999-01-01T00:00:00Z", "has not come yet"),
        ("1&known=2", "Give it once"),
    ],
)
def test_a_revision_that_there_is_not_is_refused_with_the_cure(
    sqlite_record: Engine, tmp_path: Path, known: str, cure: str
) -> None:
    client = client_of(sqlite_record, tmp_path)
    for name in ("events.csv", "states.csv"):
        answer = client.get(f"/download/{name}?known={known}")
        assert answer.status_code == 400
        assert cure in answer.text
