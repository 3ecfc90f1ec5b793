"""People as pages and commands read them: who there is, who is signed in, and through what.

A person's `handle` is what the history keeps in `by`: it never changes and is never given again, so the
name behind it can always be found, of somebody disabled too.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, or_, select
from sqlalchemy.orm import Session

from timeline.credentials import hash_of_secret
from timeline.errors import NotFoundError
from timeline.house_rules import count_people_with
from timeline.models.people import OneTimeLinkRow, PersonRow, SignInRow, TokenRow
from timeline.queries.sending import send
from timeline.rights import allows


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody who works on the record. `number` never leaves the program; `handle` is what others see."""

    number: int
    handle: str
    name: str
    email: str
    role: str
    created_at: dt.datetime
    disabled_at: dt.datetime | None
    has_password: bool

    @property
    def is_disabled(self) -> bool:
        """Whether the person can no longer sign in."""
        return self.disabled_at is not None

    def may(self, right: str) -> bool:
        """Tell whether the person has a right."""
        return not self.is_disabled and allows(self.role, right)


@dataclass(frozen=True, kw_only=True, slots=True)
class SignIn:
    """One place where a person is signed in."""

    number: int
    started_at: dt.datetime
    expires_at: dt.datetime
    browser: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A program's access, without its secret, which nobody knows but the one who made it."""

    number: int
    name: str
    scopes: tuple[str, ...]
    created_at: dt.datetime
    expires_at: dt.datetime
    last_used_at: dt.datetime | None
    revoked_at: dt.datetime | None

    def is_usable(self, now: dt.datetime) -> bool:
        """Tell whether the token still opens anything."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Bearer:
    """Whom a program acts for, and within which rights: those of the token that the person has as well."""

    person: Person
    token: Token

    def may(self, right: str) -> bool:
        """Tell whether the program has a right."""
        return right in self.token.scopes and self.person.may(right)


def get_person(session: Session, handle: str) -> Person:
    """Give the person with a handle, disabled or not; raises NotFoundError."""
    person = find_person(session, handle)
    if person is None:
        raise NotFoundError("person", handle)
    return person


def find_person(session: Session, handle: str) -> Person | None:
    """Give the person with a handle, disabled or not."""
    row = session.scalar(select(PersonRow).where(PersonRow.handle == handle))
    return None if row is None else _person(row)


def find_person_to_sign_in(session: Session, called: str) -> tuple[Person, str | None] | None:
    """Give the person with this handle or e-mail address, and the hash of the password."""
    folded = called.strip().casefold()
    statement = select(PersonRow).where(or_(PersonRow.handle == folded, PersonRow.email == folded))
    row = session.scalar(statement.order_by(PersonRow.id).limit(1))
    return None if row is None else (_person(row), row.password_hash)


def find_signed_in(session: Session, secret: str, now: dt.datetime) -> tuple[Person, int] | None:
    """Give who signed in with this secret, and the sign-in's number, unless either has come to its end."""
    row = send(session, _SIGNED_IN, {"secret": hash_of_secret(secret), "now": now}).first()
    return None if row is None else (_person(row), row.sign_in)


# Made once: it is asked for each page of the archivists'.
_SIGNED_IN: Final = (
    select(*PersonRow.__table__.c, SignInRow.id.label("sign_in"))
    .join(SignInRow, SignInRow.person_id == PersonRow.id)
    .where(
        SignInRow.secret_hash == bindparam("secret"),
        SignInRow.expires_at > bindparam("now"),
        PersonRow.disabled_at.is_(None),
    )
)


def find_bearer(session: Session, secret: str, now: dt.datetime) -> Bearer | None:
    """Give whom the program with this token acts for, unless the token or the person is out of use."""
    row = session.execute(
        select(PersonRow, TokenRow)
        .join(TokenRow, TokenRow.person_id == PersonRow.id)
        .where(
            TokenRow.secret_hash == hash_of_secret(secret),
            TokenRow.expires_at > now,
            TokenRow.revoked_at.is_(None),
            PersonRow.disabled_at.is_(None),
        )
    ).first()
    return None if row is None else Bearer(person=_person(row[0]), token=_token(row[1]))


def find_person_of_link(session: Session, secret: str, now: dt.datetime) -> tuple[bool, Person | None]:
    """Tell whether a one-time link still works, and for whom; for nobody yet, it makes an administrator."""
    row = session.execute(
        select(OneTimeLinkRow.person_id).where(
            OneTimeLinkRow.secret_hash == hash_of_secret(secret), OneTimeLinkRow.expires_at > now
        )
    ).first()
    if row is None:
        return False, None
    if row.person_id is None:
        return not has_administrator(session), None
    person = session.get_one(PersonRow, row.person_id)
    return person.disabled_at is None, _person(person)


def list_people(session: Session) -> tuple[Person, ...]:
    """List everybody by name, those who are disabled last."""
    disabled = PersonRow.disabled_at.is_not(None)
    statement = select(PersonRow).order_by(disabled, func.lower(PersonRow.name), PersonRow.handle)
    return tuple(_person(row) for row in session.scalars(statement))


def names_of_people(session: Session, handles: Iterable[str]) -> Mapping[str, str]:
    """Give the names behind what the history keeps in `by`; a text that is nobody's handle is left out."""
    found = send(session, _NAMES, {"handles": sorted(set(handles))})
    return {row.handle: row.name for row in found}


_NAMES: Final = select(PersonRow.handle, PersonRow.name).where(
    PersonRow.handle.in_(bindparam("handles", expanding=True))
)


def list_sign_ins(session: Session, number: int, now: dt.datetime) -> tuple[SignIn, ...]:
    """List where a person is signed in, newest first."""
    statement = select(SignInRow).where(SignInRow.person_id == number, SignInRow.expires_at > now)
    return tuple(
        SignIn(number=row.id, started_at=row.started_at, expires_at=row.expires_at, browser=row.browser)
        for row in session.scalars(statement.order_by(SignInRow.id.desc()))
    )


def list_tokens(session: Session, number: int) -> tuple[Token, ...]:
    """List a person's tokens, newest first, with those that were revoked."""
    statement = select(TokenRow).where(TokenRow.person_id == number).order_by(TokenRow.id.desc())
    return tuple(_token(row) for row in session.scalars(statement))


def has_administrator(session: Session) -> bool:
    """Tell whether there is an administrator who can sign in."""
    return count_people_with(session, "people") > 0


def _person(row: PersonRow | Row[Any]) -> Person:
    return Person(
        number=row.id,
        handle=row.handle,
        name=row.name,
        email=row.email or "",
        role=row.role,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        has_password=row.password_hash is not None,
    )


def _token(row: TokenRow) -> Token:
    return Token(
        number=row.id,
        name=row.name,
        scopes=tuple(row.scopes.split()),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
