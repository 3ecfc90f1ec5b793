"""The rules of the house: for administrators."""

from typing import Final

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from timeline.admin.permission import current_person, may
from timeline.admin.screen import MenuEntry, Screen
from timeline.house_rules import find_review_rule
from timeline.serving import reading, writing
from timeline.store.people import set_review_rule

pages = Blueprint("admin_settings", __name__)

_CHOICES: Final = {"auto": None, "on": True, "off": False}


@pages.get("/admin/settings")
@may("settings")
def show() -> Response:
    """Show the rules that are in force."""
    return _page(200)


@pages.post("/admin/settings")
@may("settings")
def change() -> AnyResponse:
    """Set the rule of review."""
    choice = request.form.get("two_people", "")
    if choice not in _CHOICES:
        return _page(422, wrong="Choose one of the three.")
    with writing() as database:
        set_review_rule(database, two_people=_CHOICES[choice], by=current_person().handle)
    flash("The rule is set. It counts from now on; the public history says what is in force.", "done")
    return redirect(url_for("admin_settings.show"), 303)


def _page(status: int, wrong: str = "") -> Response:
    rule = find_review_rule(reading())
    chosen = "auto" if not rule.is_set else "on" if rule.two_people else "off"
    page = render_template("admin/settings/show.html", rule=rule, chosen=chosen, wrong=wrong)
    return make_response(page, status)


SCREEN: Final = Screen(pages=pages, menu=(MenuEntry(label="Settings", endpoint="admin_settings.show"),))
