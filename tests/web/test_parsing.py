"""The quicker parser of the tests makes the trees of html5lib's own, and reports the same errors."""

from xml.etree.ElementTree import Element

import pytest
from html5lib import HTMLParser  # type: ignore[import-untyped]
from html5lib.html5parser import ParseError  # type: ignore[import-untyped]

from tests.web.checking import Site
from tests.web.parsing import QuickParser, strictly_parsed

PAGES = (
    "/?from=2010-08-17&to=2010-08-20",
    "/?view=lanes&from=2010-08&to=2010-10",
    "/events/napolitano-letter-to-lofgren",
    "/policies/local-participation?on=2010-10-03",
    "/download",
)
HEAD = '<!DOCTYPE html><html lang="en"><head><title>A title</title></head><body>'
#: What has nothing wrong, and what has about everything that can be wrong with a tag, a text or a reference.
PIECES = (
    "<p>a &amp; b &lt; c &#39;d&#39; &#34;e&#34; &quot;f&quot;</p>",
    '<a href="/?a=1&amp;b=2" title="&lt;&#39;">x</a>',
    "<input disabled><br/><hr /><p  class=\"a\"\n\tid='b' lang=en hidden >x</p >",
    '<svg viewBox="0 0 1 1"><linearGradient/><foreignObject><p>x</p></foreignObject></svg>',
    "<SPAN Class=a>x</SPAN>",
    "<script>if (a < b && c) { '</p>' }</script><style>p > a {}</style><textarea>\n</p>&amp;</textarea>",
    "<pre>\n\n x</pre>\r\n\rx &nbsp;&copy;&#x41;&#65;",
    "<!-- a > comment --><p>x</p>",
    "<template><p>x</p></template>",
    "<p>a & b &c; &amp &ampx &#; &#x; &#0; &#xD800; &notit;</p>",
    '<a href="?a=1&b=2&copy=3&amp">x</a>',
    '<p class="a" class="b">x</p>',
    '<p class="a" CLASS="b">x</p>',
    '<p class="a"id="b">x</p>',
    "<p class=>x</p><p =x>y</p><p a'b>y</p><p a\"b>y</p><p a<b>y</p>",
    "<p class='a>x</p>",
    '<p class="a>x</p>',
    "</p class='a'></br></p/>",
    "<div/>x<span/></div>",
    "<p>x</div></p></p>",
    "<b><i>x</b>y</i>",
    "<table>x<p>y</p><tr><td>z</table>",
    "<ul><li>x<li>y</ul><p>x<p>y<div>z</div>",
    "<a>x<a>y</a></a><h1>x<h2>y</h1>",
    "<>x</><?x?><!x><!-- x -- y --><!-->",
    "a\0b<p\0>c</p><p a\0>d</p><p a=\"\0\">e</p>\x01\ufdd0\ud800",
    "<form><form></form></form><button><button>x</button>",
    "<select><option>x<option>y<p>z</select>",
    "<svg><p>x</p></svg><math><mi>x</math>",
    "</body>x<p>y</html>z",
    "<p",
    "<p class",
    '<p class="a',
    "</p",
    "<p>&am",
    "x<",
)  # fmt: skip


def told(parser: HTMLParser, html: str) -> tuple[list[object], list[object]]:
    """Give the tree that a parser makes, flat, and the errors that it reports, each with its place."""
    return flat(parser.parse(html)), parser.errors


def flat(root: Element) -> list[object]:
    return [
        (str(element.tag), list(element.attrib.items()), element.text, element.tail, len(element))
        for element in root.iter()
    ]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_the_same_tree(site: Site, path: str) -> None:
    html = site.client.get(path).text
    tree, errors = told(QuickParser(), html)
    assert (tree, errors) == told(HTMLParser(), html)
    assert errors == []


def test_a_page_that_lacks_a_sign_is_read_alike_too(site: Site) -> None:
    html = site.client.get("/es/search?q=%3Cb%3E%26amp;").text
    for place in range(0, len(html), len(html) // 15):
        spoiled = html[:place] + html[place + 1 :]
        assert told(QuickParser(), spoiled) == told(HTMLParser(), spoiled)


@pytest.mark.parametrize("piece", PIECES)
def test_whatever_is_wrong_is_reported_alike(piece: str) -> None:
    for html in (piece, HEAD + piece, f"{HEAD}<p>{piece} {piece}</p><p>After</p></body></html>"):
        assert told(QuickParser(), html) == told(HTMLParser(), html)


def test_the_first_error_fails_the_page() -> None:
    assert strictly_parsed(f"{HEAD}<p>x</p></body></html>").attrib == {"lang": "en"}
    for piece in ("<p>x</div></p>", '<p id="a" id="b">x</p>', "<p>a & b &c;</p>"):
        with pytest.raises(ParseError):
            strictly_parsed(f"{HEAD}{piece}</body></html>")
