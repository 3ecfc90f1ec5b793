"""Everything that writes about people: their accounts, and what each may do.

Like all of the store it never commits. Passwords come in as arguments and are kept as hashes only. Whoever
calls has checked that the person who asks has the right to. Every act is kept in the log of the house with
`by`, the handle of whoever acts: nobody's for the command line of the server.
"""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from timeline.credentials import hash_of_password, password_problems
from timeline.errors import InvalidAccountError, NotFoundError, Problem
from timeline.house_rules import REVIEW_RULE, count_people_with, find_review_rule
from timeline.models.people import HouseRuleRow, PersonRow
from timeline.records.fields import Text
from timeline.records.validate import is_id, text_problems
from timeline.rights import ROLES, allows
from timeline.store.dataset import lock, renew
from timeline.store.house import note_act
from timeline.store.sign_in import end_sign_ins

_NAME: Final = Text("The name that colleagues see.", longest=200)
_BY_NUMBER: Final = "by the number of editors"
_EMAIL: Final = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,190}")


def add_person(
    session: Session,
    *,
    handle: str,
    name: str,
    role: str,
    email: str = "",
    password: str | None = None,
    by: str = "",
) -> int:
    """Add somebody and give the number; without a password a one-time link must let them choose one.

    Raises InvalidAccountError with all problems at once.
    """
    lock(session)  # Or two people could take one name at the same moment.
    problems = [*_handle_problems(session, handle), *_name_problems(name), *_role_problems(role)]
    problems += _email_problems(session, email, handle)
    if password is not None:
        problems += password_problems(password, about=(handle, name, email))
    if problems:
        raise InvalidAccountError(tuple(problems))
    person = PersonRow(
        handle=handle,
        name=name,
        email=email.casefold() or None,
        role=role,
        password_hash=None if password is None else hash_of_password(password),
        created_at=dt.datetime.now(dt.UTC),
        disabled_at=None,
    )
    with _keeping_readers_told(session):
        session.add(person)
        session.flush()  # The number is the database's to give.
    note_act(session, "person-added", by=by, about=handle, after=role)
    return person.id


def rename_person(session: Session, *, handle: str, name: str, email: str, by: str = "") -> None:
    """Give a person another name and e-mail address; the handle, which the history keeps, stays."""
    lock(session)  # Or two people could take one address at the same moment.
    person = _row(session, handle)
    problems = (*_name_problems(name), *_email_problems(session, email, handle))
    if problems:
        raise InvalidAccountError(problems)
    if person.name != name:
        note_act(session, "person-changed", by=by, about=handle, before=person.name, after=name)
    if (person.email or "") != email.casefold():
        note_act(session, "person-changed", by=by, about=handle, after="another e-mail address")
    person.name, person.email = name, email.casefold() or None


def set_password(
    session: Session, *, handle: str, password: str, but: int | None = None, by: str = ""
) -> None:
    """Give a person another password and end all their sign-ins but the one with the number `but`."""
    person = _row(session, handle)
    problems = password_problems(password, about=(person.handle, person.name, person.email or ""))
    if problems:
        raise InvalidAccountError(problems)
    person.password_hash = hash_of_password(password)
    end_sign_ins(session, person=person.id, but=but)
    note_act(session, "password-set", by=by, about=handle)


def keep_rehashed(session: Session, *, handle: str, password: str, was: str) -> None:
    """Keep a password, known to be right, under today's parameters, unless it was changed meanwhile."""
    session.execute(
        update(PersonRow)
        .where(PersonRow.handle == handle, PersonRow.password_hash == was)
        .values(password_hash=hash_of_password(password))
    )


def set_role(session: Session, *, handle: str, role: str, by: str = "") -> None:
    """Give a person another role."""
    person = _row(session, handle)
    if problems := _role_problems(role):
        raise InvalidAccountError(problems)
    if not allows(role, "people"):
        _keep_an_administrator(session, person, "role", role)
    if person.role != role:
        note_act(session, "role-changed", by=by, about=handle, before=person.role, after=role)
    with _keeping_readers_told(session):
        person.role = role


