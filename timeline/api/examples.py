"""The `curl` line of an operation, as the reference shows it."""

import json
import shlex
from collections.abc import Iterator
from urllib.parse import quote

from timeline.api.declared import Operation, Parameter

#: What the example of a list narrows by; every parameter at once would find nothing.
_TELLING = frozenset({"place", "from", "limit", "on", "since", "kind", "fields"})


def curl_of(operation: Operation, root: str) -> str:
    """Give a line for a shell that asks for an operation, one argument below the other."""
    return " \\\n  ".join(_arguments(operation, root))


def _arguments(operation: Operation, root: str) -> Iterator[str]:
    head = "curl" if operation.reads else f"curl -X {operation.method}"
    yield f"{head} {shlex.quote(root + _path(operation) + _query(operation))}"
    if operation.right:
        yield '-H "Authorization: Bearer $TOKEN"'
    for parameter in operation.parameters:
        if parameter.place == "header":
            yield f"-H {shlex.quote(f'{parameter.name}: {parameter.example}')}"
    if operation.body:
        yield "-H 'Content-Type: application/json'"
        yield f"-d {shlex.quote(json.dumps(dict(operation.example), ensure_ascii=False))}"


def _path(operation: Operation) -> str:
    path = operation.path
    for parameter in operation.parameters:
        if parameter.place == "path":
            path = path.replace(f"{{{parameter.name}}}", parameter.example or f"an-{parameter.name}")
    return path


def _query(operation: Operation) -> str:
    given = [
        f"{each.name}={quote(each.example, safe=',')}"
        for each in operation.query.values()
        if each.example and _is_told(operation, each)
    ]
    return f"?{'&'.join(given)}" if given else ""


def _is_told(operation: Operation, parameter: Parameter) -> bool:
    return parameter.required or (operation.name.startswith("list_") and parameter.name in _TELLING)
