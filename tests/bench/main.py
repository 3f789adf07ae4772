"""`make bench`: every part of the measurements, or those that are named; prints tables and verdicts on the budgets."""

import importlib
import sys
import traceback
from pathlib import Path

from app.settings.config import ROOT
from tests.bench import plots, report
from tests.bench.result import Part
from tests.bench.stage import Stage, stage
from tests.support.signals import end_in_order

RESULTS = ROOT / ".local" / "bench"
PARTS = ("cold", "requests", "growth", "load", "round_trips", "memory", "pages", "outbox", "functions")


def main(arguments: list[str]) -> int:
    """Whatever ends it, what was measured until then is kept and printed."""
    if unknown := set(arguments) - set(PARTS):
        print(f"heed: there is no part {', '.join(unknown)}; the parts are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    RESULTS.mkdir(parents=True, exist_ok=True)
    end_in_order()
    parts: dict[str, Part] = {}
    try:
        with stage() as ready:
            for name in arguments or PARTS:
                parts[name] = measure(name, ready)
    finally:
        if parts:
            show(parts)
    return 0 if all(budget.kept for part in parts.values() for budget in part.budgets) else 1


def measure(name: str, ready: Stage) -> Part:
    print(f"\nheed: {name.replace('_', ' ')}", flush=True)
    log_of(name).unlink(missing_ok=True)
    try:
        part: Part = importlib.import_module(f"tests.bench.{name}").measure(ready)
        report.keep(name, part, RESULTS)
        report.summarise(PARTS, RESULTS)
        plots.draw(name, part.figures, RESULTS)
    except Exception as error:  # Whatever it is: what other parts measured is kept, and this one's reason told.
        raise SystemExit(complaint(name, error)) from error
    return part


def complaint(name: str, error: Exception) -> str:
    log = log_of(name)
    log.write_text("".join(traceback.format_exception(error)))
    reason = (str(error).strip() or type(error).__name__).splitlines()[0].removeprefix("heed: ")
    again = f"when that is cured: make bench part={name}"
    return f"heed: {name} failed: {reason}; all about it is in {log.relative_to(ROOT)}; {again}"


def log_of(name: str) -> Path:
    return RESULTS / f"{name}.log"


def show(parts: dict[str, Part]) -> None:
    print("\n" + "\n\n".join([report.machine(), *report.tables_of(parts.values()), report.verdicts_of(parts.values())]))
    print(f"\nheed: the figures, tables and plots are in {RESULTS.relative_to(ROOT)}/")
