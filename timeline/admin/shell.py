"""The shell of the curation screens: Flask-Admin at /admin/, and all that every screen shares.

How a screen is added:

1. `timeline/admin/<feature>.py` makes `pages = Blueprint("admin_<feature>", __name__)` with addresses
   under `/admin/<feature>`, and `SCREEN = Screen(pages=pages, menu=(MenuEntry(label=…, endpoint=…),))`.
   Views of Flask-Admin's own classes go into `Screen(views=…)`, a function that makes them; their class
   says the rights of inherited methods: `rights = {"index_view": "look", …}`.
2. It is registered by one line in `SCREENS` below; their order is that of the menu.
3. Every route declares the right that it needs: `@pages.post(…)`, then `@may("draft")`. One that declares
   nothing is closed to everybody and fails tests/admin/test_rights.py.
4. Templates lie in `templates/admin/<feature>/`, extend `admin/base.html` and fill its blocks `title` and
   `content` (`head` for further stylesheets and `<script type="module">` files).
5. It reads with `timeline.serving.reading()` and writes in `with writing() as session:`; who acts is
   `current_person()`, whose `handle` goes into the history. Every form has `{{ form_token() }}`.
6. It tells what happened with `flash("Saved as a draft. Submit it when it is ready.", "done")`; the
   other category is "problem".
"""

from typing import Final
from unicodedata import category

from flask import Flask
from flask_admin import Admin  # type: ignore[import-untyped]
from flask_admin.theme import Bootstrap4Theme  # type: ignore[import-untyped]
from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]
from markupsafe import Markup

from timeline.admin import (
    account,
    activity,
    bulk,
    editor,
    finding,
    held_text,
    history,
    house,
    lists,
    lookups,
    merge,
    people,
    proposals,
    quick,
    releases,
    renaming,
    reports,
    restoring,
    review,
    saved_views,
    settings,
    signin,
    work,
)
from timeline.admin.attempts import init_attempts
from timeline.admin.browser_words import browser_words
from timeline.admin.guard import init_guard
from timeline.admin.moments import mark_of_moment
from timeline.admin.overview import Overview
from timeline.admin.permission import PREFIX, find_current_person, is_allowed
from timeline.admin.screen import Screen, ScreenLink
from timeline.admin.sessions import init_sessions
from timeline.admin.unavailable import init_unavailable
from timeline.admin.walking import find_walk

SCREENS: Final[tuple[Screen, ...]] = (
    work.SCREEN,
    review.SCREEN,
    proposals.SCREEN,
    lists.SCREEN,
    reports.SCREEN,
    activity.SCREEN,
    house.SCREEN,
    bulk.SCREEN,
    releases.SCREEN,
    people.SCREEN,
    settings.SCREEN,
    account.SCREEN,
    editor.SCREEN,
    finding.SCREEN,
    history.SCREEN,
    restoring.SCREEN,
    merge.SCREEN,
    renaming.SCREEN,
    held_text.SCREEN,
    lookups.SCREEN,
    quick.SCREEN,
    saved_views.SCREEN,
    signin.SCREEN,
)


def init_admin(app: Flask, site_name: str) -> None:
    """Add the curation screens to an application."""
    init_sessions(app)
    init_guard(app)
    init_attempts(app)
    init_unavailable(app)
    overview = Overview(name="Overview", url=PREFIX)
    # The theme and its files are ours: Bootstrap and jQuery are neither needed nor served.
    overview.static_folder = None
    theme = Bootstrap4Theme(base_template="admin/base.html")
    admin = Admin(app, name=site_name, index_view=overview, theme=theme)
    for screen in SCREENS:
        if screen.pages is not None:
            app.register_blueprint(screen.pages)
        for view in screen.views():
            admin.add_view(view)
        admin.add_links(*(ScreenLink(entry) for entry in screen.menu))
    app.jinja_env.filters |= {"browser": browser_words, "moment": mark_of_moment, "printable": _printable}
    app.jinja_env.globals |= {
        "admin_menu": lambda: [link for link in admin.menu_links() if link.is_accessible()],
        "find_current_person": find_current_person,
        "find_walk": find_walk,
        "form_token": _form_token,
        "is_allowed": is_allowed,
    }


def _printable(text: str) -> str:
    """Put a mark in the place of each control character, which no page may hold."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if category(sign) in {"Cc", "Cn", "Cs"} and sign not in "\n\t" else sign
        for sign in text
    )


def _form_token() -> Markup:
    """Give the hidden field that every form needs, by which it is known to come from this site."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
