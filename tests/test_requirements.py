"""The locked requirements: everything pinned, with hashes, and from no place in particular."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-test.txt")
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def _pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_pin_with_hashes_and_names_no_registry(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9-]+==\S+( ;[^#]*?)?( +--hash=sha256:[0-9a-f]{64})+ *$", line), line
    assert "://" not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_that_is_asked_for_is_locked(lock: str) -> None:
    asked = (ROOT / lock.replace(".txt", ".in")).read_text(encoding="utf-8")
    names = re.findall(r"^([A-Za-z][A-Za-z0-9-]+)", asked, re.MULTILINE)
    assert {name.lower() for name in names} <= set(_pins(lock))


def test_the_tests_run_with_what_the_program_runs_with() -> None:
    run, test = (_pins(lock) for lock in LOCKS)
    shared = run.keys() & test.keys()
    assert {name: run[name] for name in shared} == {name: test[name] for name in shared}
