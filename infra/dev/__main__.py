"""Every make target: finds a Python that is new enough, makes `.venv`, then calls the target's function in it.

This file runs on whatever `python3` is, so it keeps to the syntax of Python 3.6: an old one must get as far as the line
that says what to install.
"""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
NEWEST = (3, 14)
TARGETS = {  # The function that does it, and what `make` says about it.
    "run": ("infra.dev.run:main", "serve the board on an embedded PostgreSQL, with reload; PORT changes the port"),
    "test": ("infra.dev.checks.suite:main", "lint, type-check and test; arguments go to pytest, which then runs alone"),
    "coverage": ("infra.dev.checks.suite:coverage", "the same, and fail where tests run less than 95 % of the lines"),
    "fuzz": (
        "infra.dev.checks.suite:fuzz",
        "send the API made-up requests, FUZZ_EXAMPLES (500) for each operation",
    ),
    "check": ("infra.lint.main:main", "lint the stack and every migration, and run them all up, down and up again"),
    "migration": (
        "infra.dev.new_migration:main",
        "write a migration from what changed in the models; m says what for",
    ),
    "demo": ("infra.dev.demo.fill:main", "fill the running board with people, posts and votes"),
    "languages": (
        "infra.dev.languages.main:main",
        "collect the strings of pages and mails, compile the catalogues",
    ),
    "widget": ("infra.dev.widget:main", "bundle the widget's source to what the board serves; needs Node"),
    "lock": ("infra.dev.requirements:main", "compile pyproject.toml's dependencies to the requirements files"),
    "postgres": ("infra.dev.database:main", "run the embedded PostgreSQL alone"),
    "build": ("infra.build.sam:main", "build what Lambda gets, with SAM; ARCHITECTURE is arm64 or x86_64"),
    "bench": (
        "tests.bench.main:main",
        "measure cold, requests, growth, load, round_trips, memory, pages, outbox and functions; part names one",
    ),
    "mutants": (
        "infra.dev.mutants.main:main",
        "break modules in turn and name what no test notices; part names a module or a folder",
    ),
    "lighthouse": (
        "infra.dev.lighthouse:main",
        "let Chromium's Lighthouse judge the demo's board and a post; fails under 98",
    ),
    "screenshots": ("infra.dev.screenshots:main", "take README's pictures of the demo's board, light and dark"),
    "sam-local": ("infra.dev.sam_local:main", "serve the built functions under `sam local start-api`; needs Docker"),
    "secrets": ("infra.release.parameters:main", "create the settings missing in SSM; env names the environment"),
    "rotate": ("infra.release.rotation:main", "renew the signing key, in six minutes; env names the environment"),
    "deploy": ("infra.release.deploy:main", "build, deploy, migrate, shift the traffic, check /ready; env as well"),
    "takedown": (
        "infra.release.takedown:main",
        "delete a board, and say what is kept; env as well",
    ),
    "package": ("infra.build.package:main", "what `sam build` calls: fill the folder of one function"),
}


def main() -> int:
    target = sys.argv[1] if len(sys.argv) > 1 else ""
    if target not in TARGETS:
        if target in ("", "-h", "--help"):
            print(usage())
            return 0
        print(f"heed: there is no target {target}; `make` lists them", file=sys.stderr)
        return 2
    if sys.version_info[:2] < OLDEST:
        return run_instead(newer_python())

    from infra.dev import venv

    python = venv.prepare()
    if not venv.is_active():
        return run_instead(str(python))

    module, _, function = TARGETS[target][0].partition(":")
    return int(getattr(importlib.import_module(module), function)(sys.argv[2:]))


def usage() -> str:
    lines = [f"  {name:<13}{what}" for name, (_, what) in TARGETS.items()]
    return "\n".join(["usage: make TARGET, or: python3 -m infra.dev TARGET", "", *lines])


def newer_python() -> str:
    """The newest usable interpreter here. A name on PATH proves nothing (pyenv's shims), so each is asked."""
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    candidates = [shutil.which(name) for name in names]
    candidates += [str(path) for path in sorted(Path.home().glob(".pyenv/versions/3.*/bin/python3"))]
    found = [(version_of(path), path) for path in candidates if path]
    usable = [(version, path) for version, path in found if OLDEST <= version <= NEWEST]
    if not usable:
        raise SystemExit(
            "heed: needs Python 3.11 or newer, this is {}.{}; install one from https://www.python.org/downloads/ "
            "or your package manager and try again".format(*sys.version_info[:2])
        )
    return max(usable)[1]


def version_of(python: str) -> "tuple[int, int]":
    ask = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [python, "-c", ask], check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20
        )
        major, minor = answer.stdout.split()
        return int(major), int(minor)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return 0, 0


def run_instead(python: str) -> int:
    """Continues in another interpreter, in this process where the system can (Windows can't)."""
    command = [python, "-m", "infra.dev", *sys.argv[1:]]
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(python, command)  # noqa: S606  (no shell is wanted)
    child = subprocess.Popen(command)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # Ctrl-C reaches the child as well, and it is the child that stops things.
            continue


if __name__ == "__main__":
    os.chdir(str(Path(__file__).resolve().parent.parent.parent))
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nheed: stopped")
