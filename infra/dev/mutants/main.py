"""`make mutants part=app/votes`: breaks the modules there, one place at a time, and says what no test noticed.

It works on a copy of the checkout, so that a mutant is never in the code that one edits, and takes up where it was
stopped as long as modules and their tests stay as they were.
"""

import json
import subprocess
import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

from infra.dev.file_lock import exclusive
from infra.dev.mutants.copying import TREE, copy_checkout
from infra.dev.mutants.known import KNOWN, unknown
from infra.dev.mutants.noticing import noticing
from infra.dev.mutants.results import NOBODY, Results
from infra.dev.progress import phase
from infra.dev.venv import ROOT
from infra.tools.environment import prepare

SHIPPED = ("app", "handler", "migrations")
MADE = TREE.parent / "mutants.json"


def main(arguments: list[str]) -> int:
    modules = modules_in(arguments[0] if arguments else "")
    with exclusive(MADE.with_suffix(".lock")):  # A second one would take the mutants of the first out of the copy.
        return try_modules(modules)


def try_modules(modules: list[str]) -> int:
    copy_checkout()
    totals = Counter[str]()
    for tests, group in groupby(sorted(modules, key=noticing), noticing):
        mutants = make(list(group))
        if any(Results(TREE, module, tests).still_open(unknown(each)) for module, each in mutants.items()):
            try_out(tests)
        for module, each in mutants.items():
            noticed, asked = Results(TREE, module, tests).noticed, unknown(each)
            survivors = [mutant for mutant in asked if noticed[mutant["key"]] == NOBODY]
            totals.update(named=len(each) - len(asked), noticed=len(asked) - len(survivors), unnoticed=len(survivors))
            print(f"heed: {module}: {len(asked) - len(survivors)} of {len(asked)} noticed")
            for mutant in survivors:
                print(f"\n{mutant['key']}\n{mutant['diff']}\n")
    print(
        f"heed: {totals.total()} mutants: {totals['noticed']} noticed, {totals['named']} change nothing, as "
        f"{KNOWN.relative_to(ROOT)} says, {totals['unnoticed']} not noticed"
    )
    return 1 if totals["unnoticed"] else 0


def modules_in(part: str) -> list[str]:
    """Of a file or folder. Raises SystemExit for what ships no module."""
    place = (ROOT / part).resolve()
    found = [place] if place.is_file() else sorted(place.rglob("*.py"))
    names = [str(path.relative_to(ROOT)) for path in found if path.is_relative_to(ROOT)]
    modules = [name for name in names if Path(name).parts[0] in SHIPPED and "versions" not in Path(name).parts]
    if not modules:
        sys.exit(f"heed: part must be a module or a folder of {', '.join(SHIPPED)}, as part=app/votes/changes.py")
    return modules


def make(modules: list[str]) -> dict[str, list[dict[str, str]]]:
    """The mutants of each, also in a file for those who try them."""
    python = prepare("mutants") / "python"
    command = [str(python), "-I", str(Path(__file__).with_name("making.py")), *modules]
    with phase(f"making the mutants of {len(modules)} modules"):
        printed = subprocess.run(command, cwd=TREE, check=True, stdout=subprocess.PIPE, text=True).stdout
    MADE.write_text(printed)
    return dict(json.loads(printed))


def try_out(tests: list[str]) -> None:
    python = TREE / ".venv" / "bin" / "python"
    command = [str(python), "-m", "infra.dev.mutants.trials", str(MADE), *tests]
    if subprocess.run(command, cwd=TREE, check=False).returncode:
        sys.exit("heed: the mutants could not be tried, see above")
