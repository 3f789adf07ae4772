"""The copy of the checkout in which mutants live."""

import shutil
import subprocess
from pathlib import Path

from infra.dev.venv import ROOT

TREE = ROOT / ".local" / "mutants" / "tree"


def copy_checkout() -> None:
    """What git knows or doesn't ignore. What is no longer there goes; `.local`, with its PostgreSQL, stays."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    names = {name for name in listed.split("\0") if name and (ROOT / name).is_file()}
    TREE.mkdir(parents=True, exist_ok=True)
    for path in sorted(TREE.rglob("*"), reverse=True):
        if path.is_file() and not is_kept(path) and str(path.relative_to(TREE)) not in names:
            path.unlink()
    for name in names:
        target = TREE / name
        content = (ROOT / name).read_bytes()
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
    if not (TREE / ".venv").exists():
        (TREE / ".venv").symlink_to(ROOT / ".venv")
    if not (TREE / ".git").exists():
        subprocess.run(["git", "init", "-q"], cwd=TREE, check=True)


def is_kept(path: Path) -> bool:
    return path.relative_to(TREE).parts[0] in (".local", ".venv", ".git")
