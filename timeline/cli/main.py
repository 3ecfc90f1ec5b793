"""The command `timeline`: its parts, and what becomes of errors."""

import errno
from typing import Any

import click
from sqlalchemy.exc import OperationalError

from timeline.cli.check import check
from timeline.cli.database import db
from timeline.cli.export import export
from timeline.cli.links import links
from timeline.cli.load import load
from timeline.cli.release import release
from timeline.cli.serve import serve
from timeline.cli.user import user
from timeline.errors import (
    BadRequestError,
    InvalidAccountError,
    InvalidFileError,
    InvalidRecordError,
    InvalidRecordsError,
    InvalidReleaseError,
    SettingError,
    TimelineError,
)

BAD_INPUT = (
    BadRequestError,
    InvalidAccountError,
    InvalidFileError,
    InvalidRecordError,
    InvalidRecordsError,
    InvalidReleaseError,
    SettingError,
)


class Failure(click.ClickException):
    """Something failed: a message and exit code 1, without a traceback."""


class BadInput(click.ClickException):
    """The input cannot be used: a message and exit code 2."""

    exit_code = 2


class Commands(click.Group):
    """Commands that turn the project's errors into messages: 1 for what failed, 2 for bad input."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TimelineError as error:
            raise (BadInput if isinstance(error, BAD_INPUT) else Failure)(str(error)) from error
        except OperationalError as error:
            cause = str(error.orig).strip()
            raise Failure(
                f"The database cannot be used: {cause}\n"
                "Check TIMELINE_DATABASE_URL, that its server runs or its folder can be written to, and"
                " that nothing else holds it."
            ) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # Whoever read our output has seen enough; click knows.
                raise
            raise Failure(f"{error.filename or 'The system'}: {error.strerror}.") from error


@click.group(
    cls=Commands,
    epilog="Settings come from the environment; the README lists them. Exit codes: 0 well, 1 something"
    " was found wrong or failed, 2 the input cannot be used.",
)
@click.version_option(package_name="timeline", message="timeline %(version)s")
def main() -> None:
    """Keep an evidence-first record of policy change, and publish it."""


for command in (serve, db, load, export, release, check, links, user):
    main.add_command(command)
