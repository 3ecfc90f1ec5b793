"""Statements that are made once: sent with other values each time, they find what any way would."""

import pytest
from sqlalchemy import Engine, bindparam, literal_column, select
from sqlalchemy.exc import DBAPIError

from tests.queries.test_records import counting
from timeline.db import read_session
from timeline.models.history import RecordRow, RevisionRow
from timeline.queries.sending import send

_AMONG = (
    select(RecordRow.slug, RevisionRow.at_utc, RecordRow.merged_into_id)
    .join(RevisionRow, RevisionRow.number == RecordRow.revision)
    .where(
        RecordRow.kind == bindparam("kind"),
        RecordRow.slug.in_(bindparam("ids", expanding=True)),
        RecordRow.status.in_(["draft", "published"]),
    )
    .order_by(RecordRow.slug)
)


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        (["memo", "start"], ["memo", "start"]),
        ([], []),
        (["start"], ["start"]),
        (['"\\', "'", "memo"], ["memo"]),
    ],
)
def test_the_rows_are_those_that_a_session_finds(
    engine: Engine, small_archive: None, ids: list[str], found: list[str]
) -> None:
    asked = {"kind": "event", "ids": ids}
    with read_session(engine) as session:
        rows = send(session, _AMONG, asked)
        assert [tuple(row) for row in rows] == [tuple(row) for row in session.execute(_AMONG, asked)]
    assert rows.values() == [row.slug for row in rows] == found
    assert all(row.at_utc.utcoffset() is not None for row in rows)


def test_one_and_the_first_of_the_rows(engine: Engine, small_archive: None) -> None:
    with read_session(engine) as session:
        rows = send(session, _AMONG, {"kind": "event", "ids": ["memo"]})
        assert rows.one() == rows.first() == rows[0]
        assert send(session, _AMONG, {"kind": "event", "ids": ["nobody"]}).first() is None
        with pytest.raises(ValueError, match="not enough"):
            send(session, _AMONG, {"kind": "place", "ids": []}).one()


def test_who_listens_is_told_of_it(engine: Engine) -> None:
    with read_session(engine) as session, counting(engine) as statements:
        send(session, _AMONG, {"kind": "event", "ids": ["memo"]})
    assert "records.slug" in statements[-1]


def test_what_the_database_refuses_is_raised_as_elsewhere(engine: Engine) -> None:
    with read_session(engine) as session, pytest.raises(DBAPIError):
        send(session, select(literal_column("nothing_of_the_kind")))
