"""A lock between processes that the system releases when its holder dies, however it dies."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

FOREIGN = "belongs to another user (an earlier run as root?); give it back: sudo chown -R $(id -un) .local .venv"

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Waits for the lock as long as it takes: its holders do work that ends by itself."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except PermissionError:
        sys.exit(f"heed: {path} {FOREIGN}")
    with file:
        while True:
            try:
                _try_lock(file)
                break
            except OSError:
                time.sleep(0.1)
        yield  # Closing the file releases the lock.
