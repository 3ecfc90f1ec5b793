"""The texts of the interface in templates: each made ready once for each language.

What Jinja installs for a catalogue looks for it, wraps the text and fills it in anew at each place; a page
has some hundred of them, most of which say the same on all pages.
"""

from functools import lru_cache
from typing import Any

from flask import Flask
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from timeline.languages.catalogue import catalogue
from timeline.web.languages import current_language


def init_template_texts(app: Flask) -> None:
    """Give the templates of an application the texts of its catalogues."""
    app.jinja_env.globals |= {
        "_": _gettext,
        "gettext": _gettext,
        "ngettext": _ngettext,
        "pgettext": _pgettext,
    }


@pass_eval_context
def _gettext(context: EvalContext, text: str, **values: Any) -> str:
    code = current_language()
    if not context.autoescape:
        return str(catalogue(code).gettext(text) % values)
    return pattern(code, text) % values if values else whole(code, text)


@pass_eval_context
def _ngettext(context: EvalContext, one: str, many: str, number: int, **values: Any) -> str:
    code = current_language()
    if not context.autoescape:
        return str(catalogue(code).ngettext(one, many, number) % {"num": number, **values})
    if not values:
        return _counted(code, one, many, number)
    return _plural(code, one, many, number) % {"num": number, **values}


@pass_eval_context
def _pgettext(context: EvalContext, about: str, text: str, **values: Any) -> str:
    code, told = current_language(), {"context": about, **values}
    if not context.autoescape:
        return str(catalogue(code).pgettext(about, text) % told)
    return meant(code, about, text) % told


@lru_cache(maxsize=2048)
def pattern(code: str, text: str) -> Markup:
    """Give a text with its gaps as it stands in a page."""
    # The texts of catalogues are ours; what they are filled with is escaped.
    return Markup(catalogue(code).gettext(text))  # noqa: S704


@lru_cache(maxsize=2048)
def whole(code: str, text: str) -> Markup:
    """Give a text without gaps as it stands in a page."""
    return pattern(code, text) % {}


@lru_cache(maxsize=2048)
def meant(code: str, about: str, text: str) -> Markup:
    """Give a text of which the same English stands for several things."""
    return Markup(catalogue(code).pgettext(about, text))  # noqa: S704


@lru_cache(maxsize=2048)
def _plural(code: str, one: str, many: str, number: int) -> Markup:
    return Markup(catalogue(code).ngettext(one, many, number))  # noqa: S704


@lru_cache(maxsize=2048)
def _counted(code: str, one: str, many: str, number: int) -> Markup:
    return _plural(code, one, many, number) % {"num": number}
