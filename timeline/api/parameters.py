"""The query, the headers and the body of a request, read by what its operation declares."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NoReturn

from flask import request

from timeline.api.declared import Operation, Parameter
from timeline.api.problems import BODY, HEADER, ApiError, told
from timeline.errors import BadRequestError, Problem
from timeline.parameters import printable, unknown_parameters

MEDIA_TYPE: Final = "application/json"
_ETAG: Final = re.compile(r'(?:W/)?"([1-9][0-9]{0,8})(?:-[0-9a-f]+)?(?::[a-z]+)?"')
_WHOLE: Final = re.compile(r"-?[0-9]{1,9}")
_OTHER_NAMES: Final = {
    "after": "cursor",
    "count": "limit",
    "offset": "cursor",
    "page": "cursor",
    "page_size": "limit",
    "per_page": "limit",
    "query": "q",
    "search": "q",
    "select": "fields",
    "size": "limit",
    "type": "kind",
}


def read_query(operation: Operation) -> Mapping[str, tuple[str, ...]]:
    """Read the parameters of the query, held to what is declared of them; raises BadRequestError.

    What only a filter's own parser can judge, such as a date, is left to it.
    """
    given = dict(request.args.lists())
    declared = operation.query
    problems = [*unknown_parameters(given, tuple(declared), other_names=_OTHER_NAMES)]
    read: dict[str, tuple[str, ...]] = {}
    for name, parameter in declared.items():
        values = tuple(_values(parameter, given.get(name, [])))
        problems += _problems(parameter, values)
        if values:
            read[name] = values
        elif parameter.required:
            problems.append(Problem(path=name, value="", message="is missing", cure=parameter.about))
    if problems:
        raise BadRequestError(tuple(problems))
    return read


def _values(parameter: Parameter, given: Sequence[str]) -> Iterator[str]:
    for value in given:
        yield from value.split(",") if parameter.joined else (value,)


def _problems(parameter: Parameter, values: tuple[str, ...]) -> Iterator[Problem]:
    most = parameter.most if parameter.many else 1
    name = parameter.name
    if len(values) > most:
        cure = "Give it once." if most == 1 else f"Give it {most} times at most."
        shown = printable(", ".join(values[:3]))
        yield Problem(path=name, value=shown, message="is given too often", cure=cure)
        return
    for value in values:
        fault = _fault(parameter.schema, value)
        if fault is not None:
            yield Problem(path=name, value=printable(value), message=fault[0], cure=fault[1])


def _fault(schema: Mapping[str, Any], value: str) -> tuple[str, str] | None:
    if not value.strip():
        return "is empty", "Give it a value, or leave it out."
    if schema.get("type") == "integer":
        return _whole_fault(schema, value)
    if "enum" in schema and value not in schema["enum"]:
        return "is not a choice", f"Write one of: {', '.join(schema['enum'])}."
    if len(value) > schema.get("maxLength", len(value)):
        return f"is longer than {schema['maxLength']} characters", "Write less."
    # Where the schema has no cure, the filter's own parser says more.
    if "x-cure" in schema and re.search(schema["pattern"].replace("$", r"\Z"), value) is None:
        return "does not have the right form", schema["x-cure"]
    return None


def _whole_fault(schema: Mapping[str, Any], value: str) -> tuple[str, str] | None:
    least, most = schema["minimum"], schema["maximum"]
    if _WHOLE.fullmatch(value) and least <= int(value) <= most:
        return None
    return "is not a number that can be used", f"Write a whole number from {least} to {most}."


def read_base_version() -> int:
    """Read from which version a change starts, as If-Match names it.

    Raises ApiError where it does not: nobody's work is overwritten unseen.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise ApiError(
            428,
            "This change does not say which version it starts from.",
            cure="GET what is to be changed, and send the ETag of that answer as If-Match.",
        )
    found = _ETAG.fullmatch(given)
    if found is None:
        problem = Problem(
            path="If-Match",
            value=given,
            message="is not one version",
            cure='Send one ETag as an answer gave it, or the version in quotes: "3".',
        )
        raise ApiError(
            400, f"If-Match cannot be used: {problem}", cure=problem.cure, errors=told([problem], HEADER)
        )
    return int(found[1])


def read_body(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Read the body: an object of JSON with the fields that are declared; raises ApiError.

    What a record holds is judged by the rules of records, which say more.
    """
    if request.mimetype != MEDIA_TYPE:
        sent = printable(request.mimetype) or "nothing that says what it is"
        raise ApiError(
            415,
            f"The body is {sent}.",
            cure=f"Send JSON, with Content-Type: {MEDIA_TYPE}.",
            headers={"Accept": MEDIA_TYPE},
        )
    body = _parsed(request.get_data())
    problems = tuple(_body_problems(schema, body))
    if problems:
        detail = "; ".join(str(problem) for problem in problems[:3])
        raise ApiError(422, f"The body cannot be used: {detail}", errors=told(problems, BODY))
    return dict(body)


def _parsed(data: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(data.decode(), parse_constant=_refuse, object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise ApiError(
            400,
            f"The body is not JSON that can be read: {str(error) or 'it is nested too deeply'}.",
            cure="Send one object of JSON in UTF-8, each name once.",
        ) from None
    if not isinstance(body, dict):
        raise ApiError(422, "The body is not an object.", cure='Send an object: {"record": {…}}.')
    return body


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands in an object twice")
    return found


def _body_problems(schema: Mapping[str, Any], body: Mapping[str, Any]) -> Iterator[Problem]:
    properties = schema["properties"]
    for name in sorted(body.keys() - properties.keys()):
        cure = f"There are {', '.join(properties)}." if properties else "Leave it out."
        yield Problem(path=printable(name), value="", message="there is no such field", cure=cure)
    for name, declared in properties.items():
        if name in body:
            yield from _value_problems(name, declared, body[name])
        elif name in schema.get("required", ()):
            cure = f"Give it. {declared.get('description', '')}".strip()
            yield Problem(path=name, value="", message="is missing", cure=cure)


def _value_problems(name: str, declared: Mapping[str, Any], value: object) -> Iterator[Problem]:
    wanted = {"string": str, "integer": int}.get(declared.get("type", ""), dict)
    if type(value) is not wanted:
        words = {str: "text", int: "a whole number", dict: "an object"}[wanted]
        yield Problem(path=name, value=str(value), message=f"must be {words}")
    elif isinstance(value, str):
        fault = None if not value and "enum" not in declared else _text_fault(declared, value)
        if fault is not None:
            yield Problem(path=name, value=value, message=fault[0], cure=fault[1])
    elif isinstance(value, int):
        fault = _whole_fault(declared, str(value))
        if fault is not None:
            yield Problem(path=name, value=str(value), message=fault[0], cure=fault[1])


def _text_fault(declared: Mapping[str, Any], value: str) -> tuple[str, str] | None:
    if "enum" in declared and value not in declared["enum"]:
        return "is not a choice", f"Write one of: {', '.join(declared['enum'])}."
    if len(value) > declared.get("maxLength", len(value)):
        return f"is longer than {declared['maxLength']} characters", "Write less."
    return None
