"""`timeline user`: who may work on the record. Passwords are typed, or read from the standard input."""

import sys
from typing import Final

import click

from timeline.cli.opening import open_current_engine
from timeline.config import Settings, load_settings
from timeline.db import read_session, write_transaction
from timeline.queries.people import get_person, list_people
from timeline.rights import ROLES
from timeline.store.people import add_person, disable_person, enable_person, set_password, set_role
from timeline.store.sign_in import add_link

_ROLE: Final = click.Choice(list(ROLES))
_BY_LINK: Final = click.option(
    "--link", "by_link", is_flag=True, help="Print a link that works once, by which they choose a password."
)


@click.group()
def user() -> None:
    """Add people, and say what they may do.

    A password is asked for, twice and unseen; or it is one line of the standard input:
    `timeline user passwd ana < FILE`. It is never part of the command, where others could read it.
    """


@user.command("list")
def list_() -> None:
    """List everybody, with what they may do.

    Example: timeline user list
    """
    with open_current_engine() as engine, read_session(engine) as session:
        people = list_people(session)
    for person in people:
        state = "disabled" if person.is_disabled else "" if person.has_password else "has no password yet"
        click.echo(f"{person.handle}\t{person.role}\t{person.name}\t{person.email}\t{state}".rstrip("\t"))
    if not people:
        click.echo("Nobody yet. Add an administrator: timeline user add NAME --role administrator", err=True)


@user.command()
@click.argument("handle")
@click.option("--name", help="The name that colleagues see.  [default: the sign-in name]")
@click.option("--email", default="", help="An address that can be used to sign in as well.")
@click.option("--role", type=_ROLE, default="contributor", show_default=True)
@_BY_LINK
def add(handle: str, *, name: str | None, email: str, role: str, by_link: bool) -> None:
    """Add somebody who signs in as HANDLE: small letters, digits and hyphens.

    Example: timeline user add ana-diaz --name "Ana Díaz" --role administrator
    """
    settings = load_settings()
    with open_current_engine(settings) as engine:
        password = None if by_link else _asked_password()
        with write_transaction(engine) as session:
            number = add_person(
                session, handle=handle, name=name or handle, email=email, role=role, password=password
            )
            secret = add_link(session, person=number) if by_link else ""
    click.echo(f"{handle} is added as {role}.")
    _tell_link(settings, secret)


@user.command()
@click.argument("handle")
@_BY_LINK
def passwd(handle: str, *, by_link: bool) -> None:
    """Give somebody another password, and sign them out everywhere.

    Example: timeline user passwd ana-diaz
    """
    settings = load_settings()
    with open_current_engine(settings) as engine:
        with read_session(engine) as session:
            person = get_person(session, handle)
        password = "" if by_link else _asked_password()
        with write_transaction(engine) as session:
            if by_link:
                _tell_link(settings, add_link(session, person=person.number))
                return
            set_password(session, handle=handle, password=password)
    click.echo(f"{handle} has another password, and is signed out everywhere.")


@user.command()
@click.argument("handle")
@click.argument("role", type=_ROLE)
def role(handle: str, role: str) -> None:
    """Give somebody another ROLE: contributor, editor or administrator.

    Example: timeline user role ana-diaz editor
    """
    with open_current_engine() as engine, write_transaction(engine) as session:
        set_role(session, handle=handle, role=role)
    click.echo(f"{handle} is {role}.")


@user.command()
@click.argument("handle")
def disable(handle: str) -> None:
    """Let somebody in no more; they are signed out at once, and the history keeps the name.

    Example: timeline user disable ana-diaz
    """
    with open_current_engine() as engine, write_transaction(engine) as session:
        disable_person(session, handle=handle)
    click.echo(f"{handle} is disabled and signed out.")


@user.command()
@click.argument("handle")
def enable(handle: str) -> None:
    """Let somebody who was disabled in again, with the same password and role.

    Example: timeline user enable ana-diaz
    """
    with open_current_engine() as engine, write_transaction(engine) as session:
        enable_person(session, handle=handle)
    click.echo(f"{handle} can sign in again.")


def link_address(settings: Settings, secret: str, address: str = "") -> str:
    """Give the address of a one-time link, on the site's public address or the one that is served."""
    served = f"http://{settings.host}:{settings.port}"
    return f"{(settings.site_url or address or served).rstrip('/')}/admin/link/{secret}"


def _tell_link(settings: Settings, secret: str) -> None:
    if secret:
        click.echo("They choose a password at this address; it works once, for three days:")
        click.echo(f"  {link_address(settings, secret)}")


def _asked_password() -> str:
    """Ask for a password, or read a line where nobody sits at a terminal."""
    if sys.stdin.isatty():
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return password
    return sys.stdin.readline().rstrip("\r\n")
