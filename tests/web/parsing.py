"""html5lib's strict parser, quicker: what is written well is read at a stroke, all else as html5lib reads it.

html5lib's tokenizer looks at every sign of a page by itself, which takes more than half of its time. Here a
tag or a text that one look shows to be without fault becomes the same token at once; wherever that look
finds anything else, html5lib's own states read on from the same place and report what they find. The tree
is built by html5lib alone. `test_parsing.py` holds both to the same trees and the same errors.
"""

import re
from collections import deque
from collections.abc import Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element

from html5lib import HTMLParser  # type: ignore[import-untyped]
from html5lib._inputstream import HTMLUnicodeInputStream  # type: ignore[import-untyped]
from html5lib._tokenizer import HTMLTokenizer  # type: ignore[import-untyped]
from html5lib.constants import tokenTypes  # type: ignore[import-untyped]
from html5lib.html5parser import _ReparseException  # type: ignore[import-untyped]

#: The references that templates write; every other one is html5lib's to read.
_REFERENCES: Final = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#34;": '"', "&#39;": "'"}
_REFERENCE: Final = "|".join(_REFERENCES)
_SPACE: Final = r"[ \t\n\f]"
_ATTRIBUTE: Final = rf'{_SPACE}+([a-zA-Z][a-zA-Z0-9_:.-]*)(?:="((?:[^"&\0]|{_REFERENCE})*+)")?+'
_PIECE: Final = re.compile(
    rf"<([a-zA-Z][a-zA-Z0-9-]*+)((?:{_ATTRIBUTE})*+){_SPACE}*+(/?+)>"
    rf"|</([a-zA-Z][a-zA-Z0-9-]*+)>|([ \t\n\f]++)|([^&<\0 \t\n\f\r][^&<\0]*+)|({_REFERENCE})"
)
#: The last group of each kind of piece; what is none of them is a reference.
_CLOSING, _END, _SPACES, _TEXT = 5, 6, 7, 8
_START_TAG, _END_TAG = tokenTypes["StartTag"], tokenTypes["EndTag"]
_CHARACTERS, _SPACE_CHARACTERS = tokenTypes["Characters"], tokenTypes["SpaceCharacters"]
_ATTRIBUTES: Final = re.compile(_ATTRIBUTE)
_WRITTEN: Final = re.compile(_REFERENCE)

_Token = dict[str, Any]


class _WholeStream(HTMLUnicodeInputStream):  # type: ignore[misc]
    """Gives a page as one piece, so that no tag is cut in two."""

    def __init__(self, source: str) -> None:
        self._defaultChunkSize = max(len(source), 1)
        super().__init__(source)


class _Tokenizer(HTMLTokenizer):  # type: ignore[misc]
    """html5lib's tokenizer, with a short way for what is written well."""

    def __init__(self, source: str, parser: HTMLParser) -> None:
        super().__init__(source, parser)
        self.stream = _WholeStream(source)

    def __iter__(self) -> Iterator[_Token]:
        """Yield the tokens and the errors, as html5lib's own does, which reads what has no short way."""
        self.tokenQueue = queue = deque[_Token]()
        stream = self.stream
        while True:
            # Whoever takes a token may tell how to go on, as in the text of a script.
            if self.state == self.dataState and (token := self._written_well()) is not None:
                yield token
                continue
            if not self.state():
                return
            while stream.errors:
                yield {"type": tokenTypes["ParseError"], "data": stream.errors.pop(0)}
            while queue:
                yield queue.popleft()

    def _written_well(self) -> _Token | None:
        """Give the next tag or text, where one look shows it to be without fault."""
        stream = self.stream
        found = _PIECE.match(stream.chunk, stream.chunkOffset)
        if found is None:
            return None
        end = found.end()
        # At the end html5lib looks whether more comes.
        if end == stream.chunkSize or (token := _token_of(found)) is None:
            return None
        stream.chunkOffset = end
        if "name" in token:
            self.currentToken = token  # The end of a script or a title is that of the tag before it.
        return token


def _token_of(found: "re.Match[str]") -> _Token | None:
    """Give the token that html5lib makes of a piece; None where it also has something to report."""
    place = found.lastindex
    if place == _TEXT:
        return {"type": _CHARACTERS, "data": found[_TEXT]}
    if place == _SPACES:
        return {"type": _SPACE_CHARACTERS, "data": found[_SPACES]}
    if place == _END:
        return {"type": _END_TAG, "name": found[_END].lower(), "data": [], "selfClosing": False}
    if place != _CLOSING:
        return {"type": _CHARACTERS, "data": _REFERENCES[found[0]]}
    attributes = found[2]
    data = {}
    if attributes:
        pairs = _ATTRIBUTES.findall(attributes)
        data = {name.lower(): _plain(value) for name, value in pairs}
        if len(data) != len(pairs):
            return None
    return {
        "type": _START_TAG,
        "name": found[1].lower(),
        "data": data,
        "selfClosing": bool(found[_CLOSING]),
        "selfClosingAcknowledged": False,
    }


def _plain(value: str) -> str:
    return _WRITTEN.sub(lambda found: _REFERENCES[found[0]], value) if "&" in value else value


class QuickParser(HTMLParser):  # type: ignore[misc]
    """html5lib's parser with that tokenizer."""

    def _parse(self, stream: str, *_of_a_fragment: object, scripting: bool = False) -> None:
        self.innerHTMLMode, self.container, self.scripting = False, "div", scripting
        self.tokenizer = _Tokenizer(stream, self)
        self.reset()
        try:
            self.mainLoop()
        except _ReparseException:
            self.reset()
            self.mainLoop()


def strictly_parsed(html: str) -> Element:
    """Give the tree of a page; fail with the first error that HTML says it has."""
    tree: Element = QuickParser(strict=True).parse(html)
    return tree
