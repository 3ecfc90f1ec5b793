"""The lists of records: one view of Flask-Admin's for each kind, answered by our own queries."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from flask import request
from flask_admin import expose  # type: ignore[import-untyped]
from flask_admin.model import BaseModelView  # type: ignore[import-untyped]
from wtforms import Form  # type: ignore[import-untyped]

from timeline import vocab
from timeline.admin.addresses import list_url, new_url, work_url
from timeline.admin.list_address import ListAddress, read_address
from timeline.admin.list_columns import COLUMNS_OF, NAMES_OF, is_sortable
from timeline.admin.list_fields import chips_of, filter_fields, names_of_editors
from timeline.admin.permission import PREFIX, current_person, is_allowed
from timeline.admin.saved_views import take_refused
from timeline.admin.screen import MenuEntry, Screen
from timeline.list_filter import SORTS_OF, terms_of
from timeline.queries.admin_lists import (
    PAGE_SIZES,
    Listed,
    ListPage,
    page_of_records,
)
from timeline.queries.kind_totals import count_statuses
from timeline.queries.saved_views import list_views
from timeline.queries.type_ahead import suggest
from timeline.records.kinds import CLASS_OF_KIND
from timeline.records.validate import is_id
from timeline.serving import reading


def _only(*kept: str) -> Callable[[type], type]:
    """Leave of the routes that a class inherits only these: a list neither edits nor deletes by itself."""

    def less(view: Any) -> type:
        view._urls = [url for url in view._urls if url[1] in kept]  # noqa: SLF001 - Flask-Admin has no other way
        return view  # type: ignore[no-any-return]

    return less


@_only("index_view")
class RecordList(BaseModelView):  # type: ignore[misc]
    """The list of the records of one kind, whatever their status."""

    rights: Final = {"index_view": "look"}
    can_create = can_edit = can_delete = False
    list_template = "admin/lists/index.html"

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            CLASS_OF_KIND[kind],
            name=NAMES_OF[kind][1],
            endpoint=f"admin_list_{kind}",
            url=f"{PREFIX}/{CLASS_OF_KIND[kind].plural}",
        )

    def is_visible(self) -> bool:
        """Keep it out of the menu, which has one line for all the lists."""
        return False

    def scaffold_list_columns(self) -> list[str]:
        """Name the columns."""
        return ["title", *(column.name for column in COLUMNS_OF[self.kind])]

    def scaffold_sortable_columns(self) -> dict[str, str]:
        """Name the columns that a list can be sorted by."""
        return {name: name for name in SORTS_OF[self.kind]}

    def init_search(self) -> bool:
        """Say that there is a search."""
        return True

    def scaffold_form(self) -> type[Form]:
        """Give a form without fields: records have editors of their own."""
        return Form  # type: ignore[no-any-return]

    def get_pk_value(self, model: Listed) -> str:
        """Give the public id of a row."""
        return model.id

    def get_list(
        self,
        page: int | None,
        sort_field: str | None,
        sort_desc: bool | None,  # noqa: FBT001 - as Flask-Admin gives it
        search: str | None,
        filters: Any,
        page_size: int | None = None,
    ) -> tuple[int, Sequence[Listed]]:
        """Answer Flask-Admin, whose pages count from 0; `filters` are (name, value) of the address."""
        asked: dict[str, list[str]] = {"q": [search or ""], "page": [str((page or 0) + 1)]}
        for name, value in filters or ():
            asked.setdefault(name, []).append(value)
        if sort_field:
            asked["sort"] = [f"-{sort_field}" if sort_desc else sort_field]
        if page_size:
            asked["size"] = [str(page_size)]
        found = _page(read_address(self.kind, asked))
        return found.total, found.rows

    @expose("/")  # type: ignore[untyped-decorator]
    def index_view(self) -> str:
        """Show the list."""
        view = read_address(self.kind, _with_ids(dict(request.args.lists())))
        found = _page(view)
        session = reading()
        people = names_of_editors(session, view)
        page: str = self.render(
            self.list_template,
            view=view,
            found=found,
            kind=self.kind,
            one=NAMES_OF[self.kind][0],
            many=NAMES_OF[self.kind][1],
            names=NAMES_OF,
            all_columns=COLUMNS_OF[self.kind],
            is_sortable=is_sortable,
            fields=filter_fields(session, view, request.args.to_dict(), people),
            chips=chips_of(session, view, people),
            statuses=vocab.STATUSES,
            counts=count_statuses(session, self.kind),
            # Of a filtered list they would say what no tab leads to.
            counts_hold=replace(view.asked, status=()).is_empty,
            people=people,
            sizes=PAGE_SIZES,
            can_make=is_allowed("draft"),
            views=list_views(session, current_person().handle, self.kind),
            refused=take_refused(self.kind),
            query=urlencode(view.parameters(with_page=False)),
            list_url=list_url,
            new_url=new_url,
            work_url=work_url,
            term_of=terms_of,
            weights=vocab.SIGNIFICANCE,
        )
        return page


def _with_ids(parameters: dict[str, list[str]]) -> dict[str, list[str]]:
    """Put ids in place of names of records that were typed, where only one record can be meant."""
    for kind in ("topic", "source", "timeline"):
        for place, value in enumerate(parameters.get(kind, ())):
            if value and not is_id(value):
                meant = suggest(reading(), kind, value, limit=2)
                parameters[kind][place] = meant[0].id if len(meant) == 1 else value
    return parameters


def _page(view: ListAddress) -> ListPage:
    return page_of_records(
        reading(),
        view.kind,
        view.asked,
        sort=view.sort,
        page=view.page,
        size=view.size,
        columns=view.columns,
    )


SCREEN = Screen(
    views=lambda: [RecordList(kind) for kind in NAMES_OF],
    menu=(
        MenuEntry(
            label="Records",
            endpoint="admin_list_event.index_view",
            others=(
                *(f"admin_list_{kind}" for kind in NAMES_OF),
                *(
                    "admin_editor",
                    "admin_history",
                    "admin_restoring",
                    "admin_merge",
                    "admin_bulk",
                    "admin_renaming",
                ),
            ),
        ),
    ),
)
