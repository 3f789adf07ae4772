"""Waiting for what a page shows a moment later."""

import time
from collections.abc import Callable
from typing import TypeVar

from selenium.common.exceptions import StaleElementReferenceException

Found = TypeVar("Found")
SECONDS = 5


def until(look: Callable[[], Found], *, shown: Callable[[], str]) -> Found:
    """What `look` finds as soon as it finds something. `shown`: what there is instead, for the failure."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            if found := look():
                return found
        except StaleElementReferenceException:
            pass  # It was replaced while it was looked at.
        assert time.monotonic() < deadline, shown()
        time.sleep(0.05)  # A look takes 10 ms of CPU, which what is waited for needs, too.
