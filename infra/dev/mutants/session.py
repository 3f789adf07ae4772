"""One module's mutants, by cosmic-ray: made, run, and what became of each. Kept in a file, so that it can go on."""

import hashlib
import json
import shlex
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from infra.dev.progress import phase
from infra.tools.environment import prepare

# One other operator for each: what notices that `+` became `-` notices the ten others, too. `|` is in types.
BINARY = "Add_Sub|Sub_Add|Mul_Div|Div_Mul|Mod_Mul|FloorDiv_Mul|BitAnd_BitOr"
# The neighbour, and the opposite.
COMPARED = (
    "Eq_NotEq|NotEq_Eq|Lt_LtE|Lt_GtE|LtE_Lt|LtE_Gt|Gt_GtE|Gt_LtE|GtE_Gt|GtE_Lt|Is_IsNot|IsNot_Is|In_NotIn|NotIn_In"
)
EXCLUDED = [
    f"core/ReplaceBinaryOperator_(?!({BINARY})$).*",
    f"core/ReplaceComparisonOperator_(?!({COMPARED})$).*",
    "core/ReplaceUnaryOperator_.*",
]
TIMEOUT = 600  # Seconds for the tests of one mutant.
RESULTS = """
    SELECT operator_name, start_pos_row, start_pos_col, test_outcome, diff, worker_outcome FROM mutation_specs
    JOIN work_results USING (job_id) ORDER BY start_pos_row, start_pos_col, operator_name, occurrence
"""


class Survivor(NamedTuple):
    key: str
    diff: str


class Result(NamedTuple):
    killed: int
    survivors: list[Survivor]


class Session:
    def __init__(self, tree: Path, module: str, tests: list[str]) -> None:
        self.tree = tree
        self.module = module
        self.tests = tests
        self.programs = prepare("mutants")
        name = module.removesuffix(".py").replace("/", ".")
        self.file = tree.parent / f"{name}.{self.fingerprint()}.sqlite"
        self.config = tree.parent / f"{name}.toml"

    def fingerprint(self) -> str:
        """Of the module and the tests that are to notice: when either changes, it begins anew."""
        content = hashlib.sha256((self.tree / self.module).read_bytes())
        for test in self.tests:
            place = self.tree / test
            for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
                content.update(path.read_bytes())
        return content.hexdigest()[:16]

    def run(self) -> None:
        self.config.write_text(self.configuration())
        if not self.file.exists():
            begun = self.file.with_suffix(".new")
            begun.unlink(missing_ok=True)
            self.call("cosmic-ray", "init", str(self.config), str(begun))
            self.call("cr-filter-operators", str(begun), str(self.config))
            begun.rename(self.file)
        with phase(f"{self.module}, {self.open_mutants()} mutants against {' '.join(self.tests)}"):
            self.call("cosmic-ray", "exec", str(self.config), str(self.file))

    def configuration(self) -> str:
        python = self.tree / ".venv" / "bin" / "python"
        # Mutants that make the suite wait for ever are noticed by the time-out.
        tests = [str(python), "-m", "pytest", "-x", "-q", "-n", "0", "--no-header", *self.tests]
        return "\n".join(
            (
                "[cosmic-ray]",
                f"module-path = [{json.dumps(self.module)}]",
                f"timeout = {TIMEOUT}.0",
                "excluded-modules = []",
                f"test-command = {json.dumps(shlex.join(tests))}",
                "[cosmic-ray.distributor]",
                'name = "local"',
                "[cosmic-ray.filters.operators-filter]",
                f"exclude-operators = {json.dumps(EXCLUDED)}",
                "",
            )
        )

    def call(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        finished = subprocess.run(command, cwd=self.tree, check=False, capture_output=True, text=True)
        if finished.returncode:
            sys.exit(f"{finished.stdout}{finished.stderr}\nheed: {program} failed on {self.module}, see above")

    def open_mutants(self) -> int:
        with closing(sqlite3.connect(self.file)) as database:
            everything = "SELECT count(*) FROM mutation_specs WHERE job_id NOT IN (SELECT job_id FROM work_results)"
            return int(database.execute(everything).fetchone()[0])

    def result(self) -> Result:
        with closing(sqlite3.connect(self.file)) as database:
            rows = database.execute(RESULTS).fetchall()
        lines = (self.tree / self.module).read_text().splitlines()
        seen: Counter[str] = Counter()
        killed, survivors = 0, []
        for operator, row, _, outcome, diff, worker in rows:
            if worker == "SKIPPED":
                continue
            place = f"{self.module}: {operator.removeprefix('core/')}: {lines[row - 1].strip()}"
            seen[place] += 1
            key = place if seen[place] == 1 else f"{place} ({seen[place]})"
            if outcome == "SURVIVED":
                survivors.append(Survivor(key, diff))
            else:
                killed += 1
        return Result(killed, survivors)
