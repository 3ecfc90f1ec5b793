"""Templates that are filled in with less work: a page puts text out, and calls, a few thousand times.

Jinja wraps each piece of output as markup, only to join it with the others, and asks each function at length
whether it wants to know of the template; an import compares all that is global. A page goes through all of
it so often that it took an eighth of its time.
"""

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from types import FunctionType
from typing import Any, Final, cast

import markupsafe
from flask import Flask
from jinja2 import Template, nodes, pass_eval_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro, new_context
from markupsafe import Markup

from timeline.web.languages import current_language
from timeline.web.spoken_templates import LanguageEnvironment, told

# What `markupsafe.escape` wraps: without the wrapping it takes a third of the time.
_escape_text: Callable[[str], str] = markupsafe._escape_inner  # type: ignore[attr-defined]  # noqa: SLF001
_PLAIN: Final = frozenset({int, float})
# The sign of a function, and a macro's, too, that asks whether the template escapes.
_TEMPLATE_MODE: Final = pass_eval_context(lambda: None).jinja_pass_arg  # type: ignore[attr-defined]


def init_quick_templates(app: Flask) -> None:
    """Let the templates of an application be made so; call it before any is."""
    app.jinja_environment = LanguageEnvironment
    environment = app.jinja_env
    environment.code_generator_class = _QuickCode
    environment.context_class = _QuickContext
    environment.template_class = _QuickTemplate
    environment.filters |= {
        # Those that may have to wait for something ask each time whether they do; ours never do.
        name: found.__wrapped__
        for name, found in environment.filters.items()
        if getattr(found, "jinja_async_variant", False)
    }


def output_of(value: Any) -> str:
    """Give the text by which a value stands in a page: escaped, unless it is markup."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)
    if kind is Markup:
        return cast("Markup", value)
    return repr(value) if kind in _PLAIN else markupsafe.escape(value)


class _QuickCode(CodeGenerator):
    """Makes templates that put text out as it stands in a page, and not as markup of its own."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self.writeline(f"from {__name__} import output_of")
        super().visit_Template(told(node, current_language()), frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        is_whole_block = frame.block_frame and frame.buffer is None
        if (
            is_whole_block
        ):  # Of a block that is put out piece by piece each piece comes by every block around it.
            self.buffer(frame)
        super().blockvisit(nodes, frame)
        if is_whole_block:
            self.writeline(f"yield concat({frame.buffer})")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("output_of(")
        if finalize.src is not None:
            self.write(finalize.src)


class _QuickTemplate(Template):
    """Is the same to all templates that import from it: what is global is global to all of them.

    Each page goes twice through all that is global, so it is not handed over as the chain that it is kept as.
    """

    def new_context(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - Jinja's name
        shared: bool = False,  # noqa: FBT001, FBT002 - Jinja's way
        locals: Mapping[str, Any] | None = None,  # noqa: A002
    ) -> Context:
        known = self.globals
        plain = {**known.maps[1], **known.maps[0]} if isinstance(known, ChainMap) else dict(known)
        return new_context(self.environment, self.name, self.blocks, vars, shared, plain, locals)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        if self._module is None:
            self._module = super()._get_default_module()
        return self._module


class _QuickContext(Context):
    """Calls what asks for nothing as it is."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = type(called)
        if kind is FunctionType:
            asks = getattr(called, "jinja_pass_arg", None)
        elif kind is Macro:
            asks = _TEMPLATE_MODE
        else:
            return super().call(called, *args, **kwargs)
        if asks is not None and asks is not _TEMPLATE_MODE:
            return super().call(called, *args, **kwargs)
        # What surrounds the call in the template, for who asks for all of it.
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs) if asks is None else called(self.eval_ctx, *args, **kwargs)
