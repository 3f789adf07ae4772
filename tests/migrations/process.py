"""Migrations in processes of their own, which can be killed."""

import os
import signal
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from pg8000 import core

import app.db.driver
from app.settings.config import Settings
from migrations import runner
from migrations.failure import MigrationError
from migrations.scripts import Scripts
from tests.support.forks import processes


class Migration:
    """An upgrade in a process of its own. With `kill_at`, it dies by SIGKILL right after it has sent its n-th
    statement to the server, before it has read the answer. SETs don't count: they change nothing."""

    def __init__(self, settings: Settings, versions: tuple[Path, ...], kill_at: int | None = None) -> None:
        self.answers, sender = processes.Pipe(duplex=False)
        arguments = (settings.model_dump(), versions, kill_at, sender)
        self.process: ForkServerProcess = processes.Process(target=upgrade, args=arguments)
        self.process.start()
        sender.close()

    def was_killed(self) -> bool:
        self.process.join(60)
        return self.process.exitcode == -signal.SIGKILL

    def answer(self) -> dict[str, Any] | str:
        """What it answered; the message of what it raised."""
        answer: dict[str, Any] | str = self.answers.recv()
        self.process.join(60)
        return answer


def upgrade(values: dict[str, Any], versions: tuple[Path, ...], kill_at: int | None, sender: Any) -> None:
    if kill_at is not None:
        die_at(kill_at)
    try:
        sender.send(runner.upgrade(Settings(**values), Scripts(versions)))
    except MigrationError as error:
        sender.send(str(error))


def die_at(statement: int) -> None:
    sent = 0

    def count(socket: Any, message: bytes) -> None:
        nonlocal sent
        sent += b"SET " not in message
        core._write(socket, message)

    def flush_and_die(socket: Any) -> None:
        core._flush(socket)
        if sent == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    vars(app.db.driver).update(_write=count, _flush=flush_and_die)
