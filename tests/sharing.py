"""How processes share the tests: all that open a browser go to one of them, and the others let it go before.

What happens in a browser is waited for by the second; two browsers at once, and others who want the
processors too, made some of it come too late. The others take what the one with the browser leaves.
"""

import os
from typing import Final

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from tests.choosing import file_of, goes_alone, has_browser

_BROWSER: Final = "browser"
#: By so much the others are nicer: where both want a processor, it gets three times as much of it as they.
_NICER: Final = 5
_has_stepped_back = pytest.StashKey[bool]()


def step_back(item: pytest.Item) -> None:
    """Let the process with the browser go before this one, unless it is that one still.

    The tests with a browser are the first of the process that gets them, so that none of them is yet to come.
    """
    config = item.config
    if (
        hasattr(config, "workerinput")
        and not has_browser(item)
        and not config.stash.get(_has_stepped_back, False)
    ):
        config.stash[_has_stepped_back] = True
        os.nice(_NICER)


class Sharing(LoadScopeScheduling):  # type: ignore[misc]
    """Gives a process all tests with a browser, or a long test, or a file of others, in their order."""

    def __init__(self, config: pytest.Config, log: object) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file = file_of(nodeid)
        if has_browser(nodeid):
            return _BROWSER
        return nodeid if goes_alone(nodeid) else file
