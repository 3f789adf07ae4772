"""How a connection to PostgreSQL is opened: by its URL, with a password or an IAM token, also where it sleeps."""

import math
import time

from pg8000.exceptions import DatabaseError, InterfaceError

from app.aws.client import AWSError, presigned_rds_token
from app.db.driver import Connection
from app.db.failure import PASSING, UnusableServer, cause_of, sqlstate_of
from app.db.sockets import open_socket
from app.db.tls import tls
from app.settings.config import Settings, SettingsError, load_settings, parameter_store
from app.settings.database_url import DatabaseURL, parse

RESUME_PAUSE = 0.5  # Seconds between attempts while a sleeping database wakes up.
SHORTEST_ATTEMPT = 1.0  # Seconds: what is left of the time is not spent on less.
WRONG_PASSWORD = ("28P01", "28000")  # The second is RDS's, of an IAM token.


def open_connection(settings: Settings) -> Connection:
    """A new connection. A sleeping database is waited for, and a password that is no longer right is read once more.

    Raises pg8000's InterfaceError or DatabaseError within the connect time-out or, where that is longer (Aurora's
    auto-pause), the resume time-out. What it began has woken the database all the same.
    """
    deadline = time.monotonic() + settings.database_resume_timeout
    at_most = math.inf
    while True:
        try:
            return connect(settings, at_most)
        except (InterfaceError, DatabaseError) as error:
            left = deadline - time.monotonic() - RESUME_PAUSE
            if sqlstate_of(error) in WRONG_PASSWORD and (renewed := renew_settings(settings)):
                settings = renewed
            elif cause_of(error) not in PASSING or left < SHORTEST_ATTEMPT:
                raise
            else:
                time.sleep(RESUME_PAUSE)
                at_most = left


def connect(settings: Settings, at_most: float = math.inf) -> Connection:
    """One attempt. `at_most`: seconds that the server may be silent, where the connect time-out is longer.

    Sends no parameter at start-up that the URL doesn't ask for, as PgBouncer refuses all but application_name: the
    migration has set what the API's role needs (session_parameters.py).
    """
    url = parse(settings.database_url.get_secret_value())
    given = url.parameters
    timeout = min(float(given.get("connect_timeout", settings.database_connect_timeout)), at_most)
    connection = Connection(
        lambda: open_socket(url, timeout),
        user=url.user,
        password=iam_token(url) if settings.database_iam_auth else url.password,
        host=url.host,
        database=url.database,
        ssl_context=tls(settings, url),
        channel_binding=given.get("channel_binding", "prefer"),
        application_name=given.get("application_name", "heed"),
        startup_params={"options": given["options"]} if "options" in given else {},
    )
    # The server gives up first, at its statement_timeout; this bound is for a server that has gone silent.
    connection._usock.settimeout(settings.database_statement_timeout + 2)
    require_role_of_server(connection, given.get("target_session_attrs", "any"))
    return connection


def iam_token(url: DatabaseURL) -> str:
    """A password for the next 15 minutes, made when it is needed: one connection may be older than that, none newer."""
    try:
        return presigned_rds_token(url.host, url.port, url.user)
    except AWSError as error:
        raise UnusableServer("aws", error.code) from error


def require_role_of_server(connection: Connection, wanted: str) -> None:
    """`target_session_attrs`. The server has told at start-up what it is; a pooler may have kept it to itself."""
    if wanted == "any":
        return
    told = connection.parameter_statuses
    standby, read_only = told.get("in_hot_standby"), told.get("default_transaction_read_only")
    if standby is None or read_only is None:
        connection.autocommit = True
        [[read_only_now]] = connection.execute_simple("SHOW transaction_read_only").rows
        connection.autocommit = False
        standby = read_only = read_only_now
    if standby == "on" or (wanted == "read-write" and read_only == "on"):
        connection.close()
        raise UnusableServer("read-only", f"the URL requires target_session_attrs={wanted}")


def renew_settings(settings: Settings) -> Settings | None:
    """The settings with the password of now, where it was changed since; None if it was not."""
    if not (store := parameter_store()):
        return None
    store.expire()
    try:
        renewed = load_settings()
    except SettingsError:
        return None
    return renewed if renewed.database_url != settings.database_url else None
