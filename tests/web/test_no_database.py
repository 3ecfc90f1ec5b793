"""When the database is gone, readers are told so, and nothing else."""

from pathlib import Path

import pytest

from timeline.config import Settings
from timeline.db import create_engine
from timeline.factory import create_app


@pytest.mark.parametrize(
    "url", ["/", "/es/", "/events/any", "/search?q=memo", "/feeds/events.atom", "/sitemap.xml"]
)
def test_a_page_says_that_the_record_cannot_be_read_and_when_to_ask_again(tmp_path: Path, url: str) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'secret-place.sqlite3'}")
    client = create_app(Settings(secret_key="b" * 40), engine).test_client()
    answer = client.get(url)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert all(word not in answer.text for word in ("secret-place", "sqlite", "SELECT", "Traceback"))
    said = "no se puede leer" if url.startswith("/es") else "cannot be read just now"
    assert said in answer.text

    watched = client.get("/healthz")
    assert (watched.status_code, watched.json) == (503, {"status": "unavailable"})
    assert watched.headers["Cache-Control"] == "no-store"
    engine.dispose()
