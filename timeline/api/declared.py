"""What the API can be asked: each operation is declared once.

Routes, the reading of parameters and bodies, rights, the OpenAPI document and the reference page are all
made from these declarations.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from flask import Response

from timeline.queries.people import Bearer
from timeline.rights import RIGHTS

Schema: TypeAlias = Mapping[str, Any]

MOST_VALUES: Final = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """One parameter of an operation; `place` is "query", "path" or "header".

    One that may be given several times has `many`, and `schema` is that of each value; with `joined` the
    values stand in one, with commas between.
    """

    name: str
    about: str
    schema: Schema
    place: str = "query"
    required: bool = False
    many: bool = False
    joined: bool = False
    most: int = MOST_VALUES
    example: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """One answer of an operation: what it tells, the schema of its body, the headers it carries."""

    about: str
    schema: str = ""
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A request as it was read: the parts of the path, the query by name, the body, and who is asking."""

    operation: "Operation"
    parts: Mapping[str, Any]
    query: Mapping[str, tuple[str, ...]]
    body: Mapping[str, Any]
    bearer: Bearer | None

    def one(self, name: str, default: str = "") -> str:
        """Give the value of a parameter that can be given once."""
        return self.query[name][0] if self.query.get(name) else default

    def only(self, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Give some of the parameters, as the parsers of filters read them."""
        return {name: values for name, values in self.query.items() if name in names}


View: TypeAlias = Callable[[Call], Response]


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """One thing that can be asked of the API.

    `right` is the right (of `timeline.rights`) that it takes, empty for what everybody may read. `body` is
    the name of the schema of what is sent. `path` is written as OpenAPI does, `/events/{id}`.
    """

    name: str
    method: str
    path: str
    group: str
    summary: str
    about: str = ""
    view: View
    right: str = ""
    kind: str = ""
    parameters: tuple[Parameter, ...] = ()
    body: str = ""
    example: Schema = field(default_factory=lambda: MappingProxyType({}))
    replies: Mapping[int, Reply]

    def __post_init__(self) -> None:
        if self.right and self.right not in RIGHTS:
            raise KeyError(self.right)

    @property
    def query(self) -> Mapping[str, Parameter]:
        """Give the parameters of the query by name."""
        return {each.name: each for each in self.parameters if each.place == "query"}

    @property
    def reads(self) -> bool:
        """Tell whether it only reads."""
        return self.method == "GET"

    @property
    def rule(self) -> str:
        """Give the path as Flask writes it."""
        return self.path.replace("{id}", "<record_id>").replace("{number}", "<number>")
