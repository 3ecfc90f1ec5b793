"""What the words of a filter may have meant where nothing is found by them."""

from collections.abc import Callable
from dataclasses import replace

from timeline.db import DatabaseSession
from timeline.filters import EventFilter
from timeline.queries.selection import count_events
from timeline.queries.suggestions import Suggestion, did_you_mean


def list_meant(
    session: DatabaseSession, asked: EventFilter, scope: EventFilter, address: Callable[[EventFilter], str]
) -> tuple[tuple[Suggestion, str], ...]:
    """List other words that find events under the other filters, each with its address.

    `scope` is the filter with what the page itself holds to.
    """
    if not asked.q:
        return ()
    found = did_you_mean(session, asked.q, lambda words: count_events(session, replace(scope, q=words)))
    return tuple((meant, address(replace(asked, q=meant.query))) for meant in found)
