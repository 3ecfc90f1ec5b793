"""What a browser without JavaScript sends of a form, taken from the page itself."""

from typing import Any
from xml.etree.ElementTree import Element

from werkzeug.datastructures import MultiDict

from tests.web.checking import HTML, Page


def form_of_page(page: Page, form_id: str = "form") -> MultiDict[str, str]:
    """Give the fields of a form with what stands in them, in the order of the page."""
    (form,) = [found for found in page.all("form") if found.attrib.get("id") == form_id]
    found: MultiDict[str, str] = MultiDict()
    for name, value in _sent(form):
        if name != "csrf_token":
            found.add(name, value)
    return found


def _sent(root: Element) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for element in root:
        tag = str(element.tag).removeprefix(HTML)
        if tag == "template":
            continue  # What is in it is not in the page.
        name = element.attrib.get("name", "")
        if tag == "input" and name and _counts(element):
            found.append((name, element.attrib.get("value", "")))
        elif tag == "textarea" and name:
            found.append((name, "".join(element.itertext())))
        elif tag == "select" and name:
            found.append((name, _selected(element)))
        found += _sent(element)
    return found


def _counts(field: Element) -> bool:
    return field.attrib.get("type") not in {"radio", "checkbox"} or "checked" in field.attrib


def _selected(select: Element) -> str:
    options = list(select.iter(f"{HTML}option"))
    chosen = next((option for option in options if "selected" in option.attrib), options[0])
    return chosen.attrib.get("value", "")


def problem_beside(page: Page, name: str) -> str:
    """Give the text of the problem that stands beside a field; empty where there is none."""
    wanted = {f"{name}-problem"}
    return " ".join(
        " ".join("".join(element.itertext()).split())
        for element in page.tree.iter()
        if element.attrib.get("id") in wanted
    )


def value_of(page: Page, name: str) -> Any:
    """Give what stands in a field of the page's form."""
    return form_of_page(page).get(name)
