"""Folders of their own for servers and checkouts: inside the checkout, where whoever PostgreSQL runs as gets to."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings.config import ROOT


@pytest.fixture
def scratch() -> Iterator[Path]:
    folder = ROOT / ".local" / f"scratch-{uuid.uuid4().hex[:8]}"
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder)
