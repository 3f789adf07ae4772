"""`make test`: style, types and the whole suite, in the order of their cost; stops at the first that fails."""

import subprocess
import sys

from infra.local.progress import phase

STATIC_CHECKS = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "mypy": ("mypy",),
}


def main(arguments: list[str]) -> int:
    """Arguments are pytest's: with any, only pytest runs, and without measuring coverage."""
    if arguments:
        return pytest(arguments)
    for name, command in STATIC_CHECKS.items():
        with phase(name):
            finished = subprocess.run([sys.executable, "-m", *command], check=False, capture_output=True, text=True)
        if finished.returncode:
            print(finished.stdout + finished.stderr, end="")
            print(f"heed: {name} found faults, see above", file=sys.stderr)
            return finished.returncode
    print("heed: pytest ...", flush=True)
    return pytest(["--cov"])


def pytest(arguments: list[str]) -> int:
    command = subprocess.Popen([sys.executable, "-m", "pytest", *arguments])
    while True:
        try:
            return command.wait()
        except KeyboardInterrupt:  # Ctrl-C reaches pytest as well, which stops its PostgreSQL before it ends.
            continue
