"""Which tests a mutant is asked of, and that a function gets its code."""

import os
import time
from pathlib import Path
from types import FunctionType
from typing import Any

import psutil
import pytest
from coverage import CoverageData

from infra.dev.mutants.fork import Tell, in_fork
from infra.dev.mutants.selection import FIRST, Selection, changed_lines, statement_of
from infra.dev.mutants.swapping import functions_of, swap

SOURCE = """\
LOWEST: int = 2
LIMIT = LOWEST + 1

def double(number):
    return (
        number
        * 2
    )


@staticmethod
def limited(numbers):
    kept = [number for number in numbers if number < LIMIT]
    return kept
"""
TESTS = {f"tests/a.py::test_{name}": seconds for name, seconds in (("all", 3.0), ("double", 1.0), ("limited", 2.0))}
EXECUTED = {"all": [4, 5, 6, 11, 12, 13], "double": [4, 5, 6], "limited": [11, 12, 13]}


@pytest.fixture
def selection(tmp_path: Path) -> Selection:
    module = tmp_path / "app" / "sums.py"
    module.parent.mkdir()
    module.write_text(SOURCE)
    traced = CoverageData(str(tmp_path / "traced"))
    traced.set_context("")
    traced.add_lines({str(module): [1, 4, 10, 11]})
    for name, lines in EXECUTED.items():
        traced.set_context(f"tests/a.py::test_{name}")
        traced.add_lines({str(module): lines})
    return Selection(tmp_path, ["app/sums.py"], traced, dict(TESTS))


def asked(selection: Selection, old: str, new: str) -> list[str]:
    batches = selection.batches("app/sums.py", SOURCE.replace(old, new, 1))
    return [test.rpartition("_")[2] for batch in batches for test in batch]


def test_it_is_asked_of_who_executes_the_statement_and_of_all_of_the_module_where_those_are_few(
    selection: Selection,
) -> None:
    assert asked(selection, "* 2", "/ 2") == ["double", "limited", "all"]


def test_of_more_than_a_few_only_they_are_asked(selection: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.dev.mutants.selection.FEW", 1)
    assert asked(selection, "* 2", "/ 2") == ["double", "all"]
    assert asked(selection, "< LIMIT", "<= LIMIT") == ["limited", "all"]
    assert asked(selection, "LOWEST + 1", "LOWEST + 2") == ["limited", "all"], "who uses it"
    assert asked(selection, "LOWEST: int = 2", "LOWEST: int = 3") == ["limited", "all"], "who uses what is made of it"


def test_what_a_function_takes_is_asked_of_all(selection: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is refused for it never gets into the function."""
    monkeypatch.setattr("infra.dev.mutants.selection.FEW", 1)
    assert asked(selection, "def double(number)", "def double(number=1)") == ["double", "limited", "all"]
    assert asked(selection, "@staticmethod", "@classmethod") == ["double", "limited", "all"]


def test_who_noticed_before_is_asked_first(selection: Selection) -> None:
    selection.note("app/sums.py", "tests/a.py::test_all")
    assert asked(selection, "* 2", "/ 2") == ["all", "double", "limited"]


def test_tests_of_the_modules_name_are_asked_before_the_quicker(selection: Selection) -> None:
    seconds = {**selection.seconds, "tests/test_sums.py::test_slow": 9.0}
    untraced = Selection(selection.tree, ["app/sums.py"], CoverageData(no_disk=True), seconds)
    assert asked(untraced, "* 2", "/ 2") == ["slow", "double", "limited", "all"]


def test_the_likeliest_are_a_batch_of_their_own(selection: Selection) -> None:
    selection.seconds.update({f"tests/b.py::test_{number}": 9.0 for number in range(20)})
    mutant = SOURCE.replace("* 2", "/ 2")
    assert [len(batch) for batch in selection.batches("app/sums.py", mutant)] == [3], "others execute nothing of it"
    untraced = Selection(selection.tree, ["app/sums.py"], CoverageData(no_disk=True), selection.seconds)
    assert [len(batch) for batch in untraced.batches("app/sums.py", mutant)] == [FIRST, 23 - FIRST]


def test_the_lines_of_a_change() -> None:
    assert changed_lines(SOURCE, SOURCE.replace("* 2", "/ 2")) == {7}
    assert changed_lines(SOURCE, SOURCE.replace("@staticmethod\n", "")) == {11}
    assert statement_of(SOURCE, {7}) == {5, 6, 7, 8}
    assert statement_of(SOURCE, {11}) == {11, 12, 13, 14}, "with its function, which it changes"


def test_functions_get_the_mutants_code_wherever_they_are_held(tmp_path: Path) -> None:
    file = str(tmp_path / "sums.py")
    held: dict[str, Any] = {}
    exec(compile(SOURCE, file, "exec"), held)  # noqa: S102  (the source stands above)
    functions = functions_of(str(tmp_path))
    double: FunctionType = held["double"]
    assert not swap(functions[file], SOURCE, file), "nothing is new"
    assert not swap(functions[file], SOURCE.replace("LOWEST + 1", "LOWEST + 2"), file), "that is no function's"
    assert swap(functions[file], SOURCE.replace("* 2", "* 5"), file)
    assert double(2) == 10
    assert swap(functions[file], SOURCE.replace("< LIMIT", "<= LIMIT"), file)
    assert (double(2), held["limited"]([2, 3, 4])) == (4, [2, 3])


def test_a_fork_that_does_not_end_is_ended_with_what_it_started(tmp_path: Path) -> None:
    def hang(tell: Tell) -> int:
        tell(f"{os.fork() or os.getpid()}")
        time.sleep(60)
        return 0

    began = time.monotonic()
    ended = in_fork(hang, 1.0, tmp_path / "log")
    assert not ended.passed
    assert time.monotonic() - began < 10
    time.sleep(0.2)
    assert ended.said
    assert not [process for process in ended.said if lives(int(process))]


def lives(process: int) -> bool:
    try:
        return bool(psutil.Process(process).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize(("code", "passed"), [(0, True), (1, False)])
def test_what_a_fork_says(code: int, passed: bool, tmp_path: Path) -> None:
    def work(tell: Tell) -> int:
        tell("one")
        tell("two")
        return code

    assert in_fork(work, 10, tmp_path / "log") == (passed, ["one", "two"])
