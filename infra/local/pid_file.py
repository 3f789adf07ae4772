"""PostgreSQL's postmaster.pid: which process claims a data directory, on which port, and whether that can be true."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


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
    if sys.platform == "linux":
        try:
            status = Path(f"/proc/{found.process}/status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return False
        # In a container nobody may collect a killed server: its entry stays, as a zombie.
        return "Name:\tpostgres" in status and "State:\tZ" not in status
    if sys.platform == "win32":
        ask = ["tasklist", "/NH", "/FI", f"PID eq {found.process}"]
    else:
        ask = ["ps", "-o", "comm=", "-p", str(found.process)]
    return "postgres" in subprocess.run(ask, check=False, capture_output=True, text=True).stdout
