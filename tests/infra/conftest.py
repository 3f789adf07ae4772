"""Folders of their own for servers and checkouts: inside the checkout, where whoever PostgreSQL runs as gets to."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.settings.config import ROOT


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
