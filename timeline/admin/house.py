"""What was done about people, access, settings and releases: for administrators."""

from typing import Final

from flask import Blueprint, Response, render_template, request

from timeline import vocab
from timeline.admin.asked_acts import Asked, asked_acts
from timeline.admin.permission import may
from timeline.admin.screen import Screen
from timeline.admin.sent_csv import sent_csv
from timeline.exports.house_csv import FILE_NAME, house_lines
from timeline.queries.house import (
    ON_THE_SERVER,
    HouseFilter,
    find_first_day,
    list_house_acts,
    stream_house_acts,
)
from timeline.queries.people import list_people
from timeline.serving import reading
from timeline.store.house import KEPT_FOR

pages = Blueprint("admin_house", __name__)
_PAGE_SIZE: Final = 100


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
        labels={key: term.label for key, term in vocab.HOUSE_ACTS.items()},
        on_the_server=ON_THE_SERVER,
        first=find_first_day(session),
        days=KEPT_FOR.days,
    )


@pages.get("/admin/activity/house.csv")
@may("people")
def file() -> Response:
    """Send the acts under the filter as CSV."""
    asked = _asked().filter
    return sent_csv(FILE_NAME, lambda session: house_lines(stream_house_acts(session, asked)))


def _before() -> int:
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _asked() -> Asked[HouseFilter]:
    choices = {"person": None, "act": vocab.HOUSE_ACTS}
    return asked_acts(HouseFilter, "admin_house.index", choices)


SCREEN: Final = Screen(pages=pages)
