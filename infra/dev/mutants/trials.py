"""Tries the mutants of one wing: runs in the copy of the checkout, with PostgreSQL up and all libraries imported.

    python -m infra.dev.mutants.trials MUTANTS TEST ...

Each mutant is written to its file, and a fork runs the tests. Before, all tests run once with nothing broken, to see
what each executes and how long it takes; what fails then is not asked about mutants.
"""

import gc
import importlib
import os
import signal
import sys
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path

from coverage import Coverage, CoverageData
from hypothesis import settings

from infra.dev.mutants.fork import Tell, in_fork
from infra.dev.mutants.hot import Hot
from infra.dev.mutants.known import unknown
from infra.dev.mutants.pytest_runs import Chosen, Traced, run_tests
from infra.dev.mutants.results import NOBODY, Results, read_mutants
from infra.dev.mutants.selection import Selection
from infra.dev.progress import phase
from infra.dev.venv import ROOT as TREE  # This runs in the copy.

LOG = TREE.parent / "pytest.log"
TRACED = TREE.parent / "traced"
BASELINE = 3600.0  # Seconds for all tests with nothing broken.
OURS = ("app", "handler", "migrations", "tests")


def main(mutants: str, *tests: str) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    made = read_mutants(Path(mutants))
    settings.register_profile("mutants", derandomize=True, database=None)
    settings.load_profile("mutants")
    importlib.import_module("tests.conftest")
    database = importlib.import_module("tests.support.database")
    database.start()
    try:
        warm_up(list(tests))
        with phase(f"running {' '.join(tests)} with nothing broken"):
            selection = trace(list(made), list(tests))
        hot = Hot(TREE, list(tests), LOG.with_suffix(".hot.log"))
        for module, each in made.items():
            results = Results(TREE, module, list(tests))
            still_open = results.still_open(unknown(each))
            with phase(f"{module}, {len(still_open)} mutants"):
                for mutant in still_open:
                    results.add(mutant["key"], who_notices(hot, selection, module, mutant["source"]))
    finally:
        database.stop()


def warm_up(tests: list[str]) -> None:
    """Imports what the tests need, and forgets the project's own modules again."""
    url = os.environ["DATABASE_URL"]
    with LOG.open("w") as log, redirect_stdout(log):
        run_tests(Chosen("warm", [], print), tests, "--collect-only")
    os.environ["DATABASE_URL"] = url
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]
    gc.collect()
    gc.freeze()  # Collections in the forks pass over what was here before.


def trace(modules: list[str], tests: list[str]) -> Selection:
    def traced(tell: Tell) -> int:
        coverage = Coverage(data_file=str(TRACED), config_file=False, include=modules)
        coverage.start()
        run_tests(Traced("traced", coverage, tell), tests)
        coverage.stop()
        coverage.save()
        return 0

    TRACED.unlink(missing_ok=True)
    ended = in_fork(traced, BASELINE, LOG)
    if not ended.passed:
        sys.exit(f"\nheed: the tests could not be run with nothing broken, see {LOG}")
    took = [line.split(" ", 2)[1:] for line in ended.said if line.startswith("took ")]
    failed = {line.split(" ", 1)[1] for line in ended.said if line.startswith("failed ")}
    for test in sorted(failed):
        print(f"\nheed: {test} fails with nothing broken, and isn't asked", flush=True)
    data = CoverageData(str(TRACED))
    data.read()
    return Selection(TREE, modules, data, {test: float(each) for each, test in took if test not in failed})


def who_notices(hot: Hot, selection: Selection, module: str, mutant: str) -> str:
    """A test, or NOBODY. The likeliest are asked in a hot process first; only a cold one imports the mutant."""
    file = TREE / module
    original = selection.originals[module]
    try:
        file.write_text(mutant)
        batches = selection.batches(module, mutant)
        for ask_them in (partial(hot.who_notices, str(file), mutant), ask):
            for batch in batches:
                noticed = ask_them(batch, 20 + 5 * sum(selection.seconds[test] for test in batch))
                if noticed != NOBODY:
                    selection.note(module, noticed)
                    return noticed
        return NOBODY
    finally:
        file.write_text(original)


def ask(batch: list[str], seconds: float) -> str:
    def asked(tell: Tell) -> int:
        # What is written within one second and has the same size would pass for what was compiled before.
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        return run_tests(Chosen(f"m{os.getpid()}", batch, tell), places, "-x")

    places = sorted({test.partition("::")[0] for test in batch})
    ended = in_fork(asked, seconds, LOG)
    if ended.passed:
        return NOBODY
    return ended.said[-1].split(" ", 1)[1] if ended.said else "no test can be run"


if __name__ == "__main__":
    main(*sys.argv[1:])
