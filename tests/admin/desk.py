"""A client for the curation screens, as somebody at a desk without JavaScript has them."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.checking import Page, faults_of

PASSWORD = "cebra lampara vals otoño"

Fields = Mapping[str, Any]


class Desk:
    """One browser. Every page that it gets is held to the rules for all pages."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def sign_in(self, called: str, password: str = PASSWORD, status: int = 303) -> TestResponse:
        """Sign in through the form."""
        return self.send("/admin/sign-in", {"called": called, "password": password}, status=status)

    def token(self) -> str:
        """Give the token that forms carry."""
        token: str = self.client.get("/admin/form-token").get_json()["token"]
        return token

    def get(self, url: str, status: int = 200) -> Page:
        """Fetch a page and hold it to the rules; fail with what it breaks."""
        return self._page(self.client.get(url), url, status)

    def post(self, url: str, fields: Fields | None = None, status: int = 200) -> Page:
        """Send a form with its token, as the browser does, and give the page that answers."""
        return self._page(self.send(url, fields, status=status), url, status)

    def send(self, url: str, fields: Fields | None = None, status: int = 303) -> TestResponse:
        """Send a form with its token and give the answer as it is, a redirect usually."""
        given = {"csrf_token": self.token(), **(fields or {})}
        response = self.client.post(url, data=given, headers={"Sec-Fetch-Site": "same-origin"})
        assert response.status_code == status, (
            f"{url}: {response.status_code} {response.get_data(as_text=True)}"
        )
        return response

    def _page(self, response: TestResponse, url: str, status: int) -> Page:
        assert response.status_code == status, f"{url}: {response.status_code}"
        page = Page(response)
        assert faults_of(page) == [], url
        assert page.headers["Cache-Control"] == "no-store", url
        assert "ETag" not in page.headers, url
        return page
