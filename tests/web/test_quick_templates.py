"""Templates put out what Jinja itself would, with less work."""

import pytest
from flask import Flask, render_template_string
from jinja2 import StrictUndefined, UndefinedError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from timeline.web.quick_templates import init_quick_templates, output_of

_TEMPLATE = """{% macro shown(text, level=1) %}<b>{{ text }}{{ level }}</b>{% endmacro %}
{% block inside %}{% for text in texts %}{{ loop.index }}{{ shown(text, level=2.5) }}{{ named() }}{% endfor %}
{%- endblock %}{% set whole %}{{ texts[0] }}{% endset %}{{ whole }}{{ shown("<") ~ "<" }}{{ none }}{{ true }}
{%- autoescape false %}{{ texts[0] }}{% endautoescape %}"""
_TEXTS = ("<i>", Markup("<i>"), "a & \"b\" 'c'", "plain")


@pass_context
def named(context: Context) -> str:
    """Ask for all of the template."""
    return f"{context.name}{len(context['texts'])}<"


def filled_in(*, quickly: bool) -> str:
    """Fill the template in."""
    app = Flask("test")
    if quickly:
        init_quick_templates(app)
    app.jinja_env.globals["named"] = named
    with app.app_context():
        return render_template_string(_TEMPLATE, texts=_TEXTS)


def test_a_template_gives_the_same_as_without() -> None:
    assert filled_in(quickly=True) == filled_in(quickly=False)
    assert "<b>&lt;i&gt;2.5</b>None4&lt;" in filled_in(quickly=True)


@pytest.mark.parametrize(
    ("value", "text"),
    [("<&>\"'", "&lt;&amp;&gt;&#34;&#39;"), (Markup("<b>"), "<b>"), (3, "3"), (0.5, "0.5"), (None, "None")],
)
def test_what_is_put_out_is_escaped_unless_it_is_markup(value: object, text: str) -> None:
    assert output_of(value) == text


def test_what_is_not_defined_is_still_an_error() -> None:
    with pytest.raises(UndefinedError):
        output_of(StrictUndefined(name="nothing"))
