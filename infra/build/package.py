"""What `sam build` calls for each function: fills its folder. Both functions get the same one."""

import shutil
from pathlib import Path

from infra.build.architecture import wanted_architecture
from infra.build.folder import build


def main(arguments: list[str]) -> int:
    """Its one argument is the folder, which SAM calls ARTIFACTS_DIR."""
    target = Path(arguments[0])
    shutil.rmtree(target, ignore_errors=True)
    build(target, wanted_architecture())
    return 0
