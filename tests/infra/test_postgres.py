"""The embedded PostgreSQL survives what a developer's machine does to it."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from infra.dev.ports import free_port
from infra.dev.postgres import pid_file
from infra.dev.postgres.data_directory import PostgresError, server_log
from infra.dev.postgres.server import Postgres
from tests.support.database import way_round


@pytest.fixture(scope="module")
def new_data(module_scratch: Path) -> Path:
    """A data directory as it is made, durable, and stopped again."""
    with Postgres(module_scratch / "postgres", free_port()) as server:
        return server.data_directory


@pytest.fixture
def server(new_data: Path, scratch: Path) -> Iterator[Postgres]:
    """On a copy of its own, as making one takes seconds."""
    shutil.copytree(new_data, scratch / "postgres")
    with Postgres(scratch / "postgres", free_port()) as server:
        yield server


def test_a_committed_row_survives_the_death_of_the_server(server: Postgres) -> None:
    run(server, "CREATE TABLE notes (word text)", "INSERT INTO notes VALUES ('kept')")
    kill(server)

    server.start()

    assert run(server, "SELECT word FROM notes") == "kept"


def test_a_pid_file_whose_number_belongs_to_another_program_is_no_obstacle(server: Postgres) -> None:
    kill(server)
    stale = server.data_directory / "postmaster.pid"
    stale.write_text(stale.read_text().replace(str(process_of(server)), str(os.getpid()), 1))

    server.start()

    assert run(server, "SELECT 'up'") == "up"


def test_the_last_to_leave_stops_the_server(server: Postgres) -> None:
    other = Postgres(server.data_directory, free_port())
    other.start()
    assert other.port == server.port

    server.stop()
    assert run(other, "SELECT 'up'") == "up"

    other.stop()
    assert pid_file.read(server.data_directory) is None


def test_a_copied_folder_gets_a_server_of_its_own(server: Postgres, scratch: Path) -> None:
    shutil.copytree(server.data_directory, scratch / "copy")

    with Postgres(scratch / "copy", free_port()) as copy:
        assert copy.port != server.port
        assert run(copy, "SHOW data_directory") == str(scratch / "copy")


def test_it_is_durable_unless_told_otherwise(server: Postgres) -> None:
    names = ("fsync", "full_page_writes", "autovacuum")
    assert [run(server, f"SHOW {name}") for name in names] == ["on"] * 3
    server.stop()

    with Postgres(server.data_directory, server.port, durable=False) as fast:
        assert [run(fast, f"SHOW {name}") for name in names] == ["off"] * 3


def test_it_listens_on_this_machine_only_and_asks_for_the_password(server: Postgres) -> None:
    assert run(server, "SHOW listen_addresses") == "127.0.0.1"
    assert run(server, "SHOW unix_socket_directories") == ""

    with pytest.raises(Exception, match="password authentication failed"):
        run(Postgres(server.data_directory, server.port, password="wrong"), "SELECT 1")


def test_letters_beyond_ascii_are_letters(server: Postgres) -> None:
    assert run(server, "SELECT lower('ÄÉ')") == "äé"


def test_a_taken_port_is_one_line(scratch: Path) -> None:
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", 0))
        occupant.listen()
        port = occupant.getsockname()[1]

        with pytest.raises(PostgresError, match=rf"^heed: port {port}.* is taken by another program; .+[^\n]$"):
            Postgres(scratch / "postgres", port).start()


def test_data_of_another_major_version_is_one_line(scratch: Path) -> None:
    (scratch / "postgres").mkdir()
    (scratch / "postgres" / "PG_VERSION").write_text("17\n")

    with pytest.raises(PostgresError, match=r"^heed: .* was made by PostgreSQL 17, and \d+ is installed; .+[^\n]$"):
        Postgres(scratch / "postgres", free_port()).start()


def test_what_keeps_it_from_starting_is_said_in_one_line(server: Postgres) -> None:
    server.stop()
    configuration = server.data_directory / "postgresql.conf"
    configuration.write_text(configuration.read_text() + "\nmax_connections = many\n")

    with pytest.raises(PostgresError, match=r"^heed: PostgreSQL did not start \(.+\); see .+server\.log$"):
        server.start()

    assert "max_connections" in server_log(server.data_directory).read_text()


def run(server: Postgres, *statements: str) -> object:
    """The last statement's value, if it has one."""
    engine = way_round(server.url("postgres"))
    with engine.begin() as connection:
        results = [connection.execute(text(statement)) for statement in statements]
        value = results[-1].scalar() if results[-1].returns_rows else None
    engine.dispose()
    return value


def kill(server: Postgres) -> None:
    os.kill(process_of(server), signal.SIGKILL)


def process_of(server: Postgres) -> int:
    found = pid_file.read(server.data_directory)
    assert found
    return found.process
