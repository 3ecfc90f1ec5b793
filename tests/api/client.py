"""A program that uses the API, and holds every answer to what every answer must be."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from timeline.rights import SCOPES

#: Handle, role and the rights of the token.
PEOPLE = (
    ("carla", "contributor", ("look", "draft")),
    ("edith", "editor", SCOPES),
    ("emil", "editor", SCOPES),
    ("ada", "administrator", SCOPES),
)
ROOT = "/api/v1"

Json = dict[str, Any]


class Program:
    """A program, with a token or without."""

    def __init__(self, app: Flask, token: str = "") -> None:
        self.app = app
        self.token = token
        self.client = app.test_client()

    def ask(self, path: str, *, method: str = "GET", status: int = 200, **options: Any) -> TestResponse:
        """Ask for a path below the root, with the token; fail where the answer is another."""
        headers = dict(options.pop("headers", {}))
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        url = path if path.startswith("http") else f"{ROOT}{path}"
        response = self.client.open(url, method=method, headers=headers, **options)
        assert response.status_code == status, f"{method} {path}: {response.get_data(as_text=True)[:2000]}"
        if status >= 400:
            assert response.content_type == "application/problem+json", path
            if method != "HEAD":
                problem = response.get_json()
                assert problem["status"] == status, path
                assert problem["detail"], path
                assert problem.get("cure") or status == 403, path
        return response

    def get(self, path: str, **options: Any) -> Json:
        """Read a document."""
        found: Json = self.ask(path, **options).get_json()
        return found

    def send(
        self, path: str, body: Json, *, version: int = 0, method: str = "POST", status: int = 200
    ) -> Json:
        """Send a change, which starts from a version where one is given."""
        headers = {"If-Match": f'"{version}"'} if version else {}
        found: Json = self.ask(path, method=method, status=status, json=body, headers=headers).get_json()
        return found

    def pages(self, path: str) -> Iterator[Json]:
        """Follow a list to its end."""
        page = self.get(path)
        yield page
        while "next" in page["links"]:
            page = self.get(page["links"]["next"])
            yield page

    def items(self, path: str) -> list[Json]:
        """Read a list to its end."""
        return [item for page in self.pages(path) for item in page["items"]]
