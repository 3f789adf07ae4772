"""`make mutants part=app/votes`: breaks the modules there, one place at a time, and says what no test noticed.

It works on a copy of the checkout, so that a mutant is never in the code that one edits, and takes up where it was
stopped as long as modules and their tests stay as they were.
"""

import sys
from pathlib import Path

from infra.dev.mutants.copying import TREE, copy_checkout
from infra.dev.mutants.known import KNOWN, equivalents
from infra.dev.mutants.noticing import noticing
from infra.dev.mutants.session import Session, Survivor
from infra.dev.venv import ROOT

SHIPPED = ("app", "handler", "migrations")


def main(arguments: list[str]) -> int:
    modules = modules_in(arguments[0] if arguments else "")
    copy_checkout()
    known, unknown, killed = equivalents(), 0, 0
    for module in modules:
        session = Session(TREE, module, noticing(module))
        session.run()
        result = session.result()
        killed += result.killed
        survivors = [each for each in result.survivors if each.key not in known]
        unknown += len(survivors)
        print(f"heed: {module}: {result.killed} of {result.killed + len(result.survivors)} noticed")
        for survivor in survivors:
            show(survivor)
    print(f"heed: {killed} noticed, {unknown} not; what changes nothing is named in {KNOWN.relative_to(ROOT)}")
    return 1 if unknown else 0


def modules_in(part: str) -> list[str]:
    """Of a file or folder. Raises SystemExit for what ships no module."""
    place = (ROOT / part).resolve()
    found = [place] if place.is_file() else sorted(place.rglob("*.py"))
    names = [str(path.relative_to(ROOT)) for path in found if path.is_relative_to(ROOT)]
    modules = [name for name in names if Path(name).parts[0] in SHIPPED and "versions" not in Path(name).parts]
    if not modules:
        sys.exit(f"heed: part must be a module or a folder of {', '.join(SHIPPED)}, as part=app/votes/changes.py")
    return modules


def show(survivor: Survivor) -> None:
    print(f"\n{survivor.key}\n{survivor.diff}")
