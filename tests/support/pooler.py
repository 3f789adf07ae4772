"""PgBouncer in front of the test's database, as Neon, Supabase and others put a pooler there."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import pg8000.dbapi
from sqlalchemy import make_url

from infra.dev.ports import free_port

CONFIGURATION = """
[databases]
{database} = host=127.0.0.1 port={port} dbname={database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = {mode}
default_pool_size = {size}
max_client_conn = 200
ignore_startup_parameters =
"""
PATIENCE = 10.0


def program() -> str | None:
    """Debian puts it where only root's PATH leads."""
    return shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class Pooler:
    """`size`: its connections to the server, which in mode transaction any number of clients share."""

    def __init__(self, database_url: str, folder: Path, mode: str = "transaction", size: int = 5) -> None:
        self._upstream = make_url(database_url)
        self._port = free_port()
        users = folder / "users.txt"
        users.write_text(f'"{self._upstream.username}" "{self._upstream.password}"\n')
        self._configuration = folder / "pgbouncer.ini"
        self._configuration.write_text(
            CONFIGURATION.format(
                database=self._upstream.database,
                port=self._upstream.port,
                own_port=self._port,
                users=users,
                mode=mode,
                size=size,
            )
        )

    @property
    def url(self) -> str:
        return self._upstream.set(port=self._port).render_as_string(hide_password=False)

    def __enter__(self) -> Self:
        found = program()
        assert found
        as_whom = ["-u", "nobody"] if os.geteuid() == 0 else []  # It refuses to be root.
        self._process = subprocess.Popen(
            [found, "-q", *as_whom, str(self._configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self._connect()
                return self
            except pg8000.dbapi.Error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    self._process.kill()
                    self._process.wait()
                    raise
                time.sleep(0.05)

    def _connect(self) -> None:
        pg8000.dbapi.Connection(
            self._upstream.username,
            host="127.0.0.1",
            port=self._port,
            database=self._upstream.database,
            password=self._upstream.password,
            ssl_context=False,
            timeout=2,
        ).close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(10)
