"""What a machine lacks is told with the way to get it, and is a failure under CI."""

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
CURE = "Left out: Chromium. To run these tests: apt-get install chromium (1 test)"


def test_a_page_opens(page: Page) -> None:
    page.set_content("<h1>The record</h1>")
    assert page.inner_text("h1") == "The record"


def _without_chromium(**environ: str) -> "subprocess.CompletedProcess[str]":
    """Run the test above on a path where no Chromium is found."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, f"{Path(__file__).relative_to(ROOT)}::test_a_page_opens"],
        cwd=ROOT,
        env={"PATH": "/nonexistent", "HOME": os.environ.get("HOME", "/"), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_missing_is_told_at_the_end() -> None:
    done = _without_chromium()
    assert done.returncode == 0, done.stdout + done.stderr
    assert CURE in done.stdout
    assert "1 skipped" in done.stdout


def test_what_is_missing_is_a_failure_under_ci() -> None:
    done = _without_chromium(CI="true")
    assert done.returncode == 1
    assert "apt-get install chromium" in done.stdout
