"""A client for the site that holds every page it fetches to what every page must be."""

import re
from collections import Counter
from itertools import pairwise
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.parsing import strictly_parsed

HTML = "{http://www.w3.org/1999/xhtml}"
NAMING = {"aria-labelledby", "aria-describedby", "aria-controls", "for"}
HANDLER = re.compile("on[a-z]+")
HEADINGS = tuple(f"{HTML}h{level}" for level in range(1, 7))


class Page:
    """A fetched page: its status, its text, its tree."""

    def __init__(self, response: TestResponse) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.html = response.get_data(as_text=True)
        self.tree: Element = strictly_parsed(self.html)

    @property
    def text(self) -> str:
        """Give the visible text, white space folded."""
        body = self.tree.find(f"{HTML}body")
        assert body is not None
        return " ".join("".join(body.itertext()).split())

    def all(self, tag: str) -> list[Element]:
        """List the elements with this tag."""
        return list(self.tree.iter(f"{HTML}{tag}"))

    def links(self) -> list[str]:
        """List where the links of the page lead."""
        return [link.attrib["href"] for link in self.all("a") if "href" in link.attrib]


class Site:
    """The site as a reader without JavaScript has it."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, url: str, status: int = 200) -> Page:
        """Fetch a page and hold it to the rules; fail with what it breaks."""
        response = self.client.get(url)
        assert response.status_code == status, f"{url}: {response.status_code}"
        page = Page(response)
        assert faults_of(page) == [], url
        return page

    def bytes(self, url: str, status: int = 200) -> bytes:
        """Fetch a file."""
        response = self.client.get(url)
        assert response.status_code == status, f"{url}: {response.status_code}"
        content: bytes = response.data
        return content


def faults_of(page: Page) -> list[str]:
    """List what is wrong with a page whatever it is about."""
    return [*_headings(page), *_ids(page), *_frame(page), *_inline(page), *_fields(page)]


def _headings(page: Page) -> list[str]:
    faults = []
    first = page.all("h1")
    title = "".join(page.all("title")[0].itertext()).strip()
    if len(first) != 1:
        return [f"{len(first)} headings of the first level"]
    heading = " ".join("".join(first[0].itertext()).split())
    if not title.startswith(heading):
        faults.append(f"the title “{title}” does not begin with the heading “{heading}”")
    levels = [int(element.tag[-1]) for element in page.tree.iter() if element.tag in HEADINGS]
    faults += [
        f"a heading of level {after} follows one of level {before}"
        for before, after in pairwise(levels)
        if after > before + 1
    ]
    return faults


def _ids(page: Page) -> list[str]:
    marked = [element.attrib for element in page.tree.iter() if element.attrib]
    ids = Counter(attributes["id"] for attributes in marked if "id" in attributes)
    faults = [f"the id {key} stands {count} times" for key, count in ids.items() if count > 1]
    for attributes in marked:
        faults += [
            f"{name} names “{key}”, which is not there"
            for name in NAMING & attributes.keys()
            for key in attributes[name].split()
            if key not in ids
        ]
    faults += [
        f"the link {link} leads nowhere"
        for link in page.links()
        if re.match("#.", link) and link[1:] not in ids
    ]
    return faults


def _frame(page: Page) -> list[str]:
    faults = []
    if not page.tree.attrib.get("lang"):
        faults.append("the page has no language")
    faults += [f"there is not one <{tag}>" for tag in ("main", "title") if len(page.all(tag)) != 1]
    policy = page.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        faults.append(f"the content security policy is “{policy}”")
    return faults


def _inline(page: Page) -> list[str]:
    """Find what the content security policy would block, and what comes from elsewhere."""
    faults = []
    for element in page.tree.iter():
        if not isinstance(element.tag, str):
            continue
        tag, attributes = element.tag.rpartition("}")[2], element.attrib
        if attributes:
            if "style" in attributes:
                faults.append(f"<{tag}> has a style of its own")
            faults += [f"<{tag}> has {name}" for name in attributes if HANDLER.fullmatch(name)]
            source = attributes.get("src", "")
            if source and not source.startswith("/"):
                faults.append(f"<{tag}> is fetched from {source}")
        if tag == "style" or (tag == "script" and "src" not in attributes and not _is_data(element)):
            faults.append(f"<{tag}> stands in the page")
    return faults


def _is_data(element: Element) -> bool:
    return element.attrib.get("type", "") in {"application/json", "application/ld+json"}


def _fields(page: Page) -> list[str]:
    labelled = {label.attrib.get("for") for label in page.all("label")}
    return [
        f"the field {field.attrib.get('name')} has no label"
        for tag in ("input", "select", "textarea")
        for field in page.all(tag)
        if field.attrib.get("type") != "hidden"
        and field.attrib.get("id") not in labelled
        and "aria-label" not in field.attrib
    ]
