"""`make test`: style, types and the whole suite, cheapest first; stops at the first that fails. `make coverage`: the
same, and which lines it ran. `make fuzz`."""

import os
import subprocess
import sys

from infra.dev.progress import phase

SLOWEST = 20  # Tests; CONTRIBUTING.md says what each is for.
STATIC_CHECKS = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "mypy": ("mypy",),
}


def main(arguments: list[str]) -> int:
    """Arguments are pytest's: with any, only pytest runs."""
    return pytest(arguments) if arguments else checked()


def coverage(arguments: list[str]) -> int:
    """To count lines takes about a third as much again as the tests do, so CI does it. Arguments are pytest's."""
    return checked("--cov", *arguments)


def checked(*arguments: str) -> int:
    for name, command in STATIC_CHECKS.items():
        with phase(name):
            finished = subprocess.run([sys.executable, "-m", *command], check=False, capture_output=True, text=True)
        if finished.returncode:
            print(finished.stdout + finished.stderr, end="")
            print(f"heed: {name} found faults, see above", file=sys.stderr)
            return finished.returncode
    print("heed: pytest ...", flush=True)
    return pytest([f"--durations={SLOWEST}", *arguments])


def fuzz(arguments: list[str]) -> int:
    """The contract's tests alone, with new cases each time, and many more than `make test` has time for."""
    os.environ["FUZZ_EXAMPLES"] = os.environ.get("FUZZ_EXAMPLES") or "500"
    return pytest(["tests/http/test_fuzz.py", "tests/http/test_grammars.py", *arguments])


def pytest(arguments: list[str]) -> int:
    command = subprocess.Popen([sys.executable, "-m", "pytest", *arguments])
    while True:
        try:
            return command.wait()
        except KeyboardInterrupt:  # Ctrl-C reaches pytest as well, which stops its PostgreSQL before it ends.
            continue
