"""`make sam-local`: the built functions in Lambda's own containers, behind `sam local start-api`."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config

from app.settings.config import ROOT
from infra.build.architecture import this_machine
from infra.build.sam import FUNCTIONS, build, sam_environment
from infra.dev.port_forward import Forwarder
from infra.dev.ports import chosen_port, free_port
from infra.dev.postgres.server import Postgres
from infra.dev.progress import phase
from infra.dev.shutdown import Shutdown
from infra.tools import environment

FOLDER = ROOT / ".local" / "sam-local"
DATABASE_NAME = "heed"
HOST = "database"  # What containers call this machine.
NO_DOCKER = (
    "heed: `sam local` runs functions in containers: install Docker (https://docs.docker.com/engine/install/) and "
    "start it. `make run` needs none"
)


def main(arguments: list[str]) -> int:
    """Arguments are those of `sam local start-api`. PORT is the API's port, 3000 unless it is set."""
    address = bridge_address()
    build(FOLDER / "build", this_machine())
    shutdown = Shutdown()
    with database() as port, forwarded(address, port) as forwarder:
        configure(forwarder.port)
        return 0 if shutdown.requested() else serve(arguments, shutdown)


def bridge_address() -> str:
    """Where containers reach this machine. Ends the program with one line where there is no Docker."""
    if not shutil.which("docker"):
        sys.exit(NO_DOCKER)
    ask = ["docker", "network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}"]
    answer = subprocess.run(ask, check=False, capture_output=True, text=True)
    if answer.returncode:
        sys.exit(NO_DOCKER)
    return answer.stdout.strip()


def own_secret(name: str) -> str:
    """Made once, and kept where only its owner reads it."""
    file = FOLDER / name
    if not file.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(36))
    return file.read_text()


@contextmanager
def database() -> Iterator[int]:
    """A PostgreSQL of its own, migrated. Containers reach it too, so that its password is no public one."""
    server = Postgres(FOLDER / "postgres", free_port(), password=own_secret("database-password"))
    with server:
        server.create_database(DATABASE_NAME)
        os.environ["DATABASE_URL"] = server.url(DATABASE_NAME)
        os.environ["SECRET_KEY"] = own_secret("secret-key")
        with phase("migrating"):
            command.upgrade(Config(ROOT / "alembic.ini"), "head")
        yield server.port


@contextmanager
def forwarded(address: str, port: int) -> Iterator[Forwarder]:
    """On the bridge, or, where Docker runs in a machine of its own, on the loopback that it forwards to."""
    try:
        forwarder = Forwarder(address, port)
    except OSError:
        forwarder = Forwarder("127.0.0.1", port)
    with forwarder:
        yield forwarder


def configure(port: int) -> None:
    """The variables that the template names, and for the one that it doesn't a file beside the code."""
    url = f"postgresql://heed:{own_secret('database-password')}@{HOST}:{port}/{DATABASE_NAME}?sslmode=disable"
    (FOLDER / "variables.json").write_text(json.dumps({"Parameters": {"SSM_PATH": "", "DATABASE_URL": url}}))
    for function in FUNCTIONS:
        (FOLDER / "build" / function / ".env").write_text(f"SECRET_KEY={own_secret('secret-key')}\n")


def serve(arguments: list[str], shutdown: Shutdown) -> int:
    sam = environment.prepare("sam") / "sam"
    port = chosen_port(default=3000)
    started = [str(sam), "local", "start-api", "--template", str(FOLDER / "build" / "template.yaml")]
    started += ["--env-vars", str(FOLDER / "variables.json"), "--add-host", f"{HOST}:host-gateway", "--port", str(port)]
    started += ["--warm-containers", "LAZY", "--parameter-overrides", f"Architecture={this_machine()}", *arguments]
    print(
        f"\n  Board     http://127.0.0.1:{port}\n  API       http://127.0.0.1:{port}/v1\n\nCtrl-C stops it.\n",
        flush=True,
    )
    process = subprocess.Popen(started, cwd=Path(FOLDER), env=sam_environment(), text=True)
    status = shutdown.wait_for(process)
    if status is None:
        process.terminate()
        process.wait()
        return 0
    return status
