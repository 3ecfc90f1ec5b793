"""Atom feeds: the events of any filter as they are published and changed, and the changes of the record."""

import datetime as dt
from typing import TypeAlias
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request, url_for

from timeline.dates.parse import parse
from timeline.exports.atom import MEDIA_TYPE, Entry, Feed, atom
from timeline.queries.names import names_of
from timeline.queries.public_changes import PublicChange, page_of_changes
from timeline.queries.recent_events import RecentEvent, last_changed, list_recent_events
from timeline.queries.selection import names_asked, require_known
from timeline.web.changelog import asked_change
from timeline.web.filtering import chips_of
from timeline.web.languages import asked_site, once_a_request
from timeline.web.params import asked_filter
from timeline.web.presentation import record_url
from timeline.web.reading import reading
from timeline.web.speaking import gettext, kind_name, ngettext, term, words

pages = Blueprint("feeds", __name__)

LENGTH = 50

Query: TypeAlias = tuple[tuple[str, str], ...]


@once_a_request
def site_url() -> str:
    """Give the address that the pages of the archive begin with, without a slash at the end."""
    return str(current_app.config["SITE_URL"] or asked_site()).rstrip("/")


@pages.get("/feeds/events.atom")
def events() -> Response:
    """Give the events of a filter, the last changed first."""
    asked = asked_filter()
    require_known(reading(), asked)
    query = asked.parameters()
    name = str(current_app.jinja_env.globals["site_name"])
    chips = chips_of(asked, names_asked(reading(), asked), lambda _: "")
    chosen = "; ".join(f"{chip.label.lower()}: {chip.text}" for chip in chips)
    found = list_recent_events(reading(), asked, limit=LENGTH)
    return _answer(
        gettext("%(site)s: events", site=name) + (f" ({chosen})" if chosen else ""),
        query,
        url_for("timeline.home") + (f"?{urlencode(query)}" if query else ""),
        [_event_entry(event) for event in found],
    )


@pages.get("/feeds/changes.atom")
def changes() -> Response:
    """Give the changes of the record, newest first; of one kind only, if one is asked for."""
    change = asked_change()
    found = page_of_changes(reading(), change=change, limit=LENGTH).changes
    names = names_of(reading(), [(one.kind, one.record_id) for one in found])
    name = str(current_app.jinja_env.globals["site_name"])
    return _answer(
        gettext("%(site)s: changes of the record", site=name),
        (("change", change),) if change else (),
        url_for("changelog.index", change=change or None),
        [_change_entry(one, names.get((one.kind, one.record_id), one.record_id)) for one in found],
    )


def _answer(title: str, query: Query, page: str, entries: list[Entry]) -> Response:
    updated = max((entry.updated for entry in entries), default=last_changed(reading()))
    # One question has one id, however its address was spelled.
    feed = Feed(
        url=site_url() + request.script_root + request.path + (f"?{urlencode(query)}" if query else ""),
        page_url=site_url() + page,
        title=title,
        author=str(current_app.jinja_env.globals["site_name"]),
        updated=updated or dt.datetime(1970, 1, 1, tzinfo=dt.UTC),
    )
    return Response(b"".join(atom(feed, entries)), content_type=MEDIA_TYPE)


def _event_entry(event: RecentEvent) -> Entry:
    date = words(parse(event.date) if event.date else None)
    return Entry(
        url=site_url() + record_url("event", event.id),
        title=event.title,
        summary=f"{date}. {event.summary}",
        updated=event.updated,
        published=event.published,
        category=event.kind,
    )


def _change_entry(change: PublicChange, name: str) -> Entry:
    what = f"{kind_name(change.kind)} {name}"
    if change.count > 1:
        what = ngettext("%(num)s record", "%(num)s records", change.count)
    reason = f"{gettext('Reason:')} {change.reason}" if change.reason else ""
    return Entry(
        url=site_url() + url_for("changelog.show", number=change.number),
        title=f"{term('CHANGES', change.change)}: {what}",
        summary=" ".join(filter(None, (change.note, reason))),
        updated=change.at_utc,
        category=change.change,
    )
