"""How a connection to PostgreSQL is opened: TLS, passwords and IAM tokens, time-outs, and a database that sleeps."""

import ssl
import time

from pg8000.exceptions import DatabaseError, InterfaceError
from sqlalchemy import URL, make_url

from app.aws.client import AWSError, presigned_rds_token
from app.db.driver import Connection
from app.settings.config import Settings, SettingsError, load_settings, parameter_store

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1", None)
RESUME_PAUSE = 0.5  # Seconds between attempts while a sleeping database wakes up.
WRONG_PASSWORD = "28P01"
STARTING_UP = "57P03"


def open_connection(settings: Settings) -> Connection:
    """A new connection. A sleeping database is waited for, and a password that is no longer right is read once more.

    Raises pg8000's InterfaceError or DatabaseError within the connect time-out or, where that is set (Aurora's
    auto-pause), the resume time-out.
    """
    deadline = time.monotonic() + settings.database_resume_timeout
    while True:
        try:
            return connect(settings)
        except (InterfaceError, DatabaseError) as error:
            sqlstate = error.args[0].get("C") if isinstance(error.args[0], dict) else None
            if sqlstate == WRONG_PASSWORD and (renewed := renew_settings(settings)):
                settings = renewed
            elif sqlstate not in (None, STARTING_UP) or time.monotonic() + RESUME_PAUSE > deadline:
                raise
            else:
                time.sleep(RESUME_PAUSE)


def connect(settings: Settings) -> Connection:
    url = make_url(settings.database_url.get_secret_value())
    host, port, user = url.host or "localhost", url.port or 5432, url.username or ""
    connection = Connection(
        user=user,
        password=iam_token(host, port, user) if settings.database_iam_auth else url.password,
        host=host,
        port=port,
        database=url.database,
        timeout=settings.database_connect_timeout,
        ssl_context=tls(settings, url),
        application_name="heed",
        startup_params={
            "statement_timeout": f"{settings.database_statement_timeout * 1000:.0f}",
            # How like a title must be to what was searched for; PostgreSQL's own 0.6 forgives no typo in a short word.
            "pg_trgm.word_similarity_threshold": "0.4",
            # A search looks at so many of the posts that match: on the next page they are to be the same ones.
            "synchronize_seqscans": "off",
            "max_parallel_workers_per_gather": "0",
            "lock_timeout": f"{settings.database_lock_timeout * 1000:.0f}",
        },
    )
    # The server gives up first, at its statement_timeout; this bound is for a server that has gone silent.
    connection._usock.settimeout(settings.database_statement_timeout + 2)
    return connection


def iam_token(host: str, port: int, user: str) -> str:
    """A password for the next 15 minutes, made when it is needed: one connection may be older than that, none newer."""
    try:
        return presigned_rds_token(host, port, user)
    except AWSError as error:
        raise InterfaceError("no credentials for an IAM database token") from error


def tls(settings: Settings, url: URL) -> ssl.SSLContext | bool:
    """A context that checks certificate and name, unless the host is local or `?sslmode=disable` says that it may go.

    pg8000 takes None for "encrypt if the server likes, and check nothing" and True for "encrypt, and check nothing".
    """
    if url.host in LOCAL_HOSTS or url.query.get("sslmode") == "disable":
        return False
    return ssl.create_default_context(cafile=settings.database_ca_file)


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
