"""A database for one command, on the test server, and its schema as text."""

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, make_url, text

from app.settings.config import ROOT, Settings, load_settings
from infra.dev.ports import free_port
from infra.dev.postgres.data_directory import PROGRAMS, PostgresError, environment
from infra.dev.postgres.server import Postgres


@contextmanager
def scratch_database() -> Iterator[Settings]:
    """Settings that name a new database, with nothing in it; it is gone afterwards."""
    name = f"heed_scratch_{os.getpid()}"
    with Postgres(ROOT / ".local" / "test-postgres", port=free_port(), durable=False) as server:
        server.create_database(name)
        try:
            yield settings_for(server.url(name))
        finally:
            maintenance = create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
            with maintenance.connect() as connection:
                connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
            maintenance.dispose()


def settings_for(url: str) -> Settings:
    return load_settings(database_url=url, migration_database_url=None, secret_key=secrets.token_urlsafe(48))


def schema_of(settings: Settings) -> list[str]:
    """The lines of pg_dump, sorted: a column that a downgrade puts back stands last, and is no difference."""
    url = make_url(settings.database_url.get_secret_value())
    where = [f"--host={url.host}", f"--port={url.port}", f"--username={url.username}", f"--dbname={url.database}"]
    command = [str(PROGRAMS / "pg_dump"), *where, "--schema-only", "--no-comments", "--exclude-table=alembic_version"]
    known = environment() | {"PGPASSWORD": str(url.password)}
    dumped = subprocess.run(command, check=False, capture_output=True, text=True, env=known)
    if dumped.returncode:
        raise PostgresError(f"heed: pg_dump failed: {dumped.stderr.strip()}")
    # The lines that begin with a backslash hold a random number.
    lines = (line.rstrip(",") for line in dumped.stdout.splitlines() if line and not line.startswith(("--", "\\")))
    return sorted(lines)
