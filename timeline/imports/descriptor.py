"""The description that comes with a package: whether it is one, and of the whole archive."""

import json
from typing import BinaryIO

from timeline.errors import FileProblem
from timeline.imports.files import DESCRIPTOR

DESCRIPTOR_BYTES = 5_000_000
_TAKE_ANOTHER = "Take the file from an export of this archive."


def descriptor_problem(stream: BinaryIO) -> FileProblem | None:
    """Give what is wrong with a package's descriptor; None if nothing is."""
    fault = _fault(stream.read(DESCRIPTOR_BYTES + 1))
    if fault is None:
        return None
    message, cure = fault
    return FileProblem(file=DESCRIPTOR, message=message, cure=cure)


def _fault(content: bytes) -> tuple[str, str] | None:
    if len(content) > DESCRIPTOR_BYTES:
        return f"is longer than {DESCRIPTOR_BYTES:,} bytes", _TAKE_ANOTHER
    try:
        descriptor = json.loads(content)
    except RecursionError:
        return "is nested too deeply", _TAKE_ANOTHER
    except json.JSONDecodeError as error:
        return f"is not JSON (line {error.lineno}, column {error.colno}: {error.msg})", _TAKE_ANOTHER
    except UnicodeDecodeError:
        return "is not UTF-8", _TAKE_ANOTHER
    except ValueError:
        return "holds a number of thousands of digits", _TAKE_ANOTHER
    return _content_fault(descriptor)


def _content_fault(descriptor: object) -> tuple[str, str] | None:
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        return "does not describe a data package: it has no list of “resources”", _TAKE_ANOTHER
    if descriptor.get("selection"):
        # The relations that lead out of a selection are not in it; saving its records would remove them.
        return (
            "says that the package is a part of the archive, without the links that lead out of it",
            "Load an export that was made without filters; a part would take those links away.",
        )
    return None
