"""Parts of pages that are the same on all of a kind: made once for each language, and for any record.

What such a part says of a record is its id and nothing else; it is made with another one in its place.
"""

import secrets
from collections.abc import Callable, Collection, Hashable
from functools import lru_cache
from typing import Final

from flask import Flask, render_template, request
from markupsafe import Markup

from timeline.web.languages import current_language, current_root

_MOST: Final = 256
#: What stands in a part in the place of the record's id; by chance, so that nothing else is it.
_ANY_ID: Final = f"record{secrets.token_hex(8)}"


def init_kept_parts(app: Flask, places: Collection[str]) -> None:
    """Let the templates of an application have parts kept; `places` are the endpoints that they may mark."""
    app.jinja_env.globals["kept_part"] = _parts(frozenset(places))


def _parts(places: Collection[str]) -> Callable[..., Markup]:
    @lru_cache(maxsize=_MOST)
    def made(
        template: str, _place: str, _root: str, _language: str, values: tuple[tuple[str, Hashable], ...]
    ) -> Markup:
        filled = render_template(template, record_id=_ANY_ID, **dict(values))
        return Markup(filled)  # noqa: S704 - a template escapes

    def kept_part(template: str, *, record_id: str = "", **values: Hashable) -> Markup:
        """Fill in a template that shows nothing but `values`, the place in the navigation and an id."""
        endpoint = request.endpoint or ""
        place = endpoint if endpoint in places else ""
        part = made(template, place, current_root(), current_language(), tuple(values.items()))
        return part.replace(_ANY_ID, record_id) if record_id else part

    return kept_part
