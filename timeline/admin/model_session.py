"""The session that list views of Flask-Admin read with: the one of the request, which cannot write."""

from typing import cast

from sqlalchemy.orm import Session, scoped_session, sessionmaker

from timeline.serving import reading


class RequestSession(scoped_session[Session]):
    """Stands where Flask-Admin asks for a session when views are made, before there is any request.

    Its `ModelView(SomeRow, REQUEST_SESSION)` reads with `reading()`; whatever changes a record goes through
    the store in `writing()`, so a model view has `can_create = can_edit = can_delete = False`.
    """

    def __init__(self) -> None:
        super().__init__(cast("sessionmaker[Session]", reading))
        # The registry of the base class would keep one session a thread, beyond the end of its request.
        self.registry = reading  # type: ignore[assignment]

    @property
    def session(self) -> "RequestSession":
        """Give what Flask-Admin takes from Flask-SQLAlchemy's object."""
        return self


REQUEST_SESSION = RequestSession()
