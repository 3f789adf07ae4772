"""Makes `.venv` and keeps it at what the two requirements files say. Only the standard library exists before that."""

import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.dev.file_lock import exclusive
from infra.dev.progress import phase

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "heed-installed"
DEVELOPMENT = ROOT / "requirements-dev.txt"
REQUIREMENTS = (ROOT / "requirements.txt", DEVELOPMENT)


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
    with phase(f"installing packages ({'first time only' if first_time else 'the requirements changed'})"):
        complaint = "heed: the packages could not be installed, see above; try again when the cause is gone"
        install_requirements(PYTHON, REQUIREMENTS, complaint)


def install_requirements(python: Path, files: Sequence[Path], complaint: str) -> None:
    """With uv, which takes seconds where pip takes minutes. It reads no pip.conf: where only that knows the way to the
    packages, pip installs them.
    """
    options = [option for file in files for option in ("-r", str(file))]
    get_uv = [*pip_install(PYTHON), "-c", str(DEVELOPMENT), "uv"]  # The pinned one.
    uv_install = [str(PYTHON), "-m", "uv", "pip", "install", "-q", "--python", str(python)]
    if not (succeeds(get_uv) and succeeds([*uv_install, *options])):
        run([*pip_install(python), *options], complaint)


def pip_install(python: Path) -> list[str]:
    return [str(python), "-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check"]


def succeeds(command: list[str]) -> bool:
    return quietly(command).returncode == 0


def run(command: list[str], complaint: str) -> None:
    """Runs quietly; what the command said is shown when it fails."""
    finished = quietly(command)
    if finished.returncode:
        print("\n" + finished.stdout + finished.stderr, file=sys.stderr)
        sys.exit(complaint)


def quietly(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True)
