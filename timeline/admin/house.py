"""What was done about people, access, settings and releases: for administrators."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for

from timeline import vocab
from timeline.admin.permission import may
from timeline.admin.screen import Screen
from timeline.dates.parse import parse
from timeline.db import read_session
from timeline.exports.house_csv import FILE_NAME, house_lines
from timeline.list_filter import day_fault
from timeline.queries.house import (
    ON_THE_SERVER,
    HouseFilter,
    find_first_day,
    list_house_acts,
    stream_house_acts,
)
from timeline.queries.people import list_people
from timeline.serving import engine, reading
from timeline.store.house import KEPT_FOR

pages = Blueprint("admin_house", __name__)
_PAGE_SIZE: Final = 100
_PARAMETERS: Final = ("person", "act", "from", "to")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A filter as it was read, what was typed, and what of it is wrong, by field."""

    filter: HouseFilter
    typed: Mapping[str, str]
    problems: Mapping[str, str]

    def url(self, endpoint: str = "admin_house.index", **more: object) -> str:
        """Give the address of a page under this filter."""
        given = {name: value for name, value in self.typed.items() if value and name not in self.problems}
        query = urlencode(given | {name: str(value) for name, value in more.items()})
        return url_for(endpoint) + (f"?{query}" if query else "")


@pages.get("/admin/activity/house")
@may("people")
def index() -> str:
    """List what was done, newest first."""
    asked, session, before = _asked(), reading(), _before()
    found = list_house_acts(session, asked.filter, before=before, limit=_PAGE_SIZE + 1)
    shown = found[:_PAGE_SIZE]
    return render_template(
        "admin/activity/house.html",
        asked=asked,
        acts=shown,
        older=asked.url(before=shown[-1].number) if len(found) > _PAGE_SIZE else "",
        is_newest=not before,
        people={person.handle: person.name for person in list_people(session)},
        choices=vocab.HOUSE_ACTS,
        on_the_server=ON_THE_SERVER,
        first=find_first_day(session),
        days=KEPT_FOR.days,
    )


@pages.get("/admin/activity/house.csv")
@may("people")
def file() -> Response:
    """Send the acts under the filter as CSV."""
    asked, source = _asked().filter, engine()

    def pieces() -> Iterator[bytes]:
        # The session belongs to the download, which goes on after the request has been answered.
        with read_session(source) as session:
            yield from house_lines(stream_house_acts(session, asked))

    made = pieces()
    response = Response(chain([next(made, b"")], made), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def _before() -> int:
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _asked() -> Asked:
    """Read the filter; what cannot be read is left out and told beside its field."""
    typed = {name: _plain(request.args.get(name, "")) for name in _PARAMETERS}
    problems: dict[str, str] = {}
    days: dict[str, dt.date | None] = {"from": None, "to": None}
    for name in days:
        fault = day_fault(name, typed[name]) if typed[name] else None
        if fault:
            problems[name] = f"This {fault[0]}. {fault[1]}"
        elif typed[name]:
            days[name] = parse(typed[name]).earliest if name == "from" else parse(typed[name]).latest
    if typed["act"] and typed["act"] not in vocab.HOUSE_ACTS:
        problems["act"] = "This is not a choice."
    asked = HouseFilter(
        person=typed["person"],
        act="" if "act" in problems else typed["act"],
        from_day=days["from"],
        to_day=days["to"],
    )
    return Asked(filter=asked, typed=typed, problems=problems)


def _plain(text: str) -> str:
    plain = " ".join(text.split())[:200]
    return plain if plain.isprintable() else ""


SCREEN: Final = Screen(pages=pages)
