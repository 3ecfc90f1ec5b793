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

#: The files whose tests open a browser: one process runs them all, and begins with them.
WITH_BROWSER: Final = (
    "web/test_browser.py",
    "admin/test_lists_in_browser.py",
    "admin/test_history_in_browser.py",
    "admin/test_review_in_browser.py",
    "admin/test_editor_in_browser.py",
    "admin/test_locators_in_browser.py",
    "admin/test_people_in_browser.py",
    "admin/test_story_in_browser.py",
    "web/test_everybody_gets_it.py",
    "web/test_hostile_text.py",
    "web/test_reader_questions.py",
    "web/test_empty_archive.py",
    "web/test_strip.py",
    "web/test_strip_in_hand.py",
    "web/test_band_in_browser.py",
    "web/test_download_in_browser.py",
    "test_axe.py",
    "test_left_out.py",
)
#: The longest of the others begin first, so that none of them is alone left when all else is done.
LONGEST: Final = (
    "admin/test_kill.py",
    "web/test_pages.py",
    "cli/test_kill.py",
    "past/test_known_downloads.py",
    "store/test_kill.py",
    "differing/test_merging.py",
    "queries/test_mirror.py",
    "cli/test_serve.py",
    "admin/test_rights.py",
    "admin/test_sixteen_at_once.py",
    "dates/test_differential.py",
    "imports/test_csv_rows.py",
    "differing/test_differences.py",
    "api/test_openapi.py",
    "past/test_kept.py",
    "releases/test_releases.py",
    "imports/test_load.py",
)
#: Those of them whose tests share what takes long to find: one process finds it, once.
TOGETHER: Final = ("dates/test_differential.py",)


def file_of(test: pytest.Item | str) -> str:
    """Give the file of a test, or of its name in whole, from the folder of the tests on."""
    name = test if isinstance(test, str) else test.nodeid
    return name.partition("::")[0].removeprefix(f"{TESTS.name}/")


def has_browser(test: pytest.Item | str) -> bool:
    """Tell whether a test is among those that open a browser."""
    return file_of(test) in WITH_BROWSER


def is_long(test: pytest.Item | str) -> bool:
    """Tell whether a test is among the longest without a browser."""
    return file_of(test) in LONGEST


def goes_alone(test: pytest.Item | str) -> bool:
    """Tell whether any process may run a test, whichever runs the others of its file."""
    return is_long(test) and file_of(test) not in TOGETHER


def turn(item: pytest.Item) -> int:
    """Give the place of a test in the order: that of its file among the longest, or after them."""
    order = (*WITH_BROWSER, *LONGEST)
    return order.index(file_of(item)) if has_browser(item) or is_long(item) else len(order)


def files_with_a_browser_untold(items: list[pytest.Item]) -> list[str]:
    """List the files with a test that opens a browser which `WITH_BROWSER` does not have."""
    opening = {file_of(item) for item in items if "browser" in getattr(item, "fixturenames", ())}
    return sorted(opening - set(WITH_BROWSER))


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
