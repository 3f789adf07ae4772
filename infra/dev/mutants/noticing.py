"""Which tests have to notice: those of the same wing, and of what stands on it."""

import tomllib
from functools import cache
from pathlib import Path

from infra.dev.venv import ROOT

ASKED = ROOT / "tests" / "noticing.toml"
# What goes over the wire is there, to the last bound and example: also what is only done at import.
CONTRACT = "tests/http/test_contract.py"
# All tables are compared there with those of the database.
SCHEMA = "tests/models"


def noticing(module: str) -> list[str]:
    """Files and folders, for pytest."""
    parts = Path(module).parts
    wing = "/".join(parts[:2]) if parts[0] == "app" else parts[0]
    places = (str(place) for place in (Path(module), *Path(module).parents))
    named = next((asked()[place] for place in places if place in asked()), [f"tests/{Path(wing).stem}"])
    found = [name for name in named if (ROOT / name).exists()]
    return [*found, CONTRACT] if (ROOT / wing / "routes.py").exists() else found or ["tests/http"]


@cache
def asked() -> dict[str, list[str]]:
    """By module or folder."""
    listed: dict[str, dict[str, list[str]]] = tomllib.loads(ASKED.read_text())
    return {
        place: [
            f"tests/{folder}" if name == "*" else f"tests/{folder}/test_{name}.py"
            for folder, names in folders.items()
            for name in names
        ]
        for place, folders in listed.items()
    }
