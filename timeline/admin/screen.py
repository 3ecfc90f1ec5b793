"""What a module of the curation screens hands to the shell: its routes and its places in the menu."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, request, url_for
from flask_admin.menu import MenuLink  # type: ignore[import-untyped]

from timeline.admin.permission import find_right_of, is_allowed

#: The menu counts no further: it is on every page, and has to be quick.
MOST_COUNTED: Final = 99


@dataclass(frozen=True, kw_only=True, slots=True)
class MenuEntry:
    """A line of the menu; only those see it who have the right that its endpoint declares.

    `count` gives how much there waits for whoever asks, up to `MOST_COUNTED`; `others` are the blueprints
    whose pages belong to the line as well as those of its endpoint.
    """

    label: str
    endpoint: str
    count: Callable[[], int] | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Screen:
    """One feature's screens: a blueprint, or views of Flask-Admin's own classes, or both.

    `views` makes new ones for every application, because Flask-Admin ties a view to the one it is in.
    """

    pages: Blueprint | None = None
    views: Callable[[], Sequence[Any]] = tuple
    menu: tuple[MenuEntry, ...] = ()


class ScreenLink(MenuLink):  # type: ignore[misc]
    """A line of Flask-Admin's menu that knows who may see it and whether it is where we are."""

    def __init__(self, entry: MenuEntry) -> None:
        super().__init__(entry.label, endpoint=entry.endpoint)
        self.entry = entry

    def is_accessible(self) -> bool:
        """Tell whether whoever is asking may follow it."""
        right = find_right_of(self.endpoint)
        return right is not None and is_allowed(right)

    def count(self) -> str:
        """Say how much waits there; empty for nothing."""
        found = self.entry.count() if self.entry.count is not None else 0
        return f"{MOST_COUNTED}+" if found > MOST_COUNTED else str(found or "")

    def is_here(self) -> bool:
        """Tell whether the page that is shown belongs to this line."""
        return request.blueprint in {self.endpoint.rpartition(".")[0], *self.entry.others}

    def get_url(self) -> str:
        """Give the address that it leads to."""
        return url_for(self.endpoint)