def disable_person(session: Session, *, handle: str, by: str = "") -> None:
    """Let a person in no more, and sign them out at once; their name stays in the history."""
    person = _row(session, handle)
    _keep_an_administrator(session, person, "handle", handle)
    if person.disabled_at is None:
        note_act(session, "person-disabled", by=by, about=handle)
    with _keeping_readers_told(session):
        person.disabled_at = person.disabled_at or dt.datetime.now(dt.UTC)
        end_sign_ins(session, person=person.id)


def enable_person(session: Session, *, handle: str, by: str = "") -> None:
    """Let a person who was disabled in again, with the password and role that they had."""
    person = _row(session, handle)
    if person.disabled_at is not None:
        note_act(session, "person-enabled", by=by, about=handle)
    with _keeping_readers_told(session):
        person.disabled_at = None


def set_review_rule(session: Session, *, two_people: bool | None, by: str) -> None:
    """Set whether the publisher must be another than the last editor; None leaves it to their number."""
    with _keeping_readers_told(session):
        row = session.get(HouseRuleRow, REVIEW_RULE)
        before = _BY_NUMBER if row is None else row.value
        after = _BY_NUMBER if two_people is None else "on" if two_people else "off"
        if before != after:
            note_act(session, "setting-changed", by=by, about=REVIEW_RULE, before=before, after=after)
        if two_people is None:
            if row is not None:
                session.delete(row)
            return
        if row is None:
            row = HouseRuleRow(name=REVIEW_RULE)
            session.add(row)
        row.value, row.set_by = "on" if two_people else "off", by
        row.set_at = dt.datetime.now(dt.UTC)


@contextmanager
def _keeping_readers_told(session: Session) -> Iterator[None]:
    """Make the public pages new when the rule of review becomes another, since they tell it."""
    before = find_review_rule(session)
    yield
    session.flush()  # The rule is worked out by the database from what is changed here.
    if find_review_rule(session).two_people != before.two_people:
        renew(session)


def _row(session: Session, handle: str) -> PersonRow:
    row = session.scalar(select(PersonRow).where(PersonRow.handle == handle).with_for_update())
    if row is None:
        raise NotFoundError("person", handle)
    return row


def _keep_an_administrator(session: Session, person: PersonRow, path: str, value: str) -> None:
    """Refuse to take the right to decide about people from the last one who has it."""
    # All administrators' rows are locked, or two could take the right from each other at once.
    session.execute(select(PersonRow.id).order_by(PersonRow.id).with_for_update())
    is_one = person.disabled_at is None and allows(person.role, "people")
    if is_one and count_people_with(session, "people") == 1:
        raise InvalidAccountError(
            (
                Problem(
                    path=path,
                    value=value,
                    message="cannot be: nobody would be left to decide about people",
                    cure="Make somebody else an administrator first.",
                ),
            )
        )


def _handle_problems(session: Session, handle: str) -> tuple[Problem, ...]:
    if not is_id(handle):
        return (
            Problem(
                path="handle",
                value=handle,
                message="is not a sign-in name",
                cure="Write small letters a to z, digits and single hyphens, such as “ana-diaz”.",
            ),
        )
    if session.scalar(select(PersonRow.id).where(PersonRow.handle == handle)) is not None:
        return (
            Problem(
                path="handle",
                value=handle,
                message="is somebody's already, and a sign-in name is never given twice",
                cure="Choose another.",
            ),
        )
    return ()


def _name_problems(name: str) -> tuple[Problem, ...]:
    if not name:
        return (Problem(path="name", value="", message="is missing", cure="Write the person's name."),)
    return tuple(text_problems(_NAME, name, "name"))


def _role_problems(role: str) -> tuple[Problem, ...]:
    if role in ROLES:
        return ()
    cure = f"Write one of: {', '.join(ROLES)}."
    return (Problem(path="role", value=role, message="is not a role", cure=cure),)


def _email_problems(session: Session, email: str, handle: str) -> tuple[Problem, ...]:
    if not email:
        return ()
    if not email.isprintable() or not _EMAIL.fullmatch(email):
        cure = "Write it like ana@example.org, or leave it out."
        return (Problem(path="email", value=email, message="is not an e-mail address", cure=cure),)
    taken = select(PersonRow.id).where(PersonRow.email == email.casefold(), PersonRow.handle != handle)
    if session.scalar(taken) is not None:
        cure = "Each address belongs to one person, since it can be used to sign in."
        return (Problem(path="email", value=email, message="is somebody else's already", cure=cure),)
    return ()
