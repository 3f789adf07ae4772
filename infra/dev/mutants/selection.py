"""Which tests are asked about a mutant, and in which order: first who noticed others, then who executes the line."""

import ast
import difflib
import re
from collections import Counter
from pathlib import Path

from coverage import CoverageData

from infra.dev.mutants.noticing import CONTRACT, SCHEMA
from infra.dev.mutants.pytest_runs import EVERYBODY

FEW = 2  # Tests. What so few execute may be done once and kept: then it is others of the module's that feel it.
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
        """The few likeliest, then the others: who noticed before, whose file has the module's name, the quickest."""
        source = self.originals[module]
        lines = changed_lines(source, mutant)
        tests = self.executing({module: statement_of(source, lines)}) | self.executing(self.uses(source, lines))
        of_module = self.executing({module: set(range(1, len(source.splitlines()) + 1))})
        if not tests or lines & signatures_of(source) or self.ran_before(module, statement_of(source, lines)):
            tests = set(self.seconds)  # What was done at import is there for all, also where a request gets no further.
        elif len(tests) <= FEW:
            tests |= of_module
        tests |= {test for test in self.seconds if test.startswith((CONTRACT, SCHEMA))}  # They read what is there.
        noticed = self.noticed.get(module, Counter())
        name = Path(module).stem

        def likeliest(test: str) -> tuple[int, bool, bool, float, str]:
            named = name in test.partition("::")[0]
            return -noticed[test], not named, test not in of_module, self.seconds[test], test

        ordered = sorted(tests, key=likeliest)
        return [batch for batch in (ordered[:FIRST], ordered[FIRST:]) if batch]

    def ran_before(self, module: str, lines: set[int]) -> bool:
        """Whether a function ran these when modules were imported, as for the app behind the handler: what it made then
        is there for every test."""
        functions = (node for node in ast.walk(ast.parse(self.originals[module])) if isinstance(node, ast.FunctionDef))
        inside = {line for function in functions for statement in function.body for line in span_of(statement)}
        contexts = self.contexts(module)
        return any("" in contexts.get(line, ()) for line in lines & inside)

    def executing(self, places: dict[str, set[int]]) -> set[str]:
        """The tests that execute one of these lines, by module; at import it is no test."""
        found: set[str] = set()
        for module, lines in places.items():
            contexts = self.contexts(module)
            found.update(test for line in lines for test in contexts.get(line, ()))
        return set(self.seconds) if EVERYBODY in found else found & set(self.seconds)

    def contexts(self, module: str) -> dict[int, list[str]]:
        return self.traced.contexts_by_lineno(str(self.tree / module))

    def uses(self, source: str, lines: set[int]) -> dict[str, set[int]]:
        """Where the constants are used that these lines set, or others that are made of those, by module."""
        places: dict[str, set[int]] = {}
        names: set[str] = set()
        found = constants_set(source, lines)
        while found - names:
            names |= found
            word = re.compile(rf"\b({'|'.join(names)})\b")
            places = {
                module: {number for number, line in enumerate(text.splitlines(), 1) if word.search(line)}
                for module, text in self.originals.items()
            }
            found = {name for module, used in places.items() for name in constants_set(self.originals[module], used)}
        return places

    def note(self, module: str, test: str) -> None:
        self.noticed.setdefault(module, Counter())[test] += 1


def changed_lines(source: str, mutant: str) -> set[int]:
    """Numbers of the lines of `source` that are different in the mutant."""
    matcher = difflib.SequenceMatcher(None, source.splitlines(), mutant.splitlines(), autojunk=False)
    changes = [(first, last) for kind, first, last, _, _ in matcher.get_opcodes() if kind != "equal"]
    return {line + 1 for first, last in changes for line in range(first, max(last, first + 1))}


def constants_set(source: str, lines: set[int]) -> set[str]:
    """Their names, as these lines of the module set them."""
    return {
        target.id
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign | ast.AnnAssign) and lines & span_of(node)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


def signatures_of(source: str) -> set[int]:
    """The lines of functions that are not in their bodies: what a route takes, and its path."""
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {line for each in functions for line in span_of(each) if line < each.body[0].lineno}


def statement_of(source: str, lines: set[int]) -> set[int]:
    """The lines of the smallest statement round them: of one that is spread over lines, only some are traced."""
    spans = [span_of(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
    found = set(lines)
    for line in lines:
        found |= min((span for span in spans if line in span), key=len, default=set())
    return found


def span_of(node: ast.stmt) -> set[int]:
    """Its lines, with its decorators'."""
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
    return set(range(first, (node.end_lineno or node.lineno) + 1))
