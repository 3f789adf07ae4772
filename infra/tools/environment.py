"""Makes `.local/tools/NAME`, and keeps it at what is pinned here: on the runtime's own Python, or on Node."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from infra.build.runtime import find_python
from infra.dev.file_lock import exclusive
from infra.dev.progress import phase
from infra.dev.venv import ROOT, install_requirements, run

TOOLS = ROOT / ".local" / "tools"
NODE = Path(__file__).with_name("node")


class NodeMissing(SystemExit):
    """What it takes is in no package of Python's."""


def prepare(name: str) -> Path:
    """The folder of programs of NAME.txt, with everything installed."""
    requirements = Path(__file__).with_name(f"{name}.txt")
    python = find_python()

    def install(environment: Path) -> None:
        run([str(python), "-m", "venv", "--clear", str(environment)], f"heed: {environment} could not be made")
        install_requirements(environment / "bin" / "python", [requirements], f"heed: {name} can't be installed")

    return keep(name, str(python).encode() + b"\0" + requirements.read_bytes(), install) / "bin"


def prepare_node() -> Path:
    """The folder of the packages that node/package-lock.json names; their programs are in its `.bin`."""
    npm = find_npm()
    pins = [NODE / name for name in ("package.json", "package-lock.json")]

    def install(environment: Path) -> None:
        environment.mkdir(exist_ok=True)
        for file in pins:
            shutil.copy(file, environment)
        # None of them needs the scripts that a package may want to run when it is installed.
        command = [npm, "ci", "--prefix", str(environment), "--ignore-scripts", "--no-audit", "--no-fund"]
        run(command, "heed: the packages of infra/tools/node can't be installed, see above")

    return keep("node", b"\0".join(file.read_bytes() for file in pins), install) / "node_modules"


def find_npm() -> str:
    """Raises NodeMissing."""
    npm = shutil.which("npm")
    if not (npm and shutil.which("node")):
        raise NodeMissing("heed: needs Node 18.19 or later and npm; on Debian and Ubuntu: sudo apt install nodejs npm")
    return npm


def keep(name: str, wanted: bytes, install: Callable[[Path], None]) -> Path:
    """The environment, installed anew unless that was done for the same pins, and to the end."""
    environment = TOOLS / name
    stamp = environment / "heed-installed"
    fingerprint = hashlib.sha256(wanted).hexdigest()
    with exclusive(TOOLS / f"{name}.lock"):
        if not stamp.exists() or stamp.read_text() != fingerprint:
            stamp.unlink(missing_ok=True)
            with phase(f"installing the tool environment {name} (first time, or after its requirements changed)"):
                install(environment)
            stamp.write_text(fingerprint)
    return environment
