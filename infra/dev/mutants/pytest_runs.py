"""pytest in a fork: chosen tests in the order given, or all, with the lines that each executes."""

import gc
import sys
import time
from collections.abc import Generator
from functools import _lru_cache_wrapper, lru_cache
from typing import Any

import pytest
from coverage import Coverage

from infra.dev.mutants.fork import Tell

EVERYBODY = "every test"
# Plugins are imported already, in the process that forks.
OPTIONS = ("-q", "-n", "0", "--no-header", "--no-summary", "-W", "ignore::pytest.PytestAssertRewriteWarning")


class Chosen:
    """A plugin: runs the tests in the order given (all, if none is), on a database of this fork's own, and tells who
    began and who failed."""

    def __init__(self, database: str, order: list[str], tell: Tell) -> None:
        self.database = database
        self.order = {name: place for place, name in enumerate(order)}
        self.tell = tell

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.workerinput = {"workerid": self.database}  # type: ignore[attr-defined]  # As pytest-xdist's workers.

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.order:
            chosen = [item for item in items if item.nodeid in self.order]
            items[:] = sorted(chosen, key=lambda item: self.order[item.nodeid])

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.tell(f"began {nodeid}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.tell(f"failed {report.nodeid}")
            print(report.longreprtext)


class Traced(Chosen):
    """Tells besides how long each test takes, and notes which lines it executes; what a fixture makes once for several
    tests is EVERYBODY's."""

    def __init__(self, database: str, coverage: Coverage, tell: Tell) -> None:
        super().__init__(database, [], tell)
        self.coverage = coverage
        self.context = EVERYBODY

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
        if fixturedef.scope != "function":
            self.coverage.switch_context(EVERYBODY)
        made = yield
        self.coverage.switch_context(self.context)
        return made

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self.context = item.nodeid
        self.coverage.switch_context(item.nodeid)
        forget_answers()
        started = time.monotonic()
        answer = yield
        self.tell(f"took {time.monotonic() - started:.3f} {item.nodeid}")
        return answer


def forget_answers() -> None:
    """Those that the project's functions keep: whatever was asked before, a test executes what it would alone."""
    for function in keeping(len(sys.modules)):
        function.cache_clear()


@lru_cache(maxsize=1)
def keeping(modules: int) -> list["_lru_cache_wrapper[Any]"]:
    """With so many `modules` imported."""
    gc.unfreeze()  # What handler/api.py has frozen is not among the objects.
    wrappers = [each for each in gc.get_objects() if isinstance(each, _lru_cache_wrapper)]
    return [each for each in wrappers if each.__module__.partition(".")[0] in ("app", "handler", "migrations")]


def run_tests(plugin: Chosen, places: list[str], *options: str) -> int:
    """0 unless a test failed. That no test is left of those chosen is no failure."""
    code = pytest.main([*OPTIONS, *options, *places], plugins=[plugin])
    return 0 if code == pytest.ExitCode.NO_TESTS_COLLECTED else int(code)
