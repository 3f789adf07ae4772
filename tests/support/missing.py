"""What a machine may lack: there the tests that need it are skipped, and say so; in CI they fail."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from infra.dev.browser import BrowserMissing
from infra.tools.environment import NodeMissing


@contextmanager
def skipped_where_missing() -> Iterator[None]:
    try:
        yield
    except (BrowserMissing, NodeMissing) as missing:
        reason = str(missing).removeprefix("heed: ")
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
