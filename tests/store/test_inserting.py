"""Many rows at once come out as they went in, and what a table refuses is told as for one row."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from timeline.db import read_session, write_transaction
from timeline.models.search import SearchWordRow
from timeline.store.inserting import insert_rows

WORDS = SearchWordRow.__table__
AWKWARD = ("a\tb", "line\nbreak", "back\\slash", "\\N", "\\.", '"quoted"', "", "漢字😀", "NULL", "\r")


def _words(engine: Engine) -> set[tuple[str, str]]:
    with read_session(engine) as session:
        found = session.execute(select(WORDS.c.folded, WORDS.c.word))
        return {(row.folded, row.word) for row in found}


@pytest.mark.parametrize("number", [1, 200])
def test_rows_come_out_as_they_went_in(engine: Engine, number: int) -> None:
    rows = [{"folded": f"{at:03}{AWKWARD[at % 10]}", "word": AWKWARD[at % 10]} for at in range(number)]
    with write_transaction(engine) as session:
        insert_rows(session.connection(), WORDS, rows)
        insert_rows(session.connection(), WORDS, [])
    assert _words(engine) == {(row["folded"], row["word"]) for row in rows}


@pytest.mark.parametrize("number", [2, 200])
def test_a_row_that_is_refused_keeps_all_of_them_out(engine: Engine, number: int) -> None:
    rows = [{"folded": str(at), "word": "word"} for at in range(number - 1)]
    with pytest.raises(IntegrityError), write_transaction(engine) as session:
        insert_rows(session.connection(), WORDS, [*rows, rows[0]])
    assert _words(engine) == set()
