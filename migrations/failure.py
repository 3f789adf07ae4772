"""Errors of migrations, each told in one line: the reason and the statement, and nothing that is secret."""

from pg8000.exceptions import Error as DriverError
from sqlalchemy.exc import DBAPIError

MAX_CHARACTERS = 400  # Of a statement or a message: CloudFormation takes 4 KB in all.


class MigrationError(Exception):
    """The migration was refused or failed. The message is one line, for the operator."""


class OutOfTime(MigrationError):
    """There is not enough time left to begin another statement."""


def sqlstate(error: BaseException) -> str:
    """https://www.postgresql.org/docs/current/errcodes-appendix.html; "" where the server didn't answer."""
    return str(server_report(error).get("C", ""))


def describe(error: BaseException) -> str:
    """One line. Of the server's report only code and message: its details may quote rows."""
    reason = server_report(error)
    message = f"{reason['C']} {reason.get('M', '')}" if reason else message_of(error)
    statement = error.statement if isinstance(error, DBAPIError) else None
    return f"{one_line(message)}, in: {one_line(statement)}" if statement else one_line(message)


def server_report(error: BaseException) -> dict[str, str]:
    """The server's report, by its fields' letters; {} where the error came from somewhere else."""
    original = error.orig if isinstance(error, DBAPIError) else error
    fields = next(iter(original.args), None) if isinstance(original, DriverError) else None
    return fields if isinstance(fields, dict) else {}


def message_of(error: BaseException) -> str:
    if isinstance(error, MigrationError):
        return str(error)
    cause = error.orig if isinstance(error, DBAPIError) else error
    return f"{type(cause).__name__}: {cause}"


def one_line(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= MAX_CHARACTERS else f"{joined[:MAX_CHARACTERS]} ..."
