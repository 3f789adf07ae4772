"""Makes `.local/tools/NAME`, on the runtime's own Python, and keeps it at what NAME.txt says."""

import hashlib
from pathlib import Path

from infra.build.runtime import find_python
from infra.local.file_lock import exclusive
from infra.local.progress import phase
from infra.local.venv import ROOT, run

TOOLS = ROOT / ".local" / "tools"


def prepare(name: str) -> Path:
    """The environment's folder of programs, with everything installed."""
    environment = TOOLS / name
    requirements = Path(__file__).with_name(f"{name}.txt")
    stamp = environment / "heed-installed"
    python = find_python()
    wanted = hashlib.sha256(str(python).encode() + b"\0" + requirements.read_bytes()).hexdigest()
    with exclusive(TOOLS / f"{name}.lock"):
        if not stamp.exists() or stamp.read_text() != wanted:
            stamp.unlink(missing_ok=True)
            with phase(f"installing the tool environment {name} (first time, or after its requirements changed)"):
                run([str(python), "-m", "venv", "--clear", str(environment)], f"heed: {environment} could not be made")
                pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "-q", "--no-input"]
                run([*pip, "--disable-pip-version-check", "-r", str(requirements)], f"heed: {name} can't be installed")
            stamp.write_text(wanted)
    return environment / "bin"
