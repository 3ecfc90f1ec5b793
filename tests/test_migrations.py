"""The migrations make the tables that the models describe, on both engines, and can be taken back."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.schema import CreateTable, Table

from timeline.db import (
    create_engine,
    current_revision,
    differences,
    downgrade,
    head_revision,
    read_session,
    upgrade,
    write_transaction,
)
from timeline.models.schema import metadata
from timeline.models.search import is_ours

TABLES = [pytest.param(table, id=name) for name, table in sorted(metadata.tables.items())]


def test_the_newest_revision_is_the_one_we_know() -> None:
    assert head_revision() == "0015"


def test_an_upgraded_database_has_what_the_models_describe(engine: Engine) -> None:
    assert differences(engine, metadata, is_ours) == ()


@pytest.mark.parametrize("table", TABLES)
def test_a_migrated_table_holds_to_the_same_rules_as_its_model(sqlite_engine: Engine, table: Table) -> None:
    """Autogenerate looks neither at check constraints nor at deferred keys, so the SQL is compared."""
    with read_session(sqlite_engine) as session:
        query = text("SELECT sql FROM sqlite_master WHERE name = :name")
        made = session.execute(query, {"name": table.name}).scalar_one()
    described = str(CreateTable(table).compile(sqlite_engine))
    assert _rules(made) == _rules(described)


def _rules(sql: str) -> list[str]:
    """Take a CREATE TABLE apart into its columns and constraints, in no order."""
    inner, options = re.fullmatch(r"\s*CREATE TABLE \w+ \((.*)\)(.*)", sql, re.DOTALL).groups()  # type: ignore[union-attr]
    lines = [" ".join(line.split()) for line in inner.replace("UNIQUE (", "\nUNIQUE (").split("\n")]
    return sorted([*(line.strip(" ,") for line in lines if line.strip(" ,")), options.strip()])


def test_postgresql_orders_ids_as_python_does(postgresql_engine: Engine) -> None:
    """The server's own collation may order them otherwise; see the column `slug`."""
    query = text(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE collation_name = 'C' AND table_schema = 'public' ORDER BY 1, 2"
    )
    with read_session(postgresql_engine) as session:
        found = [tuple(row) for row in session.execute(query)]
    assert found == [
        ("aliases", "slug"),
        ("events", "sort_key"),
        ("listings", "changed_by"),
        ("listings", "date_key"),
        ("listings", "title_key"),
        ("name_words", "word"),
        ("people", "handle"),
        ("proposals", "author"),
        ("records", "slug"),
        ("releases", "slug"),
        ("revisions", "slug"),
        ("saved_views", "owner"),
        ("search_words", "folded"),
        ("search_words", "word"),
    ]


@pytest.fixture
def blank(blank_url: str) -> Iterator[Engine]:
    made = create_engine(blank_url)
    yield made
    made.dispose()


def test_down_takes_everything_away_and_up_brings_it_back(blank: Engine) -> None:
    engine = blank
    upgrade(engine)
    made = _things(engine)
    downgrade(engine, "base")
    assert current_revision(engine) is None
    assert [thing for thing in _things(engine) if "alembic" not in thing] == []
    for revision in [f"{number:04d}" for number in range(1, 16)]:
        upgrade(engine, revision)
        assert current_revision(engine) == revision
    assert _things(engine) == made


def _things(engine: Engine) -> list[str]:
    """List all tables, indexes, triggers and functions, with what the engine says of each."""
    queries = {
        "sqlite": "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master",
        "postgresql": """
            SELECT 'class ' || relname || ' ' || relkind::text FROM pg_class
            WHERE relnamespace = 'public'::regnamespace
            UNION ALL SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        """,
    }
    with read_session(engine) as session:
        return sorted(session.scalars(text(queries[engine.dialect.name])))


def test_a_step_down_and_up_keeps_the_history(engine: Engine) -> None:
    with write_transaction(engine) as session:
        session.execute(text("UPDATE dataset SET version = 7"))
    downgrade(engine, "0001")
    upgrade(engine)
    with read_session(engine) as session:
        assert session.scalar(text("SELECT version FROM dataset")) == 7
