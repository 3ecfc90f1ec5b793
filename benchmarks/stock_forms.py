"""The same records in stock Flask-Admin forms: plain tables, ModelView, inline rows, nothing of ours.

It is what one gets from Flask-Admin without writing forms: a select for each reference, an inline form for
citations and actors. Columns that our own tables derive, such as the bounds of a date, are left out, so
that nothing is typed here which is not typed there.
"""

from typing import Any

from flask import Flask
from flask_admin import Admin  # type: ignore[import-untyped]
from flask_admin.contrib.sqla import ModelView  # type: ignore[import-untyped]
from flask_babel import Babel  # type: ignore[import-untyped]
from sqlalchemy import Column, Engine, ForeignKey, Table, create_engine
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    mapped_column,
    relationship,
    scoped_session,
    sessionmaker,
)
from sqlalchemy.pool import StaticPool

from timeline import vocab


class Base(DeclarativeBase):
    pass


event_topics = Table(
    "event_topics",
    Base.metadata,
    Column("event_id", ForeignKey("event.id"), primary_key=True),
    Column("topic_id", ForeignKey("topic.id"), primary_key=True),
)
event_places = Table(
    "event_places",
    Base.metadata,
    Column("event_id", ForeignKey("event.id"), primary_key=True),
    Column("place_id", ForeignKey("place.id"), primary_key=True),
)


class Named:
    """What is shown of a record in a select."""

    def __str__(self) -> str:
        return str(getattr(self, "name"))  # noqa: B009 - the classes below have it


class Topic(Named, Base):
    __tablename__ = "topic"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Place(Named, Base):
    __tablename__ = "place"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Actor(Named, Base):
    __tablename__ = "actor"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Source(Named, Base):
    __tablename__ = "source"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    type: Mapped[str]
    name: Mapped[str]
    creators: Mapped[str | None]
    container: Mapped[str | None]
    volume: Mapped[str | None]
    issue: Mapped[str | None]
    pages: Mapped[str | None]
    issued: Mapped[str | None]
    doi: Mapped[str | None]
    url: Mapped[str | None]


class Citation(Base):
    __tablename__ = "citation"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    locator: Mapped[str | None]
    quotation: Mapped[str | None]
    stance: Mapped[str] = mapped_column(default="supports")
    asserted_date: Mapped[str | None]
    source: Mapped[Source] = relationship()
    event: Mapped["Event"] = relationship(back_populates="citations")


class Participation(Base):
    __tablename__ = "participation"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    role: Mapped[str]
    actor: Mapped[Actor] = relationship()
    event: Mapped["Event"] = relationship(back_populates="actors")


class Event(Base):
    __tablename__ = "event"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]
    significance: Mapped[int]
    date: Mapped[str]
    summary: Mapped[str]
    topics: Mapped[list[Topic]] = relationship(secondary=event_topics)
    places: Mapped[list[Place]] = relationship(secondary=event_places)
    actors: Mapped[list[Participation]] = relationship(back_populates="event")
    citations: Mapped[list[Citation]] = relationship(back_populates="event")


class StockSession(scoped_session[Session]):
    """What Flask-Admin takes from Flask-SQLAlchemy's object."""

    @property
    def session(self) -> "StockSession":
        """Give itself."""
        return self


def choices(terms: Any) -> list[tuple[str, str]]:
    """Give a vocabulary as the choices of a select."""
    return [(str(key), term.label) for key, term in terms.items()]


def stock_app(names: dict[str, list[str]]) -> tuple[Flask, Engine]:
    """Make the stock application over a database in memory, with these names of topics, places and so on."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    Base.metadata.create_all(engine)
    session = StockSession(sessionmaker(engine))
    for model, some in ((Topic, "topic"), (Place, "place"), (Actor, "actor")):
        session.add_all([model(name=name) for name in names[some]])
    session.add_all(
        [Source(slug=f"s{at}", name=name, type="report") for at, name in enumerate(names["source"])]
    )
    session.commit()
    app = Flask("stock", template_folder="none", static_folder=None)  # Not the templates of this project.
    app.config["SECRET_KEY"] = "s" * 40
    Babel(app)  # Flask-Admin asks it for its words as soon as it is installed.
    admin = Admin(app, name="Stock")
    for view in _views(session):
        admin.add_view(view)
    return app, engine


def _views(session: StockSession) -> list[Any]:
    class Events(ModelView):  # type: ignore[misc]
        form_choices = {  # noqa: RUF012 - Flask-Admin's name and type
            "kind": choices(vocab.EVENT_KINDS),
            "significance": choices(vocab.SIGNIFICANCE),
        }
        inline_models = (
            (Participation, {"form_choices": {"role": choices(vocab.ACTOR_ROLES)}}),
            (Citation, {"form_choices": {"stance": choices(vocab.STANCES)}}),
        )

    class Sources(ModelView):  # type: ignore[misc]
        form_choices = {"type": choices(vocab.SOURCE_TYPES)}  # noqa: RUF012 - Flask-Admin's name and type

    return [Events(Event, session), Sources(Source, session)]
