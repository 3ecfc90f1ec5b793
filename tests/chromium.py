"""The Chromium of the system, as the tests run it."""

import shutil
from typing import Final

OPTIONS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    """Find the program by either of its names."""
    return shutil.which("chromium") or shutil.which("chromium-browser")
