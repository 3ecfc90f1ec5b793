"""A list of events under a filter, as a work that can be cited."""

from urllib.parse import urlencode

from timeline.filters import EventFilter
from timeline.queries.dataset import dataset_state
from timeline.queries.kept import kept
from timeline.queries.recent_events import last_changed
from timeline.queries.selection import count_events, names_asked
from timeline.records.source import Source
from timeline.records.timeline import Timeline
from timeline.web.citing import view_as_source
from timeline.web.filtering import chips_of
from timeline.web.presentation import record_url
from timeline.web.reading import reading


def cited_view(
    timeline: Timeline, asked: EventFilter, scoped: EventFilter, site_name: str, *, events: int | None = None
) -> Source:
    """Give what a timeline shows under a filter; `scoped` is the filter with the timeline in it."""
    query = urlencode(asked.parameters())
    names = names_asked(reading(), asked)
    chosen = "; ".join(f"{chip.label.lower()}: {chip.text}" for chip in chips_of(asked, names, lambda _: ""))
    changed = kept(reading(), "last changed", lambda: last_changed(reading()))
    return view_as_source(
        f"timeline-{timeline.id}",
        title=f"{timeline.title} ({chosen})" if chosen else timeline.title,
        events=count_events(reading(), scoped) if events is None else events,
        revision=dataset_state(reading()).revision,
        changed=changed.date().isoformat() if changed else "",
        address=record_url("timeline", timeline.id) + (f"?{query}" if query else ""),
        site_name=site_name,
    )
