"""The parts of the site: where each kind of record has its page, and what the main navigation shows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from timeline.languages.catalogue import N_

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
    ("timeline.home", N_("Timeline")),
    ("policies.index", N_("Policies")),
    ("days.ask", N_("On a day")),
    ("series.index", N_("Figures")),
    ("questions.index", N_("Where sources differ")),
    ("sources.index", N_("Sources")),
    ("actors.index", N_("Actors")),
    ("places.index", N_("Places")),
    ("topics.index", N_("Topics")),
    ("search.show", N_("Search")),
    ("download.index", N_("Download")),
    ("about.show", N_("About")),
)
