"""`make build`: `sam build`, which calls back here for each function (template.yaml: BuildMethod: makefile)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra.build.architecture import wanted_architecture
from infra.build.folder import ROOT, digest, size
from infra.build.runtime import BuildError
from infra.dev.progress import phase
from infra.tools import environment

BUILT = ROOT / ".aws-sam" / "build"
FUNCTIONS = ("ApiFunction", "MigrateFunction", "OutboxFunction", "CourierFunction")


def main(arguments: list[str]) -> int:
    architecture = wanted_architecture()
    build(BUILT, architecture, arguments)
    folder = BUILT / FUNCTIONS[0]
    print(f"heed: {folder.relative_to(ROOT)} for {architecture}: {size(folder) / 1e6:.1f} MB, {digest(folder)[:16]}")
    return 0


def build(target: Path, architecture: str, arguments: list[str] | None = None) -> None:
    """Raises BuildError."""
    if not shutil.which("make"):
        raise BuildError("heed: `sam build` needs the program make; install it with your package manager")
    sam = environment.prepare("sam") / "sam"
    command = [str(sam), "build", "--build-in-source", "--build-dir", str(target)]
    command += ["--parameter-overrides", f"Architecture={architecture}"]
    callback = {"ARCHITECTURE": architecture, "PYTHON": sys.executable}
    with phase(f"building for {architecture}"):
        finished = subprocess.run(
            [*command, *(arguments or [])],
            check=False,
            cwd=ROOT,
            env=sam_environment() | callback,
            capture_output=True,
            text=True,
        )
    if finished.returncode:
        print(finished.stdout + finished.stderr)
        raise BuildError("heed: sam build failed, see above")


def sam_environment() -> dict[str, str]:
    """SAM CLI reports its use to AWS unless it is told not to."""
    return os.environ | {"SAM_CLI_TELEMETRY": "0"}
