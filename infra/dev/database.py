"""The database of a development server: the embedded one, which also runs alone, or what DATABASE_URL names."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pg8000.exceptions import DatabaseError, InterfaceError
from sqlalchemy import make_url

from app.db.connection import connect
from app.settings.config import EMBEDDED_DATABASE_URL, ROOT, Settings
from infra.dev.postgres.server import Postgres
from infra.dev.progress import phase
from infra.dev.shutdown import Shutdown


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """Has it running; gives the address to show: with the embedded one's public password, without any other."""
    url = settings.database_url.get_secret_value()
    if url == EMBEDDED_DATABASE_URL:
        with embedded() as shown:
            yield shown
    else:
        shown = make_url(url).set(drivername="postgresql").render_as_string(hide_password=True)
        require_connection(settings, shown)
        yield shown


@contextmanager
def embedded() -> Iterator[str]:
    url = make_url(EMBEDDED_DATABASE_URL)
    assert url.port
    assert url.password
    assert url.database
    server = Postgres(ROOT / ".local" / "postgres", url.port, password=url.password)
    with phase("starting PostgreSQL"):
        server.start()
    try:
        if server.port != url.port:
            sys.exit(
                f"heed: PostgreSQL still runs on port {server.port}, from before this folder was moved; "
                "stop what is connected to it and try again"
            )
        server.create_database(url.database)
        yield url.set(drivername="postgresql").render_as_string(hide_password=False)
    finally:
        server.stop()


def require_connection(settings: Settings, shown: str) -> None:
    try:
        connect(settings).close()
    except DatabaseError as error:
        sys.exit(f"heed: DATABASE_URL: {shown} refuses the connection: {error.args[0].get('M', 'no reason given')}")
    except (InterfaceError, OSError) as error:
        sys.exit(f"heed: DATABASE_URL: {shown} cannot be reached: {error.__cause__ or error}")


def migrate(shutdown: Shutdown) -> None:
    """Brings the schema to this code's revision. What Alembic says is shown when it fails."""
    with phase("migrating the database"):
        command = [sys.executable, "-m", "alembic", "upgrade", "head"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = _output(process, shutdown)
    if process.returncode and not shutdown.requested():
        print(said, file=sys.stderr)
        sys.exit("heed: the migration failed, see above")


def _output(process: subprocess.Popen[str], shutdown: Shutdown) -> str:
    while True:
        try:
            return process.communicate(timeout=0.2)[0]
        except subprocess.TimeoutExpired:
            if shutdown.requested():
                process.terminate()  # Its transaction is rolled back: it is whole or not at all.


def main(arguments: list[str]) -> int:
    """`python3 -m infra.dev postgres`, for whoever starts alembic and uvicorn by hand."""
    shutdown = Shutdown()
    with embedded() as url:
        print(f"\n  database  {url}\n\nCtrl-C stops it.\n", flush=True)
        while not shutdown.requested():
            shutdown.wait(0.5)
    return 0
