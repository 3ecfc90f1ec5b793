"""Which tests run, and in which order."""

import re
import zlib
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parent
KINDS: Final = ("sqlite", "postgresql")
#: The tests of pages: what they ask the database is tested on both kinds in queries and store.
PAGES: Final = ("admin", "api", "reporting", "web")
#: Tests of pages that are about the database itself run on both kinds always.
ON_BOTH: Final = (
    "test_caching.py",
    "test_kill.py",
    "test_rights.py",
    "test_sixteen_at_once.py",
    "test_unavailable.py",
)

#: The longest begin first, so that no process is left alone with one of them when the others have ended.
LONGEST: Final = (
    "web/test_pages.py",
    "admin/test_lists_in_browser.py",
    "web/test_browser.py",
    "admin/test_review_in_browser.py",
    "admin/test_kill.py",
    "cli/test_kill.py",
    "past/test_known_downloads.py",
    "store/test_kill.py",
    "admin/test_history_in_browser.py",
    "api/test_openapi.py",
    "admin/test_sixteen_at_once.py",
    "admin/test_story_in_browser.py",
    "cli/test_serve.py",
    "releases/test_releases.py",
    "admin/test_people_in_browser.py",
    "dates/test_differential.py",
    "web/test_hostile_text.py",
)


def turn(item: pytest.Item) -> int:
    """Give the place of a test in the order: that of its file among the longest, or after them."""
    name = item.path.relative_to(TESTS).as_posix()
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def is_left_to_the_other(item: pytest.Item) -> bool:
    """Tell whether a test of a page is left to the other kind of database: half of them to each.

    On both, the tests of pages would take a quarter of an hour.
    """
    if item.path.relative_to(TESTS).parts[0] not in PAGES or item.path.name in ON_BOTH:
        return False
    name = item.name
    for kind, other in ((KINDS[0], KINDS[1]), (KINDS[1], KINDS[0])):
        if re.search(rf"[\[-]{kind}[\]-]", name):
            test = re.sub(rf"([\[-]){kind}([\]-])", r"\1*\2", name)
            chosen = KINDS[zlib.crc32(test.encode()) % 2]
            return other == chosen
    return False
