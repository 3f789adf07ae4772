"""Which architecture to build for: ARCHITECTURE, else what is deployed, else the template's default."""

import os
import platform
import re
import tomllib
from typing import Any

from infra.build.folder import ROOT
from infra.build.runtime import ARCHITECTURES, BuildError

SAM_CONFIG = ROOT / "samconfig.toml"


def wanted_architecture() -> str:
    """Raises BuildError for a name that Lambda doesn't know."""
    found = os.environ.get("ARCHITECTURE") or deployed_parameters().get("Architecture") or template_default()
    if found not in ARCHITECTURES:
        raise BuildError(f"heed: {found} is no architecture of Lambda; it is one of {', '.join(ARCHITECTURES)}")
    return found


def deployed_parameters() -> dict[str, str]:
    """The template's parameters, as `make deploy` keeps them."""
    deploy: dict[str, Any] = tomllib.loads(SAM_CONFIG.read_text())["default"]["deploy"]["parameters"]
    pairs: list[str] = deploy.get("parameter_overrides", [])
    return dict(pair.split("=", 1) for pair in pairs)


def template_default() -> str:
    found = re.search(
        r"^  Architecture:\n    Type: String\n    Default: (\w+)$", (ROOT / "template.yaml").read_text(), re.M
    )
    assert found
    return found[1]


def this_machine() -> str:
    return "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
