"""What a list shows, as its address says it: the filter, the order, the columns, the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from flask import url_for

from timeline.admin.list_columns import read_chosen, usual_columns
from timeline.errors import Problem
from timeline.list_filter import DEFAULT_SORT, ListFilter, read_list_filter, read_sort
from timeline.queries.admin_lists import PAGE_SIZE, PAGE_SIZES

#: No list has so many pages; what is asked beyond it is the last one.
_LAST_PAGE: Final = 10_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class ListAddress:
    """One view of the list of a kind; `problems` are those of the address that it was read from."""

    kind: str
    asked: ListFilter
    sort: str
    columns: tuple[str, ...]
    size: int
    page: int = 1
    problems: tuple[Problem, ...] = ()

    def parameters(self, *, with_page: bool = True) -> tuple[tuple[str, str], ...]:
        """Give the view as the parameters of its address, without what is usual."""
        found = list(self.asked.parameters())
        if self.sort != DEFAULT_SORT:
            found.append(("sort", self.sort))
        if self.columns != usual_columns(self.kind):
            found += [("columns", name) for name in self.columns]
        if self.size != PAGE_SIZE:
            found.append(("size", str(self.size)))
        if with_page and self.page > 1:
            found.append(("page", str(self.page)))
        return tuple(found)

    def url(self, **changes: Any) -> str:
        """Give the address of this view with some things changed; from its first page unless told."""
        view = replace(self, **{"page": 1, **changes})
        query = urlencode(view.parameters())
        return url_for(f"admin_list_{self.kind}.index_view") + (f"?{query}" if query else "")

    def url_without(self, name: str, value: str) -> str:
        """Give the address without one of the filters."""
        return self.url(asked=self.asked.without(name, value))

    def url_with_status(self, status: str) -> str:
        """Give the address of the records of one status, of all with an empty one."""
        return self.url(asked=replace(self.asked, status=(status,) if status else ()))

    def url_sorted(self, name: str) -> str:
        """Give the address in the order of a column, the other way round where it is in it already."""
        first = f"-{name}" if name in {"changed", "evidence"} else name
        other = name if first.startswith("-") else f"-{name}"
        return self.url(sort=other if self.sort == first else first)

    def direction(self, name: str) -> str:
        """Say for assistive technology how the list is sorted by a column."""
        if self.sort.removeprefix("-") != name:
            return "none"
        return "descending" if self.sort.startswith("-") else "ascending"


def read_address(kind: str, parameters: Mapping[str, Sequence[str]]) -> ListAddress:
    """Read what a list is to show; never raises: what cannot be read is told or passed over."""
    read = read_list_filter(kind, parameters)
    size = _number(parameters, "size")
    return ListAddress(
        kind=kind,
        asked=read.asked,
        sort=read_sort(kind, next(iter(parameters.get("sort", ())), "")),
        columns=read_chosen(kind, parameters.get("columns", ())),
        size=size if size in PAGE_SIZES else PAGE_SIZE,
        page=_number(parameters, "page"),
        problems=read.problems,
    )


def _number(parameters: Mapping[str, Sequence[str]], name: str) -> int:
    text = next(iter(parameters.get(name, ())), "")
    if not (text.isascii() and text.isdigit()):
        return 1
    return _LAST_PAGE if len(text) > 7 else max(1, int(text))
