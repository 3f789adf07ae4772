"""`make lock`: compiles the short lists of pyproject.toml to the two pinned requirements files."""

import subprocess
import sys

COMPILE = ("pip", "compile", "--universal", "--python-version", "3.11", "--no-header", "-q", "--upgrade")


def main(arguments: list[str]) -> int:
    for options in (
        ("pyproject.toml", "-o", "requirements.txt"),
        ("--group", "dev", "-c", "requirements.txt", "-o", "requirements-dev.txt"),
    ):
        finished = subprocess.run([sys.executable, "-m", "uv", *COMPILE, *options, *arguments], check=False)
        if finished.returncode:
            return finished.returncode
        print(f"heed: wrote {options[-1]}")
    return 0
