"""Makes `.local/tools/NAME`, on the runtime's own Python, and keeps it at what NAME.txt says."""

import hashlib
from pathlib import Path

from infra.build.runtime import find_python
from infra.dev.file_lock import exclusive
from infra.dev.progress import phase
from infra.dev.venv import ROOT, install_requirements, run

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
                install_requirements(environment / "bin" / "python", [requirements], f"heed: {name} can't be installed")
            stamp.write_text(wanted)
    return environment / "bin"
