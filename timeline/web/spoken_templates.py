"""Templates that are made once for each language, with the texts of the interface said in them already.

Most of what a page says is the same on all pages of its kind. A text that asks for nothing becomes part of
what stands around it; of a text with gaps, what stands between them does.
"""

import re
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, Final

from flask.templating import Environment
from jinja2 import Template, TemplateNotFound, nodes
from jinja2.visitor import NodeTransformer

from timeline.web.languages import current_language
from timeline.web.template_texts import meant, pattern, whole

_SAYING: Final = frozenset({"_", "gettext"})
_MEANING: Final = "pgettext"
#: A gap in a text, and the sign that stands for a percent sign in one with gaps.
_GAP: Final = re.compile(r"%\((\w+)\)s|%(%)")


class LanguageEnvironment(Environment):
    """Keeps every template in each language in which it was asked for."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._made: dict[tuple[str, str], Template] = {}

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:  # noqa: A002 - Jinja's name
        key = current_language(), name
        found = self._made.get(key)
        if found is None or (self.auto_reload and not found.is_up_to_date):
            if self.loader is None:
                raise TemplateNotFound(name)
            found = self._made[key] = self.loader.load(self, name, self.make_globals(globals))
        elif globals:
            found.globals.update(globals)
        return found


def told(template: nodes.Template, code: str) -> nodes.Template:
    """Say the texts of a template, as far as that can be done beforehand, in the language with this code."""
    own = {name.name for name in template.find_all(nodes.Name) if name.ctx != "load"}
    if own.isdisjoint({*_SAYING, _MEANING}):
        _Teller(code).visit(template)
    return template


class _Teller(NodeTransformer):
    def __init__(self, code: str) -> None:
        self._code = code

    def visit_ScopedEvalContextModifier(self, node: nodes.Node) -> nodes.Node:  # noqa: N802
        return node  # What may not be escaped is left as it is.

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.nodes = [piece for child in node.nodes for piece in self._pieces(child)]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        match _said(node):
            case (name, (text,)) if name in _SAYING and not node.kwargs:
                return nodes.Const(whole(self._code, text), lineno=node.lineno)
            case (name, (about, text)) if name == _MEANING and not node.kwargs:
                return nodes.Const(meant(self._code, about, text) % {"context": about}, lineno=node.lineno)
        return node

    def _pieces(self, node: nodes.Expr) -> list[nodes.Expr]:
        """Take a text that is put out apart at its gaps."""
        match node, _said(node):
            case nodes.Call(), (name, (text,)) if name in _SAYING:
                values = {pair.key: pair.value for pair in node.kwargs}
                return list(_between(pattern(self._code, text), values)) or [node]
        return [node]


def _said(node: nodes.Node) -> tuple[str, tuple[str, ...]] | None:
    """Give what a call says by name, and the texts that it is given; None where it is no call of texts."""
    if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
        return None
    texts = [arg.value for arg in node.args if isinstance(arg, nodes.Const) and isinstance(arg.value, str)]
    if len(texts) < len(node.args) or node.dyn_args or node.dyn_kwargs:
        return None
    return node.node.name, tuple(texts)


def _between(text: str, values: Mapping[str, nodes.Expr]) -> Iterator[nodes.Expr]:
    """Yield a text in pieces, with what fills its gaps between them; nothing where it is of another make."""
    gaps = list(_GAP.finditer(text))
    if "%" in _GAP.sub("", text) or not {gap[1] for gap in gaps if gap[1]} <= values.keys():
        return
    done = 0
    for gap in gaps:
        yield nodes.TemplateData(text[done : gap.start()])
        yield values[gap[1]] if gap[1] else nodes.TemplateData("%")
        done = gap.end()
    yield nodes.TemplateData(text[done:])
