"""`make lock`: compiles the dependencies of pyproject.toml to requirements files, each with all its pins; and Node's.

A pin that still fits stays, so that one new dependency is one change. `python3 -m infra.dev lock --upgrade` renews all.
"""

import subprocess
import sys

from infra.tools.environment import NODE, find_npm

COMPILE = ("pip", "compile", "--universal", "--no-header", "-q")
FILES = (
    ("pyproject.toml", "--python-version", "3.11", "-o", "requirements.txt"),
    ("--group", "dev", "--python-version", "3.11", "-c", "requirements.txt", "-o", "requirements-dev.txt"),
    ("--group", "sam", "--python-version", "3.13", "-o", "infra/tools/sam.txt"),
    ("--group", "checkov", "--python-version", "3.13", "-o", "infra/tools/checkov.txt"),
    ("--group", "mutants", "--python-version", "3.13", "-o", "infra/tools/mutants.txt"),
    ("--group", "lambda", "--python-version", "3.13", "-o", "infra/tools/lambda.txt"),
)


# Without the addresses in it, npm finds that what a tag once named ("latest") is missing.
NPM = ("--package-lock-only", "--omit-lockfile-registry-resolved=false", "--ignore-scripts", "--no-audit", "--no-fund")


def main(arguments: list[str]) -> int:
    for options in FILES:
        finished = subprocess.run([sys.executable, "-m", "uv", *COMPILE, *options, *arguments], check=False)
        if finished.returncode:
            return finished.returncode
        print(f"heed: wrote {options[-1]}")
    verb = "update" if "--upgrade" in arguments else "install"
    return subprocess.run([find_npm(), verb, "--prefix", str(NODE), *NPM], check=False).returncode
