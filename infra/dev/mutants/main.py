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

from infra.dev.mutants.copying import TREE, copy_checkout
from infra.dev.mutants.known import KNOWN, equivalents
from infra.dev.mutants.noticing import noticing
from infra.dev.mutants.results import NOBODY, Results
from infra.dev.progress import phase
from infra.dev.venv import ROOT
from infra.tools.environment import prepare

SHIPPED = ("app", "handler", "migrations")
MADE = TREE.parent / "mutants.json"


def main(arguments: list[str]) -> int:
    modules = modules_in(arguments[0] if arguments else "")
    copy_checkout()
    known, totals = equivalents(), Counter[str]()
    for tests, group in groupby(modules, noticing):
        mutants = make(list(group))
        results = {module: Results(TREE, module, tests) for module in mutants}
        if any(mutant["key"] not in results[module].noticed for module in mutants for mutant in mutants[module]):
            try_out(tests)
        for module, each in mutants.items():
            noticed = Results(TREE, module, tests).noticed
            survivors = [mutant for mutant in each if noticed[mutant["key"]] == NOBODY]
            unknown = [mutant for mutant in survivors if mutant["key"] not in known]
            totals.update(mutants=len(each), named=len(survivors) - len(unknown), unnoticed=len(unknown))
            print(f"heed: {module}: {len(each) - len(survivors)} of {len(each)} noticed")
            for mutant in unknown:
                print(f"\n{mutant['key']}\n{mutant['diff']}\n")
    noticed_by_a_test = totals["mutants"] - totals["named"] - totals["unnoticed"]
    print(
        f"heed: {totals['mutants']} mutants: {noticed_by_a_test} noticed, {totals['named']} change nothing, as "
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
