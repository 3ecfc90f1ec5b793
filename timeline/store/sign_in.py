"""What opens the curation screens: sign-ins, one-time links and tokens: secrets, kept as hashes."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from timeline.credentials import hash_of_secret, new_secret
from timeline.errors import InvalidAccountError, NotFoundError, Problem
from timeline.models.people import OneTimeLinkRow, PersonRow, SignInRow, TokenRow
from timeline.records.fields import Text
from timeline.records.validate import text_problems
from timeline.rights import SCOPES
from timeline.store.house import note_act, note_sign_in

#: How long one may stay signed in without giving the password again, whatever one does meanwhile.
LONGEST_SIGN_IN: Final = dt.timedelta(hours=14)
LIFE_OF_LINK: Final = dt.timedelta(days=3)
LIVES_OF_TOKEN: Final = (30, 90, 365)
_BROWSER_LONGEST: Final = 200
USED_EVERY: Final = dt.timedelta(minutes=5)
_TOKEN_NAME: Final = Text("What the token is for.", longest=100)


def add_sign_in(session: Session, *, person: int, browser: str) -> str:
    """Sign a person in and give the secret that the browser keeps; sign-ins of the past are swept away."""
    now = dt.datetime.now(dt.UTC)
    session.execute(delete(SignInRow).where(SignInRow.expires_at <= now))
    note_sign_in(session, person=person)
    secret = new_secret()
    session.add(
        SignInRow(
            person_id=person,
            secret_hash=hash_of_secret(secret),
            started_at=now,
            expires_at=now + LONGEST_SIGN_IN,
            browser="".join(sign for sign in browser if sign.isprintable())[:_BROWSER_LONGEST],
        )
    )
    return secret


def end_sign_in(session: Session, *, number: int, person: int) -> None:
    """Sign a person out of one place; of somebody else's, nothing happens."""
    session.execute(delete(SignInRow).where(SignInRow.id == number, SignInRow.person_id == person))


def end_sign_ins(session: Session, *, person: int, but: int | None = None) -> None:
    """Sign a person out everywhere, or everywhere but in one place."""
    statement = delete(SignInRow).where(SignInRow.person_id == person)
    session.execute(statement if but is None else statement.where(SignInRow.id != but))


def add_link(session: Session, *, person: int | None, life: dt.timedelta = LIFE_OF_LINK, by: str = "") -> str:
    """Make the secret of a one-time link, in the place of all earlier ones for the same person or nobody."""
    if person is not None:
        note_act(session, "link-made", by=by, about=_handle(session, person))
    now = dt.datetime.now(dt.UTC)
    session.execute(delete(OneTimeLinkRow).where(OneTimeLinkRow.person_id.is_not_distinct_from(person)))
    secret = new_secret()
    session.add(
        OneTimeLinkRow(
            person_id=person, secret_hash=hash_of_secret(secret), created_at=now, expires_at=now + life
        )
    )
    return secret


def use_link(session: Session, *, secret: str) -> bool:
    """Use a one-time link up; tell whether it was there to be used, and this the only use of it."""
    now = dt.datetime.now(dt.UTC)
    used = session.execute(
        delete(OneTimeLinkRow)
        .where(OneTimeLinkRow.secret_hash == hash_of_secret(secret), OneTimeLinkRow.expires_at > now)
        .returning(OneTimeLinkRow.id)
    )
    return used.first() is not None


def add_token(session: Session, *, person: int, name: str, scopes: Sequence[str], days: int) -> str:
    """Make a token and give its secret, which is shown once and can never be found out again.

    Raises InvalidAccountError with all problems at once.
    """
    problems = list(text_problems(_TOKEN_NAME, name, "token_name"))
    if not name:
        cure = "Say what will use it, such as “nightly backup”."
        problems.append(Problem(path="token_name", value="", message="is missing", cure=cure))
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        cure = "Choose at least one right from the list."
        value = ", ".join(unknown)
        problems.append(Problem(path="scopes", value=value, message="are not rights for a token", cure=cure))
    if days not in LIVES_OF_TOKEN:
        cure = f"Choose one of: {', '.join(map(str, LIVES_OF_TOKEN))}."
        problems.append(Problem(path="days", value=str(days), message="cannot be chosen", cure=cure))
    if problems:
        raise InvalidAccountError(tuple(problems))
    now = dt.datetime.now(dt.UTC)
    secret = f"tl_{new_secret()}"
    session.add(
        TokenRow(
            person_id=person,
            name=name,
            secret_hash=hash_of_secret(secret),
            scopes=" ".join(scope for scope in SCOPES if scope in scopes),
            created_at=now,
            expires_at=now + dt.timedelta(days=days),
        )
    )
    note_act(
        session, "token-made", by=_handle(session, person), after=f"{name}: {', '.join(scopes)}, {days} days"
    )
    return secret


def revoke_token(session: Session, *, number: int, person: int) -> None:
    """Let a token of a person open nothing any more; raises NotFoundError for another's."""
    token = session.scalar(select(TokenRow).where(TokenRow.id == number, TokenRow.person_id == person))
    if token is None:
        raise NotFoundError("token", str(number))
    if token.revoked_at is None:
        token.revoked_at = dt.datetime.now(dt.UTC)
        note_act(session, "token-revoked", by=_handle(session, person), before=token.name)


def note_use_of_token(session: Session, *, number: int) -> None:
    """Keep when a token was last used, to within a few minutes."""
    now = dt.datetime.now(dt.UTC)
    is_old = TokenRow.last_used_at.is_(None) | (TokenRow.last_used_at < now - USED_EVERY)
    session.execute(update(TokenRow).where(TokenRow.id == number, is_old).values(last_used_at=now))


def _handle(session: Session, person: int) -> str:
    return session.scalar(select(PersonRow.handle).where(PersonRow.id == person)) or ""
