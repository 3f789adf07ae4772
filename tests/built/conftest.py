"""The built folder, and the functions in it under the emulator."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, make_url, text

from app.models.all import metadata
from infra.build.architecture import this_machine
from infra.build.folder import build
from tests.built.emulator import Emulator
from tests.support.gateway import GatewayTransport

# The emulator is a Linux program, as are the libraries in the folder: elsewhere there is nothing to start.
collect_ignore = (
    []
    if sys.platform == "linux"
    else ["test_folder.py", "test_function.py", "test_mail.py", "test_migrate_function.py"]
)

Start = Callable[..., Emulator]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read-only, as on Lambda: nothing may be written beside the code, and no missing bytecode be made up for."""
    folder = tmp_path_factory.mktemp("built") / "ApiFunction"
    build(folder, this_machine())
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


@pytest.fixture
def start(built: Path, tmp_path: Path, database_url: str) -> Iterator[Start]:
    """Starts an environment of its own for each call, with the given variables on top of a deployed function's."""
    with ExitStack() as stack:

        def start_one(handler: str = "handler.api.handler", **variables: str) -> Emulator:
            log = tmp_path / f"{handler}-{time.monotonic_ns()}.log"
            return stack.enter_context(Emulator(built, handler, deployed(database_url) | variables, log))

        yield start_one


@pytest.fixture
def empty_board(superuser: Engine) -> Iterator[None]:
    yield
    tables = ", ".join(table.name for table in metadata.sorted_tables)
    with superuser.connect() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


def deployed(database_url: str) -> dict[str, str]:
    return {
        "AWS_REGION": "eu-central-1",
        "DATABASE_URL": make_url(database_url).render_as_string(hide_password=False),
        "SECRET_KEY": os.environ["SECRET_KEY"],
        "BCRYPT_ROUNDS": "4",
    }


def visitor(function: Emulator) -> httpx.Client:
    return httpx.Client(transport=GatewayTransport(function), base_url="https://board.example.com", timeout=30)
