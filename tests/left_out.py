"""What a machine lacks is left out, and told of at the end; under CI nothing may be."""

import os
from typing import Final, NoReturn

import pytest

LEFT_OUT: Final = "Left out: "
CI: Final = os.environ.get("CI", "").lower() in {"true", "1"}


def missing(what: str, cure: str) -> NoReturn:
    """Skip the test for want of a program; under CI, where nothing may be left out, fail it."""
    reason = f"{LEFT_OUT}{what}. {cure}"
    if CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def tell_what_was_left_out(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was left out, how much of it, and how to get it."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = reason.removeprefix("Skipped: ")
        if reason.startswith(LEFT_OUT):
            reasons[reason] = reasons.get(reason, 0) + 1
    for reason, number in reasons.items():
        tests = "1 test" if number == 1 else f"{number} tests"
        terminalreporter.write_line(f"{reason} ({tests})", yellow=True, bold=True)
