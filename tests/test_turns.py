"""Files take turns behind pages, and nobody waits without end."""

import threading
import time
from collections.abc import Callable

import pytest

from timeline.turns import ENOUGH, Turns


@pytest.fixture
def turns() -> Turns:
    return Turns(patience=60)


def _thread(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def _work() -> None:
    """Work for as long as makes a turn."""
    begun = time.thread_time()
    while time.thread_time() - begun < ENOUGH:
        pass


def test_one_file_after_the_other(turns: Turns) -> None:
    done: list[str] = []

    def make(name: str) -> None:
        with turns.file():
            done.append(name)

    with turns.file():
        others = []
        for name in ("a", "b", "c"):
            others.append(_thread(lambda name=name: make(name)))  # type: ignore[misc]
            while turns.waiting < len(others):
                time.sleep(0)
        assert done == []
        done.append("first")
    for other in others:
        other.join()
    assert done == ["first", "a", "b", "c"]
    assert turns.waiting == 0


def test_a_long_turn_gives_way_and_goes_on(turns: Turns) -> None:
    done: list[str] = []

    def make() -> None:
        with turns.file():
            done.append("other")

    with turns.file():
        other = _thread(make)
        while not turns.waiting:
            time.sleep(0)
        turns.give_way()  # It has not had enough yet.
        assert done == []
        _work()
        turns.give_way()
        assert done == ["other"]
    other.join()
    _work()
    turns.give_way()  # Who has no turn has nothing to give.
    assert turns.waiting == 0


def test_who_waits_for_something_else_lets_others_go_on(turns: Turns) -> None:
    is_made = threading.Event()

    def make() -> None:
        with turns.file():
            is_made.set()

    with turns.file():
        other = _thread(make)
        with turns.aside():
            assert is_made.wait(60)
        other.join()
    with turns.aside():  # Without a turn there is nothing to it.
        pass


def test_a_file_rests_while_pages_are_made_and_goes_on_when_they_are(turns: Turns) -> None:
    done: list[str] = []

    def make() -> None:
        with turns.file():
            _work()
        with turns.file():
            done.append("file")

    with turns.page():
        make()  # Only so long: it goes on while the page is still being made.
    assert done == ["file"]
    with turns.page(), turns.page():
        other = _thread(make)
    other.join()
    assert done == ["file", "file"]


def test_who_has_waited_too_long_goes_on_without_a_turn() -> None:
    turns = Turns(patience=0.01)
    done: list[str] = []

    def make() -> None:
        with turns.file():
            turns.give_way()
            with turns.aside():
                done.append("other")

    with turns.file():
        _thread(make).join()
        assert done == ["other"]
    with turns.file():
        assert turns.waiting == 0


def test_an_error_gives_the_turn_back(turns: Turns) -> None:
    for context in (turns.file, turns.page, turns.aside):
        with pytest.raises(ValueError, match="no"), context():
            raise ValueError("no")
    with turns.file():
        assert turns.waiting == 0
