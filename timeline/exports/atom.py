"""Atom feeds (RFC 4287), written piece by piece, so that a feed of any length takes little memory.

The texts of records stand in them as plain text: whatever looks like markup in them stays text.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"

# What XML 1.0 (section 2.2) does not allow, and surrogates, which UTF-8 cannot write.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One entry: its address, which is also its lasting id, its title and its text, when it changed."""

    url: str
    title: str
    summary: str
    updated: dt.datetime
    published: dt.datetime | None = None
    category: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """What stands at the head of a feed; `url` is the feed's own address and lasting id."""

    url: str
    page_url: str
    title: str
    author: str
    updated: dt.datetime


def atom(feed: Feed, entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the feed as UTF-8."""
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="{NAMESPACE}">\n'.encode()
    head = (
        _element("id", feed.url),
        _element("title", feed.title),
        _element("updated", _moment(feed.updated)),
        f"<author>{_element('name', feed.author)}</author>",
        _link("self", feed.url, {"type": "application/atom+xml"}),
        _link("alternate", feed.page_url, {"type": "text/html"}),
    )
    yield ("\n".join(head) + "\n").encode()
    for entry in entries:
        yield _entry(entry).encode()
    yield b"</feed>\n"


def plain_xml(text: str) -> str:
    """Replace what XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _entry(entry: Entry) -> str:
    parts = [
        _element("id", entry.url),
        _element("title", entry.title),
        _element("updated", _moment(entry.updated)),
        _link("alternate", entry.url, {"type": "text/html"}),
    ]
    if entry.published is not None:
        parts.append(_element("published", _moment(entry.published)))
    if entry.category:
        parts.append(f"<category term={_attribute(entry.category)}/>")
    parts.append(_element("summary", entry.summary))
    return "<entry>\n" + "\n".join(parts) + "\n</entry>\n"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(plain_xml(text))}</{name}>"


def _link(rel: str, url: str, more: Mapping[str, str]) -> str:
    attributes = "".join(f" {name}={_attribute(value)}" for name, value in more.items())
    return f"<link rel={_attribute(rel)}{attributes} href={_attribute(url)}/>"


def _attribute(text: str) -> str:
    return quoteattr(plain_xml(text))


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
