"""What became of a module's mutants, kept in a file, so that it can go on where it was stopped."""

import hashlib
import json
from functools import cache
from pathlib import Path

NOBODY = ""


class Results:
    """Of one module, by the mutants' keys: the test that noticed, or NOBODY. `tests` are paths in `tree`, the copy.

    It counts as long as the module stays as it was, and the file of the test that noticed; where nobody did, all tests.
    """

    def __init__(self, tree: Path, module: str, tests: list[str]) -> None:
        self.tree = tree
        self.tests = tests
        name = module.removesuffix(".py").replace("/", ".")
        self.file = tree.parent / f"{name}.{fingerprint(tree / module)}.jsonl"
        lines = [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []
        self.noticed: dict[str, str] = {
            key: noticed for key, noticed, tests_were in lines if tests_were == self.tests_are(noticed)
        }

    def add(self, key: str, noticed: str) -> None:
        self.noticed[key] = noticed
        with self.file.open("a") as file:
            file.write(f"{json.dumps([key, noticed, self.tests_are(noticed)])}\n")

    def still_open(self, mutants: list[dict[str, str]]) -> list[dict[str, str]]:
        return [mutant for mutant in mutants if mutant["key"] not in self.noticed]

    def tests_are(self, noticed: str) -> str:
        of_one = self.tree / noticed.partition("::")[0]
        return fingerprint(*([of_one] if noticed and of_one.is_file() else [self.tree / test for test in self.tests]))


@cache
def fingerprint(*places: Path) -> str:
    """Of files, and of the modules in folders."""
    content = hashlib.sha256()
    for place in places:
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            content.update(path.read_bytes())
    return content.hexdigest()[:16]


def read_mutants(file: Path) -> dict[str, list[dict[str, str]]]:
    """What making.py printed."""
    return dict(json.loads(file.read_text()))
