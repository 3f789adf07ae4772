"""PostgreSQL's postmaster.pid: which process claims a data directory, on which port, and whether that can be true."""

from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class PidFile:
    process: int
    port: int | None  # None while the server starts: it writes that line a little later.


def read(data_directory: Path) -> PidFile | None:
    """Lines 1 and 4 (src/include/utils/pidfile.h)."""
    try:
        lines = (data_directory / "postmaster.pid").read_text().split("\n")
    except FileNotFoundError:
        return None
    port = lines[3].strip() if len(lines) > 3 else ""
    return PidFile(int(lines[0]), int(port) if port else None) if lines[0].strip().isdigit() else None


def remove(data_directory: Path) -> None:
    (data_directory / "postmaster.pid").unlink(missing_ok=True)


def names_a_postgres(found: PidFile) -> bool:
    """False where the server is gone, and where its number now belongs to another program."""
    try:
        process = psutil.Process(found.process)
        # In a container nobody may collect a killed server: its entry stays, as a zombie.
        return "postgres" in process.name() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
