"""Writes answers into samconfig.toml. Everything else in it, comments too, stays as it is."""

from pathlib import Path
from typing import Any

import tomlkit

from infra import sam_config
from infra.sam_config import SamConfig

# What an environment needs besides its answers, where the file doesn't say it.
OPTIONS: dict[str, dict[str, object]] = {
    "build": {"build_in_source": True},
    "deploy": {
        "capabilities": "CAPABILITY_IAM CAPABILITY_AUTO_EXPAND",
        "resolve_s3": True,
        "confirm_changeset": False,
        "fail_on_empty_changeset": False,
    },
}


def write(config: SamConfig, file: Path | None = None) -> None:
    file = file or sam_config.FILE
    document = tomlkit.parse(file.read_text() if file.exists() else "")
    document.setdefault("version", 0.1)  # SAM CLI refuses a file without it.
    deploy = table(document, config.environment, "deploy")
    for name, value in (("stack_name", config.stack), ("region", config.region)):
        place = deploy if name in deploy else table(document, config.environment, "global")
        place[name] = value
    for command, options in OPTIONS.items():
        found = table(document, config.environment, command)
        for name, option in options.items():
            if not (name == "resolve_s3" and "s3_bucket" in config.options):
                found.setdefault(name, option)
    parameters = tomlkit.array()
    parameters.extend(sam_config.quoted(config.parameters))
    deploy["parameter_overrides"] = parameters.multiline(multiline=bool(config.parameters))
    file.write_text(tomlkit.dumps(document))


def table(document: Any, environment: str, command: str) -> Any:
    """[environment.command.parameters], made where it is missing."""
    for name in (environment, command):
        if name not in document:
            document[name] = tomlkit.table(is_super_table=True)
        document = document[name]
    if "parameters" not in document:
        document["parameters"] = tomlkit.table()
    return document["parameters"]
