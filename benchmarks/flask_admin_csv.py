"""Flask-Admin's own CSV export of the events' table, as it comes, without its limit of rows."""

import time
from pathlib import Path

from flask import Flask
from flask_admin import Admin  # type: ignore[import-untyped]
from flask_admin.contrib.sqla import ModelView  # type: ignore[import-untyped]
from flask_babel import Babel  # type: ignore[import-untyped]
from sqlalchemy import create_engine
from sqlalchemy.orm import scoped_session, sessionmaker

from timeline.models.event import EventRow


class _Session(scoped_session):  # type: ignore[type-arg]
    @property
    def session(self) -> "_Session":
        """Give itself."""
        return self


def flask_admin_csv(database: Path, size: int) -> float:
    """Give the rows that it writes in a second."""

    class Events(ModelView):  # type: ignore[misc]
        can_export, export_max_rows = True, size
        column_list = column_export_list = (
            "title", "date", "date_earliest", "date_latest", "date_precision", "date_approximate",
            "date_uncertain", "kind", "significance", "summary",
        )  # fmt: skip
        form_columns = ("title",)

    app = Flask("peer", root_path=str(Path(__file__).parent))
    app.config["SECRET_KEY"] = "b" * 40
    Babel(app)  # Flask-Admin asks for it wherever it is installed.
    engine = create_engine(f"sqlite:///{database}")
    sessions = _Session(sessionmaker(engine))
    Admin(app).add_view(Events(EventRow, sessions, endpoint="events"))
    begun = time.perf_counter()
    lines: int = app.test_client().get("/admin/events/export/csv/").data.count(b"\n")
    passed = time.perf_counter() - begun
    sessions.remove()
    engine.dispose()
    return min(lines - 1, size) / passed
