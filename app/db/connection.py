"""Opens a connection to PostgreSQL: TLS, passwords and IAM tokens, time-outs, and a wait for a paused database."""

import ssl
import time

from pg8000.exceptions import DatabaseError, InterfaceError
from sqlalchemy import URL, make_url

from app.aws.client import AWSError, presigned_rds_token
from app.db.driver import Connection
from app.settings.config import Settings, SettingsError, load_settings, parameter_store

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1", None)
RESUME_PAUSE = 0.5  # Seconds between attempts while a paused database resumes.
WRONG_PASSWORD = "28P01"
STARTING_UP = "57P03"


def open_connection(settings: Settings) -> Connection:
    """Retries until a paused database has resumed, and reads a password that is wrong by now from its store again.

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
            # The similarity from which a title matches. PostgreSQL's default, 0.6, allows no typo in a short word.
            "pg_trgm.word_similarity_threshold": "0.4",
            # A search reads a limited number of matches, and has to read the same ones for the next page.
            "synchronize_seqscans": "off",
            "max_parallel_workers_per_gather": "0",
            "lock_timeout": f"{settings.database_lock_timeout * 1000:.0f}",
        },
    )
    # The server's own statement_timeout comes first. This one is for a server that no longer responds.
    connection._usock.settimeout(settings.database_statement_timeout + 2)
    return connection


def iam_token(host: str, port: int, user: str) -> str:
    """A password that opens connections for 15 minutes. Connections that are open by then stay so."""
    try:
        return presigned_rds_token(host, port, user)
    except AWSError as error:
        raise InterfaceError("no credentials for an IAM database token") from error


def tls(settings: Settings, url: URL) -> ssl.SSLContext | bool:
    """A context that verifies the certificate and its name; False for a local host and for `?sslmode=disable`.

    pg8000 verifies nothing with True, and with None it does not even insist on encryption.
    """
    if url.host in LOCAL_HOSTS or url.query.get("sslmode") == "disable":
        return False
    return ssl.create_default_context(cafile=settings.database_ca_file)


def renew_settings(settings: Settings) -> Settings | None:
    """The settings with the current password, or None if it has not changed."""
    if not (store := parameter_store()):
        return None
    store.expire()
    try:
        renewed = load_settings()
    except SettingsError:
        return None
    return renewed if renewed.database_url != settings.database_url else None
