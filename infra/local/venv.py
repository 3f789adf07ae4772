"""Makes `.venv` and keeps it at what the two requirements files say. Only the standard library exists before that."""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from infra.local.file_lock import exclusive
from infra.local.progress import phase

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "heed-installed"
REQUIREMENTS = (ROOT / "requirements.txt", ROOT / "requirements-dev.txt")


def is_active() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def prepare() -> Path:
    """The venv's interpreter, with everything installed."""
    with exclusive(ROOT / ".local" / "venv.lock"):
        wanted = fingerprint()
        if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
            return PYTHON
        # Without the stamp an install that is interrupted is seen by the next start, and done again.
        first_time = not STAMP.exists()
        STAMP.unlink(missing_ok=True)
        if not has_pip_of_this_version():
            create()
            first_time = True
        install(first_time)
        STAMP.write_text(wanted)
    return PYTHON


def fingerprint() -> str:
    requirements = b"\0".join(file.read_bytes() for file in REQUIREMENTS)
    return f"Python {this_version()}, requirements {hashlib.sha256(requirements).hexdigest()}\n"


def this_version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def has_pip_of_this_version() -> bool:
    """A venv that its owner made the plain way is used as it is; a broken or half-made one is not."""
    if not PYTHON.exists():
        return False
    ask = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    answer = subprocess.run([PYTHON, "-c", ask], check=False, capture_output=True, text=True)
    return answer.stdout.strip() == this_version()


def create() -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit(
            f"heed: this Python ({sys.executable}) cannot make virtual environments; on Debian and Ubuntu: "
            f"sudo apt install python{this_version()}-venv"
        )
    with phase(f"making .venv with Python {this_version()}"):
        run([sys.executable, "-m", "venv", "--clear", str(VENV)], "heed: .venv could not be made, see above")


def install(first_time: bool) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check"]
    for file in REQUIREMENTS:
        command += ["-r", str(file)]
    with phase(f"installing packages ({'first time only' if first_time else 'the requirements changed'})"):
        run(command, "heed: the packages could not be installed, see above; try again when the cause is gone")


def run(command: list[str], complaint: str) -> None:
    """Runs quietly; what the command said is shown when it fails."""
    finished = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if finished.returncode:
        print("\n" + finished.stdout + finished.stderr, file=sys.stderr)
        sys.exit(complaint)
