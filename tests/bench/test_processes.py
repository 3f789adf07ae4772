"""What a measurement opens and starts ends with it, however that ends."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine.interfaces import IsolationLevel

from app.settings.config import ROOT, Settings
from infra.build.runtime import find_python
from tests.bench import fleet, main, report
from tests.bench.connection import connected
from tests.bench.environment import Environment
from tests.bench.result import Budget, Part, Table
from tests.bench.stage import VARIABLES, Stage
from tests.bench.traffic import Ask
from tests.built.emulator import INVOKE, Emulator, members
from tests.support.signals import ENDING, held

HANDLER = """
import os, time
def handler(event, context):
    time.sleep(event.get("seconds", 0))
    return {"statusCode": int(os.environ["STATUS"]), "body": "{}"}
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="What is measured with is Linux's.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(HANDLER)
    return tmp_path


@pytest.mark.parametrize("isolation_level", [None, "AUTOCOMMIT"])
def test_a_failure_leaves_no_connection(
    database_url: str, superuser: Engine, isolation_level: IsolationLevel | None
) -> None:
    with pytest.raises(RuntimeError) as kept:
        fail_connected(database_url, isolation_level)
    pid = int(str(kept.value))
    with superuser.connect() as elsewhere:
        ours = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")
        wait_until(lambda: not elsewhere.scalar(ours, {"pid": pid}))


def fail_connected(url: str, isolation_level: IsolationLevel | None) -> None:
    with connected(url, isolation_level) as connection:
        raise RuntimeError(connection.scalar(text("SELECT pg_backend_pid()")))


@linux
def test_the_handlers_process_ends_with_the_emulator(folder: Path) -> None:
    with Emulator(folder, "app.handler", {"STATUS": "200"}, folder / "log") as function:
        function({})
        with pytest.raises(httpx.ReadTimeout):
            function.client.post(INVOKE, json={"seconds": 30}, timeout=0.3)
        processes = list(members(function.process.pid))
        assert function.runtime in processes
    wait_until(lambda: not any(map(runs, processes)))


@linux
@pytest.mark.parametrize("handler", ["app.handler", "missing.handler"])
def test_an_environment_that_answers_with_an_error_is_refused(folder: Path, handler: str) -> None:
    environment = Environment(folder, handler, "postgresql://", folder / "log", STATUS="503")
    with pytest.raises(
        RuntimeError, match=r"answered its first request with: (503|Unable to import module 'missing'.*)\n"
    ):
        environment.__enter__()
    wait_until(lambda: not list(members(environment.process.pid)))


@linux
def test_a_failed_start_ends_those_that_started(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find_python()  # It asks once, which must not be one of these.
    started: list[subprocess.Popen[str]] = []
    popen = subprocess.Popen

    def start(command: list[str], **options: Any) -> subprocess.Popen[str]:
        if len(started) == 2:
            raise OSError("no more processes")
        started.append(popen([sys.executable, "-c", "input()"], **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    with pytest.raises(OSError, match="no more"):
        fleet.drive(folder, "app", "postgresql://", [[Ask("GET", "/")]] * 3, {}, seconds=1)
    assert [process.returncode for process in started] == [-signal.SIGKILL] * 2


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_leaves_every_context(number: int, tmp_path: Path) -> None:
    program = [sys.executable, "-c", PROGRAM, str(number)]
    ended = subprocess.run(program, check=False, capture_output=True, text=True, cwd=ROOT)
    assert (ended.returncode, ended.stdout, ended.stderr) == (128 + number, "held\nleft\n", "\nheed: stopping\n")


PROGRAM = """
import signal, sys
from tests.support.signals import end_in_order, held
signal.signal(int(sys.argv[1]), signal.SIG_DFL)  # Where the tests run under nohup, it is ignored.
end_in_order()
try:
    with held():
        signal.raise_signal(int(sys.argv[1]))
        print("held")
    print("went on")
finally:
    signal.raise_signal(int(sys.argv[1]))
    print("left")
"""


def test_a_signal_that_is_ignored_stays_so() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    with held():
        signal.raise_signal(signal.SIGINT)
    assert signal.signal(signal.SIGINT, before) is signal.SIG_IGN


def test_no_limit_ends_a_measurement() -> None:
    assert {name.upper() for name in Settings.model_fields if name.endswith("_per_hour")} < set(VARIABLES)


def test_a_part_that_fails_says_so_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(main, "RESULTS", tmp_path)
    monkeypatch.setattr(main, "ROOT", tmp_path.parent)
    stage = Stage.__new__(Stage)  # With nothing that a part could use.
    with pytest.raises(SystemExit) as ended:
        main.measure("memory", stage)
    assert str(ended.value).startswith("heed: memory failed: 'Stage' object has no attribute 'server'; ")
    assert "\n" not in str(ended.value)
    assert "Traceback" in (tmp_path / "memory.log").read_text()


@linux
def test_the_tables_are_of_every_part_that_was_measured_here(tmp_path: Path) -> None:
    for name, value in {"load": 0.5, "memory": 1.0}.items():
        part = Part([Table(name, ["", "x"], [["a", "1"]])], [Budget(name, value, least=0.7)], {"sizes": {1: 2}})
        report.keep(name, part, tmp_path)
    report.summarise(["cold", "memory", "load"], tmp_path)
    tables = (tmp_path / "tables.md").read_text()
    assert tables.index("**memory**") < tables.index("**load**")
    assert tables.endswith("```\nkept    memory: 1.00, at least 0.7\nMISSED  load: 0.50, at least 0.7\n```\n")


def wait_until(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def runs(process: int) -> bool:
    """A process that ended stays as a zombie where nobody collects it."""
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
