"""Remembers Ctrl-C, SIGTERM and a closed terminal, so that a command stops where nothing is half done."""

import os
import signal
import subprocess
import threading
from types import FrameType


class Shutdown:
    """Raises nothing: a command asks `requested()` between its steps, and a second Ctrl-C changes nothing."""

    def __init__(self) -> None:
        self._signalled = threading.Event()
        # A killed make leaves its child running; whoever killed make meant that child.
        self._make = os.getppid() if "MAKELEVEL" in os.environ else None
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._remember)

    def requested(self) -> bool:
        return self._signalled.is_set() or (self._make is not None and self._make != os.getppid())

    def wait(self, seconds: float) -> None:
        self._signalled.wait(seconds)

    def wait_for(self, process: subprocess.Popen[str]) -> int | None:
        """The status of the process, or None when the stop came first."""
        while not self.requested():
            try:
                return process.wait(0.2)
            except subprocess.TimeoutExpired:
                continue
        return None

    def _remember(self, number: int, frame: FrameType | None) -> None:
        self._signalled.set()
