"""Who is asking, and what they may: tokens alone, never a cookie."""

import datetime as dt
from typing import Final

from flask import request

from timeline.api.declared import Operation
from timeline.api.problems import ApiError
from timeline.queries.people import Bearer, find_bearer
from timeline.rights import RIGHTS, Curator
from timeline.serving import reading, writing
from timeline.store.sign_in import USED_EVERY, note_use_of_token

_SCHEME: Final = "bearer "
_CURE: Final = "Make a token under My account in the curation screens, and send Authorization: Bearer TOKEN."


def find_caller(operation: Operation) -> Bearer | None:
    """Find whom the request acts for, and hold it to the right that the operation takes.

    Raises ApiError: 401 for no token where one is needed, and for one that opens nothing; 403 for one that
    may not do this. Somebody who reads what is public needs none.
    """
    given = request.headers.get("Authorization", "")
    if not given:
        if operation.right:
            raise _unknown("This takes a token, and none was sent.", 'Bearer realm="timeline"')
        return None
    bearer = _bearer(given)
    if operation.right and not bearer.may(operation.right):
        raise refused(bearer, operation.right)
    return bearer


def refused(bearer: Bearer, right: str) -> ApiError:
    """Make the error that says which right a token lacks, and what to do about it."""
    meaning = RIGHTS[right].meaning
    if bearer.person.may(right):
        cure = f"Make a token with the right “{right}” under My account."
        detail = f"With this token you may not {meaning}."
    else:
        cure = "An administrator gives people their roles."
        detail = f"You may not {meaning}."
    challenge = f'Bearer realm="timeline", error="insufficient_scope", scope="{right}"'
    return ApiError(403, detail, cure=cure, headers={"WWW-Authenticate": challenge}, needs=right)


def curator(bearer: Bearer, right: str) -> Curator:
    """Give who acts, with no more rights than the token has.

    The store asks roles; somebody whose token lacks a right acts as one whose role lacks it.
    """
    role = bearer.person.role if bearer.may(right) else "contributor"
    return Curator(handle=bearer.person.handle, role=role)


def _bearer(given: str) -> Bearer:
    if not given.lower().startswith(_SCHEME):
        raise _unknown("This Authorization is not one with a token.", 'Bearer realm="timeline"')
    bearer = find_bearer(reading(), given[len(_SCHEME) :].strip(), dt.datetime.now(dt.UTC))
    if bearer is None:
        raise _unknown(
            "This token opens nothing: it is mistyped, was revoked, or has expired.",
            'Bearer realm="timeline", error="invalid_token"',
        )
    used = bearer.token.last_used_at
    if used is None or used < dt.datetime.now(dt.UTC) - USED_EVERY:
        with writing() as database:
            note_use_of_token(database, number=bearer.token.number)
    return bearer


def _unknown(detail: str, challenge: str) -> ApiError:
    return ApiError(401, detail, cure=_CURE, headers={"WWW-Authenticate": challenge})
