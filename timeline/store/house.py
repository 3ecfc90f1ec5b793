"""The log of the house: who did what about people, access, settings and releases, with the act itself.

It never holds a secret: of a password it says that there is another, of a token its name and its rights, of
an e-mail address that it changed. What tells when people were here is kept for `KEPT_FOR`, and no longer.
"""

import datetime as dt
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from timeline.models.house import HouseActRow
from timeline.models.people import PersonRow

#: How long sign-ins are kept, those that failed too.
KEPT_FOR: Final = dt.timedelta(days=90)
#: Failed sign-ins to one account are one line for so long.
TOLD_AS_ONE: Final = dt.timedelta(minutes=15)
_PASSING: Final = ("signed-in", "sign-in-failed")


def note_act(
    session: Session, act: str, *, by: str, about: str = "", before: str = "", after: str = "", times: int = 1
) -> None:
    """Keep that somebody did something; `by` is empty for whoever works on the server's command line."""
    now = dt.datetime.now(dt.UTC)
    session.add(HouseActRow(at_utc=now, act=act, by=by, about=about, before=before, after=after, times=times))


def note_sign_in(session: Session, *, person: int) -> None:
    """Keep that somebody signed in, and let go of the sign-ins that are too old."""
    handle = session.scalar(select(PersonRow.handle).where(PersonRow.id == person)) or ""
    _forget_old(session)
    note_act(session, "signed-in", by=handle, about=handle)


def note_failed_sign_in(session: Session, *, handle: str) -> None:
    """Keep that a password was wrong for an account; "" for a name that nobody has, which is not kept.

    What is typed in place of a name may be a password, and attempts come in great numbers: those of a
    quarter of an hour to one account, or to none, are one line with their count.
    """
    _forget_old(session)
    begun = dt.datetime.now(dt.UTC) - TOLD_AS_ONE
    last = session.scalar(
        select(HouseActRow.id)
        .where(HouseActRow.act == "sign-in-failed", HouseActRow.about == handle, HouseActRow.at_utc > begun)
        .order_by(HouseActRow.id.desc())
        .limit(1)
    )
    if last is None:
        note_act(session, "sign-in-failed", by="", about=handle)
    else:
        # Two first attempts at one moment are two lines, which does no harm; nobody waits for another.
        counted = update(HouseActRow).where(HouseActRow.id == last).values(times=HouseActRow.times + 1)
        session.execute(counted, execution_options={"synchronize_session": False})


def _forget_old(session: Session) -> None:
    oldest = dt.datetime.now(dt.UTC) - KEPT_FOR
    session.execute(
        delete(HouseActRow).where(HouseActRow.act.in_(_PASSING), HouseActRow.at_utc < oldest),
        execution_options={"synchronize_session": False},
    )
