"""The tests that open a browser are known by their files."""

import pytest

from tests.choosing import TESTS, WITH_BROWSER, files_with_a_browser_untold


def test_whatever_opens_a_browser_stands_in_a_file_that_is_named(request: pytest.FixtureRequest) -> None:
    """Name the file in `WITH_BROWSER`, so that its tests come to the process with the browser."""
    assert files_with_a_browser_untold(request.session.items) == []
    assert [name for name in WITH_BROWSER if not (TESTS / name).is_file()] == []
