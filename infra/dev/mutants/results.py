"""What became of a module's mutants, kept in a file, so that it can go on where it was stopped."""

import hashlib
import json
from pathlib import Path

NOBODY = ""


class Results:
    """Of one module, by the mutants' keys: the test that noticed, or NOBODY. `tests` are paths in `tree`, the copy."""

    def __init__(self, tree: Path, module: str, tests: list[str]) -> None:
        self.module = module
        name = module.removesuffix(".py").replace("/", ".")
        self.file = tree.parent / f"{name}.{fingerprint(tree, module, tests)}.jsonl"
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        self.noticed: dict[str, str] = dict(json.loads(line) for line in lines)

    def add(self, key: str, noticed: str) -> None:
        self.noticed[key] = noticed
        with self.file.open("a") as file:
            file.write(f"{json.dumps([key, noticed])}\n")


def fingerprint(tree: Path, module: str, tests: list[str]) -> str:
    """Of the module and the tests that are to notice: when either changes, it begins anew."""
    content = hashlib.sha256((tree / module).read_bytes())
    for test in tests:
        place = tree / test
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            content.update(path.read_bytes())
    return content.hexdigest()[:16]


def read_mutants(file: Path) -> dict[str, list[dict[str, str]]]:
    """What making.py printed."""
    return dict(json.loads(file.read_text()))
