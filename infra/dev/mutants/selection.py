"""Which tests are asked about a mutant, and in which order: first who noticed others, then who executes the line."""

import ast
import difflib
from collections import Counter
from pathlib import Path

from coverage import CoverageData

FEW = 2  # Tests. What so few execute may be done once and kept: then it is others that feel it.
FIRST = 8  # Tests that are asked before the others: a mutant is mostly noticed by one of them.


class Selection:
    """Of the tests of a wing, by what they execute when nothing is broken."""

    def __init__(self, tree: Path, modules: list[str], traced: CoverageData, seconds: dict[str, float]) -> None:
        self.tree = tree
        self.originals = {module: (tree / module).read_text() for module in modules}
        self.traced = traced
        self.seconds = seconds
        self.noticed: dict[str, Counter[str]] = {}

    def batches(self, module: str, mutant: str) -> list[list[str]]:
        """The few likeliest, then the others."""
        source = self.originals[module]
        statement = statement_of(source, changed_lines(source, mutant))
        contexts = self.traced.contexts_by_lineno(str(self.tree / module))
        here = {test for line in statement for test in contexts.get(line, [])}
        at_import = "" in here
        near = {test for tests in contexts.values() for test in tests} if at_import else here
        tests = set(self.seconds) if at_import or len(here) <= FEW else here & set(self.seconds)
        noticed = self.noticed.get(module, Counter())
        ordered = sorted(tests, key=lambda test: (-noticed[test], test not in near, self.seconds[test], test))
        return [batch for batch in (ordered[:FIRST], ordered[FIRST:]) if batch]

    def note(self, module: str, test: str) -> None:
        self.noticed.setdefault(module, Counter())[test] += 1


def changed_lines(source: str, mutant: str) -> set[int]:
    """Numbers of the lines of `source` that are different in the mutant."""
    matcher = difflib.SequenceMatcher(None, source.splitlines(), mutant.splitlines(), autojunk=False)
    changes = [(first, last) for kind, first, last, _, _ in matcher.get_opcodes() if kind != "equal"]
    return {line + 1 for first, last in changes for line in range(first, max(last, first + 1))}


def statement_of(source: str, lines: set[int]) -> set[int]:
    """The lines of the smallest statement round them: of one that is spread over lines, only some are traced."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
    spans = [set(range(node.lineno, (node.end_lineno or node.lineno) + 1)) for node in nodes]
    found = set(lines)
    for line in lines:
        found |= min((span for span in spans if line in span), key=len, default=set())
    return found
