"""The one command behind every make target: finds a Python that is new enough, makes `.venv`, then does the work in it.

This file runs on whatever `python3` is, so it keeps to the syntax of Python 3.6: an old one must get as far as the line
that says what to install.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
NEWEST = (3, 14)
COMMANDS = {
    "run": "serve the API on an embedded PostgreSQL, with reload; PORT changes the port",
    "test": "lint, type-check and test; arguments go to pytest, which then runs alone",
    "fuzz": "hold the API to its contract with made-up requests; FUZZ_EXAMPLES for each operation (500)",
    "check": "lint the stack and every migration, and run them all up, down and up again",
    "migration": "write a migration from what changed in the models; m says what it does",
    "demo": "fill the running board with people, posts and votes",
    "lock": "renew requirements.txt and requirements-dev.txt",
    "postgres": "run the embedded PostgreSQL alone",
    "build": "build what Lambda gets, with SAM; ARCHITECTURE is arm64 or x86_64",
    "bench": "measure cold starts, requests, growth, load, round trips and memory; arguments name parts",
    "bench-cold": "measure cold starts of the built folder",
    "sam-local": "serve the built functions under `sam local start-api`; needs Docker",
    "secrets": "create the settings in SSM that are missing; --rotate renews the signing key",
    "deploy": "build, deploy, migrate, shift the traffic, check /ready",
    "package": "what `sam build` calls: fill the folder of one function",
}


def main() -> int:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command not in COMMANDS:
        print("usage: python3 -m infra.local COMMAND\n")
        print("\n".join(f"  {name:<11}{what}" for name, what in COMMANDS.items()))
        return 0 if command in ("", "-h", "--help") else 2
    if sys.version_info[:2] < OLDEST:
        return run_instead(newer_python())

    from infra.local import venv

    python = venv.prepare()
    if not venv.is_active():
        return run_instead(str(python))

    from infra.local import commands

    return commands.run(command, sys.argv[2:])


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
    command = [python, "-m", "infra.local", *sys.argv[1:]]
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
