"""Atom: what stands in a feed whatever the texts of the record hold."""

import datetime as dt
from xml.etree import ElementTree

from timeline.exports.atom import NAMESPACE, Entry, Feed, atom

HOSTILE = '</summary><script>alert("x")</script> & \x00\x0b\ud800 \u202egnorw ]]> \N{GRINNING FACE}'
NOW = dt.datetime(2026, 1, 31, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def test_hostile_texts_stay_texts() -> None:
    feed = Feed(url="https://a.example/f?q=%22&x=1", page_url="p", title=HOSTILE, author=HOSTILE, updated=NOW)
    entry = Entry(
        url="https://a.example/1", title=HOSTILE, summary=HOSTILE, updated=NOW, published=NOW, category='"<&'
    )
    tree = ElementTree.fromstring(b"".join(atom(feed, [entry])))
    plain = HOSTILE.replace("\x00", "\ufffd").replace("\x0b", "\ufffd").replace("\ud800", "\ufffd")
    assert tree.findtext(f"{{{NAMESPACE}}}title") == plain
    assert tree.findtext(f"{{{NAMESPACE}}}entry/{{{NAMESPACE}}}summary") == plain
    assert {element.tag.rpartition("}")[2] for element in tree.iter()} == {
        *("feed", "id", "title", "updated", "author", "name", "link", "entry", "published", "category"),
        "summary",
    }
    (category,) = tree.iter(f"{{{NAMESPACE}}}category")
    assert category.attrib == {"term": '"<&'}


def test_moments_are_written_in_utc() -> None:
    feed = Feed(url="u", page_url="p", title="t", author="a", updated=NOW)
    assert b"<updated>2026-01-31T09:30:00Z</updated>" in b"".join(atom(feed, []))
