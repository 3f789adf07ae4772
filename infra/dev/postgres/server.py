"""An embedded PostgreSQL: started, shared between processes, and stopped by the last that uses it."""

import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from infra.dev.file_lock import exclusive
from infra.dev.postgres import os_user, pid_file
from infra.dev.postgres.admin_connection import UNREACHABLE, USER, AdminConnection
from infra.dev.postgres.data_directory import PROGRAMS, PostgresError, environment, server_log, set_up

PASSWORD = "heed"  # Public: the server listens on this machine only, and holds what a developer typed.
LEASE = "heed-runner"
# Nor autovacuum: which plan a test sees would depend on when it came by.
NOT_DURABLE = "-F -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
PATIENCE = 15.0  # Seconds that a server of this folder gets to answer, while it starts or stops for somebody else.


class Postgres:
    """The server of one data directory, on 127.0.0.1 only, with the superuser `heed`.

    Any number of processes may start() the same one: the first launches it, the others join it, on its port. Each
    keeps a connection open as its lease. stop() gives the lease back, and stops the server when nobody else is
    connected. A server that outlived its runner (kill -9) is joined like any other.
    """

    def __init__(self, data_directory: Path, port: int, *, durable: bool = True, password: str = PASSWORD) -> None:
        self.data_directory = data_directory
        self.port = port
        self._durable = durable
        self._password = password
        self._lease: AdminConnection | None = None
        self._lock = data_directory.with_name(data_directory.name + ".lock")

    def start(self) -> None:
        self._return_lease()  # Of a server that was killed meanwhile.
        with exclusive(self._lock):
            if self.data_directory.exists():
                os_user.own(self.data_directory, PROGRAMS)
            if not self._join():
                set_up(self.data_directory, USER, self._password, durable=self._durable)
                self._launch()
            self._lease = self._connect()

    def stop(self) -> None:
        if not self._lease:
            return
        with exclusive(self._lock):
            if self._is_unused(self._lease):
                self._pg_ctl("stop", "-m", "fast", "-t", "60")
            self._return_lease()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def url(self, database: str) -> str:
        return f"postgresql+pg8000://{USER}:{self._password}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str) -> None:
        """Creates it unless it exists."""
        assert self._lease, "start() comes first"
        if not self._lease.run("SELECT FROM pg_database WHERE datname = :name", name=name):
            self._lease.run(f'CREATE DATABASE "{name}"')

    def _join(self) -> bool:
        """Whether a server already runs in this folder; a pid file that lies about it is out of the way afterwards."""
        wished_port = self.port
        deadline = time.monotonic() + PATIENCE
        while (found := pid_file.read(self.data_directory)) and pid_file.names_a_postgres(found):
            self.port = found.port or wished_port
            try:
                if self._serves_this_folder():
                    return True
                break  # The folder is a copy of one in use.
            except UNREACHABLE:
                if time.monotonic() > deadline:
                    break  # The process number now belongs to some other server.
            time.sleep(0.1)
        self.port = wished_port
        # PostgreSQL would take any live process of that number for itself and refuse to start. Removing the file is
        # safe: a server's shared memory is named after its folder, and a second server on that refuses to start.
        pid_file.remove(self.data_directory)
        return False

    def _serves_this_folder(self) -> bool:
        """Asked of the server itself: does it see a file that we put there?"""
        marker = self.data_directory / f"heed-marker-{os.getpid()}"
        try:
            with self._connect() as connection:
                marker.touch()
                return bool(connection.run("SELECT (pg_stat_file(:name, true)).size", name=marker.name) != [[None]])
        finally:
            marker.unlink(missing_ok=True)

    def _launch(self) -> None:
        """Backends of a server that was killed may hold its shared memory for another moment: hence the second try."""
        log = server_log(self.data_directory)
        options = f"-p {self.port}" + ("" if self._durable else f" {NOT_DURABLE}")
        deadline = time.monotonic() + PATIENCE
        while self._pg_ctl("start", "-t", "120", "-l", str(log), "-o", options):
            said = log.read_text(errors="replace") if log.exists() else ""
            if "shared memory block" in said and time.monotonic() < deadline:
                log.unlink()
                time.sleep(0.2)
                continue
            if "could not create any TCP/IP sockets" in said:
                raise PostgresError(
                    f"heed: port {self.port}, which this checkout's PostgreSQL uses, is taken by another program; "
                    "stop that, or set DATABASE_URL to use another PostgreSQL"
                )
            reason = next((line for line in said.splitlines() if "FATAL" in line or "PANIC" in line), "no reason given")
            raise PostgresError(f"heed: PostgreSQL did not start ({reason.partition('  ')[2] or reason}); see {log}")

    def _is_unused(self, lease: AdminConnection) -> bool:
        """Nobody else is connected. The connections of what was stopped just now get a moment to end."""
        for _ in range(10):
            try:
                [[others]] = lease.run(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                )
            except UNREACHABLE:
                return False  # The server was killed. If it runs again, then for whoever started it.
            if not others:
                return True
            time.sleep(0.1)
        return False

    def _connect(self) -> AdminConnection:
        return AdminConnection(self.port, self._password, LEASE)

    def _return_lease(self) -> None:
        if self._lease:
            self._lease.close()
            self._lease = None

    def _pg_ctl(self, action: str, *arguments: str) -> int:
        command = [str(PROGRAMS / "pg_ctl"), action, "-w", "-D", str(self.data_directory), *arguments]
        return os_user.run(command, environment())[0]
