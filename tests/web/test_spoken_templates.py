"""Templates whose texts are said beforehand say the same as those that ask for each."""

import pytest
from flask import Flask, render_template_string
from jinja2 import DictLoader, nodes
from jinja2.environment import Environment

from timeline.web.quick_templates import init_quick_templates
from timeline.web.spoken_templates import told
from timeline.web.template_texts import init_template_texts

_TEMPLATE = """
{% macro said(text) %}<b title="{{ _("Copy") }}">{{ text }}{{ _("Copied.") ~ "<" }}</b>{% endmacro %}
{% block inside %}{{ _("Skip to the content") }}, {{ said(_("this event")) }}
{{ _("version %(version)s", version=version) }} {{ _("%(first)s to %(last)s are shown.", last=2, first=1) }}
{{ _("100%% of %(what)s & %(what)s", what=version) }} {{ _("%(number)04d", number=7) }} {{ _("50%%") }}
{{ ngettext("%(num)s source", "%(num)s sources", 2) }} {{ pgettext("topics", "About") }}
{{ {"a": _("Note"), "b": _("Who")}[key] }}{% endblock %}
{%- autoescape false %}{{ _("version %(version)s", version=version) }}{% endautoescape %}
{%- if _("Note") == "Nota" %}es{% endif %}"""


def filled_in(language: str, *, beforehand: bool) -> str:
    """Fill the template in, in a language."""
    app = Flask("test")
    if beforehand:
        init_quick_templates(app)
    init_template_texts(app)
    with app.test_request_context(environ_overrides={"timeline.language": language}):
        return render_template_string(_TEMPLATE, version="<2>", key="b")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_template_says_the_same_as_without(language: str) -> None:
    said = filled_in(language, beforehand=True)
    assert said == filled_in(language, beforehand=False)
    assert "100% of &lt;2&gt; & &lt;2&gt; 0007 50%" in said
    assert ("Skip to the content" in said) == (language == "en")
    assert said.endswith("es") == (language == "es")


def test_a_template_is_kept_in_each_language() -> None:
    app = Flask("test")
    init_quick_templates(app)
    init_template_texts(app)
    app.jinja_env.loader = DictLoader({"page": "{% include 'part' %}", "part": "{{ _('Note') }}"})
    said = []
    for language in ("es", "en", "es", "en"):
        with app.test_request_context(environ_overrides={"timeline.language": language}):
            said.append(app.jinja_env.get_template("page").render())
    assert said == ["Nota", "Note", "Nota", "Note"]


def test_nothing_is_left_to_ask_for_where_a_text_has_no_gaps() -> None:
    parsed = told(Environment().parse("{{ _('Copy') }} {{ _('version %(version)s', version=2) }}"), "es")
    assert parsed.find(nodes.Call) is None


def test_what_a_template_means_otherwise_is_left_alone() -> None:
    parsed = told(Environment().parse("{% set _ = shout %}{{ _('Copy') }}"), "es")
    assert parsed.find(nodes.Call) is not None
