"""Lambda's Python, which the folder is built with: bytecode of any other minor version is ignored there."""

import functools
import shutil
import subprocess
from pathlib import Path

VERSION = "3.13"
TASK_ROOT = "/var/task"  # Where Lambda unpacks the folder.
ARCHITECTURES = {"arm64": "aarch64", "x86_64": "x86_64"}  # As AWS calls them, and as wheels do.


class BuildError(SystemExit):
    """One line that says why the folder can't be built and what to do."""


@functools.cache
def find_python() -> Path:
    """An interpreter of the runtime's version. A name on PATH proves nothing (pyenv's shims), so each is asked."""
    on_path = shutil.which(f"python{VERSION}")
    candidates = [Path(on_path)] if on_path else []
    candidates += sorted(Path.home().glob(f".pyenv/versions/{VERSION}*/bin/python{VERSION}"))
    for candidate in candidates:
        ask = [str(candidate), "-c", "import sys, pip; print('%d.%d' % sys.version_info[:2])"]
        answer = subprocess.run(ask, check=False, capture_output=True, text=True)
        if answer.stdout.strip() == VERSION:
            return candidate
    raise BuildError(
        f"heed: building for Lambda needs Python {VERSION} with pip; install it with `pyenv install {VERSION}`, "
        "or from https://www.python.org/downloads/"
    )
