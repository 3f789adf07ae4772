"""Who PostgreSQL's programs run as. They refuse root, which containers and fresh virtual machines often are."""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from infra.dev.file_lock import FOREIGN

# A user namespace in which root is called 1000: PostgreSQL is content, the files stay root's own, and folders that only
# root may enter (/root, mktemp -d) stay reachable.
NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


class ServerUserError(SystemExit):
    """One line that says why PostgreSQL cannot run here as this user."""


def run(command: list[str], environment: dict[str, str], *, capture: bool = False) -> tuple[int, str]:
    """Runs a PostgreSQL program away from the terminal, so that Ctrl-C is the caller's alone: status and complaints.

    Complaints are captured on demand only, as the pipe would stay open as long as a server that the program started.
    """
    prefix, identity = _disguise()
    options: dict[str, Any] = {
        **identity,
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "env": environment,
    }
    if sys.platform == "win32":
        options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    else:
        options["start_new_session"] = True
    options["stderr"] = subprocess.PIPE if capture else subprocess.DEVNULL
    finished = subprocess.run([*prefix, *command], check=False, text=True, **options)
    return finished.returncode, " ".join((finished.stderr or "").split())


def own(path: Path, programs: Path) -> None:
    """Makes the server's user the owner of a file or folder, and all below it, that an earlier run left to another."""
    if sys.platform == "win32":
        return
    _, identity = _disguise()
    uid, gid = identity.get("user", os.geteuid()), identity.get("group", os.getegid())
    if identity:
        _check_reach(path, programs, identity)
    if path.stat().st_uid == uid:
        return
    if os.geteuid() != 0:
        raise ServerUserError(f"heed: {path} {FOREIGN}")
    for entry in [path, *path.rglob("*")]:
        os.chown(entry, uid, gid, follow_symlinks=False)


@functools.cache
def _disguise() -> tuple[tuple[str, ...], dict[str, Any]]:
    """What to put before a command and what to tell subprocess: nothing, unless we are root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return (), {}
    if shutil.which("unshare"):
        permitted = subprocess.run([*NAMESPACE, "true"], check=False, capture_output=True).returncode == 0
        if permitted:
            return NAMESPACE, {}
    import pwd

    # Containers without CAP_SYS_ADMIN refuse namespaces; there root may still become somebody else.
    nobody = pwd.getpwnam("nobody")
    return (), {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}


def _check_reach(path: Path, programs: Path, identity: dict[str, Any]) -> None:
    for needed in (path, programs / "postgres"):
        if subprocess.run(["test", "-e", needed], check=False, **identity).returncode:
            raise ServerUserError(
                f"heed: PostgreSQL refuses to run as root, and the user nobody cannot reach {needed}; "
                "run as an ordinary user, or move the checkout to a folder that every user may enter"
            )
