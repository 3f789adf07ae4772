"""Folders of their own for servers and checkouts: inside the checkout, where whoever PostgreSQL runs as gets to."""

import shutil
import signal
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.settings.config import ROOT
from tests.infra.runner import Runner, Start


@pytest.fixture
def scratch() -> Iterator[Path]:
    with scratch_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def module_scratch() -> Iterator[Path]:
    with scratch_folder() as folder:
        yield folder


@contextmanager
def scratch_folder() -> Iterator[Path]:
    folder = ROOT / ".local" / f"scratch-{uuid.uuid4().hex[:8]}"
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def checkout(scratch: Path) -> Path:
    """A second checkout, as this one's own database is its developer's."""
    for name in ("app", "infra", "migrations"):
        shutil.copytree(ROOT / name, scratch / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("alembic.ini", "pyproject.toml"):
        shutil.copy(ROOT / name, scratch)
    return scratch


@pytest.fixture
def start(checkout: Path) -> Iterator[Start]:
    runners: list[Runner] = []

    def start(**environment: str) -> Runner:
        runners.append(Runner(checkout, **environment))
        return runners[-1]

    yield start
    for runner in runners:
        runner.end(signal.SIGTERM)
