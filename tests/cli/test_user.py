"""People on the command line: passwords are typed or read, never given as arguments."""

import datetime as dt
import re
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tests.cli.conftest import Run
from tests.cli.serving import served
from timeline import credentials
from timeline.config import load_settings
from timeline.credentials import is_password
from timeline.db import create_engine, read_session
from timeline.queries.people import (
    Person,
    find_person_of_link,
    find_person_to_sign_in,
    get_person,
    list_people,
)

PASSWORD = "cebra lampara vals otoño"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def run_upgraded(run: Run) -> Run:
    run("db", "upgrade")
    return run


def _person(handle: str) -> Person:
    engine = create_engine(load_settings().database_url)
    with read_session(engine) as session:
        found = get_person(session, handle)
    engine.dispose()
    return found


def _opens(handle: str, password: str) -> bool:
    engine = create_engine(load_settings().database_url)
    with read_session(engine) as session:
        found = find_person_to_sign_in(session, handle)
    engine.dispose()
    assert found is not None
    return is_password(password, found[1])


def test_somebody_is_added_with_a_password_from_the_input(run_upgraded: Run) -> None:
    added = run_upgraded("user", "add", "ana-diaz", "--name", "Ana Díaz", "--role", "editor", typed=PASSWORD)
    assert added.output == "ana-diaz is added as editor.\n"
    assert (_person("ana-diaz").name, _person("ana-diaz").role) == ("Ana Díaz", "editor")
    assert _opens("ana-diaz", PASSWORD)
    assert PASSWORD not in added.output


def test_a_new_password_takes_the_place_of_the_old_one(run_upgraded: Run) -> None:
    run_upgraded("user", "add", "ana", typed=PASSWORD)
    run_upgraded("user", "passwd", "ana", typed="another lamp, another zebra\n")
    assert _opens("ana", "another lamp, another zebra")
    assert not _opens("ana", PASSWORD)


def test_a_link_lets_somebody_choose_a_password(run_upgraded: Run) -> None:
    added = run_upgraded("user", "add", "ana", "--link")
    first = re.search(r"/admin/link/(\S+)", added.output)
    second = re.search(r"/admin/link/(\S+)", run_upgraded("user", "passwd", "ana", "--link").output)
    assert first is not None
    assert second is not None
    engine = create_engine(load_settings().database_url)
    with read_session(engine) as session:
        works, person = find_person_of_link(session, second[1], dt.datetime.now(dt.UTC))
        assert not find_person_of_link(session, first[1], dt.datetime.now(dt.UTC))[0]
    engine.dispose()
    assert works
    assert person is not None
    assert (person.handle, person.has_password) == ("ana", False)


def test_role_disable_enable_and_list(run_upgraded: Run) -> None:
    run_upgraded("user", "add", "ada", "--role", "administrator", typed=PASSWORD)
    run_upgraded("user", "add", "ana", "--email", "Ana@example.org", typed=PASSWORD)
    run_upgraded("user", "role", "ana", "editor")
    run_upgraded("user", "disable", "ana")
    assert run_upgraded("user", "list").output == (
        "ada\tadministrator\tada\nana\teditor\tana\tana@example.org\tdisabled\n"
    )
    run_upgraded("user", "enable", "ana")
    assert not _person("ana").is_disabled


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (("add", "Ana Díaz"), PASSWORD, "small letters"),
        (("add", "ana", "--email", "nowhere"), PASSWORD, "ana@example.org"),
        (("add", "ana"), "short", "12 characters"),
        (("add", "ana"), "Password1234", "tried first"),
        (("add", "ana-diaz"), "anadiaz12345", "your own name"),
        (("add", "ada"), PASSWORD, "never given twice"),
        (("role", "ada", "editor"), "", "somebody else an administrator"),
        (("disable", "ada"), "", "somebody else an administrator"),
    ],
)
def test_what_cannot_be_is_refused_with_the_cure(
    run_upgraded: Run, arguments: tuple[str, ...], typed: str, words: str
) -> None:
    run_upgraded("user", "add", "ada", "--role", "administrator", typed=PASSWORD)
    refused = run_upgraded("user", *arguments, typed=typed, exit_code=2)
    assert words in refused.output
    assert [person for person in _everybody() if person.handle != "ada"] == []


def _everybody() -> tuple[Person, ...]:
    engine = create_engine(load_settings().database_url)
    with read_session(engine) as session:
        found = list_people(session)
    engine.dispose()
    return found


def test_somebody_who_is_not_there_is_named(run_upgraded: Run) -> None:
    assert "no person with the id “nobody”" in run_upgraded("user", "disable", "nobody", exit_code=1).output


def test_nobody_yet_is_told_with_the_way_to_begin(run_upgraded: Run) -> None:
    assert "--role administrator" in run_upgraded("user", "list").output


def test_the_first_start_prints_a_link_for_the_administrator(tmp_path: Path) -> None:
    with served(tmp_path, "--empty") as site:
        told = [site.line(), site.line()]
        page = site.fetch(told[1].strip().removeprefix(site.address))
        assert "Nobody can curate the record yet" in told[0]
        assert "Become the first administrator" in page
