"""Text in BibTeX: marks that LaTeX would act on, written safely, and read back as Unicode."""

import re
from typing import Final

from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    get_default_latex_context_db,
)

_ESCAPED: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#",
    "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}&%$#_~^]")
#: Two signs that TeX sets as one: a dash, quotation marks, ¿ and ¡.
_LIGATURE = re.compile(r"-(?=-)|`(?=`)|'(?=')|,(?=,)|[?!](?=`)")
_COMMENT = re.compile(r"(?<!\\)%")
_MACRO = re.compile(r"\\([A-Za-z]+)")
_LINK = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}")
#: Signs that its reader gives as look-alikes; they pass it as characters of no script.
_SIGNS: Final = {r"\textbackslash": "\uf8f0", r"\textasciicircum": "\uf8f1", r"\textasciitilde": "\uf8f2"}
_PASSED: Final = str.maketrans("\uf8f0\uf8f1\uf8f2", "\\^~")
_SIGN = re.compile(r"(\\text(?:backslash|asciicircum|asciitilde))(?![A-Za-z])\s*(?:\{\})?")
_KNOWN = get_default_latex_context_db()
_READER = LatexNodes2Text(keep_braced_groups=False, math_mode="verbatim", strict_latex_spaces=False)
#: Deeper than anybody writes; the reader of LaTeX calls itself once a level.
_DEEPEST = 40


def to_latex(text: str) -> str:
    """Write a text so that LaTeX prints it as it stands."""
    return _LIGATURE.sub(r"\g<0>{}", _SPECIAL.sub(lambda found: _ESCAPED[found[0]], text))


def from_latex(text: str) -> tuple[str, list[str]]:
    """Read a text of LaTeX, and list the commands in it that were left out."""
    if not re.search(r"[\\{}$%~]|--|``|''", text):
        return text, []
    if _depth(text) > _DEEPEST:
        return text, ["braces within braces"]
    # A per cent sign begins a comment in LaTeX, and never does in a field of BibTeX.
    plain = _COMMENT.sub(r"\\%", _LINK.sub(lambda found: to_latex(found[1]), text))
    plain = _SIGN.sub(lambda found: _SIGNS[found[1]], plain)
    unknown = [name for name in _MACRO.findall(plain) if _KNOWN.get_macro_spec(name) is None]
    try:
        said = str(_READER.latex_to_text(plain))
    except Exception:  # noqa: BLE001 - whatever a hostile text does to the reader, the text is kept
        return text, ["LaTeX that could not be read"]
    return said.translate(_PASSED).replace("\N{NO-BREAK SPACE}", " "), [
        f"\\{name}" for name in dict.fromkeys(unknown)
    ]


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in re.findall(r"[{}]|\\begin|\\left", text):
        depth += -1 if sign == "}" else 1
        deepest = max(deepest, depth)
    return deepest
