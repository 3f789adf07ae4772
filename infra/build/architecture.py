"""Which architecture to build for: ARCHITECTURE, else what is deployed, else the template's default."""

import os
import platform

from infra import sam_config
from infra.build.runtime import ARCHITECTURES, BuildError
from infra.sam_config import SamConfig


def wanted_architecture(config: SamConfig | None = None) -> str:
    """Raises BuildError for a name that Lambda doesn't know."""
    found = os.environ.get("ARCHITECTURE") or (config or sam_config.read()).parameter("Architecture")
    if found not in ARCHITECTURES:
        raise BuildError(f"heed: {found} is no architecture of Lambda; it is one of {', '.join(ARCHITECTURES)}")
    return found


def this_machine() -> str:
    return "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
