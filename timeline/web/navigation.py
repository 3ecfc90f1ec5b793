"""The parts of the site: where each kind of record has its page, and what the main navigation shows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ENDPOINT_OF_KIND: Final[Mapping[str, str]] = MappingProxyType(
    {
        "timeline": "timeline.show",
        "event": "events.show",
        "source": "sources.show",
        "actor": "actors.show",
        "place": "places.show",
        "topic": "topics.show",
        "policy": "policies.show",
        "series": "series.show",
        "question": "questions.show",
    }
)

NAVIGATION: Final = (
    ("timeline.home", "Timeline"),
    ("policies.index", "Policies"),
    ("days.ask", "On a day"),
    ("series.index", "Figures"),
    ("questions.index", "Where sources differ"),
    ("sources.index", "Sources"),
    ("actors.index", "Actors"),
    ("places.index", "Places"),
    ("topics.index", "Topics"),
    ("search.show", "Search"),
    ("download.index", "Download"),
    ("about.show", "About"),
)
