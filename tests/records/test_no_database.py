"""The guard that keeps the tests of pure packages away from databases (tests/conftest.py)."""

import sqlite3

import pytest
from sqlalchemy import create_engine

URLS = ("sqlite://", "postgresql+psycopg://nobody@127.0.0.1:1/nothing")


def test_the_standard_library_reaches_no_database() -> None:
    with pytest.raises(AssertionError, match="pure package"):
        sqlite3.connect(":memory:")


@pytest.mark.parametrize("url", URLS)
def test_an_engine_reaches_no_database(url: str) -> None:
    with pytest.raises(AssertionError, match="pure package"):
        create_engine(url).connect()
