"""A process with the tests collected and a board built: a fork of it runs a test within a tenth of a second.

A mutant reaches it as new code of the functions that are there. What was computed before, as at import, stays as it
was: so that a test notices here is certain, and that none does has to be asked of a process that imports the mutant.
"""

import gc
import importlib
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import pairwise
from multiprocessing.connection import Connection, Pipe
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from infra.dev.mutants.fork import Tell, in_fork, to_log
from infra.dev.mutants.pytest_runs import Chosen, forget_answers, run_tests
from infra.dev.mutants.results import NOBODY
from infra.dev.mutants.swapping import functions_of, swap


class Hot:
    """Starts the process, and asks it. It keeps which tests pass there with nothing broken."""

    def __init__(self, tree: Path, tests: list[str], log: Path) -> None:
        self.connection, theirs = Pipe()
        self.fit: dict[str, bool] = {}
        if not os.fork():
            self.connection.close()
            try:
                to_log(log)
                run_tests(Waiting(tree, theirs, log), tests)
            finally:
                os._exit(1)
        theirs.close()
        self.connection.recv()  # It has imported everything. Only now may something be broken on disk.

    def who_notices(self, file: str, mutant: str, tests: list[str], seconds: float) -> str:
        """A test, or NOBODY."""
        while True:
            noticed = self.ask(file, mutant, [test for test in tests if self.fit.get(test, True)], seconds)
            if noticed != NOBODY and noticed not in self.fit:
                self.fit[noticed] = self.ask("", "", [noticed], seconds) == NOBODY
            if noticed == NOBODY or self.fit[noticed]:
                return noticed

    def ask(self, file: str, mutant: str, tests: list[str], seconds: float) -> str:
        """The test that fails or doesn't end. Without a file, nothing is broken."""
        self.connection.send((file, mutant, tests, seconds))
        return str(self.connection.recv())


class Waiting(Chosen):
    """The plugin in that process: once the tests are collected, it answers instead of running them."""

    def __init__(self, tree: Path, connection: Connection, log: Path) -> None:
        super().__init__("hot", [], print)
        self.tree = tree
        self.connection = connection
        self.log = log.with_suffix(".fork.log")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        build(session.items)
        gc.unfreeze()  # What handler/api.py has frozen is not among the objects.
        functions = functions_of(str(self.tree))
        gc.collect()
        gc.freeze()
        items = {item.nodeid: item for item in session.items}
        self.connection.send("ready")
        while asked := receive(self.connection):
            file, mutant, tests, seconds = asked
            chosen = [items[test] for test in tests if test in items]
            swapped = partial(swap, functions.get(file, []), mutant, file) if file else lambda: True
            ended = in_fork(partial(self.run, session, chosen, swapped), seconds, self.log)
            if not ended.passed:
                empty_the_board()
            last = ended.said[-1].split(" ", 1)[1] if ended.said else NOBODY
            self.connection.send(NOBODY if ended.passed else last)
        os._exit(0)

    def run(self, session: pytest.Session, items: list[pytest.Item], swapped: Callable[[], bool], tell: Tell) -> int:
        self.tell = tell
        if swapped():
            forget_answers()
            for item, following in pairwise([*items, session.items[-1]]):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if session.testsfailed:
                    return 1
        return 0


def receive(connection: Connection) -> tuple[str, str, list[str], float] | None:
    try:
        file, mutant, tests, seconds = connection.recv()
    except EOFError:
        return None
    return file, mutant, tests, seconds


def build(items: list[pytest.Item]) -> None:
    """Runs a test that has a board, so that what belongs to the whole session is there. Forks share no connection."""
    with_board = [item for item in items if "handler" in getattr(item, "fixturenames", ())]
    for item in with_board[:1]:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=items[-1])
    for each in gc.get_objects():
        if isinstance(each, Engine):
            each.dispose()


def empty_the_board() -> None:
    """After what failed: a broken test may leave rows to the next."""
    database = importlib.import_module("tests.support.database")
    engine = database.way_to_empty(os.environ["DATABASE_URL"])
    with suppress(DBAPIError):  # Without a test that has a board there is no such database.
        database.empty(engine)
    engine.dispose()
